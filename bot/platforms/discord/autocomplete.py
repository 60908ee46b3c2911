"""What Discord suggests while somebody types."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord.app_commands import Choice

from bot.platforms.discord import names
from bot.platforms.discord.reading import PLATFORM, lang_of
from generation.model import Lang
from generation.styles import styles
from handlers import views
from handlers.commands import commands
from handlers.commands.brand import ON_NONE, ON_ONE
from handlers.commands.settings import FORGET, KEPT
from handlers.conversation import Say
from handlers.house import House
from handlers.option import OPTIONS, Option
from handlers.records import brief_of
from handlers.texts import render
from handlers.values import fold

LOG = logging.getLogger(__name__)
MOST = 25  # that Discord shows
PATIENCE = 2.0  # seconds; Discord waits for three
TAKES_MORE = re.compile(r"\s*(?:new\s+\S|\S.*\s--)", re.IGNORECASE)
RECENT = 50  # jobs among which the right one is looked for

Suggest = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, list[Choice[str]]]]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to choose: what is shown, what it stands for, and other words for it."""

    shown: str
    value: str
    words: tuple[str, ...] = ()

    def place(self, typed: str) -> int | None:
        """How well it fits what was typed, the best first; None where it does not."""
        known = [fold(word) for word in (self.shown, self.value, *self.words)]
        if any(word.startswith(typed) for word in known):
            return 0
        return 1 if any(typed in word for word in known) else None


class Suggestions:
    """Suggests from what is in the house. A suggestion that cannot be made in time is not made."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._looks: dict[str, Callable[[str, Lang, str], Awaitable[Iterable[Entry]]]] = {
            "style": self._styles,
            "model": self._models,
            "job": self._jobs,
            "command": self._commands,
            "setting": self._settings,
            "brand": self._brands,
            "kit": self._kits,
        }

    def of(self, kind: str) -> Suggest | None:
        """Suggestions for a kind of argument or an option; None where there are none to make."""
        look = self._looks.get(kind)
        if look is None:
            return None

        async def suggest(interaction: discord.Interaction[Any], typed: str) -> list[Choice[str]]:
            lang = lang_of(interaction.locale)
            try:
                async with asyncio.timeout(PATIENCE):
                    person = await self._house.people.main(f"{PLATFORM}:{interaction.user.id}")
                    entries = await look(person, lang, typed)
            except Exception:
                LOG.exception("nothing can be suggested for %s", kind)
                return []
            word = typed.rpartition(",")[2] if kind == "model" else typed
            return [_choice(entry) for entry in fitting(entries, word)]

        return suggest

    async def _styles(self, person: str, lang: Lang, typed: str) -> Iterable[Entry]:
        return [
            Entry(style.names[lang], style.name, (*style.names.values(), *style.aliases))
            for style in styles().values()
        ]

    async def _models(self, person: str, lang: Lang, typed: str) -> Iterable[Entry]:
        """Names that several roles share are one; a list with commas goes on."""
        before = "".join(typed.rpartition(",")[:2])
        known = {model.name: model.model for model in self._house.models()}
        return [
            Entry(f"{before}{name} · {model}", f"{before}{name}", (name,))
            for name, model in known.items()
        ]

    async def _jobs(self, person: str, lang: Lang, typed: str) -> Iterable[Entry]:
        jobs = await self._house.jobs.recent(person, RECENT)
        return [Entry(render(views.line(job, brief_of(job)), lang), job.id) for job in jobs]

    async def _commands(self, person: str, lang: Lang, typed: str) -> Iterable[Entry]:
        accounts = await self._house.people.linked(person)
        operator = not self._house.operators.isdisjoint(account.key for account in accounts)
        return [
            Entry(f"/{c.name} · {render(c.summary, lang)}", c.name, c.aliases)
            for c in commands().values()
            if operator or not c.operators
        ]

    async def _brands(self, person: str, lang: Lang, typed: str) -> Iterable[Entry]:
        return [Entry(brand.name, brand.name) for brand in await self._house.brands.of(person)]

    async def _kits(self, person: str, lang: Lang, typed: str) -> Iterable[Entry]:
        """What can be done with somebody's brands, each of them by name."""
        if TAKES_MORE.match(typed):  # options follow: those are their own words
            return [Entry(typed, typed)]
        mine = await self._house.brands.of(person)
        named = [f"{verb} {brand.name}" for verb in ON_ONE for brand in mine]
        return [Entry(line, line) for line in (*named, *ON_NONE)]

    async def _settings(self, person: str, lang: Lang, typed: str) -> Iterable[Entry]:
        kept = [option for option in OPTIONS if option.name in KEPT]
        changes = [entry for option in kept for entry in _changes(option, lang)]
        reset = Entry(render(Say("button.reset"), lang), "reset", tuple(FORGET))
        return [reset, *changes]


def fitting(entries: Iterable[Entry], typed: str) -> Sequence[Entry]:
    """Those that fit what was typed, those that begin like it first, as many as are shown."""
    wanted = fold(typed).lstrip("#/")
    ranked = [(entry.place(wanted), entry) for entry in entries]
    found = sorted((p, n) for n, (p, _) in enumerate(ranked) if p is not None)
    return [ranked[n][1] for _, n in found[:MOST]]


def _changes(option: Option, lang: Lang) -> Iterator[Entry]:
    name = render(Say(f"option.name.{option.name}"), lang)
    for value in names.values(option):
        shown = Say("settings.button", {"name": name, "value": _said(option, value, lang)})
        yield Entry(render(shown, lang), f"{option.name} {value}")


def _said(option: Option, value: str, lang: Lang) -> str:
    if option.name == "style":
        return styles()[value].names[lang]
    key = names.value_key(option, value)
    return render(Say(key), lang) if key else value


def _choice(entry: Entry) -> Choice[str]:
    return Choice(name=names.described(entry.shown), value=entry.value[: names.LONGEST_TEXT])
