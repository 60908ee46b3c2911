"""Does something again and again, but never too often: the newest wins, the rest is skipped."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from types import TracebackType

LOG = logging.getLogger(__name__)


class Throttle:
    """`touch` asks for `work`; between two runs lie at least `pace` seconds. On leaving, a run in
    progress ends first, so that nothing old comes after what is shown next."""

    def __init__(self, work: Callable[[], Awaitable[None]], pace: float) -> None:
        self._work, self._pace = work, pace
        self._wanted, self._leaving = asyncio.Event(), asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def touch(self) -> None:
        """Something has changed."""
        self._wanted.set()

    async def __aenter__(self) -> Throttle:
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._task is not None
        self._leaving.set()
        self._wanted.set()
        try:
            await self._task
        finally:
            self._task.cancel()

    async def _run(self) -> None:
        while True:
            await self._wanted.wait()
            if self._leaving.is_set():
                return
            self._wanted.clear()
            try:
                await self._work()
            except Exception:
                LOG.exception("progress could not be shown; what comes next will be")
            await self._rest()

    async def _rest(self) -> None:
        """Wait until the next run may begin, or we leave."""
        try:
            async with asyncio.timeout(self._pace):
                await self._leaving.wait()
        except TimeoutError:
            return
