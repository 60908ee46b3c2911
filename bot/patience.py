"""How we wait for a platform: again and again, ever more slowly, without many words, and never
longer than until we are told to stop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from bot.platforms import Refused
from generation.secrets import hide

LOG = logging.getLogger(__name__)
T = TypeVar("T")
PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)  # seconds; the last one again and again


class Patience:
    """Repeats what fails until it works or `stop` is set. Trouble is told when it begins and when
    it is over, not in between. What a platform's errors mean is for those who build on this."""

    name = "The platform"

    def __init__(self, stop: asyncio.Event, pauses: Sequence[float] = PAUSES) -> None:
        self._stop, self._pauses = stop, pauses
        self._failures, self._trouble = 0, ""

    async def insist(self, work: Callable[[], Awaitable[T]]) -> T | None:
        """What `work` gives in the end; None when `stop` was set before. Raises `Refused` where
        trying again cannot help."""
        while not self._stop.is_set():
            try:
                given = await work()
            except Refused:
                raise
            except Exception as error:
                if key := self.refusal(error):
                    raise Refused(key) from error
                self._tell(error)
                await self._pause(error)
            else:
                self._well()
                return given
        return None

    def refusal(self, error: Exception) -> str:
        """The sentence for whoever runs this, where trying again cannot help; else empty."""
        return ""

    def least(self, error: Exception) -> float:
        """Seconds that must pass first."""
        return 0.0

    def trouble(self, error: Exception) -> str:
        """What the trouble is, in a few words."""
        return f"{self.name} cannot be reached"

    def _tell(self, error: Exception) -> None:
        trouble = self.trouble(error)
        if trouble != self._trouble:
            LOG.warning("%s: %s. Trying again.", trouble, hide(str(error)) or type(error).__name__)
        self._trouble = trouble

    def _well(self) -> None:
        if self._trouble:
            LOG.warning("%s is heard again, after %d attempts.", self.name, self._failures)
        self._failures, self._trouble = 0, ""

    async def _pause(self, error: Exception) -> None:
        seconds = self._pauses[min(self._failures, len(self._pauses) - 1)]
        self._failures += 1
        await unless(self._stop, asyncio.sleep(max(seconds, self.least(error))))


async def unless(stop: asyncio.Event, work: Awaitable[T]) -> T | None:
    """What `work` gives; None where `stop` is set first, which ends the work at once."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for task in (working, stopping):
            task.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)
