"""Batches as people see them: one message for all jobs of one, then albums of what was made."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from handlers.batch.card import Item, Seen, card
from handlers.batch.delivering import Album, albums, reply_of
from handlers.conversation import Incoming, MessageRef, Place, Reply, Say
from handlers.ports import Away, Call, Platform, Unreachable
from handlers.records import (
    beside,
    brief_of,
    finder,
    message_of,
    place_of,
    ref_in,
    result_of,
    written,
)
from handlers.throttle import Each
from storage.batches import Batch
from storage.jobs import Job, short_id

if TYPE_CHECKING:
    from handlers.house import House
    from handlers.notices import Notices

LOG = logging.getLogger(__name__)


class Together:
    """Shows batches, each in one message that is edited in place, at most once in the house's
    pace, however many of its jobs have news."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices
        self._fresh = Each("batch", self._refresh, lambda: self._house.pace)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @property
    def _house(self) -> House:
        return self._notices.house

    async def close(self) -> None:
        """Show nothing more."""
        await self._fresh.close()

    async def announce(self, id: str, to: Incoming | None = None) -> None:
        """Say in a new message that the batch is on its way, once. A platform that is down stops
        nothing."""
        async with self._lock(id):
            batch, jobs = await self._load(id)
            if batch.message or not jobs:
                return
            try:
                await self._send(batch, jobs, place_of(jobs[0]), to)
            except Away:
                return
            except Exception:
                LOG.exception("batch %s could not be announced", id)

    def touch(self, id: str) -> None:
        """Something has changed in it: its message is to say so soon."""
        self._fresh.touch(id)

    async def show(self, id: str, place: Place, to: Incoming | None = None) -> None:
        """Show it in a new message, where its progress moves; the old one says so."""
        async with self._lock(id):
            batch, jobs = await self._load(id)
            old = ref_in(jobs[0], batch.message)
            await self._send(batch, jobs, place, to)
            if old:
                moved = Reply(text=(Say("job.moved"),))
                await self._platform(old.place).edit(old, moved, jobs[0].lang)

    async def deliver(self, id: str) -> None:
        """When nothing more is to come, say how each of them ended, and hand over what has not been
        handed over. Repeating it changes nothing."""
        async with self._lock(id):
            batch, jobs = await self._load(id)
            new = [job for job in jobs if not job.delivered]
            if not all(job.ended for job in jobs):
                self.touch(id)
                return
            if not new or jobs[0].platform not in self._house.platforms:
                return
            ref = await self._handed_over(batch, jobs, new)
        if ref and any(job.state != "cancelled" for job in new):
            await self._call(ref, jobs)

    async def redraw(self, id: str) -> None:
        """Show it as it is now, also where it is over. What cannot be shown is not missed."""
        async with self._lock(id):
            batch, jobs = await self._load(id)
            try:
                if batch.message:
                    await self._post(batch, jobs)
            except (Away, Unreachable):
                return

    async def forgotten(self, job: Job, ref: MessageRef) -> bool:
        """A job was deleted; whether `ref` is a message that shows others too, and only lost what
        showed this one."""
        async with self._lock(job.batch):
            batch, jobs = await self._load(job.batch)
            others = [other for other in jobs if other.id != job.id and not other.forgotten]
            if ref == ref_in(job, batch.message):
                return True
            shown = [other for other in others if ref in (message_of(other), *beside(other))]
            if not shown:
                return False
            items = {item.job.id: item for item in (await self._seen(batch, jobs)).items}
            left = [items[other.id] for other in shown]
            things = [a.reply for a in albums(left, finder(self._house))]
            reply = reply_of([t for r in things for t in (*r.pictures, *r.videos)])
            await self._platform(ref.place).edit(ref, reply, job.lang)
            return True

    async def seen(self, id: str) -> Seen:
        """What there is to show of it."""
        return await self._seen(*await self._load(id))

    # Inside

    async def _refresh(self, id: str) -> None:
        async with self._lock(id):
            batch, jobs = await self._load(id)
            if all(job.ended for job in jobs):
                return  # how it ended is said when it is handed over
            with suppress(Away):
                await self._post(batch, jobs)

    async def _post(self, batch: Batch, jobs: list[Job]) -> MessageRef:
        ref = ref_in(jobs[0], batch.message)
        if ref is None:
            return await self._send(batch, jobs, place_of(jobs[0]))
        reply = card(await self._seen(batch, jobs))
        new = await self._platform(ref.place).edit(ref, reply, jobs[0].lang)
        if new != ref:
            await self._house.batches.set_message(batch.id, written(new))
        return new

    async def _send(
        self, batch: Batch, jobs: list[Job], place: Place, to: Incoming | None = None
    ) -> MessageRef:
        reply = card(await self._seen(batch, jobs))
        ref = await self._platform(place).send(place, reply, jobs[0].lang, to)
        await self._house.batches.set_message(batch.id, written(ref))
        return ref

    async def _handed_over(
        self, batch: Batch, jobs: list[Job], new: list[Job]
    ) -> MessageRef | None:
        """The message of the batch; None where nobody can be reached, now or any more."""
        try:
            ref = await self._post(batch, jobs)
            for album in await self._albums(jobs, new):
                await self._hand_over(album, ref, jobs[0].lang)
        except Away:
            return None
        except Unreachable as error:
            LOG.warning("batch %s has nobody to be shown to: %s", batch.id, error)
            ref = None
        for job in new:
            await self._house.jobs.mark_shown(job)
        return ref

    async def _albums(self, jobs: list[Job], new: list[Job]) -> list[Album]:
        wanted = {job.id for job in new if job.result and not job.forgotten}
        items = [await self._item(n, job) for n, job in enumerate(jobs, 1) if job.id in wanted]
        return list(albums(items, finder(self._house)))

    async def _hand_over(self, album: Album, ref: MessageRef, lang: str) -> None:
        """Each job remembers where it stands, and what is there is not handed over again."""
        sent = await self._platform(ref.place).album(ref, album.reply, lang)
        places = list(sent) if len(sent) == len(album.jobs) else [sent[0]] * len(album.jobs)
        for job in dict.fromkeys(album.jobs):
            mine = [at for at, owner in zip(places, album.jobs, strict=True) if owner == job]
            now = await self._notices.job(job)
            before = [there for there in (message_of(now), *beside(now)) if there]
            first, *others = dict.fromkeys([*before, *mine])
            await self._house.jobs.set_message(job, written(first, others))
        for job in album.whole:
            await self._house.jobs.mark_delivered(job)

    async def _call(self, ref: MessageRef, jobs: list[Job]) -> None:
        """A word for whoever waited long."""
        job = jobs[0]
        waited = self._house.clock() - job.created
        if waited <= timedelta(seconds=self._house.limits.call_after):
            return
        person = await self._house.people.get(job.orderer)
        name = person.name if person else ""
        say = Say("batch.call", {"name": name, "id": short_id(job.batch)})
        call = Call(job.orderer.partition(":")[2], name, say)
        try:
            await self._platform(ref.place).follow(ref, Reply(), job.lang, call)
        except Exception:
            LOG.exception("batch %s was handed over, but nobody was called", job.batch)

    async def _seen(self, batch: Batch, jobs: list[Job]) -> Seen:
        items = [await self._item(n, job) for n, job in enumerate(jobs, 1)]
        left, pooled = await self._notices.purse(jobs[0])
        return Seen(batch.id, items, left, finder(self._house), pooled)

    async def _item(self, n: int, job: Job) -> Item:
        course, made = self._notices.course(job.id), result_of(job)
        painted = [shot.keyframe for shot in course.track.shots if shot.keyframe]
        frames = list(made.keyframes) if made else painted
        if job.state == "failed" and not frames:
            state = await self._house.queue.state(job.id)
            frames = list(state.keyframes) if state else []
        stage = "paint" if job.kind != "film" else course.track.stage
        if course.track.stage == "queued":
            stage = "queued"
        outlook = course.outlook(time.monotonic())
        frame = frames[0] if frames else None
        return Item(n, job, brief_of(job), Say(f"stage.{stage}"), outlook, made, frame)

    async def _load(self, id: str) -> tuple[Batch, list[Job]]:
        batch = await self._house.batches.get(id)
        assert batch is not None, id
        return batch, await self._house.jobs.of_batch(id)

    def _platform(self, place: Place) -> Platform:
        if platform := self._house.platforms.get(place.platform):
            return platform
        raise Away(place.platform)

    def _lock(self, id: str) -> asyncio.Lock:
        return self._locks.setdefault(id, asyncio.Lock())
