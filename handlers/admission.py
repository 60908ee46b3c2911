"""How jobs are taken in: their rows, the files they are made of, the credits set aside for them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generation.model import Brief
from handlers.conversation import Incoming, Person, Place, Say
from handlers.ports import JobKind
from handlers.records import given, tries
from storage.errors import NotEnough
from storage.jobs import Job, NewJob, new_id

if TYPE_CHECKING:
    from handlers.desk import Desk
    from handlers.house import House


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A job to be accepted. The same `origin` (a press, a message) again is the same order again.
    `notes` is what the person should know about how they were understood; `to` is what the
    person said or pressed; `payers` says what each pays where several people do; `batch` is the id
    of what it is ordered with."""

    kind: JobKind
    brief: Brief
    person: Person
    place: Place
    lang: str
    origin: str = ""
    notes: tuple[Say, ...] = ()
    to: Incoming | None = None
    payers: Mapping[str, int] = field(default_factory=dict[str, int])
    batch: str = ""

    @property
    def said(self) -> bool:
        """Whether it was ordered in words; words for a button are said, too."""
        return self.to is not None and bool(self.to.text or not self.to.press)


class Admission:
    """Every step of it can be repeated. What a death leaves in the middle of a batch was never
    ordered, and is undone at the next start."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._batches: set[str] = set()  # that are being paid for

    @property
    def _house(self) -> House:
        return self._desk.house

    async def _keep_all(self, orders: Sequence[Order]) -> list[Job]:
        kept: list[Job] = []
        try:
            for order in orders:
                kept.append(await self._keep(order))
        except NotEnough:  # something else took the credits meanwhile
            for job in kept:
                await self._undo(job)
            raise
        return kept

    async def admit(self, orders: Sequence[Order]) -> list[Job]:
        """Keep several jobs and hold their estimates, or none of them. Raises `NotEnough`."""
        batch = orders[0].batch
        if not batch:
            return await self._keep_all(orders)
        self._batches.add(batch)
        try:
            await self._house.batches.open(batch, len(orders))
            jobs = await self._keep_all(orders)
            await self._house.batches.admit(batch)
            return jobs
        except Exception:
            await self._undo_batch(batch)
            raise
        finally:
            self._batches.discard(batch)

    def going_on(self, job: Job) -> bool:
        """Whether what it was ordered with is just being paid for."""
        return job.batch in self._batches

    async def undo_halves(self) -> None:
        """Of batches that a death interrupted before all of it was paid for, nothing is ordered."""
        for batch in await self._house.batches.half():
            if batch.id not in self._batches:
                await self._undo_batch(batch.id)

    async def _undo_batch(self, batch: str) -> None:
        for job in await self._house.jobs.of_batch(batch):
            await self._undo(job)
        await self._house.batches.drop(batch)

    async def _keep(self, order: Order) -> Job:
        """The row comes first, so that nothing is ever held for a job that nobody knows."""
        brief = self._bounded(order)
        job = await self._house.jobs.add(
            NewJob(
                id=new_id(),
                person=order.person.key,
                orderer=order.person.own,
                platform=order.place.platform,
                chat=order.place.chat,
                thread=order.place.thread,
                private=order.place.private,
                home=order.place.purse,
                lang=order.lang,
                kind=order.kind,
                brief=brief.model_dump_json(),
                estimate=self._house.price(order.kind, brief),
                note=order.origin,
                payers=json.dumps(dict(order.payers)) if order.payers else "",
                batch=order.batch,
            )
        )
        await self._house.artefacts.add(given(job.id, brief))
        try:
            await self.hold(job)
        except NotEnough:
            await self._drop(job)
            raise
        return job

    def _bounded(self, order: Order) -> Brief:
        """What is ordered, to be encoded so that it fits where it is sent to."""
        platform = self._house.platforms.get(order.place.platform)
        cap = platform.limit(order.place) if platform and order.kind == "film" else None
        return order.brief.model_copy(update={"cap": cap})

    async def _drop(self, job: Job) -> None:
        """It was never ordered, and nobody is told of it."""
        await self._house.artefacts.release(job.id)
        await self._house.jobs.undo(job.id)

    async def _undo(self, job: Job) -> None:
        await self.close_holds(job.id, 0)
        await self._drop(job)

    async def hold(self, job: Job) -> None:
        """Set its estimate aside; twice is once. Raises `NotEnough`."""
        if job.estimate:
            await self._hold_as(job, job.id)

    async def hold_again(self, job: Job) -> None:
        """The same for another try of it."""
        _, free = await self.close_holds(job.id, 0)
        if job.estimate:
            await self._hold_as(job, free)

    async def _hold_as(self, job: Job, name: str) -> None:
        shares = json.loads(job.payers) if job.payers else None
        await self._house.ledger.hold(job.person, name, job.estimate, job.home, shares)

    async def close_holds(self, job: str, credits: int) -> tuple[int, str]:
        """Charge the open hold of a job; what it was charged in all, and the next free name.

        Each try has a hold of its own. Those of earlier tries have ended, and their end stands."""
        charged = 0
        for name in tries(job):
            try:
                charged += await self._house.ledger.settle(name, credits)
            except LookupError:
                return charged, name
        raise AssertionError("tries do not end")
