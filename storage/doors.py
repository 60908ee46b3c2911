"""Whether new orders are taken; it holds over a restart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
        if kept := await self.setting(OWNER, CLOSED):
            return Closed(kept["reason"], datetime.fromisoformat(kept["since"]))
        return None

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
