"""People at terminals of one house, each at a screen of their own: for journeys."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from bot.app import Opened, opened
from bot.platforms.terminal import Message, Terminal
from bot.preview import UPPER_HALF, Way
from bot.settings import Settings
from bot.talk import Talk
from generation.model import Lang
from generation.providers.router import Roster
from handlers.conversation import Incoming, MessageRef, Person, Place, Reply
from handlers.ports import Call
from handlers.texts import render
from tests.crew import SmallCrew
from tests.journeys.driver import NUMBERED, Ability, Sent

NUMBERS = count(1)
PATIENCE_SECONDS = 10.0
BUTTON = re.compile(r"\[(\d+)\] (.+?)(?=   \[|\n|$)")
PATH = re.compile(r"^/\S+", re.MULTILINE)
FILE = re.compile(r"^(/\S+\.[a-z]+)  (?:storyboard|film)-", re.MULTILINE)


class Paper:
    """A screen that tells when anything happens on it."""

    width, colours = 80, False
    way: Way = "blocks"

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def write(self, ansi: str) -> None:
        self._changed.set()

    def pin(self, ansi: str) -> None:
        self._changed.set()

    async def changes(self) -> None:
        """Wait for the next change."""
        self._changed.clear()
        await self._changed.wait()


class Watched(Terminal):
    """A terminal whose messages can be looked at."""

    def looks(self) -> list[Look]:
        """What stands on the screen, the oldest first."""
        return [Look(self, message) for message in self._messages.values()]


@dataclass(frozen=True, slots=True)
class Look:
    """A message on the screen as somebody reads it there."""

    terminal: Watched
    message: Message

    @property
    def text(self) -> str:
        return self.message.live or self.message.printed

    @property
    def numbers(self) -> dict[str, str]:
        """What to type for each button that still can be pressed."""
        buttons = BUTTON.findall(self.text)
        return {label: number for number, label in buttons if int(number) in self.message.choices}

    @property
    def labels(self) -> Sequence[str]:
        return [label for _, label in BUTTON.findall(self.text)]

    @property
    def has_video(self) -> bool:
        return ".mp4  " in self.text

    @property
    def has_picture(self) -> bool:
        return UPPER_HALF in self.text

    @property
    def file(self) -> bytes:
        found = FILE.search(self.text)
        return Path(found[1]).read_bytes() if found else b""


class Terminals:
    """The platform: everybody's terminal under the name of their chat."""

    name = Terminal.name

    def __init__(self) -> None:
        self.by_chat: dict[str, Watched] = {}
        self.desk: Path | None = None

    async def send(
        self, place: Place, reply: Reply, lang: str, to: Incoming | None = None
    ) -> MessageRef:
        return await self.by_chat[place.chat].send(place, reply, lang, to)

    async def answer(self, incoming: Incoming, reply: Reply, lang: str) -> MessageRef:
        return await self.by_chat[incoming.place.chat].answer(incoming, reply, lang)

    async def edit(
        self, ref: MessageRef, reply: Reply, lang: str, to: Incoming | None = None
    ) -> MessageRef:
        return await self.by_chat[ref.place.chat].edit(ref, reply, lang, to)

    async def delete(self, ref: MessageRef, reply: Reply, lang: str) -> None:
        await self.by_chat[ref.place.chat].delete(ref, reply, lang)

    async def add(self, ref: MessageRef, reply: Reply, lang: str) -> MessageRef:
        return await self.by_chat[ref.place.chat].add(ref, reply, lang)

    async def album(self, ref: MessageRef, reply: Reply, lang: str) -> list[MessageRef]:
        return await self.by_chat[ref.place.chat].album(ref, reply, lang)

    async def follow(
        self, ref: MessageRef, reply: Reply, lang: str, call: Call | None
    ) -> list[MessageRef]:
        return await self.by_chat[ref.place.chat].follow(ref, reply, lang, call)

    def limit(self, place: Place) -> int | None:
        return None

    def folder(self) -> Path | None:
        return self.desk

    def link(self, payload: str) -> str:
        return ""


class Room:
    """Somebody at their terminal."""

    def __init__(self, hall: Hall, person: Person) -> None:
        self._hall, self._person = hall, person
        self.open()

    def open(self) -> None:
        """Sit down at a new screen."""
        self._paper = Paper()
        self._terminal = Watched(self._person, self._paper, render)
        self._hall.platform.by_chat[self._person.id] = self._terminal

    async def say(self, text: str, by: str = "") -> None:
        house = self._hall.house
        talk = Talk(
            self._terminal, self._person.lang, house.dispatcher.answer, house.inbox, house.idle
        )
        await talk.heed(text)

    async def upload(self, *files: Sent, caption: str) -> None:
        folder = self._hall.home / f"desk {next(NUMBERS)}"
        folder.mkdir(parents=True)
        for name, data in files:
            (folder / name).write_bytes(data)
        command, _, words = caption.partition(" ")
        paths = " ".join(f"'{folder / name}'" for name, _ in files)
        await self.say(f"{command} {paths} {words}".strip())

    async def press(self, message: Look, label: str, by: str = "") -> str:
        await self.say(message.numbers[label])
        return ""

    async def reword(self, message: Look, label: str, words: str) -> str:
        await self.press(message, label)
        asked = self.seen()[-1].text
        await self.say(words)
        return asked

    async def until(self, wanted: Callable[[Look], bool]) -> Look:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not (found := [look for look in self.seen() if wanted(look)]):
                    await self._paper.changes()
        except TimeoutError:
            raise AssertionError("\n---\n".join(look.text for look in self.seen())) from None
        return found[-1]

    def handed(self) -> int:
        texts = [seen.text for seen in self.seen() if NUMBERED.match(seen.text)]
        return sum(len(PATH.findall(text)) for text in texts)

    def seen(self) -> Sequence[Look]:
        return self._terminal.looks()


class Hall:
    """The driver of journeys: a house that can be closed and opened, with terminals in it."""

    def __init__(self, home: Path) -> None:
        self.home, self.crew, self.platform = home, SmallCrew(), Terminals()
        self._rooms: list[Room] = []
        self._open = AsyncExitStack()

    @property
    def abilities(self) -> frozenset[Ability]:
        return frozenset({"lines"})

    @property
    def house(self) -> Opened:
        """What is open."""
        return self._house

    async def start(self) -> None:
        """Open the house."""
        settings = Settings.read({"REELROOM_HOME": str(self.home)})
        found, Roster.find = Roster.find, self.crew.roster  # pyright: ignore[reportAttributeAccessIssue]
        try:
            self._house = await self._open.enter_async_context(opened(settings, [self.platform]))
        finally:
            Roster.find = found
        desk = self._house.desk
        desk.house = replace(desk.house, pace=0.05)
        desk.notices.house = desk.house

    async def stop(self) -> None:
        """Close it."""
        await self._open.aclose()

    async def restart(self) -> None:
        await self.stop()
        for room in self._rooms:
            room.open()
        await self.start()

    def private(self, lang: Lang = "en", *, operator: bool = False) -> Room:
        name = f"mei{next(NUMBERS)}"
        person = Person(Terminal.name, name, name.title(), lang, operator=operator)
        self._rooms.append(Room(self, person))
        return self._rooms[-1]

    def group(self, lang: Lang = "en", *, topic: bool = False) -> Room:
        raise NotImplementedError
