"""Orders on their way to a vendor. Whoever asked for one may be cut short; its answer is awaited
and written down all the same, for it is paid."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from generation.errors import BadInput, Kind, ProviderError
from generation.model import Ticket
from generation.providers.contract import Maker
from generation.providers.routing.orders import Book, Limit, Order, State
from generation.providers.wire.failures import words

LOG = logging.getLogger(__name__)
SUBMIT_SECONDS = 300.0
LATE_SECONDS = 20.0  # for which a process that leaves waits for answers
WRITE_AGAIN = (0.2, 1.0, 4.0)  # seconds before new tries to write an answer down
LOOK_SECONDS = 0.25  # between two looks at an order that another process sends

Sending = asyncio.Task[Order | None]


class Outbox:
    """What this process is sending. Others see it live by a sign every `beat` seconds."""

    def __init__(self, beat: float) -> None:
        self._beat = beat
        self._sendings: set[Sending] = set()
        self._by_order: dict[str, Sending] = {}

    async def place(
        self,
        book: Book,
        order: Order,
        limit: Limit,
        maker: Maker[Any, Any],
        start: Callable[[], Awaitable[Ticket]],
    ) -> Order | None:
        """Write the order down, send it, write down the answer; None where the limit is reached.

        Raises what `Book.intend` and `Maker.start` raise. After `UNKNOWN_SUBMIT` the order is
        still intended. To be cancelled here changes nothing but that nobody waits."""
        sending = asyncio.create_task(self._place(book, order, limit, maker, start))
        self._sendings.add(sending)
        sending.add_done_callback(self._ended)
        return await asyncio.shield(sending)

    def sending(self, order: Order) -> Sending | None:
        """The order as it is on its way from here, if it is."""
        return self._by_order.get(order.id)

    async def settled(self, seconds: float = LATE_SECONDS) -> None:
        """Wait until nothing is on its way, at most so long; what still is, is given up."""
        if not self._sendings:
            return
        LOG.info("waiting for the answers to %d orders", len(self._sendings))
        _, late = await asyncio.wait(set(self._sendings), timeout=seconds)
        for sending in late:
            sending.cancel()
        if late:
            LOG.error("no answer yet to %d orders; they are looked for later", len(late))
            await asyncio.wait(late)

    def _ended(self, sending: Sending) -> None:
        self._sendings.discard(sending)
        if not sending.cancelled():
            sending.exception()  # whoever waits hears of it; perhaps nobody does any more

    async def _place(
        self,
        book: Book,
        order: Order,
        limit: Limit,
        maker: Maker[Any, Any],
        start: Callable[[], Awaitable[Ticket]],
    ) -> Order | None:
        if not await book.intend(order, limit):
            return None
        sending = asyncio.current_task()
        assert sending
        self._by_order[order.id] = sending
        beating = asyncio.create_task(self._alive(book, order))
        try:
            ticket = await self._sent(book, order, start)
            return await self._arrived(book, order, maker, ticket)
        finally:
            beating.cancel()
            del self._by_order[order.id]

    async def _sent(
        self, book: Book, order: Order, start: Callable[[], Awaitable[Ticket]]
    ) -> Ticket:
        try:
            async with asyncio.timeout(SUBMIT_SECONDS):
                return await start()
        except TimeoutError as error:
            unknown = Kind.UNKNOWN_SUBMIT
            raise ProviderError(order.provider, unknown, "no answer in time") from error
        except ProviderError as error:
            if error.kind != Kind.UNKNOWN_SUBMIT:
                await _write(book, order, State.REFUSED, detail=error.detail)
            raise
        except BadInput as error:
            await _write(book, order, State.REFUSED, detail=str(error))
            raise
        except Exception as error:  # our own fault, before the order was sent or after it
            await _write(book, order, State.UNKNOWN, detail=words(error))
            raise

    async def _arrived(
        self, book: Book, order: Order, maker: Maker[Any, Any], ticket: Ticket
    ) -> Order:
        """Write the ticket down; where nobody wants it any more, give it back."""
        noted = await _write(book, order, State.ORDERED, task=ticket.task)
        if await _wanted(book, noted):
            return noted
        LOG.warning("%s was taken, but is not wanted any more", order.id)
        await called_off(book, noted, maker, ticket)
        raise ProviderError(order.provider, Kind.LOST, "the order is not wanted any more")

    async def _alive(self, book: Book, order: Order) -> None:
        while True:
            await asyncio.sleep(self._beat)
            try:
                await book.beat(order)
            except Exception as error:
                LOG.warning("%s: no sign could be given: %s", order.id, words(error))


async def called_off(book: Book, order: Order, maker: Maker[Any, Any], ticket: Ticket) -> None:
    """Ask the vendor to stop, and write that down."""
    try:
        await maker.cancel(ticket)
    except ProviderError as error:
        LOG.warning("%s could not be cancelled: %s", order.id, error)
    await book.note(order, State.CANCELLED, task=ticket.task)


async def answered(book: Book, order: Order, silence: float) -> Order:
    """The order once it is not on its way any more, or once nobody has given a sign for so many
    seconds that it is. Clocks are not compared: the sender may be on another machine."""
    loop = asyncio.get_running_loop()
    last, quiet_since = order, loop.time()
    while last.state == State.INTENDED and loop.time() - quiet_since < silence:
        await asyncio.sleep(min(LOOK_SECONDS, silence / 4))
        now = await current(book, order)
        if now.beat != last.beat:
            quiet_since = loop.time()
        last = now
    return last


async def current(book: Book, order: Order) -> Order:
    """The order as it stands now."""
    return next((o for o in await book.of(order.work) if o.id == order.id), order)


async def _wanted(book: Book, order: Order) -> bool:
    if order.state != State.ORDERED or await book.closed(order.job):
        return False
    return (await book.of(order.work))[-1].id == order.id


async def _write(
    book: Book, order: Order, state: State, *, task: str = "", detail: str = ""
) -> Order:
    """Note it, also when the database is away for a moment."""
    for wait in WRITE_AGAIN:
        try:
            return await book.note(order, state, task=task, detail=detail)
        except Exception as error:
            LOG.error("%s is %s %s, to be written down: %s", order.id, state, task, words(error))
            await asyncio.sleep(wait)
    return await book.note(order, state, task=task, detail=detail)
