"""Figures of the whole house: sums that the database makes, whatever the number of jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from storage.database import Database, rows
from storage.jobs import State

if TYPE_CHECKING:
    import sqlite_utils

EVER = ""  # before every moment that was written down


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened since some moment: how many `people` spoke to us, how many `jobs` ended in each
    state, what was made; `seconds` is the length of all films together."""

    people: int
    jobs: Mapping[State, int]
    films: int
    pictures: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Statistics:
    """Asked by operators only."""

    db: Database

    async def since(self, moment: datetime | None = None) -> Figures:
        """What happened since then, or ever."""
        begin = moment.isoformat() if moment else EVER
        return await self.db.read(lambda db: _figures(db, begin))

    async def going_on(self) -> Mapping[State, int]:
        """How many jobs wait and run now."""
        sql = "SELECT state, count(*) AS n FROM jobs WHERE ended IS NULL GROUP BY state"
        return await self.db.read(lambda db: {row["state"]: row["n"] for row in rows(db, sql)})

    async def failures(self, moment: datetime) -> Mapping[str, int]:
        """Who failed how often since then, the most frequent first."""
        sql = """
            SELECT json_extract(failure, '$.provider') AS provider, count(*) AS n FROM jobs
            WHERE state = 'failed' AND ended >= ? AND failure IS NOT NULL
            GROUP BY provider ORDER BY n DESC, provider
        """
        since = moment.isoformat()
        return await self.db.read(
            lambda db: {row["provider"]: row["n"] for row in rows(db, sql, [since])}
        )


def _figures(db: sqlite_utils.Database, begin: str) -> Figures:
    [people] = rows(db, "SELECT count(*) AS n FROM people WHERE seen >= ?", [begin])
    jobs = """
        SELECT state, kind, count(*) AS n, sum(pictures) AS pictures, sum(seconds) AS seconds
        FROM jobs
        WHERE ended >= ? AND state IN ('finished', 'failed', 'cancelled') GROUP BY state, kind
    """
    by_state: dict[State, int] = {}
    films, pictures, seconds = 0, 0, 0.0
    for row in rows(db, jobs, [begin]):
        by_state[row["state"]] = by_state.get(row["state"], 0) + row["n"]
        films += row["n"] if (row["state"], row["kind"]) == ("finished", "film") else 0
        pictures, seconds = pictures + row["pictures"], seconds + row["seconds"]
    return Figures(people["n"], by_state, films, pictures, seconds)
