"""The post office: what Telegram tells us is written down before it is confirmed, then handled."""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from generation.secrets import hide
from storage.inbox import Inbox

LOG = logging.getLogger(__name__)
JSON = dict[str, Any]
Open = Callable[[Sequence[JSON]], Awaitable[None]]
ALBUM_SECONDS = 0.7  # after the last part of an album that came; there is no sign of its end
ALBUM_MOST = 10


@dataclass(eq=False, slots=True)
class Parcel:
    """Updates that are opened together: the parts of an album, else a single one."""

    updates: list[JSON]
    more: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def numbers(self) -> list[int]:
        """The platform's numbers of these updates."""
        return [update["update_id"] for update in self.updates]


class Post:
    """Hands every update over once: `open_` gets a message, or all parts of an album, as sequences
    of JSON. At most `at_once` run side by side. Those of one person in one chat begin in the order
    in which they came; none waits for another to end.

    What `open_` raises is logged, and the update counts as answered: `open_` itself tells people.
    """

    def __init__(
        self,
        inbox: Inbox,
        open_: Open,
        at_once: int = 64,
        *,
        album_seconds: float = ALBUM_SECONDS,
    ) -> None:
        self._inbox, self._open, self._album_seconds = inbox, open_, album_seconds
        self._desks = asyncio.Semaphore(at_once)
        self._albums: dict[tuple[int, str], Parcel] = {}
        self._last: dict[tuple[int, int], Parcel] = {}  # of one person in one chat
        self._parcels: dict[asyncio.Task[None], Parcel] = {}
        self._answered: set[int] = set()
        self._pen = asyncio.Lock()
        self._closed = False

    async def take(self, updates: Sequence[JSON]) -> None:
        """Write updates down and begin to handle those that are new. Once this has returned, they
        are handled, if need be after a restart. Raises where they could not be written."""
        told = {update["update_id"]: update for update in updates}
        new = await self._inbox.take({number: json.dumps(told[number]) for number in told})
        self._begin(told[number] for number in new)

    async def replay(self) -> None:
        """Handle what an earlier life wrote down and did not answer. For once, at the start."""
        waiting = await self._inbox.again()
        self._begin(json.loads(body) for body in waiting.values())

    async def drain(self, seconds: float) -> None:
        """Begin nothing more and wait for what runs, `seconds` at most; what is not done by then
        stays in the inbox for the next start."""
        self._closed = True
        for task, parcel in self._parcels.items():
            if not parcel.begun.is_set():
                task.cancel()
        if self._parcels:
            await asyncio.wait(self._parcels, timeout=seconds)
        left = list(self._parcels)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await self._settle(())

    def _begin(self, updates: Iterable[JSON]) -> None:
        for update in updates:
            if not self._closed and not self._joined(update):
                self._dispatch(update)

    def _joined(self, update: JSON) -> bool:
        """Whether this is a further part of an album that is being gathered."""
        album = self._albums.get(_album(update))
        if album is None:
            return False
        album.updates.append(update)
        album.more.set()
        return True

    def _dispatch(self, update: JSON) -> None:
        parcel, whose = Parcel([update]), _whose(update)
        if _album(update)[1]:
            self._albums[_album(update)] = parcel
        before, self._last[whose] = self._last.get(whose), parcel
        task = asyncio.create_task(self._handle(parcel, before))
        self._parcels[task] = parcel
        task.add_done_callback(lambda task: self._forget(task, whose))

    async def _handle(self, parcel: Parcel, before: Parcel | None) -> None:
        try:
            await self._gathered(parcel)
            if before:
                await before.begun.wait()
            async with self._desks:
                parcel.begun.set()
                await self._opened(parcel)
        finally:
            parcel.begun.set()
        await asyncio.shield(self._settle(parcel.numbers))  # it was answered, whatever comes

    async def _gathered(self, parcel: Parcel) -> None:
        album = _album(parcel.updates[0])
        try:
            while self._albums.get(album) is parcel and len(parcel.updates) < ALBUM_MOST:
                parcel.more.clear()
                async with asyncio.timeout(self._album_seconds):
                    await parcel.more.wait()
        except TimeoutError:
            return
        finally:
            if self._albums.get(album) is parcel:
                del self._albums[album]

    async def _opened(self, parcel: Parcel) -> None:
        try:
            await self._open(parcel.updates)
        except Exception as error:
            trace = hide("".join(traceback.format_exception(error)))
            LOG.error("update %s could not be handled\n%s", parcel.numbers, trace)

    async def _settle(self, numbers: Sequence[int]) -> None:
        """Mark as answered; while one write runs, those that come gather for the next."""
        self._answered.update(numbers)
        async with self._pen:
            done, self._answered = self._answered, set()
            try:
                if done:
                    await self._inbox.answered(*done)
            except Exception as error:
                self._answered |= done
                LOG.error("answered updates could not be marked, and will be: %s", error)

    def _forget(self, task: asyncio.Task[None], whose: tuple[int, int]) -> None:
        parcel = self._parcels.pop(task)
        if self._last.get(whose) is parcel:
            del self._last[whose]


def _album(update: JSON) -> tuple[int, str]:
    message = update.get("message") or {}
    return message.get("chat", {}).get("id", 0), message.get("media_group_id", "")


def _whose(update: JSON) -> tuple[int, int]:
    """The chat and the person that an update comes from."""
    told = next((value for value in update.values() if isinstance(value, dict)), {})
    chat = told.get("chat") or (told.get("message") or {}).get("chat") or {}
    return chat.get("id", 0), (told.get("from") or {}).get("id", 0)
