"""What Discord refuses, its stand-in refuses too."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import aiohttp
import discord
import pytest
from discord import app_commands, ui
from discord.http import Route

from tests.bot.discord.meeting import Bot, Met, file, heard, met, picture, refused, so
from tests.servers.discord import Discord


async def raw(here: Met, method: str, path: str, body: Any, **headers: str) -> tuple[int, Any]:
    """A request that the library would not make."""
    headers = {"Authorization": f"Bot {here.server.token}"} | headers
    async with (
        aiohttp.ClientSession() as session,
        session.request(
            method, f"{here.server.url}/api/v10{path}", json=body, headers=headers
        ) as response,
    ):
        return response.status, await response.json(content_type=None)


def layout(*items: ui.Item[Any]) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    return view


def button(**how: Any) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": "A", "custom_id": "a"} | how


def row(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(buttons)}


def text(words: str) -> dict[str, Any]:
    return {"type": 10, "content": words}


def gallery(*urls: str) -> dict[str, Any]:
    return {"type": 12, "items": [{"media": {"url": url}} for url in urls]}


V2 = 1 << 15
WRONG: Sequence[tuple[dict[str, Any], str]] = [
    ({"content": "a" * 2001}, "content BASE_TYPE_MAX_LENGTH"),
    ({"content": "a", "flags": V2, "components": [text("b")]}, "content MESSAGE_CANNOT_USE_LEGACY"),
    ({"components": [row(button(label="a" * 81))]}, "label BASE_TYPE_BAD_LENGTH"),
    ({"components": [row(button(custom_id="a" * 101))]}, "custom_id BASE_TYPE_BAD_LENGTH"),
    ({"components": [row(button(label=""))]}, "label BUTTON_COMPONENT_INVALID_LABEL"),
    ({"components": [row(button(), button())]}, "custom_id COMPONENT_CUSTOM_ID_DUPLICATED"),
    ({"components": [row(button(style=5))]}, "url BUTTON_COMPONENT_INVALID_URL"),
    ({"components": [row()]}, "components BASE_TYPE_BAD_LENGTH"),
    (
        {"components": [row(*(button(custom_id=str(n)) for n in range(6)))]},
        "components BASE_TYPE_BAD_LENGTH",
    ),
    (
        {"components": [row(button(custom_id=str(n))) for n in range(6)]},
        "components BASE_TYPE_BAD_LENGTH",
    ),
    ({"content": "a", "components": [text("b")]}, "type UNION_TYPE_CHOICES"),
    (
        {"flags": V2, "components": [text("a") for _ in range(41)]},
        "components BASE_TYPE_MAX_LENGTH",
    ),
    (
        {"flags": V2, "components": [text("a" * 2500), text("b" * 1501)]},
        "components COMPONENT_MAX_TOTAL_TEXT_LENGTH_EXCEEDED",
    ),
    ({"flags": V2, "components": [gallery()]}, "items BASE_TYPE_BAD_LENGTH"),
    (
        {"flags": V2, "components": [gallery(*["https://example.com/a.png"] * 11)]},
        "items BASE_TYPE_BAD_LENGTH",
    ),
    (
        {"flags": V2, "components": [gallery("attachment://none.png")]},
        "url UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
    ),
    ({"embeds": [{"title": str(n)} for n in range(11)]}, "embeds BASE_TYPE_BAD_LENGTH"),
    ({"embeds": [{"description": "a" * 4000}] * 2}, "embeds MAX_EMBED_SIZE_EXCEEDED"),
    ({"content": "a", "attachments": [{"id": "7"}]}, "attachments ATTACHMENT_NOT_FOUND"),
    ({"content": "a", "message_reference": {"message_id": "7"}}, "REPLIES_UNKNOWN_MESSAGE"),
    (
        {
            "poll": {
                "question": {"text": "?"},
                "answers": [{"poll_media": {"text": "a"}}] * 11,
                "duration": 1,
            }
        },
        "answers BASE_TYPE_BAD_LENGTH",
    ),
]


async def test_a_message_against_the_rules_is_refused_with_the_field_and_the_reason() -> None:
    async with met() as here:
        for body, words in WRONG:
            status, answer = await raw(here, "POST", f"/channels/{here.room.id}/messages", body)
            assert (status, answer["code"]) == (400, 50035), body
            assert words in _named(answer["errors"]), (body, answer)
        assert not here.room.messages
        assert len(here.server.broken) >= 8 or not here.server.spec.there
        empty = await raw(here, "POST", f"/channels/{here.room.id}/messages", {"content": ""})
        assert empty[1]["code"] == 50006


def _named(errors: Any, at: str = "") -> str:
    """The last of the path and the code."""
    if "_errors" in errors:
        return f"{at} {errors['_errors'][0]['code']}"
    return next(_named(inner, key) for key, inner in errors.items())


async def test_files_may_be_ten_and_as_big_as_the_server_allows() -> None:
    async with met() as here:
        big = file("a.mp4", b"0" * (here.room.limit + 1))
        assert (await refused(here.channel.send(file=big)))[:2] == (413, 40005)
        many = [{"id": n, "filename": "a"} for n in range(11)]
        form = aiohttp.FormData({"payload_json": json.dumps({"attachments": many})})
        for number in range(11):
            form.add_field(f"files[{number}]", b"1", filename="a")
        url = f"{here.server.url}/api/v10/channels/{here.room.id}/messages"
        headers = {"Authorization": f"Bot {here.server.token}"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, data=form, headers=headers) as answer,
        ):
            assert answer.status == 400 and "attachments" in (await answer.json())["errors"]
        assert here.server.broken or not here.server.spec.there
    async with met(tier=2) as here:
        await here.channel.send(file=file("a.mp4", b"0" * (11 << 20)))
        assert here.room.last.video


async def test_what_is_laid_out_by_components_stays_so() -> None:
    async with met() as here:
        sent = await here.channel.send(view=layout(ui.TextDisplay("a")))
        path = f"/channels/{here.room.id}/messages/{sent.id}"
        status, answer = await raw(here, "PATCH", path, {"content": "b"})
        assert status == 400 and "content" in answer["errors"]
        plain = await here.channel.send("a")
        became = await plain.edit(content=None, view=layout(ui.TextDisplay("b")))
        assert became.flags.components_v2 and here.room.last.text == "b"
        another = await here.channel.send("a")
        assert (await refused(another.edit(view=layout(ui.TextDisplay("b")))))[1] == 50035


async def test_an_edit_lists_the_files_that_it_brings_and_those_that_stay() -> None:
    async with met() as here:
        sent = await here.channel.send(file=file("a.mp4"))
        path = f"/channels/{here.room.id}/messages/{sent.id}"

        async def edited(body: dict[str, Any]) -> int:
            form = aiohttp.FormData({"payload_json": json.dumps(body)})
            form.add_field("files[0]", picture()[1], filename="b.png")
            headers = {"Authorization": f"Bot {here.server.token}"}
            url = f"{here.server.url}/api/v10{path}"
            async with (
                aiohttp.ClientSession() as session,
                session.patch(url, data=form, headers=headers) as answer,
            ):
                return answer.status

        listed = [{"id": str(sent.attachments[0].id)}, {"id": "0", "filename": "b.png"}]
        assert await edited({"attachments": listed}) == 200
        assert [f.name for f in here.room.last.files] == ["a.mp4", "b.png"]
        assert await edited({"content": "new"}) == 200
        assert [f.name for f in here.room.last.files] == ["b.png"]
        shown = {"content": None, "flags": V2, "components": [gallery("attachment://b.png")]}
        assert await edited(shown) == 400
        assert await edited(shown | {"attachments": listed[1:]}) == 200


async def test_a_bot_does_only_what_it_may() -> None:
    async with met() as here:
        said = await here.channel.send("a")
        theirs = await here.room.say("b")

        async def forbidden(what: str, request: Any) -> tuple[int, int]:
            here.server.permissions(here.room, {what: False})
            status, code, _ = await refused(request)
            here.server.permissions(here.room, {what: True})
            return status, code

        missing = (403, 50013)
        assert await forbidden("send_messages", here.channel.send("c")) == missing
        assert await forbidden("attach_files", here.channel.send(file=file("a"))) == missing
        assert await forbidden("add_reactions", said.add_reaction("👍")) == missing
        assert await forbidden("read_message_history", said.fetch()) == missing
        assert await forbidden("view_channel", here.channel.send("c")) == (403, 50001)
        whole = here.bot.get_partial_messageable(here.room.id, guild_id=here.guild.id)
        begun = here.bot.http.start_thread_with_message(
            whole.id, said.id, name="a", auto_archive_duration=60
        )
        assert await forbidden("create_public_threads", begun) == missing
        stranger = here.channel.get_partial_message(theirs.id)
        assert (await refused(stranger.edit(content="c")))[:2] == (403, 50005)
        assert (await refused(stranger.delete()))[0] == 403
        abroad = here.bot.get_partial_messageable(here.server.abroad(here.mei).id)
        assert (await refused(abroad.send("c")))[:2] == (403, 50001)
        assert here.server.invalid_requests == 9


async def test_what_is_not_there_is_unknown() -> None:
    async with met() as here:
        nowhere = here.bot.get_partial_messageable(7)
        assert (await refused(nowhere.send("a")))[:2] == (404, 10003)
        gone = here.channel.get_partial_message(7)
        assert (await refused(gone.edit(content="a")))[:2] == (404, 10008)
        assert (await refused(here.bot.fetch_user(7)))[:2] == (404, 10013)
        assert (await refused(here.bot.fetch_guild(7)))[:2] == (404, 10004)
        assert (await refused(here.bot.fetch_webhook(7)))[0] == 404
        assert "does not serve it" in here.server.broken[0]


async def test_a_wrong_token_is_refused() -> None:
    async with met() as here:
        status, answer = await raw(here, "GET", "/users/@me", None, Authorization="Bot other")
        assert (status, answer["code"]) == (401, 0) and here.server.invalid_requests == 1


def waiting(then: asyncio.Event, results: list[int]) -> Bot:
    """A bot that answers when it is told to, and remembers how it was refused."""
    bot = Bot()

    @bot.tree.command(description="Later")
    async def later(interaction: discord.Interaction) -> None:
        await then.wait()
        try:
            await interaction.response.send_message("late")
        except discord.HTTPException as error:
            results.append(error.code)

    @bot.tree.command(description="Twice")
    async def twice(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        again = interaction.client.http
        route = Route("POST", f"/interactions/{interaction.id}/{interaction.token}/callback")
        results.append((await refused(again.request(route, json={"type": 5})))[1])
        await interaction.followup.send("first")
        await interaction.followup.send("second")
        await then.wait()
        results.append((await refused(interaction.edit_original_response(content="x")))[1])
        results.append((await refused(interaction.followup.send("x")))[0])

    return bot


async def test_a_first_answer_after_three_seconds_is_too_late() -> None:
    then, results = asyncio.Event(), list[int]()
    async with heard(waiting(then, results)) as here:
        asking = asyncio.create_task(here.room.slash("later"))
        await so(lambda: bool(here.bot.met))
        here.server.clock.forward(3.1)
        then.set()
        asked = await asking
        await so(lambda: bool(results))
        assert results == [10062] and asked.late and not asked.kind and not here.room.messages
        assert "the application did not respond" in here.server.transcript()


async def test_a_token_answers_once_and_dies_after_fifteen_minutes() -> None:
    then, results = asyncio.Event(), list[int]()
    async with heard(waiting(then, results)) as here:
        asked = await here.room.slash("twice")
        await here.room.until(lambda m: m.text == "second")
        thought = asked.original
        assert thought and thought.text == "first" and thought.ephemeral and thought.edits == 1
        here.server.clock.forward(901)
        then.set()
        await so(lambda: len(results) == 3)
        assert results == [40060, 50027, 401] and thought.text == "first"
        assert here.server.invalid_requests == 2


async def test_taken_along_a_bot_follows_up_five_times() -> None:
    codes = list[int]()
    bot = Bot()

    @bot.tree.command(description="Many")
    @app_commands.allowed_installs(guilds=True, users=True)
    async def many(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("one")
        for number in range(5):
            await interaction.followup.send(str(number), file=file(*picture()))
        codes.append((await refused(interaction.followup.send("six")))[1])

    async with heard(bot) as here:
        asked = await here.server.abroad(here.mei).slash("many")
        await so(lambda: bool(codes))
        assert codes == [40094] and len(asked.followups) == 5 and not here.bot.heard


async def test_a_bot_that_says_too_much_is_told_to_wait() -> None:
    async with met(limits=True) as here:
        path = f"/channels/{here.room.id}/messages"
        for _ in range(5):
            assert (await raw(here, "POST", path, {"content": "a"}))[0] == 200
        status, answer = await raw(here, "POST", path, {"content": "a"})
        assert status == 429 and 4 < answer["retry_after"] <= 5 and not answer["global"]
        edited = here.room.last
        await here.channel.get_partial_message(edited.id).edit(content="b")  # counted by itself
        assert here.server.caused_429 == here.server.invalid_requests == 1
        here.server.clock.forward(5.1)
        assert (await raw(here, "POST", path, {"content": "a"}))[0] == 200
        for _ in range(50):
            status, answer = await raw(here, "GET", "/users/@me", None)
        assert status == 429 and answer["global"]


async def test_who_heeds_the_headers_is_never_refused() -> None:
    async with met(limits=True) as here:
        sending = [asyncio.create_task(here.channel.send("a")) for _ in range(7)]
        await so(lambda: sum(task.done() for task in sending) >= 4)
        await asyncio.sleep(0.05)
        assert sum(task.done() for task in sending) <= 5
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)
        assert here.server.caused_429 == 0


async def test_planted_faults_meet_the_requests_they_are_for() -> None:
    async with met() as here:
        server, message = here.server, await here.channel.send("a")
        server.fail(r"/messages/\d+$", method="PATCH", status=429, retry_after=0.05)
        await message.edit(content="b")
        assert server.count(r"/messages/\d+$", "PATCH") == 2
        server.fail("/messages$", status=403, code=50013, times=2)
        for _ in range(2):
            assert (await refused(here.channel.send("c")))[:2] == (403, 50013)
        server.fail("/messages$", taken=True)
        with pytest.raises(aiohttp.ClientError):
            await here.channel.send("lost")
        assert here.room.last.text == "lost"
        server.fail("/messages$", hang=0.05)
        await here.channel.send("slow")
        assert [m.text for m in here.room.messages] == ["b", "lost", "slow"]
        assert server.invalid_requests == 3


async def test_a_server_that_was_down_is_up_again_at_the_same_place() -> None:
    async with met() as here:
        await here.channel.send("a")
        await here.server.down()
        with pytest.raises(aiohttp.ClientError):
            await here.channel.send("b")
        await here.server.up()
        await here.channel.send("c")
        assert [m.text for m in here.room.messages] == ["a", "c"]


def command(**how: Any) -> dict[str, Any]:
    return {"name": "a", "description": "b", "type": 1} | how


def option(**how: Any) -> dict[str, Any]:
    return {"name": "c", "description": "d", "type": 3} | how


@pytest.mark.parametrize(
    ("commands", "code"),
    [
        ([command(), command()], "APPLICATION_COMMANDS_DUPLICATE_NAME"),
        ([command(name="A")], "APPLICATION_COMMAND_INVALID_NAME"),
        ([command(name_localizations={"ja": "動 画"})], "APPLICATION_COMMAND_INVALID_NAME"),
        ([command(description="b" * 101)], "BASE_TYPE_BAD_LENGTH"),
        ([command(name=f"a{n}") for n in range(101)], "APPLICATION_COMMAND_LIMIT"),
        ([command(options=[option(), option()])], "OPTIONS_NAME_ALREADY_EXISTS"),
        (
            [command(options=[option(), option(name="e", required=True)])],
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        ),
        (
            [command(options=[option(autocomplete=True, choices=[{"name": "a", "value": "b"}])])],
            "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID",
        ),
    ],
)
async def test_commands_against_the_rules_are_not_registered(
    commands: list[dict[str, Any]], code: str
) -> None:
    async with met() as here:
        path = f"/applications/{here.server.bot.id}/commands"
        status, answer = await raw(here, "PUT", path, commands)
        assert status == 400 and code in json.dumps(answer["errors"])
        assert here.server.syncs == 0 and isinstance(here.server.broken, list)


async def test_commands_keep_their_ids_and_stand_everywhere_or_in_one_server() -> None:
    async with heard(Bot()) as here:
        server: Discord = here.server

        @here.bot.tree.command(description="One", guild=discord.Object(here.guild.id))
        async def one(interaction: discord.Interaction) -> None: ...

        first = await here.bot.tree.sync(guild=discord.Object(here.guild.id))
        again = await here.bot.tree.sync(guild=discord.Object(here.guild.id))
        assert first[0].id == again[0].id and server.syncs == 3
        assert server.commands.names() == [] and server.commands.names(here.guild.id) == ["one"]
        with pytest.raises(AssertionError, match="no 'one'"):
            await server.dm(here.mei).slash("one")
