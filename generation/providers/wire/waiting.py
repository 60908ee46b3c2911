"""Waiting for a remote task: look, wait, look again, until a deadline."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from generation.errors import Kind, ProviderError
from generation.providers.wire.failures import jittered

T = TypeVar("T")
LOG = logging.getLogger(__name__)
POLL_SECONDS = "REELROOM_POLL_SECONDS"
AGAIN = frozenset({Kind.PASSING, Kind.BUSY})


@dataclass(frozen=True, slots=True)
class Pace:
    """Look every `first` seconds, then, as the wait grows, every sixtieth part of it, up to
    `longest`: a result is never noticed much later than it is there. Give up after `patience`.

    `tolerance`: looks in a row that may fail in passing."""

    first: float = 1.0
    longest: float = 5.0
    patience: float = 1800.0
    tolerance: int = 20

    def after(self, waited: float) -> float:
        """Seconds until the next look."""
        return min(self.longest, max(self.first, waited / 60))

    @classmethod
    def read(cls, env: Mapping[str, str], patience: float = 1800.0) -> Pace:
        """The pace that `REELROOM_POLL_SECONDS` sets, 1 to 5 seconds without it."""
        text = env.get(POLL_SECONDS) or "1"
        try:
            first = float(text)
        except ValueError:
            raise ValueError(f"{POLL_SECONDS}={text}: wanted seconds") from None
        if not 0 < first <= 60:
            raise ValueError(f"{POLL_SECONDS}={text}: from above 0 to 60 seconds")
        return cls(first, 5 * first, patience)


async def until_done(
    provider: str,
    look: Callable[[], Awaitable[T | None]],
    pace: Pace,
    tell: Callable[[float, float], None],
) -> T:
    """What `look` returns once it is not None. Looks that fail in passing or are too many are
    repeated; anything else is raised. `LOST` when patience ends. `tell` hears the seconds waited
    of those that are usual."""
    began, failures = time.monotonic(), 0
    while True:
        asked = 0.0
        try:
            result, failures = await look(), 0
        except ProviderError as error:
            failures += 1
            if error.kind not in AGAIN or failures > pace.tolerance:
                raise
            LOG.info("looking again: %s", error)
            result, asked = None, min(error.retry_after or 0.0, 60.0)
        if result is not None:
            return result
        waited = time.monotonic() - began
        if waited > pace.patience:
            raise ProviderError(provider, Kind.LOST, f"no result within {pace.patience:g} s")
        tell(waited, max(60.0, waited * 1.2))
        await asyncio.sleep(jittered(max(asked, pace.after(waited))))
