"""The one place where a job is accepted, watched and concluded.

Every step here can be repeated: whatever dies in between, `resume` finds the job by its row and
goes on, so that nobody is charged twice, nothing is lost, and the film comes once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from itertools import count
from types import TracebackType
from weakref import WeakValueDictionary

from generation.errors import BadInput, Kind
from handlers import closing, views
from handlers.admission import Admission
from handlers.admission import Order as Order
from handlers.conversation import Incoming, Reply
from handlers.house import House
from handlers.notices import Notices
from handlers.ports import Failure, JobKind, JobState
from handlers.records import (
    artefacts,
    brief_of,
    ended,
    measured,
)
from handlers.rooms.keeper import Keeper
from handlers.throttle import Throttle
from storage.errors import NotEnough
from storage.jobs import Job

LOG = logging.getLogger(__name__)
CONCLUDE_SECONDS = 3.0
QUEUE_SECONDS = 5.0  # how often a place in the queue is looked up
DOUBLE_PRESS = timedelta(seconds=60)
REMEMBERED = 50  # a person's jobs among which a repeated order is looked for


class Repeated(Exception):
    """A platform has delivered a message twice; the job of the first time stands."""


class Desk:
    """Use it as `async with Desk(house) as desk:`; entering resumes what was left unfinished."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._watching: dict[str, asyncio.Task[None]] = {}
        self._admission = Admission(self)
        self.notices = Notices(house)
        self.rooms = Keeper(self)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def __aenter__(self) -> Desk:
        await self.resume()
        self.rooms.begin()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Watch no longer; the engine goes on, and the next desk concludes."""
        await self.rooms.close()
        await self.notices.batches.close()
        tasks = list(self._watching.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # Accepting

    async def accept(self, order: Order) -> Job:
        """Hold the estimate, keep the job, queue it, say what was understood.

        Raises `NotEnough`; `BadInput` when the person has too many unfinished jobs or has just
        pressed this very button; `Repeated` for a message that was an order before."""
        return (await self.accept_all([order]))[0]

    async def accept_all(self, orders: Sequence[Order]) -> list[Job]:
        """Accept several jobs of one person, or none of them: what a death leaves in the middle of
        a batch was never ordered. Raises as `accept` does."""
        async with self._lock(orders[0].person.key):
            await self.check(orders)
            jobs = await self._admission.admit(orders)
        # Submitted before it is announced: whoever sees the Cancel button can cancel.
        for job in jobs:
            try:
                await self._submit(job)
            except Exception:
                LOG.exception("job %s could not be queued yet; following it tries again", job.id)
        for job, order in zip(jobs, orders, strict=True):
            await self.notices.announce(job, order.notes, to=order.to)
            self._watch(job.id)
        return jobs

    async def check(self, orders: Sequence[Order]) -> None:
        """Raise for an order that stands already, for too many, for what cannot be paid, and while
        nothing new is taken."""
        house, person = self.house, orders[0].person.key
        recent = await house.jobs.recent(person, REMEMBERED)
        for order in orders:
            self._check_new(order, recent)
        await closing.check_open(house, orders[0].person)
        if sum(not job.ended for job in recent) + len(orders) > house.limits.unfinished:
            if len(orders) == 1:
                raise BadInput("job.too_many", n=house.limits.unfinished)
            raise BadInput("batch.no_room", n=len(orders), limit=house.limits.unfinished)
        alone = [order for order in orders if not order.payers]  # shares are checked when held
        needed = [house.price(order.kind, order.brief) for order in alone]
        await house.ledger.check(person, *needed, home=orders[0].place.purse)

    async def cancel(self, job: Job) -> bool:
        """Stop a job; its message says so as soon as it has stopped. False when it had ended."""
        if job.ended:
            return False
        await self._queued(job)
        if not await self.house.queue.cancel(job.id):
            return False
        self._watch(job.id)
        if concluding := self._watching.get(job.id):  # so that the credits are back when we answer
            await asyncio.wait({concluding}, timeout=CONCLUDE_SECONDS)
        return True

    async def retry(self, job: Job) -> bool:
        """Try a failed job again from its first unfinished step. False when it has not failed.

        Raises `NotEnough`."""
        if job.ended and (concluding := self._watching.get(job.id)):
            await asyncio.wait({concluding})
        async with self._lock(job.person):
            now = await self._job(job.id)
            if now.state != "failed":
                return False
            # First reopened, then held: a crash in between ends as a failure that cost nothing.
            await self.house.jobs.reopen(job.id)
            try:
                await self._admission.hold_again(now)
            except NotEnough:
                await self.house.jobs.conclude(job.id, "failed", 0, failure=now.failure)
                await self.house.jobs.mark_delivered(job.id)
                raise
            if not await self.house.queue.retry(job.id):
                await self._submit(now)
        await self.notices.refresh(job.id)
        self._watch(job.id)
        return True

    async def show(self, job: Job, to: Incoming) -> None:
        """Show a job in a new message where somebody asked; while it runs, its progress moves
        there."""
        await self.notices.show(job, to.place, to)

    async def view(self, job: Job) -> Reply:
        """How the job looks now."""
        return await self.notices.view(job)

    # Going on after a restart

    async def resume(self) -> None:
        """Take up every job that has not ended, and deliver what ended unseen. Safe at any time."""
        await self._admission.undo_halves()
        for job in await self.house.jobs.unfinished():
            if job.id not in self._watching and not self._admission.going_on(job):
                await self._take_up(job)
        for job in await self.house.jobs.undelivered():
            if job.id not in self._watching and job.platform in self.house.platforms:
                self._begin(job.id, self.notices.deliver)
        if "doors" not in self._watching:
            self._begin("doors", self._tell_when_still)
        await self.rooms.resume()

    async def _take_up(self, job: Job) -> None:
        if await self.house.queue.state(job.id) is None:
            try:
                await self._admission.hold(job)
            except NotEnough:
                failure = Failure(kind=Kind.BROKEN, provider="reelroom", key="balance.gone")
                await self._conclude_as(
                    job, JobState(job=job.id, outcome="failed", failure=failure)
                )
                return
            await self._submit(job)
        if not job.message and job.platform in self.house.platforms:
            await self.notices.announce(job)
        self._watch(job.id)

    # Inside

    def _check_new(self, order: Order, recent: Sequence[Job]) -> None:
        """Raise for an order that is among the `recent` jobs already."""
        for job in recent:
            if not order.origin or job.note != order.origin:
                continue
            if order.said:
                raise Repeated(job.id)
            if not job.ended or self.house.clock() - job.created < DOUBLE_PRESS:
                raise BadInput("job.already", id=views.short_id(job.id))

    async def _submit(self, job: Job) -> None:
        kind: JobKind = "film" if job.kind == "film" else "stills"
        await self.house.queue.submit(job.id, kind, brief_of(job), job.person)

    async def _queued(self, job: Job) -> None:
        """Submit what the queue has never heard of."""
        if await self.house.queue.state(job.id) is None:
            await self._submit(job)

    def _watch(self, job: str) -> None:
        if job not in self._watching:
            self._begin(job, self._follow)

    def _begin(self, job: str, work: Callable[[str], Awaitable[None]]) -> None:
        async def run() -> None:
            try:
                await self._persist(job, work)
            finally:
                self.notices.forget(job)
                self._watching.pop(job, None)

        self._watching[job] = asyncio.create_task(run(), name=f"desk {job}")

    async def _persist(self, job: str, work: Callable[[str], Awaitable[None]]) -> None:
        """A platform that is down for an hour must not keep a film back until the next start."""
        for tried in count():
            pauses = self.house.limits.again[tried:] or self.house.limits.again[-1:]
            try:
                return await work(job)
            except Exception:
                pause = pauses[0] if pauses else None
                LOG.exception("job %s could not be followed; trying again in %s s", job, pause)
            if pause is None:
                return
            await asyncio.sleep(pause)

    async def _follow(self, job: str) -> None:
        """Show what happens to a job until it ends, then conclude and deliver it."""
        await self._queued(await self._job(job))
        await self.notices.begin(await self._job(job))
        async with AsyncExitStack() as stack:
            throttle = Throttle(lambda: self.notices.refresh(job), self.house.pace)
            await stack.enter_async_context(throttle)
            queueing = asyncio.create_task(self._look_around(job, throttle))
            stack.callback(queueing.cancel)
            async for event in self.house.queue.watch(job):
                if event.progress:
                    if self.notices.heard(job, event.progress):
                        await self.house.jobs.set_running(job)
                    throttle.touch()
        state = await self.house.queue.state(job)
        assert state is not None and state.outcome not in ("queued", "running"), state
        if state.outcome == "finished":
            await self.notices.learn(await self._job(job))
        await self._conclude_as(await self._job(job), state)

    async def _look_around(self, job: str, throttle: Throttle) -> None:
        """While a job waits, its place in the queue changes without anything happening to it."""
        while self.notices.waits(job):
            await asyncio.sleep(QUEUE_SECONDS)
            throttle.touch()

    async def _conclude_as(self, job: Job, state: JobState) -> None:
        """Settle, write down, deliver: each of it once, however often this is done."""
        spent, _ = await self._admission.close_holds(job.id, self._price_made(job, state))
        if state.result:
            await self.house.artefacts.add(artefacts(job.id, state.result))
        result = state.result.model_dump_json() if state.result else None
        failure = state.failure.model_dump_json() if state.failure else None
        how = ended(state)
        await self.house.jobs.conclude(job.id, how, spent, result, failure, measured(state.result))
        if state.outcome == "failed":
            LOG.warning("job %s failed: %s", job.id, state.failure)
        else:
            await asyncio.to_thread(self.house.files.drop_scratch, job.id)
        await self.notices.deliver(job.id)
        await self.rooms.heard(await self._job(job.id))
        await self._tell_when_still()

    async def _tell_when_still(self, _: str = "") -> None:
        async with self._lock("doors"):
            await closing.tell_when_still(self.house)

    def _price_made(self, job: Job, state: JobState) -> int:
        """What is charged: nothing unless there is a result, and never more than the estimate."""
        if not state.result:
            return 0
        brief, board = brief_of(job), state.result.board
        made = brief if brief.board else brief.model_copy(update={"shots": len(board.shots)})
        kind: JobKind = "film" if job.kind == "film" else "stills"
        return min(job.estimate, self.house.price(kind, made, state.result))

    async def _job(self, id: str) -> Job:
        job = await self.house.jobs.get(id)
        assert job is not None, id
        return job

    def _lock(self, of: str) -> asyncio.Lock:
        """One thing at a time for a person."""
        return self._locks.setdefault(of, asyncio.Lock())
