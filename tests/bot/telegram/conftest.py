"""A bot on stage for every test of a module: each test has people and chats of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
import telegram

from tests.bot.telegram.hearing import TOKEN, Ear, bot_of, ear
from tests.bot.telegram.stage import Stage, on_stage
from tests.crew import SmallCrew
from tests.servers.telegram import Message, Room, Telegram

LANGUAGES = {"en": "en", "zh": "zh-hans", "ja": "ja"}
NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Look:
    """A message of the stand-in, as journeys see it."""

    message: Message

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def labels(self) -> Sequence[str]:
        return self.message.labels

    @property
    def has_video(self) -> bool:
        return self.message.video is not None

    @property
    def has_picture(self) -> bool:
        return self.message.photo is not None

    @property
    def has_file(self) -> bool:
        return self.message.document is not None


@dataclass(frozen=True, slots=True)
class Talk:
    """A chat of the stand-in, as journeys use it."""

    stage: Stage
    room: Room

    async def say(self, text: str, by: str = "", reply_to: Look | None = None) -> None:
        person = self.stage.telegram.person(by) if by else None
        await self.room.say(text, by=person, reply_to=reply_to.message if reply_to else None)

    async def upload(self, picture: bytes, name: str, caption: str = "", by: str = "") -> None:
        photo = picture[:3] == b"\xff\xd8\xff"
        await self.room.upload(picture, name=name, caption=caption, as_photo=photo)

    async def press(self, message: Look, label: str, by: str = "") -> str:
        person = self.stage.telegram.person(by) if by else None
        answer = await self.room.press(message.message, label, by=person)
        assert answer is not None, "a press was never answered"
        return answer.text

    async def until(self, wanted: Callable[[Look], bool]) -> Look:
        return Look(await self.room.until(lambda message: wanted(Look(message))))

    def seen(self) -> Sequence[Look]:
        """Albums are extras: they are no messages of their own."""
        return [Look(message) for message in self.room.bots if not message.album]


@dataclass(frozen=True, slots=True)
class OnTelegram:
    """The driver of journeys."""

    stage: Stage

    @property
    def crew(self) -> SmallCrew:
        return self.stage.crew

    def private(self, lang: str = "en") -> Talk:
        person = self.stage.telegram.person(f"Mei {next(NUMBERS)}", lang=LANGUAGES[lang])
        return Talk(self.stage, self.stage.telegram.private(person))

    def group(self, lang: str = "en", *, topic: bool = False) -> Talk:
        person = self.stage.telegram.person(f"Mei {next(NUMBERS)}", lang=LANGUAGES[lang])
        group = self.stage.telegram.group(f"studio {next(NUMBERS)}", forum=topic, members=[person])
        room = self.stage.telegram.topic(group, "ideas") if topic else group
        return Talk(self.stage, room)

    async def restart(self) -> None:
        await self.stage.stop()
        await self.stage.start()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async with on_stage(tmp_path_factory.mktemp("telegram") / "home") as stage:
        yield stage


@pytest.fixture
def driver(stage: Stage) -> OnTelegram:
    stage.crew.let_go()
    return OnTelegram(stage)


# A bot that only listens


@pytest.fixture
async def server() -> AsyncIterator[Telegram]:
    async with Telegram(token=TOKEN) as server:
        yield server


@pytest.fixture
async def bot(server: Telegram) -> AsyncIterator[telegram.Bot]:
    async with bot_of(server) as bot:
        yield bot


@pytest.fixture
async def heard(tmp_path: Path) -> AsyncIterator[Ear]:
    async with ear(tmp_path) as heard:
        yield heard
