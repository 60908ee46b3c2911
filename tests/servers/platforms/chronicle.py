"""The story of what happened, what was not as it should be, and waiting for what is to come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from tests.servers.platforms.clock import Clock

T = TypeVar("T")


class Chronicle:
    """A transcript by the clock; `version` grows with every change. `spec_of` says whose
    description the bot is held to."""

    spec_of = ""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.since = clock, clock.now()
        self.version = 0
        self.hear: Callable[[str], None] = lambda line: None
        self._told: list[str] = []
        self._broken: list[str] = []
        self._read = 0
        self._event = asyncio.Event()

    @property
    def broken(self) -> list[str]:
        """Where the bot or this stand-in does not hold to the description. What was read here is
        not held against the test any more."""
        self._read = len(self._broken)
        return list(self._broken)

    @property
    def unread(self) -> list[str]:
        """What of `broken` nobody has read."""
        return self._broken[self._read :]

    @property
    def complaint(self) -> str:
        """What is unread, for who ends a test."""
        return f"not as {self.spec_of} has it:\n" + "\n".join(self.unread)

    def transcript(self) -> str:
        """Everything that happened."""
        return "\n".join(self._told)

    async def wait(self, found: Callable[[], T | None], patience: float) -> T | None:
        """What `found` finds, as soon as it does; None after so many seconds."""
        try:
            async with asyncio.timeout(patience):
                while (thing := found()) is None:
                    await self._event.wait()
                return thing
        except TimeoutError:
            return found()

    def tell(self, line: str) -> None:
        """Add to the transcript, and let who listens `hear` it."""
        whole = " ⏎ ".join(line.splitlines())
        self._told.append(f"{self.clock.now() - self.since:8.2f}  {whole}")
        self.hear(self._told[-1])

    def changed(self) -> None:
        """Wake who waits."""
        self.version += 1
        self._event.set()
        self._event = asyncio.Event()

    def note(self, wrong: list[str], where: str = "") -> None:
        """Keep what is not as it is described."""
        for line in wrong:
            self._broken.append(where + line)
            self.tell(f"NOT AS {self.spec_of.upper()} HAS IT: {where}{line}")
