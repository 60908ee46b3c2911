"""Batches: several jobs of one person that were ordered together and are shown together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from storage.clock import Clock, utc_now
from storage.database import Database, rows

if TYPE_CHECKING:
    import sqlite_utils


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """So many jobs as there are in `size`. `admitted` is when all of them were paid for; until then
    none of them counts. `message` is where they are shown, JSON."""

    id: str
    size: int
    message: str | None
    opened: datetime
    admitted: datetime | None


class Batches:
    """All batches there ever were."""

    def __init__(self, db: Database, clock: Clock = utc_now) -> None:
        self._db, self._clock = db, clock

    async def open(self, id: str, size: int) -> Batch:
        """A batch that is about to be paid for; opening it again is opening it once."""
        row = {"id": id, "size": size, "opened": self._clock().isoformat()}

        def work(db: sqlite_utils.Database) -> Batch:
            db.table("batches").insert(row, ignore=True)
            found = _select(db, "id = ?", [id])
            return found[0]

        return await self._db.write(work)

    async def get(self, id: str) -> Batch | None:
        """The batch, or None."""
        found = await self._db.read(lambda db: _select(db, "id = ?", [id]))
        return found[0] if found else None

    async def admit(self, id: str) -> None:
        """All of it is paid for."""
        row = {"admitted": self._clock().isoformat()}
        await self._db.write(lambda db: db.table("batches").update(id, row))

    async def half(self) -> list[Batch]:
        """Batches that something interrupted while they were paid for."""
        return await self._db.read(lambda db: _select(db, "admitted IS NULL", []))

    async def drop(self, id: str) -> None:
        """It was never ordered; whatever was admitted stays."""
        where = "id = ? AND admitted IS NULL"
        await self._db.write(lambda db: db.table("batches").delete_where(where, [id]))

    async def set_message(self, id: str, message: str) -> None:
        """Where it is shown."""
        await self._db.write(lambda db: db.table("batches").update(id, {"message": message}))


def _select(db: sqlite_utils.Database, where: str, values: list[str]) -> list[Batch]:
    found = rows(db, f"SELECT * FROM batches WHERE {where}", values)
    return [
        Batch(
            id=row["id"],
            size=row["size"],
            message=row["message"],
            opened=datetime.fromisoformat(row["opened"]),
            admitted=row["admitted"] and datetime.fromisoformat(row["admitted"]),
        )
        for row in found
    ]
