"""Vendors that take orders of pictures, for tests of ordering."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from generation.errors import Kind, ProviderError
from generation.model import Keyframe, MediaFile, Provenance, Ticket
from generation.providers.contract import Bench, Price, Unsure
from generation.providers.routing.commission import Commission
from generation.providers.routing.orders import Book, State
from generation.providers.routing.patience import Patience

HASTY = Patience((0.01, 0.01), busy=0.01, busy_seconds=0.05, reconcile=(0.01, 0.01), silence=0.05)
WORK = "job1.s0.painter"
PRICE = Price(0.2, "CNY", "picture", "nowhere", "assumed")
FILE = MediaFile(ref="00/00.png", mime="image/png", size=1)


class Killed(BaseException):
    """The process dies here."""


@dataclass
class Vendor:
    """A painter that takes orders, and fails as it is told: `at_start` and `at_collect` are raised
    one by one. What it took is in `taken`: the names of the orders by task."""

    name: str = "vendor"
    at_start: list[BaseException | None] = field(default_factory=list[BaseException | None])
    at_collect: list[BaseException | None] = field(default_factory=list[BaseException | None])
    answer_is_lost: bool = False
    taken: dict[str, str] = field(default_factory=dict[str, str])
    cancelled: list[str] = field(default_factory=list[str])
    seeds: list[int] = field(default_factory=list[int])
    running: int = 0
    most: int = 0
    slow: float = 0.0

    async def start(self, request: Any, bench: Bench) -> Ticket:
        self.seeds.append(request)
        await asyncio.sleep(self.slow)
        if self.at_start and (error := self.at_start.pop(0)):
            raise error
        task = f"{self.name}-{len(self.taken)}"
        self.taken[task] = bench.order
        if self.answer_is_lost:
            self.answer_is_lost = False
            raise ProviderError(self.name, Kind.UNKNOWN_SUBMIT, "reset by peer")
        return Ticket(provider=self.name, task=task)

    async def collect(self, request: Any, ticket: Ticket, bench: Bench) -> Keyframe:
        assert ticket.task in self.taken
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            await asyncio.sleep(self.slow)
            if self.at_collect and (error := self.at_collect.pop(0)):
                raise error
        finally:
            self.running -= 1
        made = Provenance(provider=self.name, model="m", seed=request)
        return Keyframe(file=FILE, width=1, height=1, provenance=made)

    async def cancel(self, ticket: Ticket) -> None:
        self.cancelled.append(ticket.task)


@dataclass
class Candid(Vendor):
    """One that can be asked about orders."""

    async def find(self, request: Any, unsure: Unsure) -> Ticket | None:
        tasks = [t for t, o in self.taken.items() if o == unsure.order and t not in unsure.known]
        return Ticket(provider=self.name, task=tasks[0]) if tasks else None


def failing(kind: Kind) -> ProviderError:
    return ProviderError("vendor", kind, "as told")


Commissioned = Callable[..., Commission[int, Keyframe]]


async def states(book: Book, work: str = WORK) -> list[State]:
    return [order.state for order in await book.of(work)]
