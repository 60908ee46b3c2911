"""A picture or a clip from whoever can make it, ordered once however often we die meanwhile.

Every order of a vendor's is in the book before it is sent, and its ticket as soon as it is there.
When the same piece of work is done again, after a crash, a cancellation or by a person's retry, the
book leads to what was ordered already.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar, cast

from generation.errors import FALLBACK_ALLOWED, Kind, ProviderError
from generation.model import Clip, Keyframe, Role, Ticket
from generation.providers.contract import Bench, Maker, Member, Reconciles, Unsure
from generation.providers.router import Roster
from generation.providers.routing.orders import (
    COLLECTABLE,
    TAKEN,
    Book,
    Dismissed,
    Doubled,
    Order,
    State,
)
from generation.providers.routing.outbox import answered, called_off, current
from generation.providers.routing.patience import Tries
from generation.providers.wire.failures import jittered

Request = TypeVar("Request")
Result = TypeVar("Result", Keyframe, Clip)

LOG = logging.getLogger(__name__)
QUEUE_SECONDS = 0.25  # between two looks whether a provider has room
ENDED = frozenset({Kind.FAILED, Kind.LOST, Kind.MODERATED_INPUT, Kind.MODERATED_OUTPUT})
LOOK_AGAIN = frozenset({Kind.UNKNOWN_SUBMIT, Kind.PASSING, Kind.BUSY})
CLOCKS = 120.0  # seconds that a vendor's clock may be behind ours


@dataclass(frozen=True)
class Commission(Generic[Request, Result]):
    """One piece of `work`, named `{job}.{shot}.{role}`. `request` says what a member is asked for,
    the number of seeds tried before being given; `units` how much of it the tariff counts."""

    roster: Roster
    book: Book
    role: Role
    work: str
    members: Sequence[Member]
    request: Callable[[Member, int], Request]
    units: Callable[[Request], tuple[float, int | None]]
    bench: Bench

    async def fulfil(self) -> Result:
        """The result, from a member that was asked before or from the first one able."""
        tried = 0
        if (orders := await self.book.of(self.work)) and orders[-1].state in TAKEN:
            try:
                if (result := await self._resumed(orders[-1])) is not None:
                    return result
            except ProviderError as error:
                if error.kind not in FALLBACK_ALLOWED:
                    raise
                LOG.info("what was ordered before a restart came to nothing: %s", error)
                tried = orders[-1].take + (error.kind == Kind.MODERATED_OUTPUT)

        async def make(member: Member, takes: int) -> Result:
            return await self._made(member, tried + takes)

        return await self.roster.ask_each(self.role, self.members, make, self.bench.busy)

    async def _made(self, member: Member, take: int) -> Result:
        maker, request = self._maker(member), self.request(member, take)
        if not member.remote:
            ticket = await maker.start(request, self.bench)
            return await maker.collect(request, ticket, self.bench)
        try:
            order = await self._placed(member, maker, request, take)
        except Doubled:
            LOG.info("%s is being made by somebody else, too; what they order is ours", self.work)
            return await self.fulfil()
        except Dismissed:
            gone = "the job was cancelled"
            raise ProviderError(member.provider.name, Kind.LOST, gone) from None
        return await self._collected(order, maker, request)

    async def _resumed(self, order: Order) -> Result | None:
        """The result of an order from before; None when there is nothing to wait for."""
        try:
            member = self.roster.named(self.role, order.provider)
        except ProviderError as gone:
            await self.book.note(order, State.LOST, detail=gone.detail)
            return None
        maker, request = self._maker(member), self.request(member, order.take)
        if sending := self.roster.outbox.sending(order):
            await asyncio.wait({sending})
            order = await current(self.book, order)
        if order.state == State.INTENDED:
            order = await self._reconciled(order, maker, request, _unknown(order))
        if order.state == State.UNKNOWN:
            raise _unknown(order)
        return await self._collected(order, maker, request) if order.state in COLLECTABLE else None

    # Ordering

    async def _placed(
        self, member: Member, maker: Maker[Request, Result], request: Request, take: int
    ) -> Order:
        """The order once the vendor took it; waits while the provider has as many as it may."""
        order = await self._next(member, request, take)
        bench, limit = replace(self.bench, order=order.id), self.roster.limit(member)
        while True:
            try:
                placed = await self.roster.outbox.place(
                    self.book, order, limit, maker, lambda: maker.start(request, bench)
                )
            except ProviderError as error:
                if error.kind != Kind.UNKNOWN_SUBMIT:
                    raise
                return await self._reconciled(order, maker, request, error)
            if placed:
                return placed
            self.bench.busy()
            await asyncio.sleep(jittered(QUEUE_SECONDS))
            order = replace(order, since=time.time())

    async def _next(self, member: Member, request: Request, take: int) -> Order:
        """The next order for our work. Raises `Doubled` when the last one is open again."""
        before = await self.book.of(self.work)
        if before and before[-1].state in TAKEN:
            raise Doubled(before[-1].id)
        units, resolution = self.units(request)
        return Order(
            work=self.work,
            number=before[-1].number + 1 if before else 0,
            role=self.role,
            provider=member.provider.name,
            model=member.model,
            take=take,
            cost=member.cost(units, resolution),
        )

    async def _reconciled(
        self,
        order: Order,
        maker: Maker[Request, Result],
        request: Request,
        error: ProviderError,
    ) -> Order:
        """An order that may or may not have been taken, once it is known that it was.

        Raises `PASSING` when it surely was not, else the error itself, flagged in the book."""
        try:
            found = await self._found(order, maker, request, error)
        except ProviderError as open_yet:
            LOG.error("%s: did %s take it? %s; %s", order.id, order.provider, error, open_yet)
            noted = await self.book.note(order, State.UNKNOWN, detail=error.detail)
            if noted.state in COLLECTABLE:
                return noted
            raise error from open_yet
        if found is None:
            found = await self.book.note(order, State.REFUSED, detail=error.detail)
        if found.state not in COLLECTABLE:
            raise ProviderError(order.provider, Kind.PASSING, f"not taken: {error.detail}")
        LOG.warning("%s was taken after all: %s", order.id, found.task)
        return found

    async def _found(
        self,
        order: Order,
        maker: Maker[Request, Result],
        request: Request,
        error: ProviderError,
    ) -> Order | None:
        """The order with the task that it made, None when it surely made none; else raises.

        Who sent it may be alive yet, in a process that lost touch with us: what they hear counts,
        and as long as they give signs it may still be taken."""
        patience, loop = self.roster.patience, asyncio.get_running_loop()
        while True:
            began, before = loop.time(), await current(self.book, order)
            if before.state == State.UNKNOWN:
                raise error
            if before.state != State.INTENDED:
                return before
            if not isinstance(maker, Reconciles):
                last = await answered(self.book, before, patience.silence)
                if last.state in (State.INTENDED, State.UNKNOWN):
                    raise error
                return last
            if found := await self._looked_for(order, cast(Reconciles[Any], maker), request):
                return found
            await asyncio.sleep(max(0.0, began + patience.silence - loop.time()))
            now = await current(self.book, order)
            if (now.state, now.beat) == (before.state, before.beat):
                return None

    async def _looked_for(
        self, order: Order, finder: Reconciles[Any], request: Request
    ) -> Order | None:
        """The order, if the vendor knows a task that nobody else has ordered.

        What is found may be another order, whose sender has no answer yet: that is awaited."""
        others = asyncio.create_task(self._others_answered(order))
        try:
            return await self._looked(order, finder, request, others)
        finally:
            others.cancel()

    async def _looked(
        self,
        order: Order,
        finder: Reconciles[Any],
        request: Request,
        others: asyncio.Task[frozenset[str]],
    ) -> Order | None:
        since = datetime.fromtimestamp(order.since - CLOCKS, UTC)
        open_yet: ProviderError | None = None
        for wait in self.roster.patience.reconcile:  # a vendor's lists may lag behind
            await asyncio.sleep(wait)
            # One after the other: what one finds is no question for the next.
            async with self.roster.looking[order.provider]:
                known = await self.book.tasks(order.provider)
                try:
                    ticket = await finder.find(request, Unsure(order.id, since, known))
                    open_yet = None
                except ProviderError as error:
                    if error.kind not in LOOK_AGAIN:
                        raise
                    ticket, open_yet = None, error
                if ticket or open_yet:
                    await self._others_answered(order, but=await others)
                if ticket and (claimed := await self.book.claim(order, ticket.task)):
                    return claimed
        if open_yet:
            raise open_yet
        return None

    async def _others_answered(
        self, order: Order, but: frozenset[str] = frozenset()
    ) -> frozenset[str]:
        """Wait for the answers to the provider's other orders; those that nobody sends any more."""
        sent = await self.book.on_their_way(order.provider)
        others = [other for other in sent if other.id != order.id and other.id not in but]
        silence = self.roster.patience.silence
        waits = (answered(self.book, other, silence) for other in others)
        ended = await asyncio.gather(*waits)
        return frozenset(other.id for other in ended if other.state == State.INTENDED) | but

    # Collecting

    async def _collected(
        self, order: Order, maker: Maker[Request, Result], request: Request
    ) -> Result:
        tries = Tries(self.roster.patience)
        ticket = Ticket(provider=order.provider, task=order.task)
        while True:
            try:
                result = await maker.collect(request, ticket, self.bench)
                break
            except ProviderError as error:
                if error.kind in ENDED:
                    state = State.LOST if error.kind == Kind.LOST else State.FAILED
                    await self.book.note(order, state, detail=error.detail)
                    raise
                again = error.kind in (Kind.PASSING, Kind.BUSY)
                if not again or (wait := tries.wait_after(error)) is None:
                    # It stays in the book as ordered: a retry collects it, and pays nothing more.
                    raise ProviderError(order.provider, Kind.LOST, str(error)) from error
                await asyncio.sleep(wait)
        made = result.provenance
        order = await self.book.note(replace(order, cost=made.cost or order.cost), State.DONE)
        told = {"cost": order.cost, "started": order.since, "took": time.time() - order.since}
        return result.model_copy(update={"provenance": made.model_copy(update=told)})

    @staticmethod
    def _maker(member: Member) -> Maker[Request, Result]:
        return cast(Maker[Request, Result], member.provider)


async def dismiss(roster: Roster, book: Book, job: str) -> None:
    """Order nothing more for a cancelled job, and ask the vendors to stop what it has ordered. Safe
    to do again."""
    await book.close(job)
    opened = await book.open_of(job)
    await asyncio.gather(*(_dismiss(roster, book, order) for order in opened))


async def _dismiss(roster: Roster, book: Book, order: Order) -> None:
    order = await answered(book, order, roster.patience.silence)
    if order.state == State.INTENDED:
        await book.note(order, State.UNKNOWN, detail="the job was cancelled meanwhile")
    elif order.state == State.ORDERED:
        try:
            maker = cast(Maker[Any, Any], roster.named(order.role, order.provider).provider)
        except ProviderError as gone:
            LOG.warning("%s cannot be cancelled: %s", order.id, gone)
            await book.note(order, State.CANCELLED)
            return
        ticket = Ticket(provider=order.provider, task=order.task)
        await called_off(book, order, maker, ticket)


def _unknown(order: Order) -> ProviderError:
    detail = order.detail or "we died on the way"
    return ProviderError(order.provider, Kind.UNKNOWN_SUBMIT, detail)
