"""Several at one order: who sends it, who took over from them, who cancels it."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.engine.orders import Orders
from bot.shelf import MediaShelf
from generation.errors import ProviderError
from generation.model import Ticket
from generation.providers.contract import Bench, Unsure
from generation.providers.routing.commission import dismiss
from generation.providers.routing.orders import (
    FROM,
    Book,
    Dismissed,
    Doubled,
    Limit,
    MemoryBook,
    Order,
    State,
)
from generation.providers.routing.outbox import Outbox
from generation.providers.routing.patience import Patience
from storage.files import Files
from tests.generation.takers import FILE, WORK, Candid, Commissioned, Vendor, states

ROOT = Path(__file__).parents[2]
WATCHFUL = Patience((0.01,), busy=0.01, reconcile=(0.02, 0.04), silence=0.3)
RUSH = """
import asyncio, sys
from bot.engine.orders import Orders
from generation.providers.routing.orders import Limit, Order, State

async def main(database, name):
    most = 0
    async with Orders.open(database) as book:
        async def one(n):
            nonlocal most
            order = Order(f"{name}{n}.s0.painter", 0, "painter", "vendor", "m")
            while not await book.intend(order, Limit(at_once=3)):
                await asyncio.sleep(0.005)
            most = max(most, len(await book.on_their_way("vendor")))
            await book.note(order, State.REFUSED)
        await asyncio.gather(*(one(n) for n in range(20)))
    print(most)

asyncio.run(main(*sys.argv[1:]))
"""


@dataclass
class Forgetful(Candid):
    """One that does not know orders by name: any task that is nobody's may be it."""

    asked: list[frozenset[str]] = field(default_factory=list[frozenset[str]])

    async def find(self, request: Any, unsure: Unsure) -> Ticket | None:
        self.asked.append(unsure.known)
        tasks = [task for task in self.taken if task not in unsure.known]
        return Ticket(provider=self.name, task=tasks[0]) if tasks else None


@dataclass
class Slow(Vendor):
    """One that takes an order at once and answers late."""

    async def start(self, request: Any, bench: Bench) -> Ticket:
        ticket = await super().start(request, bench)
        await asyncio.sleep(0.4)
        return ticket


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 (a counter)
            await asyncio.sleep(0.005)


async def test_the_same_work_done_twice_at_once_is_ordered_once(
    commission: Commissioned, book: Book
) -> None:
    vendor = Vendor(slow=0.05)
    made = await asyncio.gather(*(commission(vendor).fulfil() for _ in range(4)))
    assert [m.file for m in made] == [FILE] * 4
    assert len(vendor.taken) == 1
    assert await states(book) == [State.DONE]


@pytest.mark.parametrize("kind", [Vendor, Candid])
async def test_who_takes_over_waits_for_a_sender_that_lives(
    commission: Commissioned, book: Book, kind: type[Vendor]
) -> None:
    vendor = kind(slow=0.5)
    first = asyncio.create_task(commission(vendor, patience=WATCHFUL).fulfil())
    await until(lambda: len(vendor.seeds) == 1)
    second = await commission(vendor, patience=WATCHFUL).fulfil()
    assert second.file == (await first).file == FILE
    assert len(vendor.taken) == 1
    assert await states(book) == [State.DONE]


async def test_an_order_whose_sender_gives_no_sign_was_never_sent(
    commission: Commissioned, book: Book
) -> None:
    vendor = Candid()
    await book.intend(Order(WORK, 0, "painter", "vendor", "m"), Limit())
    await commission(vendor, patience=WATCHFUL).fulfil()
    assert await states(book) == [State.REFUSED, State.DONE]


async def test_a_cut_short_line_leaves_its_order_to_the_next_one_in_the_same_process(
    commission: Commissioned, book: Book
) -> None:
    vendor = Vendor(slow=0.3)
    one = commission(vendor)
    task = asyncio.create_task(one.fulfil())
    await until(lambda: len(vendor.seeds) == 1)
    task.cancel()
    await asyncio.wait({task})
    assert (await one.fulfil()).file == FILE
    assert len(vendor.taken) == 1
    assert await states(book) == [State.DONE]


async def test_a_job_cancelled_while_an_order_is_on_its_way_is_stopped_at_the_vendor(
    commission: Commissioned, book: Book
) -> None:
    vendor = Vendor(slow=0.3)
    one = commission(vendor, patience=WATCHFUL)
    task = asyncio.create_task(one.fulfil())
    await until(lambda: len(vendor.seeds) == 1)
    task.cancel()
    await dismiss(commission(vendor, patience=WATCHFUL).roster, book, "job1")
    assert vendor.cancelled == ["vendor-0"]
    assert await states(book) == [State.CANCELLED]


async def test_nothing_is_ordered_for_a_job_once_it_is_cancelled(
    commission: Commissioned, book: Book
) -> None:
    vendor = Vendor()
    one = commission(vendor)
    await dismiss(one.roster, book, "job1")
    with pytest.raises(ProviderError, match="cancelled"):
        await one.fulfil()
    with pytest.raises(Dismissed):
        await book.intend(Order(WORK, 0, "painter", "vendor", "m"), Limit())
    assert vendor.seeds == [] and await states(book) == []
    await commission(vendor, work="job2.s0.painter").fulfil()


async def test_an_answer_that_comes_when_nobody_expects_it_is_given_back(
    commission: Commissioned, book: Book
) -> None:
    vendor = Vendor(slow=0.3)
    one = commission(vendor)
    task = asyncio.create_task(one.fulfil())
    await until(lambda: len(vendor.seeds) == 1)
    await book.close("job1")
    [order] = await book.of(WORK)
    await book.note(order, State.UNKNOWN)
    with pytest.raises(ProviderError, match="not wanted"):
        await task
    assert vendor.cancelled == ["vendor-0"]
    assert await states(book) == [State.CANCELLED]


async def test_one_task_never_answers_two_orders(commission: Commissioned, book: Book) -> None:
    vendor = Forgetful()
    for shot in range(2):
        await book.intend(Order(f"job1.s{shot}.painter", 0, "painter", "vendor", "m"), Limit())
    vendor.taken["vendor-0"] = "one of them"
    works = [f"job1.s{shot}.painter" for shot in range(2)]
    await asyncio.gather(*(commission(vendor, work=work).fulfil() for work in works))
    orders = [order for work in works for order in await book.of(work)]
    tasks = [order.task for order in orders if order.state == State.DONE]
    assert sorted(tasks) == ["vendor-0", "vendor-1"]


async def test_a_task_whose_answer_is_on_its_way_to_another_is_not_adopted(
    commission: Commissioned, book: Book
) -> None:
    slow, vendor = Slow(), Forgetful()
    vendor.taken = slow.taken
    await book.intend(Order(WORK, 0, "painter", "vendor", "m"), Limit())
    other = "job2.s0.painter"
    sending = asyncio.create_task(commission(slow, work=other, patience=WATCHFUL).fulfil())
    await until(lambda: len(slow.taken) == 1)
    await commission(vendor, patience=WATCHFUL).fulfil()
    await sending
    assert [(o.state, o.task) for o in await book.of(other)] == [(State.DONE, "vendor-0")]
    assert [(o.state, o.task) for o in await book.of(WORK)][-1] == (State.DONE, "vendor-1")


async def test_whoever_knows_less_never_overrules_whoever_knows_more(book: Book) -> None:
    number = 0
    for before in State:
        for after in State:
            order = Order(WORK, number, "painter", "vendor", "m", state=before)
            number += 1
            await book.intend(order, Limit())
            noted = await book.note(order, after)
            allowed = before == after or before in FROM[after]
            assert noted.state == (after if allowed else before)
            assert (await book.of(WORK))[-1].state == noted.state


async def test_what_is_told_of_an_order_stays(book: Book) -> None:
    order = Order(WORK, 0, "painter", "vendor", "m")
    await book.intend(order, Limit())
    with pytest.raises(Doubled):
        await book.intend(order, Limit())
    await book.beat(order)
    assert [o.beat for o in await book.on_their_way("vendor")] == [1]
    await book.note(order, State.ORDERED, task="t1")
    assert (await book.note(order, State.DONE)).task == "t1"
    other = Order(WORK, 1, "painter", "vendor", "m")
    await book.intend(other, Limit())
    assert await book.claim(other, "t1") is None
    assert await book.claim(other, "t2")
    assert await book.tasks("vendor") == {"t1", "t2"}
    assert not await book.closed("job1")
    await book.close("job1")
    await book.close("job1")
    assert await book.closed("job1")


class Flaky(MemoryBook):
    """One that is away when the first answer is to be written down."""

    away = True

    async def note(self, order: Order, state: State, *, task: str = "", detail: str = "") -> Order:
        if self.away:
            self.away = False
            raise OSError("the server closed the connection")
        return await super().note(order, state, task=task, detail=detail)


async def test_a_book_away_for_a_moment_loses_no_answer(tmp_path: Path) -> None:
    book, vendor = Flaky(), Vendor()
    order = Order(WORK, 0, "painter", "vendor", "m")
    bench = Bench(MediaShelf(Files(tmp_path, 10**9, 1)), tmp_path, lambda done, of: None, order.id)
    outbox = Outbox(1.0)
    await outbox.place(book, order, Limit(), vendor, lambda: vendor.start(7, bench))
    assert [(o.state, o.task) for o in await book.of(WORK)] == [(State.ORDERED, "vendor-0")]


async def test_leaving_waits_for_answers_but_not_for_ever(commission: Commissioned) -> None:
    vendor, loop = Vendor(slow=0.2), asyncio.get_running_loop()
    one = commission(vendor)
    began = loop.time()
    await one.roster.outbox.settled()
    assert loop.time() - began < 0.05
    task = asyncio.create_task(one.fulfil())
    await until(lambda: len(vendor.seeds) == 1)
    task.cancel()
    await one.roster.outbox.settled(0.05)
    assert vendor.taken == {}
    assert one.roster.outbox.sending(Order(WORK, 0, "painter", "vendor", "m")) is None


async def test_two_processes_never_run_more_orders_than_the_limit(
    book: Book, tmp_path: Path
) -> None:
    if not isinstance(book, Orders):
        pytest.skip("a book of one process")
    url = book.engine.url.render_as_string(hide_password=False)
    database = url.removeprefix("sqlite:///").replace("+psycopg", "")
    rushes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-W", "error", "-c", RUSH, database, name, cwd=ROOT, stdout=PIPE
        )
        for name in ("a", "b")
    ]
    said = [(await rush.communicate())[0] for rush in rushes]
    assert [rush.returncode for rush in rushes] == [0, 0]
    assert max(int(most) for most in said) <= 3
    assert {o.state for n in range(20) for o in await book.of(f"b{n}.s0.painter")} == {
        State.REFUSED
    }


async def test_a_server_that_cuts_connections_loses_and_doubles_nothing(book: Book) -> None:
    if not isinstance(book, Orders) or book.engine.dialect.name == "sqlite":
        pytest.skip("a book without a server")
    url = book.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    stop = asyncio.Event()

    async def cut() -> None:
        while not stop.is_set():
            await asyncio.to_thread(cut_all, url)
            await asyncio.sleep(0.05)

    cutting = asyncio.create_task(cut())
    for number in range(60):
        order = Order(WORK, number, "painter", "vendor", "m")
        assert await book.intend(order, Limit(at_once=3))
        await book.beat(order)
        assert (await book.note(order, State.REFUSED)).state == State.REFUSED
        await asyncio.sleep(0.01)
    stop.set()
    await cutting
    assert [order.number for order in await book.of(WORK)] == list(range(60))


def cut_all(url: str) -> None:
    """End every connection to the database but this."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


async def test_many_open_the_same_new_book_at_once(tmp_path: Path) -> None:
    async def opened() -> list[Order]:
        async with Orders.open(tmp_path / "orders.sqlite") as book:
            return await book.unsettled()

    assert await asyncio.gather(*(opened() for _ in range(8))) == [[]] * 8
