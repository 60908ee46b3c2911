"""A chat platform as journeys see it: people who say and press, and what they see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from handlers.conversation import Say
from handlers.texts import render
from tests.crew import SmallCrew


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
    def has_file(self) -> bool: ...


class Chat(Protocol):
    """A place, and the person who speaks there unless somebody else is named."""

    async def say(self, text: str, by: str = "", reply_to: Any = None) -> None: ...

    async def upload(self, picture: bytes, name: str, caption: str = "", by: str = "") -> None: ...

    async def press(self, message: Any, label: str, by: str = "") -> str:
        """What was shown to the presser alone, or empty."""
        ...

    async def until(self, wanted: Callable[[Seen], bool]) -> Seen:
        """The newest message of ours that is as wanted, as soon as there is one."""
        ...

    def seen(self) -> Sequence[Seen]:
        """All messages of ours that are there, the oldest first."""
        ...


class Driver(Protocol):
    """One platform with a bot on it. Every chat it opens is fresh, and so are its people."""

    @property
    def crew(self) -> SmallCrew: ...

    def private(self, lang: str = "en") -> Chat: ...

    def group(self, lang: str = "en", *, topic: bool = False) -> Chat: ...

    async def restart(self) -> None:
        """The bot stops as at SIGTERM, and starts again."""
        ...


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
