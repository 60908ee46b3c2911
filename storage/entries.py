"""The rows of the ledger: written once, never changed. What they mean is told in
`storage/ledger.py`, through which all credits move."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from storage.database import Row, rows

if TYPE_CHECKING:
    import sqlite_utils

EntryKind = Literal["grant", "hold", "settle", "release", "join", "pass"]
OPEN = """kind IN ('hold', 'pass') AND NOT EXISTS (
    SELECT 1 FROM entries AS ends
    WHERE ends.job = entries.job AND ends.kind IN ('settle', 'release')
)"""  # of an entry: its job has not ended


def hand_over(db: sqlite_utils.Database, joining: str, main: str, link: str, now: datetime) -> None:
    """Give all that one person has, and what they have used today, to another. Their jobs that
    have not ended will be settled in the other's purse. To be called once for each `link`."""
    sql = f"""
        SELECT job, sum(credits) AS credits, sum(daily) AS daily, sum(granted) AS granted,
               max(day) AS day, max(home) AS home
        FROM entries WHERE person = ? AND {OPEN} GROUP BY job HAVING sum(credits) > 0
    """
    for hold in rows(db, sql, [joining]):
        _swap(db, joining, main, hold, "pass", now, f"{link}:{hold['job']}")
    sql = """
        SELECT coalesce(sum(granted), 0) AS granted,
               coalesce(sum(daily) FILTER (WHERE day = ?), 0) AS daily
        FROM entries WHERE person = ?
    """
    [rest] = rows(db, sql, [day_of(now), joining])
    if rest["granted"] or rest["daily"]:
        rest |= {"job": link, "credits": rest["granted"], "day": day_of(now), "home": ""}
        _swap(db, joining, main, rest, "join", now, link)


def _swap(
    db: sqlite_utils.Database,
    giver: str,
    taker: str,
    what: Row,
    kind: EntryKind,
    now: datetime,
    key: str,
) -> None:
    for person, sign in ((giver, -1), (taker, 1)):
        credits, daily, granted = (sign * what[n] for n in ("credits", "daily", "granted"))
        place = (what["day"], now, what["home"], f"{key}:{kind}:{sign}")
        enter(db, person, what["job"], kind, credits, daily, granted, *place)


def pool_of(db: sqlite_utils.Database, home: str) -> int:
    """What is left in the pool of a place; nothing where there is no place."""
    if not home:
        return 0
    sql = "SELECT coalesce(sum(granted), 0) AS pool FROM entries WHERE person = ?"
    return rows(db, sql, [home])[0]["pool"]


def used_on(db: sqlite_utils.Database, day: str, home: str) -> int:
    """What was held and spent on a day, in all or at one place."""
    here = "AND home = :home" if home else ""
    sql = f"""
        SELECT coalesce(-sum(daily + granted), 0) AS used FROM entries
        WHERE kind IN ('hold', 'settle', 'release') AND day = :day {here}
    """
    return rows(db, sql, {"day": day, "home": home})[0]["used"]


def enter(
    db: sqlite_utils.Database,
    person: str,
    job: str,
    kind: EntryKind,
    credits: int,
    daily: int,
    granted: int,
    day: str,
    now: datetime,
    home: str = "",
    key: str = "",
) -> None:
    """Write an entry. A key that is there already stays as it is."""
    row = {"person": person, "job": job, "kind": kind, "credits": credits, "daily": daily}
    row |= {"granted": granted, "day": day, "at": now.isoformat(), "home": home}
    row["key"] = key or f"{job}:{kind}"
    db.table("entries").insert(row, ignore=True)


def held(db: sqlite_utils.Database, job: str) -> Row | None:
    """The hold of a job, if there ever was one."""
    return next(iter(entries(db, job, "hold")), None)


def holder(db: sqlite_utils.Database, job: str) -> str:
    """Whose purse a hold is in by now."""
    sql = """
        SELECT person FROM entries WHERE job = ? AND kind IN ('hold', 'pass') AND credits > 0
        ORDER BY id DESC LIMIT 1
    """
    return rows(db, sql, [job])[0]["person"]


def entries(db: sqlite_utils.Database, job: str, *kinds: EntryKind) -> list[Row]:
    """What is written of a job, of these kinds."""
    keys = [f"{job}:{kind}" for kind in kinds]
    marks = ", ".join("?" * len(keys))
    return rows(db, f"SELECT * FROM entries WHERE key IN ({marks})", keys)


def day_of(now: datetime) -> str:
    """The day of a moment in UTC, as entries have it."""
    return now.date().isoformat()
