"""Discord as the handlers see it, against the stand-in: each answer in time and in its place."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import discord
import pytest
import pytest_asyncio
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from PIL import Image

from bot.platforms.discord.interactions import Interactions, place_of
from bot.platforms.discord.platform import Discord
from bot.platforms.discord.room import Room
from handlers.conversation import (
    Bar,
    Button,
    File,
    Incoming,
    MessageRef,
    Person,
    Picture,
    Place,
    Reply,
    Say,
    Video,
)
from handlers.ports import Call, Unreachable
from tests.crew import small_film
from tests.servers.discord import Channel, Interaction, Message, User
from tests.servers.discord import Discord as Server

T = TypeVar("T")
QUARTER = 16 * 60.0  # seconds, after which a token is dead
COMMANDS = [
    {"name": name, "description": name, "type": 1, "integration_types": [0, 1], "contexts": [0, 1]}
    for name in ("video", "me")
]


class Client(discord.Client):
    """Hears interactions."""

    def __init__(self) -> None:
        intents = discord.Intents(guilds=True)
        super().__init__(intents=intents, max_messages=None, guild_ready_timeout=0.05)
        self.heard: asyncio.Queue[discord.Interaction[Any]] = asyncio.Queue()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        await self.heard.put(interaction)


class Stage:
    """A bot at the stand-in, without handlers: tests do what they would do."""

    def __init__(self, server: Server, client: Client, inbox: Path) -> None:
        self.server, self.client, self.inbox = server, client, inbox
        self.interactions = Interactions()
        self.worded: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self.platform = self.born()
        self.mei, self.bob = server.person("Mei"), server.person("Bob")
        self.room = server.guild("studio", members=[self.bob, self.mei]).channel

    def born(self) -> Discord:
        """A platform that knows nothing of an earlier life."""
        room = Room(apart=0.01)
        return Discord(self.client, self.interactions, self.inbox, self._words, room)

    async def _words(self, interaction: discord.Interaction[Any], action: str, text: str) -> None:
        await self.worded.put((action, text))

    def incoming(self, interaction: discord.Interaction[Any], text: str, press: str) -> Incoming:
        message = interaction.message
        return Incoming(
            Person("discord", str(interaction.user.id), interaction.user.display_name),
            place_of(interaction),
            text=text,
            press=press,
            message=str(message.id if message else interaction.id),
            handle=self.interactions.keep(interaction),
        )

    async def slash(
        self,
        work: Callable[[Incoming], Awaitable[T]],
        room: Channel | None = None,
        command: str = "video",
    ) -> tuple[Interaction, T]:
        """Somebody gives a command, and `work` answers it."""
        by = self.mei if room is None else room.members[0]
        asking = asyncio.create_task((room or self.room).slash(command, by=by))
        return await self._done(asking, f"/{command}", "", work)

    async def press(
        self,
        message: Message,
        button: str,
        work: Callable[[Incoming], Awaitable[T]],
    ) -> tuple[Interaction, T]:
        """Somebody presses a button, and `work` answers it."""
        by = message.person or self.mei
        asking = asyncio.create_task(message.channel.press(message, button, by=by))
        return await self._done(asking, "", "v1:press::", work)

    async def _done(
        self,
        asking: asyncio.Task[Interaction],
        text: str,
        press: str,
        work: Callable[[Incoming], Awaitable[T]],
    ) -> tuple[Interaction, T]:
        async with asyncio.timeout(5):
            incoming = self.incoming(await self.client.heard.get(), text, press)
            done = await work(incoming)
            await self.platform.finish(incoming)
            return await asking, done

    async def order(self, reply: Reply, room: Channel | None = None) -> tuple[Message, MessageRef]:
        """A job's message, as the answer to a command."""
        asked, ref = await self.slash(
            lambda said: self.platform.send(said.place, reply, "en", said), room
        )
        return shown(asked.channel, ref), ref

    def picture(self, n: int) -> Picture:
        path = self.inbox / f"{n}.png"
        Image.new("RGB", (64, 36), (n * 9, 90, 90)).save(path)
        return Picture(path, place=n)

    def film(self, padding: int = 0) -> Video:
        path = self.inbox / "film.mp4"
        path.write_bytes(small_film() + (padding + 8).to_bytes(4, "big") + b"free" + bytes(padding))
        return Video(path, 320, 180, 1.0)


@pytest_asyncio.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Stage]:
    async with Server() as server, Client() as client:
        monkeypatch.setattr(Route, "BASE", f"{server.url}/api/v10")
        gateway = yarl.URL(server.url).with_scheme("ws")
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
        stage = Stage(server, client, tmp_path)
        await client.login(server.token)
        assert client.application_id
        await client.http.bulk_upsert_global_commands(client.application_id, COMMANDS)  # pyright: ignore[reportArgumentType]
        connected = asyncio.create_task(client.connect())
        await asyncio.wait_for(client.wait_until_ready(), 10)
        yield stage
        await stage.platform.close()
        await client.close()
        await connected


def shown(channel: Channel, ref: MessageRef) -> Message:
    return channel.book[int(ref.id)]


def plain(text: str) -> Say:
    return Say("plain", {"text": text})


def says(text: str, **more: Any) -> Reply:
    return Reply((plain(text),), **more)


def making(done: float, *pictures: Picture, places: int = 3) -> Reply:
    bars = [Bar(Say("stage.paint"), done)]
    bars += [
        Bar(Say("job.shot", {"n": n, "stage": Say("stage.paint")}), done, n) for n in range(places)
    ]
    cancel = Button(Say("button.cancel"), "v1:cancel:j:")
    return Reply((Say("job.film", {"idea": "fox"}),), tuple(bars), ((cancel,),), pictures)


AGAIN = ((Button(Say("button.again"), "v1:again:j:"),),)


async def test_a_command_is_answered_by_its_message_which_then_becomes_the_film(
    stage: Stage,
) -> None:
    message, ref = await stage.order(making(0))
    assert message.v2 and message.text.startswith("**Your film: “fox”**")
    first, second = stage.picture(0), stage.picture(1)
    await stage.platform.edit(ref, making(0.2, first), "en")
    await stage.room.until(lambda m: len(m.pictures) == 1)
    before = message.pictures[0]
    await stage.platform.edit(ref, making(0.4, first, second), "en")
    await stage.room.until(lambda m: len(m.pictures) == 2)
    assert message.pictures[0] == before
    film = says("done", video=stage.film(), buttons=AGAIN)
    assert await stage.platform.edit(ref, film, "en") == ref
    assert message.video and not message.pictures and message.labels == ["🎲 Another seed"]
    assert len(stage.room.bots) == 1


async def test_a_slow_answer_takes_the_place_of_thinking_and_more_follow(stage: Stage) -> None:
    async def slowly(said: Incoming) -> list[MessageRef]:
        await stage.platform.acknowledge(said)
        await stage.platform.acknowledge(said)
        assert stage.room.last.loading
        return [await stage.platform.send(said.place, says(t), "en", said) for t in ("one", "two")]

    asked, _ = await stage.slash(slowly)
    assert [m.text for m in stage.room.bots] == ["one", "two"]
    assert asked.text == "one" and [m.text for m in asked.followups] == ["two"]


async def test_a_message_with_files_never_keeps_its_answer_waiting(stage: Stage) -> None:
    film = says("here", video=stage.film())
    asked, ref = await stage.slash(lambda said: stage.platform.send(said.place, film, "en", said))
    assert asked.kind == 5 and shown(stage.room, ref).video
    before, _ = await stage.order(says("press", buttons=AGAIN))
    pressed, _ = await stage.press(
        before, "🎲 Another seed", lambda said: stage.platform.send(said.place, film, "en", said)
    )
    assert pressed.kind == 6 and stage.room.last.video


async def test_a_private_answer_is_for_one_person_also_where_all_saw_us_thinking(
    stage: Stage,
) -> None:
    async def refuse(said: Incoming) -> None:
        await stage.platform.acknowledge(said)
        await stage.platform.answer(said, says("too dear", private=True), "en")

    asked, _ = await stage.slash(refuse)
    assert asked.ephemeral == "too dear"
    assert not stage.room.seen(stage.bob)
    mine, _ = await stage.slash(refuse, command="me")
    assert mine.ephemeral == "too dear" and not mine.followups


async def test_in_direct_messages_nothing_is_hidden(stage: Stage) -> None:
    room = stage.server.dm(stage.mei)
    asked, _ = await stage.slash(
        lambda said: stage.platform.answer(said, says("hi", private=True), "en"), room
    )
    assert asked.text == "hi" and not asked.ephemeral


async def test_nobody_sees_thinking_for_ever(stage: Stage) -> None:
    asked, _ = await stage.slash(stage.platform.acknowledge)
    assert asked.kind == 5 and not stage.room.bots

    async def nothing(said: Incoming) -> None: ...

    silent, _ = await stage.slash(nothing)
    assert silent.kind == 5 and not stage.room.bots
    message, _ = await stage.order(says("hi", buttons=AGAIN))
    pressed, _ = await stage.press(message, "🎲 Another seed", nothing)
    assert pressed.kind == 6 and stage.room.last.text == "hi"


async def test_a_press_that_orders_is_answered_by_a_new_message(stage: Stage) -> None:
    message, _ = await stage.order(says("old", buttons=AGAIN))
    pressed, ref = await stage.press(
        message,
        "🎲 Another seed",
        lambda said: stage.platform.send(said.place, making(0), "en", said),
    )
    assert pressed.kind == 4 and message.text == "old" and not message.edits
    assert shown(stage.room, ref) is stage.room.last is not message


async def test_a_page_is_turned_in_place_and_the_film_stays_where_it_is(stage: Stage) -> None:
    film = stage.film()
    message, ref = await stage.order(says("film", video=film, buttons=AGAIN))
    kept = message.video
    page = says("film", video=film, buttons=((Button(Say("button.back"), "v1:page:j:"),),))
    stage.platform = stage.born()
    pressed, _ = await stage.press(
        message, "🎲 Another seed", lambda said: stage.platform.edit(ref, page, "en", said)
    )
    assert pressed.kind == 7 and message.labels == ["← Back"] and message.video == kept


async def test_what_one_person_sees_alone_is_changed_by_their_press(stage: Stage) -> None:
    settings = says("on", private=True, buttons=AGAIN)
    asked, ref = await stage.slash(lambda said: stage.platform.answer(said, settings, "en"))
    assert ref and asked.ephemeral == "on"

    async def slowly(said: Incoming) -> MessageRef:
        await stage.platform.acknowledge(said)
        return await stage.platform.edit(ref, says("off", buttons=AGAIN), "en", said)

    await stage.press(shown(stage.room, ref), "🎲 Another seed", slowly)
    assert asked.ephemeral == "off" and len(stage.room.bots) == 1


async def test_a_question_opens_a_window_and_its_words_come_back(stage: Stage) -> None:
    message, _ = await stage.order(says("board", buttons=AGAIN))
    question = Reply((Say("board.reword.ask", {"n": 2}), plain("Now: a fox")), ask="v1:reword:j:1")
    pressed, ref = await stage.press(
        message, "🎲 Another seed", lambda said: stage.platform.answer(said, question, "en")
    )
    assert ref is None and pressed.modal.title == "What should shot 2 show?"
    (field,) = pressed.modal.fields
    sending = asyncio.create_task(
        stage.room.submit(pressed.modal, {field.label: "a hare"}, by=stage.mei)
    )
    words = await asyncio.wait_for(stage.client.heard.get(), 5)
    worded = await asyncio.wait_for(stage.worded.get(), 5)
    assert worded == ("v1:reword:j:1", "a hare")
    said = stage.incoming(words, "a hare", "v1:reword:j:1")
    await stage.platform.answer(said, says("understood"), "en")
    assert (await sending).kind == 4 and stage.room.last.text == "understood"


async def test_a_question_that_comes_late_says_to_reply(stage: Stage) -> None:
    async def late(said: Incoming) -> MessageRef | None:
        await stage.platform.acknowledge(said)
        return await stage.platform.answer(said, says("What?", ask="v1:x::", private=True), "en")

    _, ref = await stage.slash(late)
    assert ref and not shown(stage.room, ref).ephemeral
    assert shown(stage.room, ref).text.endswith("Reply to this message with your words.")


async def test_what_was_written_is_answered_as_a_reply_where_others_read(stage: Stage) -> None:
    said = await stage.room.say("a fox", by=stage.mei, mention=True)
    person, place = Person("discord", str(stage.mei.id), "Mei"), of(stage.room)
    written = Incoming(person, place, "a fox", message=str(said.id))
    await stage.platform.send(place, says("@everyone on its way"), "en", written)
    assert stage.room.last.reply_to == said.id and not stage.room.last.content.mentions
    alone = stage.server.dm(stage.mei)
    await stage.platform.answer(Incoming(person, of(alone), "x", message="1"), says("hi"), "en")
    assert alone.last.text == "hi" and not alone.last.reply_to


async def test_after_a_quarter_of_an_hour_the_message_is_edited_as_the_bot(stage: Stage) -> None:
    message, ref = await stage.order(making(0))
    stage.server.clock.forward(QUARTER)
    assert await stage.platform.edit(ref, says("done", video=stage.film()), "en") == ref
    assert message.video and len(stage.room.bots) == 1


async def test_outside_its_servers_progress_goes_by_the_token_and_the_film_comes_directly(
    stage: Stage,
) -> None:
    room = stage.server.abroad(stage.mei, stage.bob)
    message, ref = await stage.order(making(0), room)
    assert ref.place.thread == f"dm:{stage.mei.id}"
    await stage.platform.edit(ref, making(0.5), "en")
    await room.until(lambda m: "50%" in m.text)
    stage.server.clock.forward(QUARTER)
    new = await stage.platform.edit(ref, says("done", video=stage.film()), "en")
    direct = stage.server.dm(stage.mei)
    assert new.place == of(direct) and direct.last.video and not message.video
    await stage.platform.follow(new, says("done"), "en", ready(stage.mei))
    assert "it is ready" in direct.last.text


async def test_whoever_wants_no_direct_messages_cannot_be_reached(stage: Stage) -> None:
    _, ref = await stage.order(making(0), stage.server.abroad(stage.mei))
    stage.server.clock.forward(QUARTER)
    stage.server.block(stage.mei)
    with pytest.raises(Unreachable):
        await stage.platform.edit(ref, says("done"), "en")


async def test_a_channel_that_is_closed_to_the_bot_is_reached_by_the_token_then_directly(
    stage: Stage,
) -> None:
    message, ref = await stage.order(making(0))
    stage.server.permissions(stage.room, {"view_channel": False, "send_messages": False})
    assert await stage.platform.edit(ref, says("first"), "en") == ref
    assert message.text == "first"
    stage.server.clock.forward(QUARTER)
    new = await stage.platform.edit(ref, says("second"), "en")
    assert shown(stage.server.dm(stage.mei), new).text == "second"
    with pytest.raises(Unreachable):
        await stage.platform.send(of(stage.room), says("hi"), "en")


async def test_a_message_that_somebody_deleted_is_sent_anew_with_all_its_files(
    stage: Stage,
) -> None:
    film = says("done", video=stage.film())
    message, ref = await stage.order(film)
    stage.room.delete(message)
    new = await stage.platform.edit(ref, Reply((plain("later"),), video=film.video), "en")
    video = shown(stage.room, new).video
    assert new != ref and video and film.video
    assert video.bytes == film.video.path.read_bytes()


async def test_a_film_is_cut_to_what_the_server_takes(stage: Stage) -> None:
    film = stage.film(11 << 20)
    message, _ = await stage.order(says("done", video=film))
    assert message.video and len(message.video.bytes) < 10 << 20
    assert "Discord takes" in message.text
    assert [path.name for path in stage.inbox.iterdir()] == ["film.mp4"]


async def test_more_pictures_than_a_message_holds_are_one_sheet_and_follow_in_full(
    stage: Stage,
) -> None:
    pictures = tuple(stage.picture(n) for n in range(12))
    board = says("board", pictures=pictures)
    message, ref = await stage.order(board)
    assert len(message.pictures) == 1
    sent = await stage.platform.follow(ref, board, "en", ready(stage.mei))
    assert [len(shown(stage.room, each).pictures) for each in sent] == [6, 6]
    assert stage.room.last.content.mentions == (stage.mei,)
    assert stage.room.last.reply_to == message.id


async def test_documents_come_with_the_message(stage: Stage) -> None:
    path = stage.inbox / "x.json"
    path.write_text("{}")
    message, ref = await stage.order(says("board", files=(File(path, "storyboard-k7m2q.json"),)))
    assert [file.name for file in message.files] == ["storyboard-k7m2q.json"]
    assert not await stage.platform.follow(ref, says("board"), "en", None)


async def test_a_message_is_deleted_wherever_it_is(stage: Stage) -> None:
    for room in (stage.room, stage.server.abroad(stage.mei)):
        message, ref = await stage.order(says("old"), room)
        await stage.platform.delete(ref, says("gone"), "en")
        assert message.gone


async def test_an_answer_to_what_is_too_old_goes_to_the_channel(stage: Stage) -> None:
    async def late(said: Incoming) -> MessageRef:
        stage.server.clock.forward(4)
        return await stage.platform.send(said.place, making(0), "en", said)

    asked, ref = await stage.slash(late)
    assert asked.late and shown(stage.room, ref).text.startswith("**Your film")


def of(room: Channel) -> Place:
    return Place("discord", str(room.id), private=room.private)


def ready(person: User) -> Call:
    say = Say("job.call.finished", {"name": person.name, "id": "k7m2q"})
    return Call(str(person.id), person.name, say)
