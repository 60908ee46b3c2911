"""Orders of paid remote tasks, and the book they are written into before they are sent.

intended ──► ordered ──► done
    │           ├──────► failed      the vendor gave up, and bills nothing
    │           ├──────► lost        the result is out of reach; it may be billed
    │           └──────► cancelled
    ├──────────────────► refused     surely not taken
    └──────────────────► unknown     taken or not? flagged for the operator, never repeated

Several may write about one order: who sent it, who took over from them, who cancels the job.
`FROM` says what may follow what, so that whoever knows less never overrules whoever knows more.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from generation.model import Cost, Role

LONGEST_OPEN = 1800.0  # seconds after which an open order no longer counts as running


class State(StrEnum):
    """Where an order stands."""

    INTENDED = "intended"
    ORDERED = "ordered"
    DONE = "done"
    FAILED = "failed"
    LOST = "lost"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


OPEN = frozenset({State.INTENDED, State.ORDERED})
TAKEN = frozenset({State.INTENDED, State.ORDERED, State.DONE})  # there may be a result to collect
COLLECTABLE = frozenset({State.ORDERED, State.DONE})
FROM: Mapping[State, frozenset[State]] = {
    State.INTENDED: frozenset(),
    State.ORDERED: frozenset({State.INTENDED, State.UNKNOWN}),
    State.DONE: frozenset({State.INTENDED, State.ORDERED}),
    State.FAILED: frozenset({State.INTENDED, State.ORDERED, State.DONE}),
    State.LOST: frozenset({State.INTENDED, State.ORDERED, State.DONE}),  # results expire
    State.REFUSED: frozenset({State.INTENDED}),
    State.UNKNOWN: frozenset({State.INTENDED}),
    State.CANCELLED: frozenset({State.ORDERED, State.UNKNOWN, State.REFUSED}),
}


class Doubled(Exception):
    """Somebody else does the same piece of work right now."""


class Dismissed(Exception):
    """The job was cancelled: nothing more is ordered for it."""


@dataclass(frozen=True, slots=True)
class Order:
    """One order: the `number`-th for a piece of `work`, which is named `{job}.{shot}.{role}`.
    `take` counts the seeds that were tried. `since` is when it was intended, as Unix time. `beat`
    goes up for as long as whoever sends it waits for the answer."""

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
    beat: int = 0

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
        """Write an order down before it is sent; False when the provider's limit is reached.

        Raises `Doubled` when there is one of this name, `Dismissed` when its job was cancelled."""
        ...

    async def beat(self, order: Order) -> None:
        """Whoever sends it is alive."""
        ...

    async def note(self, order: Order, state: State, *, task: str = "", detail: str = "") -> Order:
        """What became of an order, and what it cost. Returns how it stands: as it stood before,
        where `FROM` does not let this follow."""
        ...

    async def claim(self, order: Order, task: str) -> Order | None:
        """Note an order as ordered under a task that was found; None when another has the task."""
        ...

    async def tasks(self, provider: str) -> frozenset[str]:
        """The provider's tasks that are known."""
        ...

    async def on_their_way(self, provider: str) -> list[Order]:
        """The provider's orders that are intended."""
        ...

    async def open_of(self, job: str) -> list[Order]:
        """The orders of a job that are intended or ordered."""
        ...

    async def close(self, job: str) -> None:
        """From now on, nothing more can be intended for the job."""
        ...

    async def closed(self, job: str) -> bool:
        """Whether the job was closed."""
        ...


class MemoryBook:
    """A book that lasts as long as the process: for a crew without an engine."""

    def __init__(self) -> None:
        self.orders: dict[str, Order] = {}
        self._closed: set[str] = set()

    async def of(self, work: str) -> list[Order]:
        return [order for order in self.orders.values() if order.work == work]

    async def intend(self, order: Order, limit: Limit) -> bool:
        now = time.time()
        mine = [o for o in self.orders.values() if o.provider == order.provider]
        running = sum(o.state in OPEN and o.since > now - LONGEST_OPEN for o in mine)
        began = sum(o.since > now - limit.window for o in mine)
        if order.id in self.orders:
            raise Doubled(order.id)
        if order.job in self._closed:
            raise Dismissed(order.id)
        if not limit.allows(running, began):
            return False
        self.orders[order.id] = order
        return True

    async def beat(self, order: Order) -> None:
        before = self.orders[order.id]
        self.orders[order.id] = replace(before, beat=before.beat + 1)

    async def note(self, order: Order, state: State, *, task: str = "", detail: str = "") -> Order:
        before = self.orders[order.id]
        if state != before.state and before.state not in FROM[state]:
            return before
        task = task or order.task or before.task
        noted = replace(before, state=state, task=task, detail=detail, cost=order.cost)
        self.orders[order.id] = noted
        return noted

    async def claim(self, order: Order, task: str) -> Order | None:
        others = (o for o in self.orders.values() if o.provider == order.provider)
        if any(o.task == task and o.id != order.id for o in others):
            return None
        return await self.note(order, State.ORDERED, task=task)

    async def tasks(self, provider: str) -> frozenset[str]:
        return frozenset(o.task for o in self.orders.values() if o.provider == provider and o.task)

    async def on_their_way(self, provider: str) -> list[Order]:
        intended = (o for o in self.orders.values() if o.state == State.INTENDED)
        return [order for order in intended if order.provider == provider]

    async def open_of(self, job: str) -> list[Order]:
        return [o for o in self.orders.values() if o.job == job and o.state in OPEN]

    async def close(self, job: str) -> None:
        self._closed.add(job)

    async def closed(self, job: str) -> bool:
        return job in self._closed
