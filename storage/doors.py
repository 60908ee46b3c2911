"""Whether new orders are taken; it holds over a restart."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.clock import Clock, utc_now
from storage.database import Database
from storage.preferences import Preferences

OWNER = "house"
CLOSED, DRAIN = "closed", "drain"


@dataclass(frozen=True, slots=True)
class Closed:
    """Since when nothing new is taken, and why; the `reason` may be empty."""

    reason: str
    since: datetime


class Doors(Preferences):
    """Open unless somebody closed them."""

    scope = "house"

    def __init__(self, db: Database, clock: Clock = utc_now) -> None:
        super().__init__(db)
        self._clock = clock

    async def closed(self) -> Closed | None:
        """How they were closed, or None while they are open."""
        return _closed(await self.setting(OWNER, CLOSED))

    async def close(self, reason: str = "") -> None:
        """Take nothing new; closing again changes the reason only."""
        before = await self.closed()
        since = before.since if before else self._clock()
        await self.set(OWNER, CLOSED, {"reason": reason, "since": since.isoformat()})

    async def open(self) -> bool:
        """Take orders again, and tell nobody when the last job has ended. False when open."""
        was_closed = await self.closed() is not None
        await self.set(OWNER, DRAIN, None)
        await self.set(OWNER, CLOSED, None)
        return was_closed

    async def await_last(self, whom: dict[str, str | bool]) -> None:
        """Somebody wants to know when nothing runs any more; the last who asked is told."""
        await self.set(OWNER, DRAIN, whom)

    async def awaiting(self) -> dict[str, str | bool] | None:
        """Who wants to know, as they were handed in."""
        return await self.setting(OWNER, DRAIN)

    async def told(self) -> None:
        """They know."""
        await self.set(OWNER, DRAIN, None)


def closed_in(path: Path) -> Closed | None:
    """The same, seen from outside: the file may be in use, and is not brought up to date.

    Raises `sqlite3.Error` where it cannot be read."""
    sql = "SELECT value FROM preferences WHERE scope = ? AND owner = ? AND name = ?"
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        found = db.execute(sql, (Doors.scope, OWNER, CLOSED)).fetchone()
    return _closed(json.loads(found[0]) if found else None)


def _closed(kept: dict[str, str] | None) -> Closed | None:
    return Closed(kept["reason"], datetime.fromisoformat(kept["since"])) if kept else None
