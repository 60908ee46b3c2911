"""What is ordered from vendors is ordered once, whatever dies in between."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.engine.orders import Orders
from generation.errors import FALLBACK_ALLOWED, BadInput, Kind, ProviderError
from generation.providers.contract import Member
from generation.providers.routing.commission import dismiss
from generation.providers.routing.orders import Book, Limit, Order, State
from tests.generation.takers import (
    FILE,
    PRICE,
    WORK,
    Candid,
    Commissioned,
    Killed,
    Vendor,
    failing,
    states,
)


async def test_a_picture_is_ordered_collected_and_written_down(
    commission: Commissioned, book: Book
) -> None:
    vendor = Vendor()
    made = await commission(vendor).fulfil()
    assert made.provenance.cost and made.provenance.cost.amount == 0.2
    assert made.provenance.started and made.provenance.took is not None
    [order] = await book.of(WORK)
    assert (order.state, order.task, order.provider) == (State.DONE, "vendor-0", "vendor")
    assert vendor.taken == {"vendor-0": f"{WORK}.0"}


async def test_dying_while_waiting_does_not_order_again(
    commission: Commissioned, book: Book
) -> None:
    vendor = Vendor(at_collect=[Killed()])
    with pytest.raises(Killed):
        await commission(vendor).fulfil()
    assert await states(book) == [State.ORDERED]
    assert (await commission(vendor).fulfil()).file == FILE
    assert len(vendor.taken) == 1


async def test_dying_after_the_result_came_does_not_order_again(
    commission: Commissioned, book: Book
) -> None:
    vendor = Vendor()
    await commission(vendor).fulfil()
    await commission(vendor).fulfil()  # the step's result was never written down
    assert len(vendor.taken) == 1


async def test_dying_before_the_answer_came_is_reconciled(
    commission: Commissioned, book: Book
) -> None:
    vendor = Candid(at_start=[Killed()])
    with pytest.raises(Killed):
        await commission(vendor).fulfil()
    assert await states(book) == [State.INTENDED]
    await commission(vendor).fulfil()
    assert await states(book) == [State.REFUSED, State.DONE]
    assert len(vendor.taken) == 1


async def test_dying_on_the_way_to_a_vendor_that_cannot_be_asked_gives_up(
    commission: Commissioned, book: Book
) -> None:
    vendor = Vendor(at_start=[Killed()])
    with pytest.raises(Killed):
        await commission(vendor).fulfil()
    with pytest.raises(ProviderError) as caught:
        await commission(vendor).fulfil()
    assert caught.value.kind == Kind.UNKNOWN_SUBMIT
    assert await states(book) == [State.UNKNOWN]
    assert vendor.taken == {}


async def test_a_person_may_decide_to_order_again_what_nobody_knows_about(
    commission: Commissioned, book: Book
) -> None:
    vendor = Vendor(at_start=[failing(Kind.UNKNOWN_SUBMIT)])
    with pytest.raises(ProviderError):
        await commission(vendor).fulfil()
    await commission(vendor).fulfil()
    assert await states(book) == [State.UNKNOWN, State.DONE]


async def test_an_order_whose_answer_was_lost_is_found_and_collected(
    commission: Commissioned, book: Book
) -> None:
    vendor = Candid(answer_is_lost=True)
    await commission(vendor).fulfil()
    assert len(vendor.taken) == 1
    assert await states(book) == [State.DONE]


async def test_an_order_that_surely_was_not_taken_is_sent_again(
    commission: Commissioned, book: Book
) -> None:
    vendor = Candid(at_start=[failing(Kind.UNKNOWN_SUBMIT)])
    await commission(vendor).fulfil()
    assert await states(book) == [State.REFUSED, State.DONE]


async def test_what_failed_in_passing_is_ordered_twice_more_then_elsewhere(
    commission: Commissioned,
) -> None:
    first, second = Vendor("a", at_start=[failing(Kind.PASSING)] * 9), Vendor("b")
    made = await commission(first, second).fulfil()
    assert made.provenance.provider == "b"
    assert len(first.seeds) == 3


async def test_a_busy_vendor_is_waited_for(commission: Commissioned) -> None:
    vendor = Vendor(at_start=[failing(Kind.BUSY)] * 3)
    assert (await commission(vendor).fulfil()).provenance.provider == "vendor"


async def test_a_held_back_picture_is_tried_once_with_another_seed(
    commission: Commissioned, book: Book
) -> None:
    vendor = Vendor(at_collect=[failing(Kind.MODERATED_OUTPUT)])
    made = await commission(vendor).fulfil()
    assert vendor.seeds == [7, 1007]
    assert made.provenance.seed == 1007
    assert await states(book) == [State.FAILED, State.DONE]


async def test_the_other_seed_is_remembered_across_a_crash(commission: Commissioned) -> None:
    vendor = Vendor(at_collect=[failing(Kind.MODERATED_OUTPUT), Killed()])
    with pytest.raises(Killed):
        await commission(vendor).fulfil()
    made = await commission(vendor).fulfil()
    assert made.provenance.seed == 1007
    assert len(vendor.taken) == 2


async def test_a_task_that_the_vendor_gave_up_is_ordered_once_more(
    commission: Commissioned,
) -> None:
    vendor = Vendor(at_collect=[failing(Kind.FAILED)])
    await commission(vendor).fulfil()
    assert len(vendor.taken) == 2
    with pytest.raises(ProviderError):
        again = Vendor(at_collect=[failing(Kind.FAILED)] * 2)
        await commission(again, work="job1.s1.painter").fulfil()


@pytest.mark.parametrize("kind", [Kind.PASSING, Kind.ACCOUNT, Kind.BUSY])
async def test_a_paid_order_is_not_given_to_another_because_it_cannot_be_looked_at(
    commission: Commissioned, book: Book, kind: Kind
) -> None:
    first, second = Vendor("a", at_collect=[failing(kind)] * 20), Vendor("b")
    with pytest.raises(ProviderError) as caught:
        await commission(first, second).fulfil()
    assert caught.value.kind == Kind.LOST
    assert second.taken == {}
    assert await states(book) == [State.ORDERED]
    first.at_collect.clear()
    assert (await commission(first, second).fulfil()).provenance.provider == "a"
    assert len(first.taken) == 1


@pytest.mark.parametrize("kind", list(Kind))
async def test_after_a_refusal_the_next_is_asked_only_where_the_kind_allows_it(
    commission: Commissioned, kind: Kind
) -> None:
    first, second = Vendor("a", at_start=[failing(kind)] * 99), Vendor("b")
    if kind in FALLBACK_ALLOWED:
        assert (await commission(first, second).fulfil()).provenance.provider == "b"
    else:
        with pytest.raises(ProviderError):
            await commission(first, second).fulfil()
        assert second.taken == {}


async def test_a_picture_that_cannot_be_used_is_the_persons_to_know(
    commission: Commissioned, book: Book
) -> None:
    with pytest.raises(BadInput):
        await commission(Vendor(at_start=[BadInput("picture.unreadable")])).fulfil()
    assert await states(book) == [State.REFUSED]


async def test_an_order_on_its_way_is_written_down_although_the_job_is_cut_short(
    commission: Commissioned, book: Book
) -> None:
    vendor = Vendor(slow=0.2)
    commissioned = commission(vendor)
    task = asyncio.create_task(commissioned.fulfil())
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await commissioned.roster.outbox.settled()
    [order] = await book.of(WORK)
    assert (order.state, order.task) == (State.ORDERED, "vendor-0")
    vendor.slow = 0
    await commission(vendor).fulfil()
    assert len(vendor.taken) == 1


async def test_a_cancelled_job_stops_what_runs_at_the_vendor(
    commission: Commissioned, book: Book
) -> None:
    vendor = Vendor(at_collect=[Killed()])
    commissioned = commission(vendor)
    with pytest.raises(Killed):
        await commissioned.fulfil()
    await dismiss(commissioned.roster, book, "job1")
    await dismiss(commissioned.roster, book, "job1")
    assert vendor.cancelled == ["vendor-0"]
    assert await states(book) == [State.CANCELLED]
    assert await book.open_of("job1") == []


async def test_no_more_orders_run_at_once_than_the_setting_says(
    commission: Commissioned,
) -> None:
    vendor, env = Vendor(slow=0.02), {"REELROOM_AT_ONCE": "vendor:2"}
    works = [f"job{n}.s0.painter" for n in range(6)]
    await asyncio.gather(*(commission(vendor, work=w, env=env).fulfil() for w in works))
    assert len(vendor.taken) == 6
    assert vendor.most == 2


async def test_orders_begin_no_faster_than_the_setting_says(book: Book) -> None:
    limit = Limit(per_second=2)
    order = Order(WORK, 0, "painter", "vendor", "m")
    assert await book.intend(order, limit)
    assert await book.intend(replace(order, number=1), limit)
    assert not await book.intend(replace(order, number=2), limit)
    assert await book.intend(replace(order, number=2, provider="other"), limit)


async def test_an_order_by_a_vendor_that_is_gone_goes_to_whoever_is_there(
    commission: Commissioned, book: Book
) -> None:
    with pytest.raises(Killed):
        await commission(Vendor("old", at_collect=[Killed()])).fulfil()
    assert (await commission(Vendor("new")).fulfil()).provenance.provider == "new"
    assert await states(book) == [State.LOST, State.DONE]


async def test_the_book_knows_what_was_spent_and_what_is_open(tmp_path: Path) -> None:
    async with Orders.open(tmp_path / "e.sqlite") as book:
        member = Member("painter", Vendor(), "m", tariff=(PRICE,), remote=True)
        for number, state in enumerate((State.DONE, State.FAILED, State.UNKNOWN, State.DONE)):
            order = Order(WORK, number, "painter", "vendor", "m", cost=member.cost())
            await book.intend(order, Limit())
            await book.note(order, state)
        [(name, cost, count)] = await book.spent(0)
        assert (name, cost.amount, cost.currency, count) == ("vendor", 0.6, "CNY", 3)
        assert [order.number for order in await book.unsettled()] == [2]
        await book.forget(before=1e12)
        assert await states(book) == [State.UNKNOWN]
