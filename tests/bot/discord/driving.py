"""What people do in journeys, as they do it in Discord."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count

from generation.model import Lang
from tests.bot import driving
from tests.bot.discord.stage import Stage
from tests.bot.discord.typing import Filled, filled
from tests.journeys.driver import NUMBERED, Ability, Sent
from tests.servers.discord import Channel, Discord, Interaction, Message, User
from tests.servers.discord.channels import PUBLIC_THREAD

LOCALES: dict[Lang, str] = {"en": "en-US", "zh": "zh-CN", "ja": "ja"}
NUMBERS = count(1)
MARKUP = re.compile(r"\\([\\*_~|`<\[\]>#-])|`([^`]+)`|\*\*|(?<=@)\u200b")


def read(text: str) -> str:
    """Text as people read it: what is escaped as it is, marks not at all."""
    return MARKUP.sub(lambda found: found[1] or found[2] or "", text)


@dataclass(frozen=True, slots=True)
class Look(driving.Look[Message]):
    """A message of the stand-in, as people read it."""

    @property
    def text(self) -> str:
        return read(self.message.text)

    @property
    def has_picture(self) -> bool:
        return bool(self.message.pictures)

    @property
    def file(self) -> bytes:
        return next((f.bytes for f in self.message.files if f.kind == "file"), b"")


@dataclass(frozen=True, slots=True)
class Talk:
    """A channel of the stand-in and who speaks there, as journeys use it."""

    discord: Discord
    room: Channel
    person: User
    strangers: dict[str, User] = field(default_factory=dict[str, User])

    async def say(self, text: str, by: str = "") -> None:
        person = self._somebody(by)
        if form := filled(text):
            await self._fill(form, person)
        else:
            await self.room.say(text, by=person)

    async def upload(self, *files: Sent, caption: str) -> None:
        form = filled(caption, files)
        if form and not form.left:
            await self._fill(form, self.person)
        else:
            await self.room.say(caption, by=self.person, files=files)

    async def press(self, message: Look, label: str, by: str = "") -> str:
        pressed = await self.room.press(message.message, label, by=self._somebody(by))
        return self._answer(pressed)

    async def reword(self, message: Look, label: str, words: str) -> str:
        pressed = await self.room.press(message.message, label, by=self.person)
        window = pressed.modal
        sent = await self.room.submit(window, {window.fields[0].custom_id: words}, by=self.person)
        self._answer(sent)
        return window.title

    async def until(self, wanted: Callable[[Look], bool]) -> Look:
        return Look(
            await self.room.until(
                lambda message: not message.loading and wanted(Look(message)), seen=self.person
            )
        )

    def seen(self) -> Sequence[Look]:
        shown = self.room.seen(self.person)
        return [Look(message) for message in shown if message.by_bot and not message.loading]

    def handed(self) -> int:
        return sum(len(s.message.files) for s in self.seen() if NUMBERED.match(s.text))

    async def _fill(self, form: Filled, person: User) -> None:
        asked = await self.room.slash(form.name, by=person, **form.fields)
        if form.ideas:
            window = asked.modal
            asked = await self.room.submit(
                window, {window.fields[0].custom_id: form.ideas}, by=person
            )
        self._answer(asked)

    def _answer(self, asked: Interaction) -> str:
        assert asked.kind, f"nobody answered\n{self.discord.transcript()}"
        return read(asked.ephemeral)

    def _somebody(self, name: str) -> User:
        if not name:
            return self.person
        assert self.room.guild
        if name not in self.strangers:
            self.strangers[name] = self.discord.person(name)
            self.room.guild.members.append(self.strangers[name])
        return self.strangers[name]


@dataclass(frozen=True, slots=True)
class OnDiscord(driving.OnStage[Stage]):
    """The driver of journeys."""

    @property
    def abilities(self) -> frozenset[Ability]:
        return frozenset({"groups", "lasting"})

    def private(self, lang: Lang = "en", *, operator: bool = False) -> Talk:
        person = self.stage.operators.pop() if operator else self._person(lang)
        return Talk(self.stage.discord, self.stage.discord.dm(person), person)

    def group(self, lang: Lang = "en", *, topic: bool = False) -> Talk:
        person = self._person(lang)
        guild = self.stage.discord.guild(f"studio {next(NUMBERS)}", members=[person])
        room = guild.channel
        if topic:
            room = self.stage.discord.open_thread(room, "ideas", PUBLIC_THREAD, by=person)
        return Talk(self.stage.discord, room, person)

    def _person(self, lang: Lang) -> User:
        return self.stage.discord.person(f"Mei {next(NUMBERS)}", locale=LOCALES[lang])
