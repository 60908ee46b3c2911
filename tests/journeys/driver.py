"""A chat platform as journeys see it: people who say and press, and what they see."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal, Protocol, TypeVar

import pytest

from generation.model import Lang
from handlers.conversation import Say
from handlers.texts import render
from tests.crew import SmallCrew

Ability = Literal["groups", "links", "lasting", "lines"]
Sent = tuple[str, bytes]  # a file's name, and what is in it
WITHOUT: dict[Ability, str] = {
    "groups": "nobody else is here",
    "links": "nobody can be sent here by an address",
    "lines": "what is missing is asked for in a window",
    "lasting": "what was shown before the restart is only paper",
}


class Seen(Protocol):
    """A message as people see it now."""

    @property
    def text(self) -> str: ...

    @property
    def labels(self) -> Sequence[str]:
        """The buttons' labels, row by row."""
        ...

    @property
    def has_video(self) -> bool: ...

    @property
    def has_picture(self) -> bool: ...

    @property
    def file(self) -> bytes:
        """What is in the document that it hands over; nothing where there is none."""
        ...


class Chat(Protocol):
    """A place, and the person who speaks there unless somebody else is named."""

    async def say(self, text: str, by: str = "") -> None: ...

    async def upload(self, *files: Sent, caption: str) -> None:
        """Send files with a word about them."""
        ...

    async def press(self, message: Any, label: str, by: str = "") -> str:
        """What was shown to the presser alone, or empty."""
        ...

    async def reword(self, message: Any, label: str, words: str) -> str:
        """Press a button that asks for words, and give them; what was asked."""
        ...

    async def until(self, wanted: Callable[[Seen], bool]) -> Seen:
        """The newest message of ours that is as wanted, as soon as there is one."""
        ...

    def seen(self) -> Sequence[Seen]:
        """All messages of ours that are there, the oldest first."""
        ...

    def handed(self) -> int:
        """How many films and pictures of batches there are, each with its number."""
        ...


class Driver(Protocol):
    """One platform with a bot on it. Every chat it opens is fresh, and so are its people."""

    @property
    def crew(self) -> SmallCrew: ...

    @property
    def abilities(self) -> frozenset[Ability]:
        """What not every platform has."""
        ...

    def private(self, lang: Lang = "en", *, operator: bool = False) -> Chat: ...

    def group(self, lang: Lang = "en", *, topic: bool = False) -> Chat: ...

    async def restart(self) -> None:
        """The bot stops as at SIGTERM, and starts again."""
        ...


NUMBERED = re.compile(r"\d+\. ")
Journey = Callable[[Driver], Awaitable[None]]
J = TypeVar("J", bound=Journey)
NEEDS: dict[Journey, tuple[Ability, ...]] = {}


def needs(*abilities: Ability) -> Callable[[J], J]:
    """A journey that only leads through platforms with these."""

    def marked(journey: J) -> J:
        NEEDS[journey] = abilities
        return journey

    return marked


async def travel(journey: Journey, driver: Driver) -> None:
    """Go on a journey, where it can be gone on."""
    for ability in NEEDS.get(journey, ()):
        if ability not in driver.abilities:
            pytest.skip(WITHOUT[ability])
    await journey(driver)


def label(verb: str, lang: str = "en", n: int = 0) -> str:
    """What stands on a button."""
    return render(Say(f"button.{verb}", {"n": n}), lang)


def says(key: str, lang: str = "en", **values: Any) -> str:
    """A sentence of ours."""
    return render(Say(key, values), lang)


def film(seen: Seen) -> bool:
    """A film that can be watched."""
    return seen.has_video and label("again") in seen.labels


def working(seen: Seen) -> bool:
    """A job on its way."""
    return label("cancel") in seen.labels
