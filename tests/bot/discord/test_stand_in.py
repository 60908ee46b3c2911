"""Discord's stand-in, driven by the real discord.py."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

import discord
import pytest
from discord import app_commands, ui

from bot.platforms.discord.parcel import kept_in
from tests.bot.discord.meeting import FILM, Bot, file, heard, met, picture, refused, so


def filming() -> Bot:
    """A bot with a command of every sort."""
    bot = Bot()

    @bot.tree.command(description="A film")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.choices(ar=[app_commands.Choice(name="wide", value="16:9")])
    async def video(
        interaction: discord.Interaction,
        idea: app_commands.Range[str, 2, 20],
        ar: str = "",
        picture: discord.Attachment | None = None,
        shots: app_commands.Range[int, 1, 9] = 3,
    ) -> None:
        await interaction.response.defer(thinking=True)
        size = len(await picture.read()) if picture else 0
        await interaction.edit_original_response(content=f"{idea} {ar} {size} {shots}")
        await interaction.edit_original_response(content="done", attachments=[file("a.mp4")])

    @video.autocomplete("idea")
    async def offer(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed} sits", value=typed)]

    @bot.tree.command(description="Mine")
    async def me(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"for {interaction.user.name}", ephemeral=True)

    @bot.tree.command(description="A form")
    async def form(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Form())

    @bot.tree.context_menu(name="Animate")
    async def animate(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"animating {message.content}", view=buttons())

    @bot.tree.context_menu(name="Look up")
    async def look(interaction: discord.Interaction, user: discord.User) -> None:
        await interaction.response.send_message(f"{user.name} has no films")

    brand = app_commands.Group(name="brand", description="Brands")

    @brand.command(name="add", description="Another one")
    async def add(interaction: discord.Interaction, name: str) -> None:
        await interaction.response.send_message(f"added {name}")

    bot.tree.add_command(brand)
    bot.add_dynamic_items(Press)
    return bot


class Form(ui.Modal, title="Story"):
    idea = ui.Label(text="Idea", component=ui.TextInput(custom_id="idea", default="a dog"))
    look = ui.Label(
        text="Look",
        component=ui.Select(custom_id="look", options=[discord.SelectOption(label="Ink")]),
    )
    files = ui.Label(text="Files", component=ui.FileUpload(custom_id="files", required=False))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        idea, look, files = self.idea.component, self.look.component, self.files.component
        assert isinstance(idea, ui.TextInput) and isinstance(files, ui.FileUpload)
        assert isinstance(look, ui.Select)
        names = [f.filename for f in files.values]
        await interaction.response.send_message(f"{idea.value} {look.values} {names}")


class Press(ui.DynamicItem[ui.Button[Any]], template=r"v1:(?P<act>\w+)"):
    def __init__(self, act: str) -> None:
        super().__init__(ui.Button(label=act.title(), custom_id=f"v1:{act}"))
        self.act = act

    @classmethod
    async def from_custom_id(cls, interaction: Any, item: Any, match: Any) -> Press:
        return cls(match["act"])

    async def callback(self, interaction: discord.Interaction) -> None:
        if self.act == "change":
            await interaction.response.edit_message(content="changed")
        elif self.act == "wait":
            await interaction.response.defer()
            await interaction.edit_original_response(content="waited", view=None)
        else:
            await interaction.response.send_message("only you", ephemeral=True)
            await interaction.followup.send("all of you")


def buttons() -> ui.View:
    view = ui.View(timeout=None)
    for act in ("change", "wait", "tell"):
        view.add_item(Press(act))
    return view.add_item(ui.Button(label="Site", url="https://example.com"))


async def test_a_slash_command_is_deferred_told_of_and_becomes_a_film() -> None:
    async with heard(filming()) as here:
        asked = await here.room.slash("video", idea="a cat", ar="wide", picture=picture())
        assert asked.kind == 5 and asked.acked_after is not None and asked.acked_after < 1
        done = await here.room.until(lambda m: m.video)
        assert done.video and done.video.bytes == FILM and done.text == "done"
        said = [content.text for content in done.history]
        assert said == ["", f"a cat 16:9 {len(picture()[1])} 3"] and not done.loading
        assert done.raw["interaction_metadata"]["user"]["id"] == str(here.mei.id)
        assert "/video idea:a cat ar:wide picture:cat.png" in here.server.transcript()


async def test_an_interaction_tells_where_it_is_and_what_may_be_done_there() -> None:
    async with heard(filming()) as here:
        here.server.permissions(here.room, {"send_messages": False})
        role = here.guild.role("staff", [here.mei])
        places = [here.room, here.server.dm(here.mei), here.server.abroad(here.mei)]
        for place in places:
            await place.slash("video", idea="a cat", by=here.mei)
        room, dm, abroad = here.bot.met
        assert (room.context.guild, dm.context.dm_channel, abroad.context.guild) == (True,) * 3
        assert isinstance(room.user, discord.Member) and room.user.get_role(role.id)
        assert not room.app_permissions.send_messages and dm.app_permissions.send_messages
        assert room.is_guild_integration() and abroad.is_user_integration()
        assert not abroad.is_guild_integration() and abroad.guild_id not in (None, here.guild.id)
        assert {i.filesize_limit for i in here.bot.met} == {10 << 20}
        assert room.locale is discord.Locale.american_english


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "'idea' is required"),
        ({"idea": "a"}, "takes 2-20"),
        ({"idea": "a cat", "ar": "4:3"}, "offers"),
        ({"idea": "a cat", "shots": 10}, "takes 1-9"),
        ({"idea": "a cat", "shots": "3"}, "does not take '3'"),
        ({"idea": "a cat", "colour": "red"}, "no 'colour' among"),
    ],
)
async def test_a_person_cannot_send_what_discord_would_not_let_them(
    options: dict[str, Any], words: str
) -> None:
    async with heard(filming()) as here:
        with pytest.raises(AssertionError, match=words):
            await here.room.slash("video", **options)
        assert not here.bot.met


async def test_commands_are_offered_where_they_were_allowed() -> None:
    async with heard(filming()) as here:
        abroad = here.server.abroad(here.mei)
        assert (await abroad.slash("video", idea="a cat")).kind == 5
        with pytest.raises(AssertionError, match="no 'me' among"):
            await abroad.slash("me")
        added = await here.room.slash("brand add", name="Acme")
        assert added.text == "added Acme"


async def test_where_apps_from_elsewhere_are_not_wanted_they_speak_to_one_person() -> None:
    async with heard(filming()) as here:
        abroad = here.server.abroad(here.mei)
        here.server.permissions(abroad, {"use_external_apps": False})
        asked = await abroad.slash("video", idea="a cat")
        await abroad.until(lambda m: m.video)
        assert asked.ephemeral == "done"


async def test_an_autocomplete_offers_and_needs_no_other_options() -> None:
    async with heard(filming()) as here:
        (choice,) = await here.room.autocomplete("video", "idea", "a cat")
        assert (choice.name, choice.value) == ("a cat sits", "a cat")


async def test_what_is_for_one_person_is_seen_by_them_alone_and_not_over_the_gateway() -> None:
    async with heard(filming()) as here:
        alex = here.server.person("Alex")
        here.guild.join(alex)
        asked = await here.room.slash("me", by=alex)
        assert asked.ephemeral == "for alex" and here.room.seen(alex)
        assert not here.room.seen(here.mei) and not here.bot.heard
        unseen = here.channel.fetch_message(here.room.last.id)
        assert (await refused(unseen))[:2] == (404, 10008)


async def test_commands_of_messages_and_people_get_what_they_are_about() -> None:
    async with heard(filming()) as here:
        said = await here.room.say("a cat")
        assert (await here.room.use("Animate", said)).text == "animating a cat"
        looked = await here.server.use_user("Look up", here.mei, by=here.mei, room=here.room)
        assert looked.text == "mei has no films"


async def test_presses_change_the_message_answer_beside_it_or_wait() -> None:
    async with heard(filming()) as here:
        said = await here.room.say("a cat")
        await here.room.use("Animate", said)
        message = here.room.last
        assert message.buttons == [["Change", "Wait", "Tell", "Site"]]
        changed = await here.room.press(message, "v1:change")
        assert changed.kind == 7 and message.text == "changed" and message.edits == 1
        told = await here.room.press(message, "Tell")
        beside = await here.room.until(lambda m: m.text == "all of you")
        assert told.ephemeral == "only you" and not beside.ephemeral
        waited = await here.room.press(message, "Wait")
        await here.room.until(lambda m: m.text == "waited")
        assert waited.kind == 6 and not message.labels
        with pytest.raises(AssertionError, match="no 'Wait'"):
            await here.room.press(message, "Wait")


async def test_a_form_is_filled_in_and_keeps_what_stood_there() -> None:
    async with heard(filming()) as here:
        modal = (await here.room.slash("form")).modal
        assert [(f.label, f.value, f.required) for f in modal.fields] == [
            ("Idea", "a dog", True),
            ("Look", "", True),
            ("Files", "", False),
        ]
        sent = await here.room.submit(modal, {"Look": ["Ink"], "files": [picture()]})
        assert sent.text == "a dog ['Ink'] ['cat.png']"
        with pytest.raises(AssertionError, match="'Idea' must be filled in"):
            await here.room.submit(modal, {"idea": "", "look": "Ink"})


async def test_words_reach_the_bot_only_where_they_are_for_it() -> None:
    async with heard(Bot()) as here:
        await here.room.say("a secret", files=[picture()])
        await here.room.say("a cat", mention=True)
        reply = await here.channel.send("yes?")
        await here.room.say("and a dog", reply_to=here.room.last)
        await here.server.dm(here.mei).say("hello", files=[picture()])
        await so(lambda: len(here.bot.heard) == 5)
        secret, called, own, answer, direct = here.bot.heard
        assert secret.content == "" and not secret.attachments and own.id == reply.id
        assert called.content == f"<@{here.server.bot.id}> a cat" and answer.content == "and a dog"
        assert answer.reference and answer.reference.message_id == reply.id
        assert direct.guild is None and await direct.attachments[0].read() == picture()[1]


async def test_components_show_files_and_an_edit_keeps_those_it_names() -> None:
    class Film(ui.LayoutView):
        box = ui.Container[Any](
            ui.TextDisplay("# Shots"),
            ui.MediaGallery(discord.MediaGalleryItem("attachment://a.png")),
            ui.Section("The first", accessory=ui.Button(label="Again", custom_id="again")),
            ui.ActionRow(ui.Button(label="Keep", custom_id="keep")),
        )

    async with met() as here:
        sent = await here.channel.send(view=Film(), file=discord.File(*_of(picture("a.png"))))
        shown = here.room.last
        assert shown.text == "# Shots\nThe first" and shown.buttons == [["Again"], ["Keep"]]
        assert [p.name for p in shown.pictures] == ["a.png"] and shown.v2
        assert isinstance(sent.components[0], discord.Container)
        gallery = sent.components[0].children[1]
        assert isinstance(gallery, discord.MediaGalleryComponent)
        assert gallery.items[0].media.width == 40
        assert not sent.attachments  # they are where they are shown
        (kept,) = kept_in(sent)
        await sent.edit(view=Film(), attachments=cast("Any", [kept, file("b.mp4")]))
        assert [f.name for f in shown.content.attachments] == ["a.png", "b.mp4"]
        await sent.edit(view=ui.LayoutView().add_item(ui.TextDisplay("over")), attachments=[])
        assert not shown.files and shown.text == "over" and shown.edits == 2


def _of(named: tuple[str, bytes]) -> tuple[Any, str]:
    return file(*named).fp, named[0]


async def test_threads_polls_reactions_and_typing() -> None:
    async with heard(Bot()) as here:
        await so(lambda: here.bot.get_channel(here.room.id) is not None)
        channel = here.bot.get_channel(here.room.id)
        assert isinstance(channel, discord.TextChannel)
        message = await channel.send("ideas?")
        thread = await message.create_thread(name="ideas")
        place = await here.room.thread_of(here.room.last)
        assert place.id == thread.id and place.parent is here.room
        poll = discord.Poll("Which?", timedelta(hours=1)).add_answer(text="A").add_answer(text="B")
        asked = await thread.send(poll=poll)
        place.vote(place.last, "B")
        counted = (await asked.fetch()).poll
        assert counted and [a.vote_count for a in counted.answers] == [0, 1]
        await asked.end_poll()
        with pytest.raises(AssertionError, match="takes no votes"):
            place.vote(place.last, "A")
        await message.add_reaction("👍")
        here.room.react(here.room.last, "👍")
        assert (await message.fetch()).reactions[0].count == 2
        await message.remove_reaction("👍", here.bot.user or message.author)
        await here.channel.typing()
        assert here.server.typing_in(here.room)


async def test_a_choice_in_a_select_reaches_the_bot() -> None:
    bot = Bot()

    @bot.event
    async def on_interaction(interaction: discord.Interaction) -> None:
        assert interaction.data and "values" in interaction.data
        await interaction.response.edit_message(content=str(interaction.data["values"]), view=None)

    async with heard(bot) as here:
        looks = [discord.SelectOption(label=name.title(), value=name) for name in ("ink", "clay")]
        select = ui.Select[Any](custom_id="look", placeholder="Look", options=looks)
        await here.channel.send("?", view=ui.View(timeout=None).add_item(select))
        with pytest.raises(AssertionError, match="is not among"):
            await here.room.choose(here.room.last, "Look", "Oil")
        chosen = await here.room.choose(here.room.last, "Look", "Clay")
        assert chosen.kind == 7 and here.room.last.text == "['clay']"


async def test_a_thread_without_a_message_may_be_put_away_and_locked() -> None:
    async with heard(Bot()) as here:
        await so(lambda: here.bot.get_channel(here.room.id) is not None)
        channel = here.bot.get_channel(here.room.id)
        assert isinstance(channel, discord.TextChannel)
        kind = discord.ChannelType.public_thread
        thread = await channel.create_thread(name="ideas", type=kind)
        await thread.edit(archived=True)
        place = await here.room.thread_of()
        assert place.archived and place.title == "#general › ideas"
        await thread.send("woken")
        assert not place.archived and place.last.text == "woken"
        await thread.edit(locked=True)
        assert (await refused(thread.send("never")))[1] == 50083
        there = channel.get_thread(thread.id)
        assert there and there.locked


async def test_direct_messages_are_opened_by_the_bot_and_may_be_unwanted() -> None:
    async with met() as here:
        person = await here.bot.fetch_user(here.mei.id)
        await person.send("here it is", file=file("a.mp4"))
        dm = here.server.dm(here.mei)
        assert dm.last.video and dm.last.text == "here it is"
        here.server.block(here.mei)
        assert (await refused(person.send("again")))[:2] == (403, 50007)


async def test_a_reply_names_its_message_and_a_history_begins_with_the_newest() -> None:
    async with met() as here:
        first = await here.channel.send("one")
        await here.channel.send("two", reference=first)
        assert here.room.last.reply_to == first.id
        assert [m.content async for m in here.channel.history()] == ["two", "one"]
        await first.delete()
        assert [m.text for m in here.room.messages] == ["two"]
        gone = here.channel.send("three", reference=first)
        assert (await refused(gone))[1] == 50035
        kept = first.to_reference(fail_if_not_exists=False)
        assert (await here.channel.send("three", reference=kept)).reference is None


async def test_an_address_of_a_file_is_good_for_a_day() -> None:
    async with met() as here:
        sent = await here.channel.send(file=file("a.mp4"))
        assert await sent.attachments[0].read() == FILM
        here.server.clock.forward(25 * 3600)
        with pytest.raises(discord.NotFound):
            await sent.attachments[0].read()
        again = await here.channel.fetch_message(sent.id)
        assert await again.attachments[0].read() == FILM


async def test_the_bot_learns_of_servers_channels_people_and_itself() -> None:
    async with heard(Bot()) as here:
        second = here.server.guild("another", tier=3)
        text = here.guild.text("slow", slow=30)
        await so(lambda: here.bot.get_guild(second.id) is not None)
        guild = here.bot.get_guild(second.id)
        assert guild and guild.filesize_limit == 100 << 20
        channel = here.bot.get_channel(text.id)
        assert isinstance(channel, discord.TextChannel) and channel.slowmode_delay == 30
        fetched = await here.bot.fetch_guild(here.guild.id)
        assert (await fetched.fetch_member(here.mei.id)).name == "mei"
        assert (await here.bot.application_info()).owner.name == "owner"
        here.server.permissions(here.room, {"attach_files": False})
        known = here.bot.get_channel(here.room.id)
        assert isinstance(known, discord.TextChannel)
        await so(lambda: not known.permissions_for(known.guild.me).attach_files)
        found = await guild.query_members(user_ids=[here.server.bot.id])
        assert [m.id for m in found] == [here.server.bot.id]
