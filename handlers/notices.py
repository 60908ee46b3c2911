"""What people see of their jobs: one message each, from the order to the film."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from datetime import timedelta
from weakref import WeakValueDictionary

from generation.model import Film, Progress, Stills
from handlers import views
from handlers.batch.together import Together
from handlers.conversation import Incoming, MessageRef, Place, Reply, Say
from handlers.house import House
from handlers.ports import Away, Call, Failure, Platform, Unreachable
from handlers.records import beside, brief_of, finder, message_of, place_of, result_of, written
from handlers.timing import SHOT, WORKS, Course, Paces, Work
from storage.jobs import Job, short_id

LOG = logging.getLogger(__name__)


class Notices:
    """Shows jobs, and remembers where: each in one message that is edited in place."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._courses: dict[str, Course] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.batches = Together(self)

    # What is going on

    async def begin(self, job: Job) -> None:
        """A job is followed from now on, knowing how long such jobs took before."""
        paces = await self.house.paces.of(crew(job))
        known: Paces = {work: paces[work] for work in WORKS if work in paces}
        self._courses[job.id] = Course(known, _works(job))

    async def learn(self, job: Job) -> None:
        """It ended well: how long each part of it took is remembered."""
        if course := self._courses.get(job.id):
            seen = {str(work): each for work, each in course.learned().items()}
            await self.house.paces.add(crew(job), seen)

    def heard(self, job: str, progress: Progress) -> bool:
        """Something happened to it; whether that was its first step out of the queue."""
        waited = self.waits(job)
        self._courses[job].heard(progress, time.monotonic())
        return waited and progress.stage != "queued"

    def forget(self, job: str) -> None:
        """It is followed no longer."""
        self._courses.pop(job, None)

    def waits(self, job: str) -> bool:
        """Whether it is still in the queue."""
        return self.course(job).track.stage == "queued"

    # Showing

    async def announce(
        self,
        job: Job,
        notes: tuple[Say, ...] = (),
        place: Place | None = None,
        to: Incoming | None = None,
    ) -> None:
        """Say in a new message that the job is on its way. A platform that is down stops nothing:
        the job goes on, and is announced as soon as there is something to tell."""
        if job.batch:
            return await self.batches.announce(job.batch, to)
        target = place or place_of(job)
        try:
            reply = await self.view(job, notes)
            ref = await self._platform(target).send(target, reply, job.lang, to)
        except Away:
            return
        except Exception:
            LOG.exception("job %s could not be announced", job.id)
            return
        await self.house.jobs.set_message(job.id, written(ref))

    async def show(self, job: Job, place: Place, to: Incoming | None = None) -> None:
        """Show a job in a new message; while it runs, its progress moves there, with that of all
        that it was ordered with."""
        if job.batch and not job.ended:
            return await self.batches.show(job.batch, place, to)
        if job.ended:
            reply = await self.view(job)
            platform = self._platform(place)
            ref = await platform.send(place, reply, job.lang, to)
            further = [await platform.add(ref, more, job.lang) for more in reply.after]
            await self._follow(platform, ref, reply, job, shown=(ref, *further))
            return
        async with self._lock(job.id):
            old = message_of(await self.job(job.id))
            await self.announce(job, place=place, to=to)
            if old:
                moved = Reply(text=(Say("job.moved"),))
                await self._platform(old.place).edit(old, moved, job.lang)

    async def refresh(self, job: str) -> None:
        """Bring the job's message up to date."""
        if batch := (await self.job(job)).batch:
            return self.batches.touch(batch)
        async with self._lock(job):
            row = await self.job(job)
            if row.ended or row.platform not in self.house.platforms:
                return
            if not row.message:
                await self.announce(row)
                return
            with suppress(Away):
                await self._post(row, await self.view(row))

    async def deliver(self, job: str) -> None:
        """Turn the job's message into what became of it. Repeating it changes nothing."""
        if batch := (await self.job(job)).batch:
            return await self.batches.deliver(batch)
        async with self._lock(job):
            row = await self.job(job)
            if row.delivered or row.platform not in self.house.platforms:
                return
            reply = await self.view(row)
            try:
                ref = await self._post(row, reply)
                await self._add(row, ref, reply)
            except Away:
                return
            except Unreachable as error:
                LOG.warning("job %s has nobody to be shown to: %s", job, error)
                await self.house.jobs.mark_delivered(job)
                return
            await self.house.jobs.mark_delivered(job)
        call = await self._call(row)
        await self._follow(self._platform(ref.place), ref, reply, row, call)

    async def view(self, job: Job, notes: tuple[Say, ...] = ()) -> Reply:
        """How the job looks now."""
        known = await self._known(job, notes)
        if not job.ended:
            ahead = await self.house.queue.ahead(job.id) if self.waits(job.id) else 0
            course = self.course(job.id)
            return views.making(known, course.track, ahead, course.outlook(time.monotonic()))
        match result_of(job):
            case Film() as film:
                return await asyncio.to_thread(views.film, known, film)
            case Stills() as stills:
                return await asyncio.to_thread(views.stills, known, stills)
            case None if job.failure:
                state = await self.house.queue.state(job.id)
                frames = state.keyframes if state else ()
                failure = Failure.model_validate_json(job.failure)
                return await asyncio.to_thread(views.failed, known, failure, frames)
            case None if job.forgotten:
                return views.forgotten(known)
            case None:
                return views.cancelled(known)

    # Inside

    async def _post(self, job: Job, reply: Reply) -> MessageRef:
        ref, place = message_of(job), place_of(job)
        if ref:
            new = await self._platform(ref.place).edit(ref, reply, job.lang)
        else:
            new = await self._platform(place).send(place, reply, job.lang)
        if new != ref:
            await self.house.jobs.set_message(job.id, written(new, beside(job)))
        return new

    async def _add(self, job: Job, ref: MessageRef, reply: Reply) -> None:
        """What comes right after the job's message, each once: what is there is written down."""
        shown = beside(await self.job(job.id))
        for further in reply.after[len(shown) :]:
            shown.append(await self._platform(ref.place).add(ref, further, job.lang))
            await self.house.jobs.set_message(job.id, written(ref, shown))

    async def _follow(
        self,
        platform: Platform,
        ref: MessageRef,
        reply: Reply,
        job: Job,
        call: Call | None = None,
        shown: tuple[MessageRef, ...] = (),
    ) -> None:
        """What comes after the message: worth having, but nothing is done again for it. Whatever
        was `shown` goes with the job when that is deleted."""
        try:
            shown += tuple(await platform.follow(ref, reply, job.lang, call))
        except Exception:
            LOG.exception("job %s was shown, but not what comes after it", job.id)
        async with self._lock(job.id):
            now = await self.job(job.id)
            if shown:
                first, *others = [*filter(None, [message_of(now)]), *beside(now), *shown]
                await self.house.jobs.set_message(job.id, written(first, others))

    async def _call(self, job: Job) -> Call | None:
        """A word for whoever waited long: nobody looks at a chat all the time."""
        waited = (job.ended or self.house.clock()) - job.created
        if job.state == "cancelled" or waited <= timedelta(seconds=self.house.limits.call_after):
            return None
        person = await self.house.people.get(job.orderer)
        name = person.name if person else ""
        say = Say(f"job.call.{job.state}", {"name": name, "id": short_id(job.id)})
        return Call(job.orderer.partition(":")[2], name, say)

    def _platform(self, place: Place) -> Platform:
        if platform := self.house.platforms.get(place.platform):
            return platform
        raise Away(place.platform)

    def course(self, job: str) -> Course:
        """What was heard of it so far."""
        return self._courses.get(job) or Course()

    async def _known(self, job: Job, notes: tuple[Say, ...] = ()) -> views.Known:
        left, pooled = await self.purse(job)
        return views.Known(job, brief_of(job), left, finder(self.house), notes, pooled)

    async def purse(self, job: Job) -> tuple[int, bool]:
        """The credits that are left where it is paid from, and whether that is a place's pool."""
        ledger = self.house.ledger
        pooled = bool(job.home) and await ledger.purse(job.id) == job.home
        purse = await (ledger.place(job.home) if pooled else ledger.balance(job.person))
        return purse.available, pooled

    async def job(self, id: str) -> Job:
        """Its row as it is now."""
        job = await self.house.jobs.get(id)
        assert job is not None, id
        return job

    def _lock(self, job: str) -> asyncio.Lock:
        """One thing at a time for a job's message."""
        return self._locks.setdefault(job, asyncio.Lock())


def _works(job: Job) -> tuple[Work, ...]:
    """What is done to each shot: nothing is painted or animated anew where only the cut is."""
    if job.kind != "film":
        return ("paint",)
    return ("piece",) if brief_of(job).takes else SHOT


def crew(job: Job) -> str:
    """Jobs of one kind, by the same vendors, in the same size, take about as long."""
    brief = brief_of(job)
    kind = f"{'+'.join(_works(job))} x{brief.enlarge}"
    return f"{kind} {brief.look} {brief.resolution} {','.join(brief.models)}"
