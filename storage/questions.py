"""Messages of ours that wait for words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from storage.clock import Clock, utc_now
from storage.database import Database, rows

if TYPE_CHECKING:
    import sqlite_utils

KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Question:
    """The words belong to `action`, a button's; only `person` was asked."""

    action: str
    person: str


class Questions:
    """What was asked in which message of a place."""

    def __init__(self, db: Database, clock: Clock = utc_now) -> None:
        self._db, self._clock = db, clock

    async def ask(self, place: str, message: str, action: str, person: str) -> None:
        """The message waits for words of `person`."""
        now = self._clock()
        row = {"place": place, "message": message, "action": action, "person": person}
        row["at"] = now.isoformat()

        def work(db: sqlite_utils.Database) -> None:
            db.table("questions").upsert(row, pk=("place", "message"))
            db.table("questions").delete_where("at < ?", [(now - KEPT).isoformat()])

        await self._db.write(work)

    async def find(self, place: str, message: str) -> Question | None:
        """What the message asked; None where it asked nothing."""
        sql = "SELECT action, person FROM questions WHERE place = ? AND message = ?"
        found = await self._db.read(lambda db: rows(db, sql, [place, message]))
        return Question(**found[0]) if found else None
