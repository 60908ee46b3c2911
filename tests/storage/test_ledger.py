"""Credits: nobody is charged twice, nor for what they did not get, nor below nothing."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Coroutine
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from storage.accounts import Accounts
from storage.database import Database, rows
from storage.errors import HouseFull, NotEnough, PlaceFull, SameAccount
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


# Places


async def test_a_pool_pays_what_it_can_pay_whole_and_gets_back_what_is_freed(db: Database) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    await ledger.grant("t:-1", 50, "pool")
    await ledger.hold("mei", "a", 40, "t:-1")
    await ledger.hold("mei", "b", 40, "t:-1")
    place = await ledger.place("t:-1")
    assert (place.available, place.held, place.used_today) == (10, 40, 80)
    assert await available(ledger) == 60
    assert (await ledger.purse("a"), await ledger.purse("b")) == ("t:-1", "mei")

    await ledger.settle("a", 25)
    await ledger.release("b")
    place = await ledger.place("t:-1")
    assert (place.available, place.held, place.used_today) == (25, 0, 25)
    assert await available(ledger) == ALLOWANCE


async def test_a_hundred_orders_at_once_never_overdraw_a_pool_nor_pass_a_places_limit(
    db: Database,
) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    await ledger.grant("t:-1", 55, "pool")
    await ledger.set_ceiling(205, "t:-1")
    outcomes = await asyncio.gather(
        *[ledger.hold(f"p{n}", f"j{n}", 10, "t:-1") for n in range(100)], return_exceptions=True
    )
    assert outcomes.count(None) == 20
    assert sum(isinstance(o, PlaceFull) for o in outcomes) == 80
    assert (await ledger.place("t:-1")).available == 5
    await ledger.hold("p99", "elsewhere", 10, "t:-2")
    await ledger.hold("p99", "alone", 10)


async def test_several_amounts_are_checked_as_they_would_be_held(db: Database) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    await ledger.grant("t:-1", 50, "pool")
    await ledger.check("mei", 40, 90, 10, home="t:-1")
    with pytest.raises(NotEnough) as refused:
        await ledger.check("mei", 40, 90, 11, home="t:-1")
    assert (refused.value.balance, refused.value.needed) == (100, 101)
    await ledger.set_ceiling(60, "t:-1")
    with pytest.raises(PlaceFull):
        await ledger.check("mei", 40, 30, home="t:-1")


async def test_who_pays_for_a_job_is_who_paid_for_its_newest_try(db: Database) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    await ledger.hold("mei", "a", 40, "t:-1")
    await ledger.release("a")
    await ledger.grant("t:-1", 40, "pool")
    await ledger.hold("mei", "a.r1", 40, "t:-1")
    await ledger.hold("kenji", "ab", 40)
    assert await ledger.purse("a") == "t:-1"
    assert await ledger.purse("nothing") == ""


# Linked accounts


async def link(db: Database, joining: str, main: str) -> None:
    accounts = Accounts(db, Time())
    await accounts.join(await accounts.give_code(main), joining)


async def test_joining_brings_credits_use_and_open_holds_along(db: Database) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    for name in ("mei", "kenji"):
        await People(db).greet(name, "t", name, "ja")
    await ledger.grant("kenji", 50, "gift")
    await ledger.hold("kenji", "spent", 30)
    await ledger.settle("spent", 30)
    await ledger.hold("kenji", "open", 90)
    await link(db, "kenji", "mei")
    balance = await ledger.balance("mei")
    assert (balance.granted, balance.used_today, balance.held) == (30, 100, 90)
    assert await ledger.balance("kenji") == balance

    await ledger.settle("open", 10)
    balance = await ledger.balance("mei")
    assert (balance.granted, balance.used_today, balance.held) == (50, 40, 0)
    own = "SELECT sum(daily) AS d, sum(granted) AS g FROM entries WHERE person = 'kenji'"
    assert await db.read(lambda db: rows(db, own)) == [{"d": 0, "g": 0}]


async def test_an_allowance_of_ones_own_counts_where_the_main_account_has_none(
    db: Database,
) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    for name in ("mei", "kenji"):
        await People(db).greet(name, "t", name, "ja")
    await ledger.allow("kenji", 300)
    await link(db, "kenji", "mei")
    assert await available(ledger) == 300
    await ledger.allow("mei", 150)
    assert await available(ledger) == 150


async def test_an_order_that_was_under_way_while_linking_is_held_from_the_shared_purse(
    db: Database,
) -> None:
    ledger = Ledger(db, ALLOWANCE, Time())
    for name in ("mei", "kenji"):
        await People(db).greet(name, "t", name, "ja")
    await ledger.hold("mei", "a", 60)
    await link(db, "kenji", "mei")
    with pytest.raises(NotEnough):
        await ledger.hold("kenji", "b", 60)


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


class AnyLinks(RuleBasedStateMachine):
    """Three accounts and a pool, linked and parted, with jobs and midnights, in any order."""

    people = ("mei", "kenji", "bo")

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.time, self.folder = Time(), TemporaryFolder()
        self.db = self.run(Database.open(self.folder.path / "l.db"))
        self.ledger = Ledger(self.db, ALLOWANCE, self.time)
        self.accounts = Accounts(self.db, self.time)
        self.given = self.ordered = self.settled = 0
        for name in self.people:
            self.run(People(self.db).greet(name, "t", name, "ja"))

    @property
    def day(self) -> str:
        return self.time.now.date().isoformat()

    @rule(who=st.sampled_from((*people, "pool")), credits=st.integers(1, 80))
    def grant(self, who: str, credits: int) -> None:
        self.given += credits
        self.run(self.ledger.grant(who, credits, f"grant {self.given}"))

    @rule(
        who=st.sampled_from(people),
        credits=st.integers(1, 120),
        home=st.sampled_from(("", "pool")),
    )
    def hold(self, who: str, credits: int, home: str) -> None:
        with suppress(NotEnough):
            self.run(self.ledger.hold(who, f"job{self.ordered}", credits, home))
            self.ordered += 1

    @precondition(lambda self: self.settled < self.ordered)
    @rule(credits=st.integers(0, 120))
    def settle(self, credits: int) -> None:
        self.run(self.ledger.settle(f"job{self.settled}", credits))
        self.settled += 1

    @rule(joining=st.sampled_from(people), main=st.sampled_from(people))
    def join(self, joining: str, main: str) -> None:
        code = self.run(self.accounts.give_code(main))
        with suppress(SameAccount):
            self.run(self.accounts.join(code, joining))

    @rule(who=st.sampled_from(people))
    def part(self, who: str) -> None:
        self.run(self.accounts.part(who))

    @rule()
    def midnight(self) -> None:
        self.time.now += timedelta(days=1)

    @invariant()
    def no_purse_is_below_nothing(self) -> None:
        sql = "SELECT person, sum(granted) AS left FROM entries GROUP BY person"
        assert all(row["left"] >= 0 for row in self.rows(sql))

    @invariant()
    def what_moves_is_neither_more_nor_less_afterwards(self) -> None:
        sql = "SELECT sum(credits) AS c, sum(daily) AS d, sum(granted) AS g FROM entries"
        [moved] = self.rows(f"{sql} WHERE kind IN ('join', 'pass')")
        assert not any(moved.values())
        [all_of] = self.rows(f"{sql} WHERE kind <> 'grant'")
        assert -(all_of["g"] or 0) <= self.given

    @invariant()
    def a_linked_account_has_nothing_of_its_own(self) -> None:
        sql = f"""
            SELECT sum(granted) AS granted, sum(daily) FILTER (WHERE day = '{self.day}') AS daily
            FROM entries WHERE person IN (SELECT key FROM people WHERE main IS NOT NULL)
        """
        assert not any(self.rows(sql)[0].values())

    @invariant()
    def what_is_held_is_somebodys(self) -> None:
        sql = """
            SELECT coalesce(sum(credits), 0) AS held FROM entries AS holds WHERE kind = 'hold'
            AND NOT EXISTS (SELECT 1 FROM entries WHERE job = holds.job AND kind = 'settle')
        """
        mains = {self.run(People(self.db).main(who)) for who in self.people}
        held = [self.run(self.ledger.balance(main)).held for main in mains]
        pool = self.run(self.ledger.place("pool")).held
        assert sum(held) + pool == self.rows(sql)[0]["held"]

    @invariant()
    def nobody_uses_more_than_an_allowance_each(self) -> None:
        sql = "SELECT day, -sum(daily) AS used FROM entries GROUP BY day"
        assert all(row["used"] <= ALLOWANCE * len(self.people) for row in self.rows(sql))

    def teardown(self) -> None:
        self.run(self.db.close())
        self.loop.close()
        self.folder.close()

    def rows(self, sql: str) -> list[dict[str, Any]]:
        return self.run(self.db.read(lambda db: rows(db, sql)))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)


class TemporaryFolder:
    """A folder for as long as one run of the machine lasts."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name)
        self.close = self._folder.cleanup


TestAnyLinks = AnyLinks.TestCase
TestAnyLinks.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
