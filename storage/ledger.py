"""Credits: whole numbers in an append-only ledger. A balance is a sum.

Every person has two purses. The *daily* purse holds the allowance and is full again at midnight
UTC; the *granted* purse holds what was given to them and lasts. Each entry moves `daily` and
`granted` credits, written as signed numbers, and belongs to a `day`:

    grant    granted +n
    hold     takes n: first what is left of the day's allowance, the rest from granted
    settle   n of the held h were really spent: gives back h - n, to granted first
    release  gives back all that was held
    join     what two linked accounts had: granted and today's use, from one to the other
    pass     a hold that has not ended, from one to the other, as it stands

so that, with A the daily allowance,

    granted      = sum(granted)
    used_today   = -sum(daily) over today's entries
    available    = max(0, A - used_today) + granted

A settle or release carries the day of its hold: what is freed after midnight refills yesterday's
purse, which nobody looks into any more, and never makes today's larger than A. As a hold takes
from granted no more than is there, and nothing else takes, granted is never negative. Joins and
passes come in pairs, whose sum is nothing.

Several people may share a job: then each share is a hold of its own, `{job}.p0`, `{job}.p1`, …,
held and ended together; a charge falls on them as their holds stand to each other.

A place (a server, a group) may have a purse, too: a *pool*, of granted credits only. What it can
pay for whole, it pays: a job is paid from one purse, and frees its credits there.

The whole house may have a ceiling for each day, and so may a place. Against it counts what
everybody holds and has spent that day (there), from any purse, net of what was given back.

Entries are keyed `{job}:{kind}`, unique: writing twice is writing once. A joined account's entries
stay where they are; what it owns moves by keys of the link. A job ends once, by settle
or by release, whichever comes first. A job that is tried again after its end is a new hold: give
it a name of its own, e.g. `{job}.r1`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from storage.clock import Clock, utc_now
from storage.database import Database, rows
from storage.entries import OPEN, EntryKind, day_of, enter, entries, held, holder, pool_of, used_on
from storage.errors import HouseFull, NotEnough, PlaceFull
from storage.people import main_of

if TYPE_CHECKING:
    import sqlite_utils

HOUSE = ("house", "house", "ceiling")  # its place among the preferences


@dataclass(frozen=True, slots=True)
class Balance:
    """What a person has. `held` is set aside for jobs that have not ended, and is part of what
    `used_today` counts as far as it came from today's allowance."""

    available: int
    held: int
    used_today: int
    allowance: int
    granted: int
    resets_at: datetime


@dataclass(frozen=True, slots=True)
class HouseBalance:
    """What everybody together holds and has spent today; `ceiling` is None where there is none."""

    used_today: int
    ceiling: int | None
    granted_today: int
    granted: int
    resets_at: datetime


@dataclass(frozen=True, slots=True)
class PlaceBalance:
    """The pool of a place, what is set aside of it, and what everybody together has used there
    today, from any purse; `ceiling` is None where there is none."""

    available: int
    held: int
    used_today: int
    ceiling: int | None


class Ledger:
    """The only place where credits move. `person` may be any of somebody's linked accounts."""

    def __init__(self, db: Database, daily_allowance: int, clock: Clock = utc_now) -> None:
        self._db, self._allowance, self._clock = db, daily_allowance, clock

    async def grant(self, person: str, credits: int, key: str) -> bool:
        """Give `credits` that last, to a person or to a place; the same `key` twice is once, and
        the second time False."""
        _check_positive(credits)
        now = self._now()

        def work(db: sqlite_utils.Database) -> bool:
            if entries(db, key, "grant"):
                return False
            purse = main_of(db, person)
            enter(db, purse, key, "grant", credits, 0, credits, day_of(now), now)
            return True

        return await self._db.write(work)

    async def allow(self, person: str, credits: int | None) -> None:
        """A daily allowance of this person's own, or the usual one again. They must be known."""
        _check_limit(credits)
        await self._db.write(lambda db: db.table("people").update(person, {"allowance": credits}))

    async def set_ceiling(self, credits: int | None, home: str = "") -> None:
        """What everybody together may use in a day, perhaps only at `home`; None for no end."""
        _check_limit(credits)
        scope, owner, name = _ceiling_of(home)

        def work(db: sqlite_utils.Database) -> None:
            if credits is None:
                db.table("preferences").delete_where(
                    "scope = ? AND owner = ? AND name = ?", [scope, owner, name]
                )
                return
            row = {"scope": scope, "owner": owner, "name": name, "value": str(credits)}
            db.table("preferences").upsert(row, pk=("scope", "owner", "name"))

        await self._db.write(work)

    async def check(self, person: str, *credits: int, home: str = "") -> None:
        """Raise what `hold` would raise now, for one of these amounts after the other."""
        now = self._now()
        await self._db.read(lambda db: self._check(db, person, credits, home, now))

    async def hold(
        self,
        person: str,
        job: str,
        credits: int,
        home: str = "",
        shares: Mapping[str, int] | None = None,
    ) -> None:
        """Set `credits` aside for `job`, ordered at `home`; holding twice is the same as once. The
        pool there pays if it can; unless several people pay, each of `shares` so much.

        Raises `NotEnough` with the balance and the time of the next allowance; `PlaceFull` and
        `HouseFull` where it could be paid, but the place or the house has reached its ceiling."""
        _check_positive(credits)
        now = self._now()

        def work(db: sqlite_utils.Database) -> None:
            if held(db, job) or held(db, part(job, 0)):
                return
            if shares:
                for n, (payer, share) in enumerate(shares.items()):
                    self._hold_part(db, payer, part(job, n), share, home, now)
                return
            balance, own = self._check(db, person, (credits,), home, now)
            purse = main_of(db, person) if own else home
            daily = min(own, balance.available - balance.granted)
            granted = credits - daily
            enter(db, purse, job, "hold", credits, -daily, -granted, day_of(now), now, home)

        await self._db.write(work)

    def _hold_part(
        self,
        db: sqlite_utils.Database,
        payer: str,
        name: str,
        credits: int,
        home: str,
        now: datetime,
    ) -> None:
        """One of several people's share, from their own purse."""
        _check_positive(credits)
        balance = self._balance(db, payer, now)
        if balance.available < credits:
            raise NotEnough(balance.available, credits, balance.resets_at)
        _check_ceilings(db, credits, home, balance.resets_at, day_of(now))
        daily = min(credits, balance.available - balance.granted)
        purse = main_of(db, payer)
        moved = (credits, -daily, daily - credits)
        enter(db, purse, name, "hold", *moved, day_of(now), now, home)

    async def settle(self, job: str, credits: int) -> int:
        """Charge what `job` really cost, at most its hold, and free the rest; returns the charge.

        Once a job has ended, its first end stands. Raises `LookupError` without a hold."""
        if credits < 0:
            raise ValueError(f"a charge of {credits} credits is negative")
        return await self._end(job, "settle", credits)

    async def release(self, job: str) -> None:
        """Free all that was held; nothing to do for a job that has ended or was never held."""
        try:
            await self._end(job, "release", 0)
        except LookupError:
            return

    async def balance(self, person: str) -> Balance:
        """What the person has now."""
        now = self._now()
        return await self._db.read(lambda db: self._balance(db, person, now))

    async def place(self, home: str) -> PlaceBalance:
        """What a server or group has now."""
        day = day_of(self._now())
        return await self._db.read(lambda db: _place(db, home, day))

    async def purse(self, job: str) -> str:
        """Who pays, or paid, for the newest try of a job: the key of a person or of a place; empty
        where nobody did."""
        sql = """
            SELECT person FROM entries
            WHERE job >= :job AND job < :job || '/' AND kind IN ('hold', 'pass') AND credits > 0
            ORDER BY id DESC LIMIT 1
        """
        found = await self._db.read(lambda db: rows(db, sql, {"job": job}))
        return found[0]["person"] if found else ""

    async def house(self) -> HouseBalance:
        """What all people together have used today."""
        now = self._now()
        return await self._db.read(lambda db: _house(db, now))

    def _check(
        self,
        db: sqlite_utils.Database,
        person: str,
        amounts: Sequence[int],
        home: str,
        now: datetime,
    ) -> tuple[Balance, int]:
        """What the person has, and what they have to pay of it themselves."""
        balance = self._balance(db, person, now)
        total, own = sum(amounts), _beyond(pool_of(db, home), amounts)
        if balance.available < own:
            raise NotEnough(balance.available, own, balance.resets_at)
        _check_ceilings(db, total, home, balance.resets_at, day_of(now))
        return balance, own

    async def _end(self, job: str, kind: EntryKind, credits: int) -> int:
        now = self._now()

        def work(db: sqlite_utils.Database) -> int:
            if parts := _parts(db, job):
                charges = _split(credits, parts)
                return sum(_close(db, part, kind, c, now) for part, c in charges.items())
            return _close(db, job, kind, credits, now)

        return await self._db.write(work)

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)

    def _balance(self, db: sqlite_utils.Database, person: str, now: datetime) -> Balance:
        sql = f"""
            SELECT coalesce(sum(granted), 0) AS granted,
                   coalesce(-sum(daily) FILTER (WHERE day = :day), 0) AS used,
                   coalesce(sum(credits) FILTER (WHERE {OPEN}), 0) AS held,
                   CASE WHEN EXISTS (SELECT 1 FROM people WHERE key = :person AND parted = :day)
                   THEN 0 ELSE coalesce(
                       (SELECT allowance FROM people WHERE key = :person),
                       (SELECT max(allowance) FROM people WHERE main = :person),
                       :usual
                   ) END AS allowance
            FROM entries WHERE person = :person
        """
        values = {"person": main_of(db, person), "day": day_of(now), "usual": self._allowance}
        row = rows(db, sql, values)[0]
        return Balance(
            available=max(0, row["allowance"] - row["used"]) + row["granted"],
            held=row["held"],
            used_today=row["used"],
            allowance=row["allowance"],
            granted=row["granted"],
            resets_at=_next_midnight(now),
        )


def part(job: str, n: int) -> str:
    """The name of a hold that is one of several people's shares of a job."""
    return f"{job}.p{n}"


def _parts(db: sqlite_utils.Database, job: str) -> dict[str, int]:
    """The shares of a job by name, each with what was set aside; none where one person pays."""
    found = dict[str, int]()
    while hold := held(db, name := part(job, len(found))):
        found[name] = hold["credits"]
    return found


def _split(charge: int, parts: Mapping[str, int]) -> dict[str, int]:
    """What each pays of a charge: as large a part of it as of the hold, in whole credits; what is
    left over is paid by the first."""
    total = sum(parts.values())
    charge = min(charge, total)
    shares = {name: charge * held // total for name, held in parts.items()}
    for name in list(shares)[: charge - sum(shares.values())]:
        shares[name] += 1
    return shares


def _close(
    db: sqlite_utils.Database, job: str, kind: EntryKind, credits: int, now: datetime
) -> int:
    """The end of one hold, unless it has ended already; what was charged."""
    if not (hold := held(db, job)):
        raise LookupError(f"no credits were ever held for job {job!r}")
    for end in entries(db, job, "settle", "release"):
        return end["credits"] if end["kind"] == "settle" else 0
    charge = min(credits, hold["credits"])
    daily = max(0, -hold["daily"] - charge)
    granted = hold["credits"] - charge - daily
    purse, day, home = holder(db, job), hold["day"], hold["home"]
    enter(db, purse, job, kind, charge, daily, granted, day, now, home)
    return charge


def _check_ceilings(
    db: sqlite_utils.Database, credits: int, home: str, resets_at: datetime, day: str
) -> None:
    """Raise where the place or the house has no room for `credits` more today."""
    for where in dict.fromkeys((home, "")):
        full, ceiling = PlaceFull if where else HouseFull, _ceiling(db, where)
        if credits and ceiling is not None:
            left = max(0, ceiling - used_on(db, day, where))
            if left < credits:
                raise full(left, credits, resets_at)


def _beyond(pool: int, amounts: Sequence[int]) -> int:
    """What is left to the person where a pool pays each amount that it can pay whole."""
    own = 0
    for amount in amounts:
        if amount <= pool:
            pool -= amount
        else:
            own += amount
    return own


def _place(db: sqlite_utils.Database, home: str, day: str) -> PlaceBalance:
    sql = f"""
        SELECT coalesce(sum(credits), 0) AS held FROM entries WHERE person = ? AND {OPEN}
    """
    held = rows(db, sql, [home])[0]["held"]
    return PlaceBalance(pool_of(db, home), held, used_on(db, day, home), _ceiling(db, home))


def _house(db: sqlite_utils.Database, now: datetime) -> HouseBalance:
    sql = """
        SELECT coalesce(sum(credits), 0) AS granted,
               coalesce(sum(credits) FILTER (WHERE day = ?), 0) AS granted_today
        FROM entries WHERE kind = 'grant'
    """
    given = rows(db, sql, [day_of(now)])[0]
    return HouseBalance(
        used_today=used_on(db, day_of(now), ""),
        ceiling=_ceiling(db, ""),
        granted_today=given["granted_today"],
        granted=given["granted"],
        resets_at=_next_midnight(now),
    )


def _ceiling(db: sqlite_utils.Database, home: str) -> int | None:
    sql = "SELECT value FROM preferences WHERE scope = ? AND owner = ? AND name = ?"
    for row in rows(db, sql, _ceiling_of(home)):
        return int(row["value"])
    return None


def _ceiling_of(home: str) -> tuple[str, str, str]:
    return ("place", home, "ceiling") if home else HOUSE


def _check_positive(credits: int) -> None:
    if credits <= 0:
        raise ValueError(f"{credits} credits: only a positive number can be granted or held")


def _check_limit(credits: int | None) -> None:
    if credits is not None and credits < 0:
        raise ValueError(f"{credits} credits: a limit is never negative")


def _next_midnight(now: datetime) -> datetime:
    return datetime.combine(now.date() + timedelta(days=1), time(), UTC)
