"""Does something again and again, but never too often: the newest wins, the rest is skipped."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from types import TracebackType

LOG = logging.getLogger(__name__)


class Each:
    """Does `work` for whatever `touch` names, soon, and for the same one not again within `pace`
    seconds; what changed meanwhile is done then. `kind` is what they are called in the log."""

    def __init__(
        self, kind: str, work: Callable[[str], Awaitable[None]], pace: Callable[[], float]
    ) -> None:
        self._kind, self._work, self._pace = kind, work, pace
        self._wanted: set[str] = set()
        self._working: dict[str, asyncio.Task[None]] = {}

    def touch(self, name: str) -> None:
        """Something about it has changed."""
        self._wanted.add(name)
        if name not in self._working:
            self._working[name] = asyncio.create_task(
                self._go_on(name), name=f"{self._kind} {name}"
            )

    async def close(self) -> None:
        """Do nothing more."""
        tasks = list(self._working.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _go_on(self, name: str) -> None:
        try:
            while name in self._wanted:
                self._wanted.discard(name)
                try:
                    await self._work(name)
                except Exception:
                    LOG.exception(
                        "%s %s could not be shown; what is next will be", self._kind, name
                    )
                await asyncio.sleep(self._pace())
        finally:
            self._working.pop(name, None)


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
