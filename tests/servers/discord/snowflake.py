"""Ids as Discord makes them: they hold the time and grow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

EPOCH_MS = 1_420_070_400_000


class Snowflakes:
    """New ids at the time that `now` tells; each is greater than the one before."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now, self._last = now, 0

    def __call__(self) -> int:
        fresh = (int(self._now() * 1000) - EPOCH_MS) << 22
        self._last = max(fresh, self._last + 1)
        return self._last


def stamp(seconds: float) -> str:
    """A time as it stands in objects."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()
