"""Keeps the message of every room fresh, reminds people of its end, and ends it then."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from generation.errors import BadInput, ProviderError
from generation.model import Lang, Storyboard
from handlers import views
from handlers.conversation import Incoming, MessageRef, Person, Place, Reply, Say
from handlers.records import result_of
from handlers.rooms.card import Seen, card, lasting
from handlers.throttle import Each
from storage.errors import NotEnough
from storage.jobs import Job
from storage.rooms import Room, Stage

if TYPE_CHECKING:
    from handlers.desk import Desk

LOG = logging.getLogger(__name__)
REMIND = timedelta(minutes=10)  # before the end; in a short room, a quarter of its time


class Keeper:
    """From `begin` to `close`; whatever is still open is taken up by `resume`."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._house = desk, desk.house
        self._fresh = Each("room", self._refresh, lambda: self._house.pace)
        self._clock: asyncio.Task[None] | None = None
        self._ordering: set[str] = set()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def begin(self) -> None:
        """Look at the clock from now on."""
        self._clock = asyncio.create_task(self._watch_the_clock(), name="rooms")

    async def close(self) -> None:
        """Show nothing more, and end nothing."""
        await self._fresh.close()
        if self._clock:
            self._clock.cancel()
            await asyncio.gather(self._clock, return_exceptions=True)

    async def resume(self) -> None:
        """Bring every room up to date. Safe at any time."""
        for room in await self._house.rooms.live():
            await self._recover(room)
            self.touch(room.id)

    async def _recover(self, room: Room) -> None:
        """A death between a stage and its job: find the job, else go back a stage."""
        waiting = {"board": room.board, "film": room.film}
        if room.state not in waiting or waiting[room.state] or room.id in self._ordering:
            return
        mark = f"room:{room.id}:{room.state}:"
        for job in await self._house.jobs.recent(room.host, 50):
            if job.note.startswith(mark) and not job.forgotten:
                await self._house.rooms.advance(
                    room.id, room.state, room.state, **{room.state: job.id}
                )
                return
        before: Stage = "open" if room.state == "board" else "board"
        await self._house.rooms.advance(room.id, room.state, before)

    @contextmanager
    def ordering(self, room: str) -> Generator[None]:
        """Within, its next job is being ordered in this process."""
        self._ordering.add(room)
        try:
            yield
        finally:
            self._ordering.discard(room)

    def touch(self, room: str) -> None:
        """Something has changed in a room: its message is to say so soon."""
        self._fresh.touch(room)

    async def show(self, room: Room, place: Place, to: Incoming | None = None) -> None:
        """Show a room in a new message; the old one says where it went."""
        async with self._lock(room.id):
            old = _message(room)
            reply = await self.view(room)
            platform = self._house.platforms[place.platform]
            ref = await platform.send(place, reply, room.lang, to)
            await self._house.rooms.set_message(room.id, _written(ref))
            if old:
                await platform.edit(old, Reply(text=(Say("room.moved"),)), room.lang)

    async def view(self, room: Room) -> Reply:
        """How it looks now."""
        rooms = self._house.rooms
        guests, board = await rooms.guests(room.id), await self.board(room)
        return card(
            Seen(
                room=room,
                ideas=await rooms.ideas(room.id),
                guests=guests,
                now=self._house.clock(),
                board=board,
                claims=await rooms.claims(room.id),
                approvals=await rooms.approvals(room.id),
                wanted=majority(len(guests)),
            )
        )

    async def board(self, room: Room) -> Storyboard | None:
        """Its storyboard, once it is made."""
        job = await self._house.jobs.get(room.board) if room.board else None
        made = result_of(job) if job else None
        return made.board if made else None

    async def heard(self, job: Job) -> None:
        """A job has ended: its room goes on, or back to where it was if nothing came of it."""
        rooms = self._house.rooms
        room = await rooms.of_job(job.id)
        if room is None:
            return
        if room.film == job.id:
            await rooms.advance(room.id, "film", "closed" if job.result else "board")
        elif room.board == job.id and not job.result:
            await rooms.advance(room.id, "board", "open")
        self.touch(room.id)

    # Inside

    async def _refresh(self, id: str) -> None:
        async with self._lock(id):
            room = await self._house.rooms.get(id)
            if room is None or room.platform not in self._house.platforms:
                return
            platform, ref = self._house.platforms[room.platform], _message(room)
            reply = await self.view(room)
            if ref is None:
                new = await platform.send(place_of(room), reply, room.lang)
            else:
                new = await platform.edit(ref, reply, room.lang)
            if new != ref:
                await self._house.rooms.set_message(id, _written(new))

    async def _watch_the_clock(self) -> None:
        while True:
            try:
                for room in await self._house.rooms.live():
                    if room.state == "open" and room.deadline:
                        await self._at(room, room.deadline, self._house.clock())
            except Exception:
                LOG.exception("rooms could not be looked after; it is tried again")
            await asyncio.sleep(self._house.limits.tick)

    async def _at(self, room: Room, deadline: datetime, now: datetime) -> None:
        """Remind people of the end, or bring it about."""
        if room.platform not in self._house.platforms:
            return
        if now >= deadline:
            await self._end(room)
            return
        due = deadline - now <= min(REMIND, (deadline - room.opened) / 4)
        if due and await self._house.rooms.remind(room.id):
            values = {"topic": room.topic, "left": lasting(deadline - now)}
            await self._say(room, Say("room.reminder", values))
            self.touch(room.id)

    async def _end(self, room: Room) -> None:
        """Its time is over: what was found becomes a storyboard; where nobody had an idea, or it
        cannot be paid, people are told."""
        from handlers.rooms.making import blend

        rooms = self._house.rooms
        if not await rooms.ideas(room.id):
            await rooms.advance(room.id, "open", "closed")
            self.touch(room.id)
            return
        await rooms.set_deadline(room.id, None)
        try:
            await blend(self._desk, room)
        except NotEnough as error:
            await self._say(room, Say("room.over"), views.too_dear(error, self._house.clock()))
        except (BadInput, ProviderError) as error:
            LOG.warning("room %s could not be blended: %s", room.id, error)
            key = error.key if isinstance(error, BadInput) else "failure.broken"
            values = dict(error.values) if isinstance(error, BadInput) else {}
            await self._say(room, Say("room.over"), Say(key, values))
        self.touch(room.id)

    async def _say(self, room: Room, *text: Say) -> None:
        platform = self._house.platforms[room.platform]
        try:
            await platform.send(place_of(room), Reply(text=text), room.lang)
        except Exception:
            LOG.exception("room %s could not be told something", room.id)

    def _lock(self, room: str) -> asyncio.Lock:
        return self._locks.setdefault(room, asyncio.Lock())


def place_of(room: Room) -> Place:
    """Where the room is."""
    return Place(room.platform, room.chat, room.thread, room.private, room.home)


def host_of(room: Room) -> Person:
    """Who looks after it, as a person who orders."""
    lang: Lang = room.lang if room.lang in ("zh", "ja") else "en"
    return Person(room.platform, room.host.partition(":")[2], room.name, lang)


def majority(guests: int) -> int:
    """Approvals that are enough: more than half of those who took part."""
    return guests // 2 + 1 if guests else 1


def _message(room: Room) -> MessageRef | None:
    kept: dict[str, Any] | None = json.loads(room.message) if room.message else None
    return MessageRef(place_of(room), kept["id"]) if kept else None


def _written(ref: MessageRef) -> str:
    return json.dumps({"id": ref.id})
