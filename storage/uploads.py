"""Files that a platform has from us already, by the names it gave them: nothing is sent twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from storage.clock import Clock, utc_now
from storage.database import Database, rows

if TYPE_CHECKING:
    import sqlite_utils


class Uploads:
    """The uploads of one `owner`, our account on a platform: e.g. `telegram:1234` for a bot."""

    def __init__(self, db: Database, owner: str, clock: Clock = utc_now) -> None:
        self._db, self._owner, self._clock = db, owner, clock

    async def name(self, ref: str, use: str) -> str:
        """The platform's name for a file sent as `use` (`video`, `photo`, …), or empty."""
        return (await self.names([ref], use)).get(ref, "")

    async def names(self, refs: Iterable[str], use: str) -> dict[str, str]:
        """The platform's names for files, by ref; those it does not have are left out."""
        wanted = list(refs)
        marks = ", ".join("?" * len(wanted))
        sql = f"SELECT ref, name FROM uploads WHERE owner = ? AND use = ? AND ref IN ({marks})"
        found = await self._db.read(lambda db: rows(db, sql, [self._owner, use, *wanted]))
        return {row["ref"]: row["name"] for row in found}

    async def remember(self, ref: str, use: str, name: str) -> None:
        """The platform calls the file `name` from now on."""
        row = {"owner": self._owner, "ref": ref, "use": use, "name": name}
        row["at"] = self._clock().isoformat()

        def work(db: sqlite_utils.Database) -> None:
            db.table("uploads").upsert(row, pk=("owner", "ref", "use"))

        await self._db.write(work)

    async def forget(self, ref: str) -> None:
        """The platform does not know the file any more, or must not show it again."""
        where = "owner = ? AND ref = ?"
        await self._db.write(lambda db: db.table("uploads").delete_where(where, [self._owner, ref]))
