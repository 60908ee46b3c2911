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

from generation.errors import FALLBACK_ALLOWED, BadInput, Kind, ProviderError
from generation.model import Clip, Keyframe, Role, Ticket
from generation.providers.contract import Bench, Maker, Member, Reconciles, Unsure
from generation.providers.router import Roster
from generation.providers.routing.orders import TAKEN, Book, Order, State
from generation.providers.routing.patience import Tries
from generation.providers.wire.failures import jittered, words

Request = TypeVar("Request")
Result = TypeVar("Result", Keyframe, Clip)

LOG = logging.getLogger(__name__)
SUBMIT_SECONDS = 300.0
LATE_SECONDS = 8.0  # an order that is on its way when we are cut short may arrive yet
QUEUE_SECONDS = 0.25  # between two looks whether a provider has room
ENDED = frozenset({Kind.FAILED, Kind.LOST, Kind.MODERATED_INPUT, Kind.MODERATED_OUTPUT})
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

        return await self.roster.ask_each(self.role, self.members, make)

    async def _made(self, member: Member, take: int) -> Result:
        maker, request = self._maker(member), self.request(member, take)
        if member.remote:
            order, ticket = await self._placed(member, maker, request, take)
            return await self._collected(order, maker, request, ticket)
        ticket = await maker.start(request, self.bench)
        return await maker.collect(request, ticket, self.bench)

    async def _resumed(self, order: Order) -> Result | None:
        """The result of an order from before; None when there is nothing to wait for."""
        try:
            member = self.roster.named(self.role, order.provider)
        except ProviderError as gone:
            await self.book.note(order, State.FAILED, detail=gone.detail)
            return None
        maker, request = self._maker(member), self.request(member, order.take)
        if order.state == State.INTENDED:
            unknown = ProviderError(order.provider, Kind.UNKNOWN_SUBMIT, "we died on the way")
            order, ticket = await self._reconciled(order, maker, request, unknown)
        else:
            ticket = Ticket(provider=order.provider, task=order.task)
        return await self._collected(order, maker, request, ticket)

    # Ordering

    async def _placed(
        self, member: Member, maker: Maker[Request, Result], request: Request, take: int
    ) -> tuple[Order, Ticket]:
        order = await self._intended(member, request, take)
        bench = replace(self.bench, order=order.id)
        sending = asyncio.ensure_future(maker.start(request, bench))
        try:
            async with asyncio.timeout(SUBMIT_SECONDS):
                ticket = await asyncio.shield(sending)
        except asyncio.CancelledError:
            await self._late(order, sending)
            raise
        except TimeoutError:
            sending.cancel()
            late = ProviderError(order.provider, Kind.UNKNOWN_SUBMIT, "no answer in time")
            return await self._reconciled(order, maker, request, late)
        except ProviderError as error:
            if error.kind == Kind.UNKNOWN_SUBMIT:
                return await self._reconciled(order, maker, request, error)
            await self.book.note(order, State.REFUSED, detail=error.detail)
            raise
        except BadInput as error:
            await self.book.note(order, State.REFUSED, detail=str(error))
            raise
        except Exception as error:  # our own fault, before the order was sent or after it
            await self.book.note(order, State.UNKNOWN, detail=words(error))
            raise
        return await self.book.note(order, State.ORDERED, task=ticket.task), ticket

    async def _intended(self, member: Member, request: Request, take: int) -> Order:
        """The order, written down; waits while the provider has as many as it may."""
        units, resolution = self.units(request)
        order = Order(
            work=self.work,
            number=len(await self.book.of(self.work)),
            role=self.role,
            provider=member.provider.name,
            model=member.model,
            take=take,
            cost=member.cost(units, resolution),
        )
        while not await self.book.intend(order, self.roster.limit(member)):
            await asyncio.sleep(jittered(QUEUE_SECONDS))
            order = replace(order, since=time.time())
        return order

    async def _late(self, order: Order, sending: asyncio.Future[Ticket]) -> None:
        """We are cut short while an order is on its way: what comes back is worth writing down."""
        done, _ = await asyncio.wait({sending}, timeout=LATE_SECONDS)
        if not done:
            sending.cancel()
        elif sending.exception() is None:
            await self.book.note(order, State.ORDERED, task=sending.result().task)
        elif not _is_unknown(sending.exception()):
            await self.book.note(order, State.REFUSED, detail=str(sending.exception()))

    async def _reconciled(
        self,
        order: Order,
        maker: Maker[Request, Result],
        request: Request,
        error: ProviderError,
    ) -> tuple[Order, Ticket]:
        """The ticket of an order that may or may not have been taken.

        Raises `PASSING` when it surely was not, else the error itself, flagged in the book."""
        try:
            ticket = await self._found(order, maker, request, error)
        except ProviderError as open_yet:
            LOG.error("%s: did %s take it? %s; %s", order.id, order.provider, error, open_yet)
            await self.book.note(order, State.UNKNOWN, detail=error.detail)
            raise error from open_yet
        if ticket is None:
            await self.book.note(order, State.REFUSED, detail=error.detail)
            raise ProviderError(order.provider, Kind.PASSING, f"not taken: {error.detail}")
        LOG.warning("%s was taken after all: %s", order.id, ticket.task)
        return await self.book.note(order, State.ORDERED, task=ticket.task), ticket

    async def _found(
        self,
        order: Order,
        maker: Maker[Request, Result],
        request: Request,
        error: ProviderError,
    ) -> Ticket | None:
        """The task that an order made, None when it surely made none; else raises."""
        if not isinstance(maker, Reconciles):
            raise error
        finder = cast(Reconciles[Any], maker)
        since = datetime.fromtimestamp(order.since - CLOCKS, UTC)
        for wait in self.roster.patience.reconcile:  # a vendor's lists may lag behind
            await asyncio.sleep(wait)
            known = await self.book.tasks(order.provider)
            if ticket := await finder.find(request, Unsure(order.id, since, known)):
                return ticket
        return None

    # Collecting

    async def _collected(
        self, order: Order, maker: Maker[Request, Result], request: Request, ticket: Ticket
    ) -> Result:
        tries = Tries(self.roster.patience)
        while True:
            try:
                result = await maker.collect(request, ticket, self.bench)
                break
            except ProviderError as error:
                if error.kind in ENDED:
                    await self.book.note(order, State.FAILED, detail=error.detail)
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
    """Ask the vendors to stop what a cancelled job has ordered. Safe to do again."""
    for _ in range(round(2 * LATE_SECONDS)):
        if not any(order.state == State.INTENDED for order in await book.open_of(job)):
            break
        await asyncio.sleep(0.5)  # its answer is awaited by whoever sent it
    for order in await book.open_of(job):
        if order.state == State.INTENDED:
            await book.note(order, State.UNKNOWN, detail="the job was cancelled meanwhile")
            continue
        try:
            maker = cast(Maker[Any, Any], roster.named(order.role, order.provider).provider)
            await maker.cancel(Ticket(provider=order.provider, task=order.task))
        except ProviderError as error:
            LOG.warning("%s could not be cancelled: %s", order.id, error)
        await book.note(order, State.CANCELLED)


def _is_unknown(error: BaseException | None) -> bool:
    return not isinstance(error, ProviderError) or error.kind == Kind.UNKNOWN_SUBMIT
