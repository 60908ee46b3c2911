"""Brands: what holds for everything that somebody makes for one of them, under a name of theirs."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from storage.clock import Clock, utc_now
from storage.database import Database, Row, rows
from storage.people import main_of

if TYPE_CHECKING:
    import sqlite_utils

ID_BYTES = 5
THEIRS = "(owner = ? OR owner IN (SELECT key FROM people WHERE main = ?))"  # of linked accounts


@dataclass(frozen=True, slots=True)
class Brand:
    """`values` are JSON-shaped, by the name of an option; `logo` is JSON of whoever reads it, or
    empty. `owner` is the key of a person."""

    id: str
    owner: str
    name: str
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    logo: str = ""
    changed: datetime | None = None


class Brands:
    """Everybody's brands. A name is somebody's own once, however it is written."""

    def __init__(self, db: Database, clock: Clock = utc_now) -> None:
        self._db, self._clock = db, clock

    async def save(self, owner: str, name: str, values: Mapping[str, Any], logo: str) -> Brand:
        """A new brand, or another form of the one of that name."""
        now, folded = self._clock().isoformat(), name.casefold()
        text = json.dumps(dict(values), ensure_ascii=False)

        def work(db: sqlite_utils.Database) -> Brand:
            person = main_of(db, owner)
            known = _find(db, f"{THEIRS} AND folded = ?", person, person, folded)
            id = known.id if known else secrets.token_hex(ID_BYTES)
            row = {
                "id": id,
                "owner": known.owner if known else person,
                "name": name,
                "folded": folded,
                "kit": text,
            }
            db.table("brands").upsert(row | {"logo": logo, "changed": now}, pk="id")
            found = _find(db, "id = ?", id)
            assert found
            return found

        return await self._db.write(work)

    async def get(self, id: str) -> Brand | None:
        """The brand of that id, or None."""
        return await self._db.read(lambda db: _find(db, "id = ?", id))

    async def named(self, owner: str, name: str) -> Brand | None:
        """Somebody's brand of that name, or None."""
        folded = name.strip().casefold()

        def work(db: sqlite_utils.Database) -> Brand | None:
            person = main_of(db, owner)
            return _find(db, f"{THEIRS} AND folded = ?", person, person, folded)

        return await self._db.read(work)

    async def of(self, owner: str) -> list[Brand]:
        """All that somebody has, by name."""
        sql = f"SELECT * FROM brands WHERE {THEIRS} ORDER BY folded"
        return await self._db.read(
            lambda db: [_brand(row) for row in rows(db, sql, [main_of(db, owner)] * 2)]
        )

    async def delete(self, id: str) -> None:
        """There is no such brand any more."""
        await self._db.write(lambda db: db.table("brands").delete_where("id = ?", [id]))

    async def logos(self) -> list[str]:
        """The logos of all of them, for whoever clears away files."""
        sql = "SELECT logo FROM brands WHERE logo <> ''"
        return [row["logo"] for row in await self._db.read(lambda db: rows(db, sql))]


def _find(db: sqlite_utils.Database, where: str, *values: str) -> Brand | None:
    found = rows(db, f"SELECT * FROM brands WHERE {where}", list(values))
    return _brand(found[0]) if found else None


def _brand(row: Row) -> Brand:
    return Brand(
        id=row["id"],
        owner=row["owner"],
        name=row["name"],
        values=json.loads(row["kit"]),
        logo=row["logo"],
        changed=datetime.fromisoformat(row["changed"]),
    )
