"""Short tokens in addresses, and what they stand for."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from storage.clock import Clock, utc_now
from storage.database import Database, rows

if TYPE_CHECKING:
    import sqlite_utils

LinkKind = Literal["idea", "board", "brand", "character"]
IDEAS_KEPT = timedelta(days=30)
TOKEN_BYTES = 10  # 20 hexadecimal digits: nobody guesses one


@dataclass(frozen=True, slots=True)
class Link:
    """`value` is an idea, the id of a job whose storyboard `person` shared, of a brand or of a
    character."""

    token: str
    kind: LinkKind
    value: str
    person: str


class Links:
    """What was put behind a token; the same by the same person gets the same token."""

    def __init__(self, db: Database, clock: Clock = utc_now) -> None:
        self._db, self._clock = db, clock

    async def keep(self, kind: LinkKind, value: str, person: str) -> str:
        """A token for it. Ideas are forgotten after a month, what was shared is not."""
        now = self._clock()
        row = {"kind": kind, "value": value, "person": person, "at": now.isoformat()}
        same = "SELECT token FROM links WHERE kind = ? AND value = ? AND person = ?"

        def work(db: sqlite_utils.Database) -> str:
            known = [found["token"] for found in rows(db, same, [kind, value, person])]
            token = known[0] if known else secrets.token_hex(TOKEN_BYTES)
            db.table("links").upsert({"token": token, **row}, pk="token")
            old = (now - IDEAS_KEPT).isoformat()
            db.table("links").delete_where("kind = 'idea' AND at < ?", [old])
            return token

        return await self._db.write(work)

    async def find(self, token: str) -> Link | None:
        """What a token stands for, or None."""
        sql = "SELECT token, kind, value, person FROM links WHERE token = ?"
        found = await self._db.read(lambda db: rows(db, sql, [token]))
        return Link(**found[0]) if found else None
