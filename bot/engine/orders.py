"""The book of orders: what was ordered from vendors, and what became of it. Every worker of the
engine writes into the same one: with PostgreSQL it is a table in the engine's database, with SQLite
a file beside the engine's, so that neither waits for the other's lock."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Float,
    Index,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    create_engine,
    func,
    select,
    text,
    update,
)
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.engine.setup import prepare_url
from generation.model import Cost
from generation.providers.routing.orders import (
    FROM,
    LONGEST_OPEN,
    OPEN,
    Dismissed,
    Doubled,
    Limit,
    Order,
    State,
)
from generation.providers.wire.failures import words
from generation.secrets import hide

T = TypeVar("T")
LOG = logging.getLogger(__name__)
BUSY_SECONDS = 10.0
AWAY_SECONDS = (0.1, 1.0, 4.0)  # before new tries

METADATA = MetaData()
ORDERS = Table(
    "reelroom_orders",
    METADATA,
    Column("id", String(200), primary_key=True),
    Column("work", String(200), nullable=False, index=True),
    Column("job", String(100), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("role", String(20), nullable=False),
    Column("provider", String(60), nullable=False, index=True),
    Column("model", String(200), nullable=False),
    Column("take", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("task", Text, nullable=False),
    Column("since", Float, nullable=False),
    Column("amount", Float),
    Column("currency", String(3)),
    Column("estimated", Integer),
    Column("detail", Text, nullable=False),
    Column("beat", Integer, nullable=False),
    Index("reelroom_orders_task", "provider", "task"),
)
CLOSED = Table(
    "reelroom_orders_closed",
    METADATA,
    Column("job", String(100), primary_key=True),
    Column("since", Float, nullable=False),
)


class Orders:
    """A `Book` in a SQLite file of its own, or in the engine's PostgreSQL database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        # One after the other: who finds SQLite locked sleeps up to a tenth of a second.
        self._hand = ThreadPoolExecutor(1, "orders")

    @classmethod
    @asynccontextmanager
    async def open(cls, database: str | Path) -> AsyncGenerator[Orders]:
        """The book: a SQLite file, made if missing, or a `postgresql://` URL."""
        engine = await asyncio.to_thread(_opened, database)
        try:
            book = cls(engine)
            try:
                yield book
            finally:
                await asyncio.to_thread(book._hand.shutdown)
        finally:
            await asyncio.to_thread(engine.dispose)

    async def of(self, work: str) -> list[Order]:
        """The orders for one piece of work, oldest first."""
        query = select(ORDERS).where(ORDERS.c.work == work).order_by(ORDERS.c.number)
        return await self._read(query)

    async def intend(self, order: Order, limit: Limit) -> bool:
        """Write an order down before it is sent; False when the provider's limit is reached.

        Raises `Doubled` when there is one of this name, `Dismissed` when its job was cancelled."""

        tries = 0

        def write(connection: Connection) -> bool:
            nonlocal tries
            tries += 1
            _lock(connection, f"job {order.job}")
            if _is_closed(connection, order.job):
                raise Dismissed(order.id)
            if limit != Limit() and not _has_room(connection, order.provider, limit):
                return False
            connection.execute(ORDERS.insert().values(**_values(order)))
            return True

        try:
            return await self._do(write)
        except IntegrityError as error:
            written = [o.since for o in await self.of(order.work) if o.id == order.id]
            if tries > 1 and written == [order.since]:
                return True  # by ourselves, in a try of which we did not hear how it ended
            raise Doubled(order.id) from error

    async def beat(self, order: Order) -> None:
        """Whoever sends it is alive."""
        sign = update(ORDERS).where(ORDERS.c.id == order.id).values(beat=ORDERS.c.beat + 1)
        await self._do(lambda connection: connection.execute(sign))

    async def note(self, order: Order, state: State, *, task: str = "", detail: str = "") -> Order:
        """What became of an order, and what it cost. Returns how it stands: as it stood before,
        where `FROM` does not let this follow."""
        return await self._do(lambda connection: _noted(connection, order, state, task, detail))

    async def claim(self, order: Order, task: str) -> Order | None:
        """Note an order as ordered under a task that was found; None when another has the task."""

        def write(connection: Connection) -> Order | None:
            _lock(connection, order.provider)
            theirs = select(func.count()).where(
                ORDERS.c.provider == order.provider, ORDERS.c.task == task, ORDERS.c.id != order.id
            )
            if connection.execute(theirs).scalar_one():
                return None
            return _noted(connection, order, State.ORDERED, task, "")

        return await self._do(write)

    async def tasks(self, provider: str) -> frozenset[str]:
        """The provider's tasks that are known."""
        query = select(ORDERS.c.task).where(ORDERS.c.provider == provider, ORDERS.c.task != "")
        return await self._do(lambda connection: frozenset(connection.execute(query).scalars()))

    async def on_their_way(self, provider: str) -> list[Order]:
        """The provider's orders that are intended."""
        intended = ORDERS.c.state == State.INTENDED.value
        return await self._read(select(ORDERS).where(ORDERS.c.provider == provider, intended))

    async def open_of(self, job: str) -> list[Order]:
        """The orders of a job that are intended or ordered."""
        return await self._read(select(ORDERS).where(ORDERS.c.job == job, _is_open()))

    async def close(self, job: str) -> None:
        """From now on, nothing more can be intended for the job."""

        def write(connection: Connection) -> None:
            _lock(connection, f"job {job}")
            if not _is_closed(connection, job):
                connection.execute(CLOSED.insert().values(job=job, since=time.time()))

        await self._do(write)

    async def closed(self, job: str) -> bool:
        """Whether the job was closed."""
        return await self._do(lambda connection: _is_closed(connection, job))

    async def unsettled(self) -> list[Order]:
        """Those of unknown outcome: the operator may look for them at the vendor's."""
        return await self._read(select(ORDERS).where(ORDERS.c.state == State.UNKNOWN.value))

    async def spent(self, since: float) -> list[tuple[str, Cost, int]]:
        """What was taken since then (Unix time): provider, sum and number of orders."""
        billed = ORDERS.c.state.not_in([State.REFUSED.value, State.FAILED.value])
        query = (
            select(ORDERS.c.provider, ORDERS.c.currency, func.sum(ORDERS.c.amount), func.count())
            .where(ORDERS.c.since >= since, ORDERS.c.amount.is_not(None), billed)
            .group_by(ORDERS.c.provider, ORDERS.c.currency)
            .order_by(ORDERS.c.provider)
        )

        def read(connection: Connection) -> list[tuple[str, Cost, int]]:
            return [
                (row[0], Cost(amount=round(row[2], 4), currency=row[1]), row[3])
                for row in connection.execute(query)
            ]

        return await self._do(read)

    async def forget(self, before: float) -> None:
        """Remove what is older (Unix time), and settled."""
        old = ORDERS.delete().where(ORDERS.c.since < before, ORDERS.c.state != State.UNKNOWN.value)
        await self._do(lambda connection: connection.execute(old))
        long_closed = CLOSED.delete().where(CLOSED.c.since < before)
        await self._do(lambda connection: connection.execute(long_closed))

    async def _read(self, query: Any) -> list[Order]:
        return await self._do(lambda c: [_order(row) for row in c.execute(query)])

    async def _do(self, work: Callable[[Connection], T]) -> T:
        """Do it in one transaction; again, from the beginning, where the database went away."""

        def once() -> T:
            with self.engine.begin() as connection:
                return work(connection)

        def run() -> T:
            for wait in AWAY_SECONDS:
                try:
                    return once()
                except OperationalError as error:
                    LOG.warning("the book of orders is away: %s", words(error.orig or error))
                    time.sleep(wait)
            return once()

        return await asyncio.get_running_loop().run_in_executor(self._hand, run)


def _opened(database: str | Path) -> Engine:
    url = prepare_url(database)
    sqlite = url.startswith("sqlite")
    engine = create_engine(
        url if sqlite else url.replace("postgresql://", "postgresql+psycopg://", 1),
        connect_args={"timeout": BUSY_SECONDS} if sqlite else {},
        pool_pre_ping=not sqlite,
    )
    with engine.begin() as connection:
        _lock(connection, "tables")  # many may begin at once
        METADATA.create_all(connection)
    return engine


def _lock(connection: Connection, name: str) -> None:
    """Let nobody else pass who comes with this name, until the transaction ends."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        lock = text("SELECT pg_advisory_xact_lock(hashtext(:name))")
        connection.execute(lock, {"name": f"reelroom {name}"})


def _is_closed(connection: Connection, job: str) -> bool:
    return connection.execute(select(CLOSED).where(CLOSED.c.job == job)).first() is not None


def _noted(connection: Connection, order: Order, state: State, task: str, detail: str) -> Order:
    mine, cost = ORDERS.c.id == order.id, _cost_values(order.cost)
    may = ORDERS.c.state.in_([before.value for before in {*FROM[state], state}])
    values: dict[str, Any] = {"state": state.value, "detail": hide(detail), **cost}
    if task or order.task:
        values["task"] = task or order.task
    connection.execute(update(ORDERS).where(mine, may).values(**values))
    row = connection.execute(select(ORDERS).where(mine)).first()
    return _order(row) if row else replace(order, state=state, task=task or order.task)


def _has_room(connection: Connection, provider: str, limit: Limit) -> bool:
    """Whether one more order fits. Nobody else can take the same place meanwhile."""
    if connection.dialect.name != "sqlite":  # there, all of it is locked already
        _lock(connection, provider)
    now, mine = time.time(), ORDERS.c.provider == provider
    running = select(func.count()).where(mine, _is_open(), ORDERS.c.since > now - LONGEST_OPEN)
    began = select(func.count()).where(mine, ORDERS.c.since > now - limit.window)
    return limit.allows(
        connection.execute(running).scalar_one(), connection.execute(began).scalar_one()
    )


def _is_open() -> ColumnElement[bool]:
    return ORDERS.c.state.in_([state.value for state in OPEN])


def _values(order: Order) -> dict[str, Any]:
    return {
        "id": order.id,
        "work": order.work,
        "job": order.job,
        "number": order.number,
        "role": order.role,
        "provider": order.provider,
        "model": order.model,
        "take": order.take,
        "state": order.state.value,
        "task": order.task,
        "since": order.since,
        "detail": hide(order.detail),
        "beat": order.beat,
        **_cost_values(order.cost),
    }


def _cost_values(cost: Cost | None) -> dict[str, Any]:
    return {
        "amount": cost and cost.amount,
        "currency": cost and cost.currency,
        "estimated": cost and int(cost.estimated),
    }


def _order(row: Row[Any]) -> Order:
    cost = None
    if row.amount is not None:
        cost = Cost(amount=row.amount, currency=row.currency, estimated=bool(row.estimated))
    return Order(
        work=row.work,
        number=row.number,
        role=row.role,
        provider=row.provider,
        model=row.model,
        take=row.take,
        state=State(row.state),
        task=row.task,
        since=row.since,
        cost=cost,
        detail=row.detail,
        beat=row.beat,
    )
