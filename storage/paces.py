"""How long work took lately, so that how long it will take can be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from storage.clock import Clock, utc_now
from storage.database import Database, Row, rows

if TYPE_CHECKING:
    import sqlite_utils

KEPT = 40  # of each kind: enough for a median and a slow one


class Paces:
    """Seconds by kind of work, for each `crew`: whoever does such jobs in such a size."""

    def __init__(self, db: Database, clock: Clock = utc_now) -> None:
        self._db, self._clock = db, clock

    async def of(self, crew: str) -> dict[str, list[float]]:
        """What is known, the oldest first."""
        sql = "SELECT work, seconds FROM paces WHERE crew = ? ORDER BY rowid"
        found: dict[str, list[float]] = {}
        for row in await self._db.read(lambda db: rows(db, sql, [crew])):
            found.setdefault(row["work"], []).append(row["seconds"])
        return found

    async def add(self, crew: str, seen: Mapping[str, Sequence[float]]) -> None:
        """What a job has shown; the oldest is forgotten."""
        now = self._clock().isoformat()
        new: list[Row] = [
            {"crew": crew, "work": work, "seconds": round(seconds, 3), "at": now}
            for work, each in seen.items()
            for seconds in each
        ]

        def work(db: sqlite_utils.Database) -> None:
            db.table("paces").insert_all(new)
            db.execute(
                """DELETE FROM paces WHERE crew = ? AND rowid NOT IN (
                       SELECT rowid FROM (
                           SELECT rowid, row_number() OVER (
                               PARTITION BY work ORDER BY rowid DESC
                           ) AS place FROM paces WHERE crew = ?
                       ) WHERE place <= ?)""",
                [crew, crew, KEPT],
            )

        if new:
            await self._db.write(work)
