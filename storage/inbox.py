"""What platforms tell us, written down before it is answered: nothing said is lost by a restart,
and nothing told twice is heard twice."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from storage.clock import Clock, utc_now
from storage.database import Database, rows

if TYPE_CHECKING:
    import sqlite_utils

LOG = logging.getLogger(__name__)
KEPT = timedelta(days=2)  # platforms repeat themselves for a day at most
TRIES = 5  # restarts in which something is taken up again


class Inbox:
    """Updates of one `source`, e.g. `telegram:1234` for a bot, by the platform's own number."""

    def __init__(self, db: Database, source: str, clock: Clock = utc_now) -> None:
        self._db, self._source, self._clock = db, source, clock

    async def take(self, updates: Mapping[int, str]) -> list[int]:
        """Write updates down, JSON by number; those that are new, in their order."""
        now = self._clock().isoformat()

        def work(db: sqlite_utils.Database) -> list[int]:
            marks = ", ".join("?" * len(updates))
            sql = f"SELECT id FROM inbox WHERE source = ? AND id IN ({marks})"
            known = {row["id"] for row in rows(db, sql, [self._source, *updates])}
            new = [number for number in sorted(updates) if number not in known]
            db.table("inbox").insert_all(
                {"source": self._source, "id": number, "body": updates[number], "at": now}
                for number in new
            )
            return new

        return await self._db.write(work) if updates else []

    async def waiting(self) -> dict[int, str]:
        """What was written down and not answered, the oldest first."""
        sql = "SELECT id, body FROM inbox WHERE source = ? AND done IS NULL ORDER BY id"
        found = await self._db.read(lambda db: rows(db, sql, [self._source]))
        return {row["id"]: row["body"] for row in found}

    async def again(self) -> dict[int, str]:
        """The same, to be answered after a restart. What was tried `TRIES` times, and perhaps took
        the process down each time, is given up."""
        count = "UPDATE inbox SET tries = tries + 1 WHERE source = ? AND done IS NULL"
        worn = "SELECT id FROM inbox WHERE source = ? AND done IS NULL AND tries > ?"

        def work(db: sqlite_utils.Database) -> list[int]:
            db.execute(count, [self._source])
            return [row["id"] for row in rows(db, worn, [self._source, TRIES])]

        if given_up := await self._db.write(work):
            LOG.error("%s: given up after %d tries: %s", self._source, TRIES, given_up)
            await self.answered(*given_up)
        return await self.waiting()

    async def answered(self, *numbers: int) -> None:
        """These need no answer any more. What they said is forgotten, their numbers later."""
        now = self._clock()
        marks = ", ".join("?" * len(numbers))
        done = f"UPDATE inbox SET done = ?, body = '' WHERE source = ? AND id IN ({marks})"
        old = "DELETE FROM inbox WHERE source = ? AND done < ?"

        def work(db: sqlite_utils.Database) -> None:
            db.execute(done, [now.isoformat(), self._source, *numbers])
            db.execute(old, [self._source, (now - KEPT).isoformat()])

        await self._db.write(work)
