"""What people do in journeys, as they do it in Telegram."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count

from generation.model import Lang
from tests.bot import driving
from tests.bot.telegram.stage import Stage
from tests.journeys.driver import NUMBERED, Ability, Sent
from tests.servers.telegram import Message, Room, Telegram, User

LANGUAGES: dict[Lang, str] = {"en": "en", "zh": "zh-hans", "ja": "ja"}
NUMBERS = count(1)
JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True)
class Look(driving.Look[Message]):
    """A message of the stand-in, as journeys see it."""

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def has_picture(self) -> bool:
        return self.message.photo is not None

    @property
    def file(self) -> bytes:
        return self.message.document.bytes if self.message.document else b""


@dataclass(frozen=True, slots=True)
class Talk:
    """A chat of the stand-in, as journeys use it."""

    telegram: Telegram
    room: Room
    strangers: dict[str, User] = field(default_factory=dict[str, User])

    async def say(self, text: str, by: str = "") -> None:
        await self.room.say(text, by=self._somebody(by))

    async def upload(self, *files: Sent, caption: str) -> None:
        album = f"album {next(NUMBERS)}" if len(files) > 1 else ""
        for name, data in files:
            photo = data.startswith(JPEG)
            await self.room.upload(data, name=name, caption=caption, as_photo=photo, group_id=album)
            caption = ""

    async def press(self, message: Look, label: str, by: str = "") -> str:
        answer = await self.room.press(message.message, label, by=self._somebody(by))
        assert answer is not None, "a press was never answered"
        return answer.text

    async def reword(self, message: Look, label: str, words: str) -> str:
        before = {there.id for there in self.room.bots}
        await self.room.press(message.message, label)
        asked = await self.room.until(lambda there: there.id not in before)
        await self.room.say(words, reply_to=asked)
        return asked.text

    async def until(self, wanted: Callable[[Look], bool]) -> Look:
        return Look(await self.room.until(lambda message: wanted(Look(message))))

    def seen(self) -> Sequence[Look]:
        """Albums are extras: they are no messages of their own."""
        return [Look(message) for message in self.room.bots if not message.album]

    def handed(self) -> int:
        files = [m for m in self.room.bots if m.video or m.photo]
        return sum(bool(NUMBERED.match(message.text)) for message in files)

    def _somebody(self, name: str) -> User | None:
        if name and name not in self.strangers:
            self.strangers[name] = self.telegram.person(name)
        return self.strangers.get(name)


@dataclass(frozen=True, slots=True)
class OnTelegram(driving.OnStage[Stage]):
    """The driver of journeys."""

    @property
    def abilities(self) -> frozenset[Ability]:
        return frozenset({"groups", "links", "lasting", "lines"})

    def private(self, lang: Lang = "en", *, operator: bool = False) -> Talk:
        people = self.stage.telegram
        person = (
            self.stage.operators.pop()
            if operator
            else people.person(f"Mei {next(NUMBERS)}", lang=LANGUAGES[lang])
        )
        return Talk(people, people.private(person))

    def group(self, lang: Lang = "en", *, topic: bool = False) -> Talk:
        person = self.stage.telegram.person(f"Mei {next(NUMBERS)}", lang=LANGUAGES[lang])
        group = self.stage.telegram.group(f"studio {next(NUMBERS)}", forum=topic, members=[person])
        room = self.stage.telegram.topic(group, "ideas") if topic else group
        return Talk(self.stage.telegram, room)
