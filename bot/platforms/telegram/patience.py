"""How we wait for Telegram: again and again, ever more slowly, and without many words."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.platforms import Refused
from generation.secrets import hide

LOG = logging.getLogger(__name__)
T = TypeVar("T")
PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)  # seconds; the last one again and again


class Patience:
    """Repeats what fails until it works or `stop` is set. Trouble is told when it begins and when
    it is over, not in between. Raises `Refused` where trying again cannot help."""

    def __init__(self, stop: asyncio.Event, pauses: Sequence[float] = PAUSES) -> None:
        self._stop, self._pauses = stop, pauses
        self._failures, self._trouble = 0, ""

    async def insist(self, work: Callable[[], Awaitable[T]]) -> T | None:
        """What `work` gives in the end; None when `stop` was set before."""
        while not self._stop.is_set():
            try:
                given = await work()
            except InvalidToken as error:
                raise Refused("telegram.refused") from error
            except Refused:
                raise
            except Exception as error:
                self._tell(error)
                await self._pause(error)
            else:
                self._well()
                return given
        return None

    def _tell(self, error: Exception) -> None:
        trouble = _named(error)
        if trouble != self._trouble:
            LOG.warning("%s: %s. Trying again.", trouble, hide(str(error)) or type(error).__name__)
        self._trouble = trouble

    def _well(self) -> None:
        if self._trouble:
            LOG.warning("Telegram is heard again, after %d attempts.", self._failures)
        self._failures, self._trouble = 0, ""

    async def _pause(self, error: Exception) -> None:
        seconds = self._pauses[min(self._failures, len(self._pauses) - 1)]
        self._failures += 1
        match error:
            case RetryAfter(retry_after=timedelta() as asked):
                seconds = max(seconds, asked.total_seconds())
            case RetryAfter(retry_after=int() as asked):
                seconds = max(seconds, asked)
            case Conflict():
                seconds = self._pauses[-1]
            case _:
                pass
        await unless(self._stop, asyncio.sleep(seconds))


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


def _named(error: Exception) -> str:
    match error:
        case Conflict():
            return "Another process asks Telegram with this token, or a webhook was set"
        case TelegramError():
            return "Telegram cannot be reached"
        case _:
            return "What Telegram told could not be taken"
