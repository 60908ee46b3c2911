"""Credits: nobody is charged twice, nor for what they did not get, nor below nothing."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from storage.database import Database, rows
from storage.errors import HouseFull, NotEnough
from storage.ledger import Ledger
from storage.people import People

T = TypeVar("T")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ALLOWANCE = 100


class Time:
    """A clock that only moves when told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with await Database.open(tmp_path / "reelroom.db") as opened:
        yield opened


async def available(ledger: Ledger) -> int:
    return (await ledger.balance("mei")).available


async def test_a_job_holds_its_estimate_and_pays_what_it_cost(db: Database) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    await ledger.hold("mei", "film", 40)
    held = await ledger.balance("mei")
    assert (held.available, held.held, held.used_today) == (60, 40, 40)

    assert await ledger.settle("film", 25) == 25
    after = await ledger.balance("mei")
    assert (after.available, after.held, after.used_today) == (75, 0, 25)
    assert after.resets_at == datetime(2026, 11, 22, tzinfo=UTC)


async def test_everything_twice_is_once(db: Database) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    for _ in range(2):
        await ledger.grant("mei", 7, "welcome")
        await ledger.hold("mei", "a", 40)
        await ledger.hold("mei", "b", 30)
    for _ in range(2):
        assert await ledger.settle("a", 10) == 10
        await ledger.release("b")
    assert await available(ledger) == 97


async def test_the_first_end_of_a_job_stands(db: Database) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    await ledger.hold("mei", "a", 40)
    await ledger.release("a")
    assert await ledger.settle("a", 40) == 0
    await ledger.hold("mei", "b", 40)
    await ledger.settle("b", 30)
    await ledger.release("b")
    assert await available(ledger) == 70


async def test_a_job_never_costs_more_than_was_held(db: Database) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    await ledger.hold("mei", "a", 40)
    assert await ledger.settle("a", 1000) == 40


async def test_a_job_without_a_hold_cannot_be_charged(db: Database) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    await ledger.release("never")
    with pytest.raises(LookupError, match="never"):
        await ledger.settle("never", 1)


async def test_too_little_is_refused_with_what_there_is_and_when_there_is_more(
    db: Database,
) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    with pytest.raises(NotEnough) as refused:
        await ledger.hold("mei", "a", 101)
    assert (refused.value.balance, refused.value.needed) == (100, 101)
    assert refused.value.resets_at == datetime(2026, 11, 22, tzinfo=UTC)
    assert await available(ledger) == 100


async def test_a_hundred_requests_at_once_never_overdraw(db: Database) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    outcomes = await asyncio.gather(
        *[ledger.hold("mei", f"j{n}", 10) for n in range(100)], return_exceptions=True
    )
    assert outcomes.count(None) == 10
    assert sum(isinstance(o, NotEnough) for o in outcomes) == 90
    assert await available(ledger) == 0


async def test_todays_allowance_is_spent_before_what_was_granted(db: Database) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    await ledger.grant("mei", 50, "welcome")
    await ledger.hold("mei", "a", 120)
    balance = await ledger.balance("mei")
    assert (balance.used_today, balance.granted, balance.available) == (100, 30, 30)

    await ledger.settle("a", 90)
    balance = await ledger.balance("mei")
    assert (balance.used_today, balance.granted, balance.available) == (90, 50, 60)


async def test_a_hold_over_midnight_refills_no_purse_beyond_its_size(db: Database) -> None:
    time = Time()
    ledger = Ledger(db, ALLOWANCE, time)
    await ledger.grant("mei", 10, "welcome")
    await ledger.hold("mei", "late", 110)
    time.now += timedelta(days=1)
    assert await available(ledger) == 100

    await ledger.release("late")
    balance = await ledger.balance("mei")
    assert (balance.available, balance.used_today, balance.granted) == (110, 0, 10)


async def test_a_smaller_allowance_tomorrow_does_not_rewrite_yesterday(db: Database) -> None:
    time = Time()
    await Ledger(db, ALLOWANCE, time).hold("mei", "a", 100)
    time.now += timedelta(days=1)
    assert await available(Ledger(db, 20, time)) == 20


async def test_one_persons_spending_is_not_anothers(db: Database) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    await ledger.hold("kenji", "k", 90)
    assert await available(ledger) == 100


@pytest.mark.parametrize("credits", [0, -5])
async def test_only_positive_numbers_are_held_or_granted(db: Database, credits: int) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    with pytest.raises(ValueError, match=str(credits)):
        await ledger.hold("mei", "a", credits)
    with pytest.raises(ValueError, match=str(credits)):
        await ledger.grant("mei", credits, "g")


async def test_a_grant_says_whether_it_was_the_first(db: Database) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    assert await ledger.grant("mei", 7, "welcome")
    assert not await ledger.grant("mei", 70, "welcome")
    assert await available(ledger) == 107


async def test_an_allowance_of_ones_own_goes_before_the_usual_one(db: Database) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    for name in ("mei", "kenji"):
        await People(db).greet(name, "t", name, "ja")
    await ledger.allow("mei", 150)
    await ledger.hold("mei", "a", 150)
    with pytest.raises(NotEnough):
        await ledger.hold("kenji", "b", 150)

    await ledger.allow("mei", 0)
    assert (await ledger.balance("mei")).allowance == await available(ledger) == 0
    await ledger.allow("mei", None)
    await ledger.release("a")
    assert await available(ledger) == ALLOWANCE


async def test_a_limit_is_never_negative(db: Database) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    with pytest.raises(ValueError, match="-1"):
        await ledger.set_ceiling(-1)
    with pytest.raises(ValueError, match="-1"):
        await ledger.allow("mei", -1)


async def test_everybody_together_stays_below_the_ceiling_whichever_purse_pays(
    db: Database,
) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    await ledger.set_ceiling(150)
    await ledger.grant("mei", 500, "gift")
    await ledger.hold("mei", "a", 140)
    with pytest.raises(HouseFull) as refused:
        await ledger.hold("kenji", "b", 20)
    assert (refused.value.balance, refused.value.needed) == (10, 20)
    assert refused.value.resets_at == datetime(2026, 11, 22, tzinfo=UTC)
    assert (await ledger.balance("kenji")).available == ALLOWANCE
    with pytest.raises(HouseFull):
        await ledger.check("kenji", 20)
    await ledger.check("kenji", 0)
    await ledger.hold("mei", "a", 140)

    await ledger.settle("a", 120)
    await ledger.hold("kenji", "b", 20)
    assert (await ledger.house()).used_today == 140


async def test_a_person_who_could_not_pay_anyway_is_told_of_their_own_credits(
    db: Database,
) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    await ledger.set_ceiling(10)
    with pytest.raises(NotEnough) as refused:
        await ledger.hold("mei", "a", 101)
    assert not isinstance(refused.value, HouseFull)


async def test_a_hundred_people_at_once_never_pass_the_ceiling(db: Database) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    await ledger.set_ceiling(205)
    outcomes = await asyncio.gather(
        *[ledger.hold(f"p{n}", f"j{n}", 10) for n in range(100)], return_exceptions=True
    )
    assert outcomes.count(None) == 20
    assert sum(isinstance(o, HouseFull) for o in outcomes) == 80
    assert (await ledger.house()).used_today == 200


async def test_a_ceiling_is_for_the_day_and_what_is_freed_late_is_of_its_own_day(
    db: Database,
) -> None:
    time = Time()
    ledger = Ledger(db, ALLOWANCE, time)
    await ledger.set_ceiling(100)
    await ledger.hold("mei", "late", 100)
    time.now += timedelta(days=1)
    await ledger.hold("kenji", "a", 60)
    await ledger.release("late")
    assert (await ledger.house()).used_today == 60
    with pytest.raises(HouseFull):
        await ledger.hold("mei", "b", 50)


async def test_a_ceiling_can_be_lowered_below_what_is_used_and_lifted(db: Database) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    await ledger.hold("mei", "a", 50)
    await ledger.set_ceiling(20)
    with pytest.raises(HouseFull) as refused:
        await ledger.hold("kenji", "b", 1)
    assert refused.value.balance == 0
    await ledger.set_ceiling(None)
    await ledger.hold("kenji", "b", 1)
    assert (await ledger.house()).ceiling is None


class AnyOrder(RuleBasedStateMachine):
    """Grants, holds, ends and midnights in any order, beside a plain model of two purses."""

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.time = Time()
        self.folder = TemporaryFolder()
        self.db = self.loop.run_until_complete(Database.open(self.folder.path / "l.db"))
        self.ledger = Ledger(self.db, ALLOWANCE, self.time)
        self.daily, self.granted = ALLOWANCE, 0
        self.holds: dict[str, tuple[int, int, int] | None] = {}  # day, from daily, from granted
        self.day = 0

    @rule(credits=st.integers(1, 80), key=st.sampled_from("xyz"))
    def grant(self, credits: int, key: str) -> None:
        if f"grant {key}" not in self.holds:
            self.granted += credits
            self.holds[f"grant {key}"] = None
        self.run(self.ledger.grant("mei", credits, key))

    @rule(credits=st.integers(1, 120), job=st.sampled_from("abcdef"))
    def hold(self, credits: int, job: str) -> None:
        fits = credits <= self.daily + self.granted
        if job not in self.holds and not fits:
            with pytest.raises(NotEnough):
                self.run(self.ledger.hold("mei", job, credits))
            return
        self.run(self.ledger.hold("mei", job, credits))
        if job not in self.holds:
            daily = min(credits, self.daily)
            self.holds[job] = (self.day, daily, credits - daily)
            self.daily -= daily
            self.granted -= credits - daily

    @rule(credits=st.integers(0, 120), job=st.sampled_from("abcdef"))
    def settle(self, credits: int, job: str) -> None:
        if job not in self.holds:
            with pytest.raises(LookupError):
                self.run(self.ledger.settle(job, credits))
            return
        self.run(self.ledger.settle(job, credits))
        self.give_back(job, credits)

    @rule(job=st.sampled_from("abcdef"))
    def release(self, job: str) -> None:
        self.run(self.ledger.release(job))
        self.give_back(job, 0)

    @rule()
    def midnight(self) -> None:
        self.time.now += timedelta(days=1)
        self.day, self.daily = self.day + 1, ALLOWANCE

    def give_back(self, job: str, charge: int) -> None:
        if hold := self.holds.get(job):
            day, daily, granted = hold
            kept = min(charge, daily)
            self.daily += daily - kept if day == self.day else 0
            self.granted += granted - min(charge - kept, granted)
            self.holds[job] = None

    @invariant()
    def the_balance_is_the_models(self) -> None:
        balance = self.run(self.ledger.balance("mei"))
        assert (balance.available, balance.granted) == (self.daily + self.granted, self.granted)
        assert balance.held == sum(h[1] + h[2] for h in self.holds.values() if h)
        assert balance.available >= 0 and balance.granted >= 0

    def teardown(self) -> None:
        keys = self.run(self.db.read(lambda db: rows(db, "SELECT key FROM entries")))
        assert len({row["key"] for row in keys}) == len(keys)
        self.run(self.db.close())
        self.loop.close()
        self.folder.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)


class TemporaryFolder:
    """A folder for as long as one run of the machine lasts."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name)
        self.close = self._folder.cleanup


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
