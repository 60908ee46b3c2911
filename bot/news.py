"""Live progress on platforms that edit messages: the newest of each message, when there is room."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from handlers.conversation import MessageRef, Reply

LOG = logging.getLogger(__name__)
SHOW_SECONDS = 5.0  # what takes longer gives way: old news never holds back a film
Room = Callable[[MessageRef], Awaitable[None]]  # waits until the message may be edited
Show = Callable[[MessageRef, Reply, str], Awaitable[object]]  # edits it, in a language
GROWTH, RAREST = 5.0, 30.0


def spacing(age: float, growth: float = GROWTH, rarest: float = RAREST) -> float:
    """Seconds between two edits of a message that is so old: few look at it for long."""
    return min(age / growth, rarest)


class News:
    """Progress of many messages. What is not shown yet gives way to what is newer; an end waits
    for what is being shown, so that nothing old comes after it."""

    def __init__(self, room: Room, show: Show) -> None:
        self._room, self._show = room, show
        self._newest: dict[MessageRef, tuple[Reply, str]] = {}
        self._telling: dict[MessageRef, asyncio.Task[None]] = {}
        self._locks: WeakValueDictionary[MessageRef, asyncio.Lock] = WeakValueDictionary()

    def tell(self, ref: MessageRef, reply: Reply, lang: str) -> None:
        """There is progress. What cannot be shown is logged: something newer will come."""
        self._newest[ref] = reply, lang
        if ref not in self._telling:
            self._telling[ref] = asyncio.create_task(self._tell(ref), name=f"tell {ref.id}")

    @asynccontextmanager
    async def end(self, ref: MessageRef) -> AsyncGenerator[None]:
        """Progress has ended: within, nobody else changes the message."""
        self._newest.pop(ref, None)
        async with self._lock(ref):
            yield

    async def close(self) -> None:
        """Show nothing more."""
        tasks = list(self._telling.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _tell(self, ref: MessageRef) -> None:
        try:
            while ref in self._newest:
                await self._room(ref)
                await self._tell_newest(ref)
        finally:
            del self._telling[ref]

    async def _tell_newest(self, ref: MessageRef) -> None:
        async with self._lock(ref):
            if not (news := self._newest.pop(ref, None)):
                return  # the end came first
            try:
                async with asyncio.timeout(SHOW_SECONDS):
                    await self._show(ref, *news)
            except Exception as error:
                LOG.info("progress of message %s was not shown: %s", ref.id, error)

    def _lock(self, ref: MessageRef) -> asyncio.Lock:
        return self._locks.setdefault(ref, asyncio.Lock())
