"""Characters: somebody's own people, animals and things, who look the same in all their films."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.clock import Clock, utc_now
from storage.database import Database, rows
from storage.people import main_of

if TYPE_CHECKING:
    import sqlite_utils

ID_BYTES = 5
OWNERS = "SELECT ? UNION SELECT key FROM people WHERE main = ?"  # all accounts of one person
FIELDS = "id, owner, name, description, looks"


@dataclass(frozen=True, slots=True)
class Someone:
    """`looks` is JSON of whoever reads it, a list of pictures. `owner` is the key of a person."""

    id: str
    owner: str
    name: str
    description: str
    looks: str = "[]"


class Characters:
    """Everybody's characters. A name is somebody's own once, as `folded` makes names alike."""

    def __init__(self, db: Database, clock: Clock = utc_now) -> None:
        self._db, self._clock = db, clock

    async def save(
        self, owner: str, name: str, folded: str, description: str, looks: str
    ) -> Someone:
        """A new character, or another form of the one of that name."""
        now = self._clock().isoformat()

        def work(db: sqlite_utils.Database) -> Someone:
            known = _found(db, "folded = ?", owner, folded)
            id = known[0].id if known else secrets.token_hex(ID_BYTES)
            person = known[0].owner if known else main_of(db, owner)
            kept = Someone(id, person, name, description, looks)
            row = {"folded": folded, "changed": now, "description": description, "looks": looks}
            whose = {"id": id, "owner": person, "name": name}
            db.table("characters").upsert(whose | row, pk="id")
            return kept

        return await self._db.write(work)

    async def get(self, id: str) -> Someone | None:
        """The character of that id, or None."""
        sql = f"SELECT {FIELDS} FROM characters WHERE id = ?"
        found = await self._db.read(lambda db: rows(db, sql, [id]))
        return Someone(**found[0]) if found else None

    async def of(self, owner: str) -> Sequence[Someone]:
        """All that somebody has, by name."""
        return await self._db.read(lambda db: _found(db, "1", owner))

    async def delete(self, id: str) -> None:
        """There is no such character any more."""
        await self._db.write(lambda db: db.table("characters").delete_where("id = ?", [id]))

    async def looks(self) -> list[str]:
        """The pictures of all of them, for whoever clears away files."""
        sql = "SELECT looks FROM characters WHERE looks <> '[]'"
        return [row["looks"] for row in await self._db.read(lambda db: rows(db, sql))]


def _found(db: sqlite_utils.Database, where: str, owner: str, *values: str) -> list[Someone]:
    person = main_of(db, owner)
    sql = f"SELECT {FIELDS} FROM characters WHERE owner IN ({OWNERS}) AND {where} ORDER BY folded"
    return [Someone(**row) for row in rows(db, sql, [person, person, *values])]
