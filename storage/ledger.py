"""Credits: whole numbers in an append-only ledger. A balance is a sum.

Every person has two purses. The *daily* purse holds the allowance and is full again at midnight
UTC; the *granted* purse holds what was given to them and lasts. Each entry moves `daily` and
`granted` credits, written as signed numbers, and belongs to a `day`:

    grant    granted +n
    hold     takes n: first what is left of the day's allowance, the rest from granted
    settle   n of the held h were really spent: gives back h - n, to granted first
    release  gives back all that was held

so that, with A the daily allowance,

    granted      = sum(granted)
    used_today   = -sum(daily) over today's entries
    available    = max(0, A - used_today) + granted

A settle or release carries the day of its hold: what is freed after midnight refills yesterday's
purse, which nobody looks into any more, and never makes today's larger than A. As a hold takes
from granted no more than is there, and nothing else takes, granted is never negative.

The whole house may have a ceiling for each day. Against it counts what everybody holds and has
spent that day, from either purse, net of what was given back.

Entries are keyed `{job}:{kind}`, unique: writing twice is writing once. A job ends once, by settle
or by release, whichever comes first. A job that is tried again after its end is a new hold: give
it a name of its own, e.g. `{job}.r1`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

from storage.clock import Clock, utc_now
from storage.database import Database, Row, rows
from storage.errors import HouseFull, NotEnough

if TYPE_CHECKING:
    import sqlite_utils

EntryKind = Literal["grant", "hold", "settle", "release"]
CEILING = ("house", "house", "ceiling")  # its place among the preferences


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


class Ledger:
    """The only place where credits move."""

    def __init__(self, db: Database, daily_allowance: int, clock: Clock = utc_now) -> None:
        self._db, self._allowance, self._clock = db, daily_allowance, clock

    async def grant(self, person: str, credits: int, key: str) -> bool:
        """Give `credits` that last; the same `key` twice is once, and the second time False."""
        _check_positive(credits)
        now = self._now()

        def work(db: sqlite_utils.Database) -> bool:
            if _entries(db, key, "grant"):
                return False
            _enter(db, person, key, "grant", credits, 0, credits, _day(now), now)
            return True

        return await self._db.write(work)

    async def allow(self, person: str, credits: int | None) -> None:
        """A daily allowance of this person's own, or the usual one again. They must be known."""
        _check_limit(credits)
        await self._db.write(lambda db: db.table("people").update(person, {"allowance": credits}))

    async def set_ceiling(self, credits: int | None) -> None:
        """What everybody together may use in a day; None for no end."""
        _check_limit(credits)

        def work(db: sqlite_utils.Database) -> None:
            if credits is None:
                db.table("preferences").delete_where(
                    "scope = ? AND owner = ? AND name = ?", CEILING
                )
                return
            scope, owner, name = CEILING
            row = {"scope": scope, "owner": owner, "name": name, "value": str(credits)}
            db.table("preferences").upsert(row, pk=("scope", "owner", "name"))

        await self._db.write(work)

    async def check(self, person: str, credits: int) -> None:
        """Raise what `hold` would raise now."""
        now = self._now()
        await self._db.read(lambda db: self._check(db, person, credits, now))

    async def hold(self, person: str, job: str, credits: int) -> None:
        """Set `credits` aside for `job`; holding twice is the same as once.

        Raises `NotEnough` with the balance and the time of the next allowance, or `HouseFull` where
        the person could pay, but the house has reached its ceiling."""
        _check_positive(credits)
        now = self._now()

        def work(db: sqlite_utils.Database) -> None:
            if _held(db, job):
                return
            balance = self._check(db, person, credits, now)
            daily = min(credits, balance.available - balance.granted)
            _enter(db, person, job, "hold", credits, -daily, daily - credits, _day(now), now)

        await self._db.write(work)

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

    async def house(self) -> HouseBalance:
        """What all people together have used today."""
        now = self._now()
        return await self._db.read(lambda db: _house(db, now))

    def _check(
        self, db: sqlite_utils.Database, person: str, credits: int, now: datetime
    ) -> Balance:
        balance = self._balance(db, person, now)
        if balance.available < credits:
            raise NotEnough(balance.available, credits, balance.resets_at)
        ceiling = _ceiling(db)
        if credits and ceiling is not None:
            left = max(0, ceiling - _used(db, _day(now)))
            if left < credits:
                raise HouseFull(left, credits, balance.resets_at)
        return balance

    async def _end(self, job: str, kind: EntryKind, credits: int) -> int:
        now = self._now()

        def work(db: sqlite_utils.Database) -> int:
            if not (hold := _held(db, job)):
                raise LookupError(f"no credits were ever held for job {job!r}")
            for end in _entries(db, job, "settle", "release"):
                return end["credits"] if end["kind"] == "settle" else 0
            charge = min(credits, hold["credits"])
            daily = max(0, -hold["daily"] - charge)
            granted = hold["credits"] - charge - daily
            _enter(db, hold["person"], job, kind, charge, daily, granted, hold["day"], now)
            return charge

        return await self._db.write(work)

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)

    def _balance(self, db: sqlite_utils.Database, person: str, now: datetime) -> Balance:
        sql = """
            SELECT coalesce(sum(granted), 0) AS granted,
                   coalesce(-sum(daily) FILTER (WHERE day = :day), 0) AS used,
                   coalesce(sum(credits) FILTER (WHERE kind = 'hold' AND NOT EXISTS (
                       SELECT 1 FROM entries AS ends
                       WHERE ends.job = entries.job AND ends.kind IN ('settle', 'release')
                   )), 0) AS held,
                   coalesce((SELECT allowance FROM people WHERE key = :person), :usual) AS allowance
            FROM entries WHERE person = :person
        """
        values = {"person": person, "day": _day(now), "usual": self._allowance}
        row = rows(db, sql, values)[0]
        return Balance(
            available=max(0, row["allowance"] - row["used"]) + row["granted"],
            held=row["held"],
            used_today=row["used"],
            allowance=row["allowance"],
            granted=row["granted"],
            resets_at=_next_midnight(now),
        )


def _house(db: sqlite_utils.Database, now: datetime) -> HouseBalance:
    sql = """
        SELECT coalesce(sum(credits), 0) AS granted,
               coalesce(sum(credits) FILTER (WHERE day = ?), 0) AS granted_today
        FROM entries WHERE kind = 'grant'
    """
    given = rows(db, sql, [_day(now)])[0]
    return HouseBalance(
        used_today=_used(db, _day(now)),
        ceiling=_ceiling(db),
        granted_today=given["granted_today"],
        granted=given["granted"],
        resets_at=_next_midnight(now),
    )


def _used(db: sqlite_utils.Database, day: str) -> int:
    sql = """
        SELECT coalesce(-sum(daily + granted), 0) AS used FROM entries
        WHERE kind IN ('hold', 'settle', 'release') AND day = ?
    """
    return rows(db, sql, [day])[0]["used"]


def _ceiling(db: sqlite_utils.Database) -> int | None:
    sql = "SELECT value FROM preferences WHERE scope = ? AND owner = ? AND name = ?"
    for row in rows(db, sql, CEILING):
        return int(row["value"])
    return None


def _enter(
    db: sqlite_utils.Database,
    person: str,
    job: str,
    kind: EntryKind,
    credits: int,
    daily: int,
    granted: int,
    day: str,
    now: datetime,
) -> None:
    row = {"person": person, "job": job, "kind": kind, "credits": credits, "daily": daily}
    row |= {"key": f"{job}:{kind}", "granted": granted, "day": day, "at": now.isoformat()}
    db.table("entries").insert(row, ignore=True)


def _held(db: sqlite_utils.Database, job: str) -> Row | None:
    return next(iter(_entries(db, job, "hold")), None)


def _entries(db: sqlite_utils.Database, job: str, *kinds: EntryKind) -> list[Row]:
    keys = [f"{job}:{kind}" for kind in kinds]
    marks = ", ".join("?" * len(keys))
    return rows(db, f"SELECT * FROM entries WHERE key IN ({marks})", keys)


def _check_positive(credits: int) -> None:
    if credits <= 0:
        raise ValueError(f"{credits} credits: only a positive number can be granted or held")


def _check_limit(credits: int | None) -> None:
    if credits is not None and credits < 0:
        raise ValueError(f"{credits} credits: a limit is never negative")


def _day(now: datetime) -> str:
    return now.date().isoformat()


def _next_midnight(now: datetime) -> datetime:
    return datetime.combine(now.date() + timedelta(days=1), time(), UTC)
