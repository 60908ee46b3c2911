"""The time by which a stand-in lives; tests move it forward instead of waiting."""

from __future__ import annotations

import time


class Clock:
    """The time of this machine, and whatever `forward` added to it."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time() + self._ahead

    def forward(self, seconds: float) -> None:
        """Let so much time have passed."""
        self._ahead += seconds


class Still(Clock):
    """A clock that moves only when it is told to."""

    def __init__(self, now: float = 1_780_000_000.0) -> None:
        super().__init__()
        self._now = now

    def now(self) -> float:
        return self._now + self._ahead
