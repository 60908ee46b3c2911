"""Orders of paid remote tasks, and the book they are written into before they are sent.

intended ──► ordered ──► done
    │           └──────► failed      the vendor gave up, or the result is gone
    ├──────────────────► refused     surely not taken
    ├──────────────────► unknown     taken or not? flagged for the operator, never repeated
    └──── (ordered) ───► cancelled
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from generation.model import Cost, Role

LONGEST_OPEN = 3600.0  # seconds after which an open order no longer counts as running


class State(StrEnum):
    """Where an order stands."""

    INTENDED = "intended"
    ORDERED = "ordered"
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


OPEN = frozenset({State.INTENDED, State.ORDERED})
TAKEN = frozenset({State.INTENDED, State.ORDERED, State.DONE})  # there may be a result to collect


@dataclass(frozen=True, slots=True)
class Order:
    """One order: the `number`-th for a piece of `work`, which is named `{job}.{shot}.{role}`.
    `take` counts the seeds that were tried. `since` is when it was intended, as Unix time."""

    work: str
    number: int
    role: Role
    provider: str
    model: str
    take: int = 0
    state: State = State.INTENDED
    task: str = ""
    since: float = field(default_factory=time.time)
    cost: Cost | None = None
    detail: str = ""

    @property
    def id(self) -> str:
        """Its name, also towards vendors that take one."""
        return f"{self.work}.{self.number}"

    @property
    def job(self) -> str:
        """The job it belongs to."""
        return self.work.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Limit:
    """How many orders of one provider may run `at_once`, and begin `per_second`; 0 for any."""

    at_once: int = 0
    per_second: float = 0.0

    def allows(self, running: int, began: int) -> bool:
        """Whether one more fits, with so many running and so many begun in the last `window`."""
        fits = not self.at_once or running < self.at_once
        return fits and (not self.per_second or began < max(1.0, self.per_second))

    @property
    def window(self) -> float:
        """Seconds within which beginnings are counted."""
        return max(1.0, 1 / self.per_second) if self.per_second else 0.0


class Book(Protocol):
    """Where orders are written down. What it was told survives whatever dies afterwards."""

    async def of(self, work: str) -> list[Order]:
        """The orders for one piece of work, oldest first."""
        ...

    async def intend(self, order: Order, limit: Limit) -> bool:
        """Write an order down before it is sent; False when the provider's limit is reached."""
        ...

    async def note(self, order: Order, state: State, *, task: str = "", detail: str = "") -> Order:
        """What became of an order; its cost as the order has it."""
        ...

    async def tasks(self, provider: str) -> frozenset[str]:
        """The provider's tasks that are known."""
        ...

    async def open_of(self, job: str) -> list[Order]:
        """The orders of a job that are intended or ordered."""
        ...


class MemoryBook:
    """A book that lasts as long as the process: for a crew without an engine."""

    def __init__(self) -> None:
        self.orders: dict[str, Order] = {}

    async def of(self, work: str) -> list[Order]:
        return [order for order in self.orders.values() if order.work == work]

    async def intend(self, order: Order, limit: Limit) -> bool:
        now = time.time()
        mine = [o for o in self.orders.values() if o.provider == order.provider]
        running = sum(o.state in OPEN and o.since > now - LONGEST_OPEN for o in mine)
        began = sum(o.since > now - limit.window for o in mine)
        if not limit.allows(running, began):
            return False
        self.orders[order.id] = order
        return True

    async def note(self, order: Order, state: State, *, task: str = "", detail: str = "") -> Order:
        noted = replace(order, state=state, task=task or order.task, detail=detail)
        self.orders[order.id] = noted
        return noted

    async def tasks(self, provider: str) -> frozenset[str]:
        return frozenset(o.task for o in self.orders.values() if o.provider == provider and o.task)

    async def open_of(self, job: str) -> list[Order]:
        return [o for o in self.orders.values() if o.job == job and o.state in OPEN]
