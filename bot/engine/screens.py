"""What is known about a job at this moment, for as many watchers as like to look.

A watcher that comes late sees the present picture first: the storyboard, the keyframes, how far
each stage is. One that is slow misses nothing but the numbers in between.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from generation.model import Progress
from handlers.ports import Outcome


class Screen:
    """One job's newest news: per stage and shot the last number, every storyboard and keyframe."""

    def __init__(self) -> None:
        self._news: dict[object, tuple[int, Progress]] = {}
        self._count = 0
        self._changed = asyncio.Event()
        self.ended: Outcome | None = None

    def show(self, progress: Progress) -> None:
        """Something happened."""
        key = (progress.stage, progress.shot, bool(progress.board), bool(progress.keyframe))
        self._count += 1
        self._news.pop(key, None)  # so that the news stay in the order they came
        self._news[key] = (self._count, progress)
        self._wake()

    def end(self, outcome: Outcome) -> None:
        """Nothing more will happen."""
        self.ended = outcome
        self._wake()

    async def watch(self) -> AsyncIterator[Progress]:
        """The present picture, then what happens, until the end."""
        seen = 0
        while True:
            changed = self._changed
            for count, progress in [news for news in self._news.values() if news[0] > seen]:
                seen = count
                yield progress
            if self.ended:
                return
            await changed.wait()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
