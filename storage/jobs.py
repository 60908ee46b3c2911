"""Jobs: one request by one person, from its acceptance to its delivery."""

from __future__ import annotations

import secrets
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from storage.clock import Clock, utc_now
from storage.database import Database, Row, rows
from storage.people import main_of

if TYPE_CHECKING:
    import sqlite_utils

State = Literal["queued", "running", "finished", "failed", "cancelled"]
DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o or u
TIMES = ("created", "ended", "delivered", "forgotten")
SHORT = 5  # characters of an id that people see: 33 million random values


def new_id() -> str:
    """18 characters, safe in file names and URLs, in the order of time: 11 for the microseconds
    since 1970, 7 random ones."""
    return _digits(time.time_ns() // 1000, 11) + _digits(secrets.randbits(35), 7)


def short_id(job: str) -> str:
    """The end of an id, which people see and type; ids of one minute begin alike."""
    return job[-SHORT:]


@dataclass(frozen=True, slots=True)
class Made:
    """How much came of a job: what remains when its result is forgotten."""

    pictures: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A job as it is accepted. `brief` is JSON of whoever reads it. `person` is whose it is,
    `orderer` the account that ordered it, the same unless told; `home` is the server or group.
    `payers` is JSON, what each pays where several people do; `batch` is the id of what it was
    ordered with."""

    id: str
    person: str
    platform: str
    chat: str
    lang: str
    kind: str
    brief: str
    estimate: int
    thread: str = ""
    private: bool = True
    note: str = ""
    orderer: str = ""
    home: str = ""
    payers: str = ""
    batch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(NewJob):
    """A job as it is kept. `message` is where its progress is shown; `result` and `failure` are
    JSON; `delivered` is when the person was shown how it ended, `forgotten` when they deleted
    it."""

    message: str | None
    state: State
    spent: int
    created: datetime
    ended: datetime | None
    delivered: datetime | None
    result: str | None
    failure: str | None
    forgotten: datetime | None = None
    pictures: int = 0
    seconds: float = 0.0


class Jobs:
    """All jobs there ever were."""

    def __init__(self, db: Database, clock: Clock = utc_now) -> None:
        self._db, self._clock = db, clock

    async def add(self, job: NewJob) -> Job:
        """Keep a new job, queued; adding an id twice keeps the first. The person must be known;
        the job of an account that has been linked meanwhile is its main one's."""
        row = asdict(job) | {"state": "queued", "spent": 0, "created": self._now()}
        row["orderer"] = job.orderer or job.person

        def work(db: sqlite_utils.Database) -> Job:
            if not _select(db, "id = ?", [job.id]):
                db.table("jobs").insert(row | {"person": main_of(db, job.person)})
            return _select(db, "id = ?", [job.id])[0]

        return await self._db.write(work)

    async def get(self, id: str) -> Job | None:
        """The job, or None."""
        found = await self._query("id = ?", [id])
        return found[0] if found else None

    async def recent(self, person: str, limit: int = 10) -> list[Job]:
        """A person's jobs, by any of their accounts, the newest first."""
        where = "person = ? AND forgotten IS NULL ORDER BY id DESC LIMIT ?"
        return await self._db.read(lambda db: _select(db, where, [main_of(db, person), limit]))

    async def find(self, person: str, text: str) -> Job | None:
        """The newest job of `person` whose id begins or ends with what they typed."""
        wanted = text.strip().lower()
        if not wanted:
            return None
        where = """person = ? AND forgotten IS NULL AND ? IN (substr(id, 1, ?), substr(id, -?))
                   ORDER BY id DESC LIMIT 1"""
        ends = [wanted, len(wanted), len(wanted)]
        found = await self._db.read(lambda db: _select(db, where, [main_of(db, person), *ends]))
        return found[0] if found else None

    async def unfinished(self) -> list[Job]:
        """Everybody's jobs that have not ended, the oldest first."""
        return await self._query("ended IS NULL ORDER BY id", [])

    async def undelivered(self) -> list[Job]:
        """Everybody's jobs that have ended without being shown, the oldest first."""
        return await self._query("ended IS NOT NULL AND delivered IS NULL ORDER BY id", [])

    async def of_batch(self, batch: str) -> list[Job]:
        """What was ordered together, in the order of its numbers."""
        return await self._query("batch = ? ORDER BY id", [batch]) if batch else []

    async def undo(self, id: str) -> None:
        """It was never ordered: nobody is shown it, and it counts among no others."""
        now = self._now()
        ended = {"state": "cancelled", "spent": 0, "ended": now, "delivered": now}
        await self._update(id, ended | {"forgotten": now, "batch": ""})

    async def set_message(self, id: str, message: str) -> None:
        """Where the job's progress is shown."""
        await self._update(id, {"message": message})

    async def set_running(self, id: str) -> None:
        """The job has left the queue; nothing changes for one that has ended."""
        await self._db.write(
            lambda db: db.execute(
                "UPDATE jobs SET state = 'running' WHERE id = ? AND ended IS NULL", [id]
            )
        )

    async def conclude(
        self,
        id: str,
        state: State,
        spent: int,
        result: str | None = None,
        failure: str | None = None,
        made: Made | None = None,
    ) -> bool:
        """Write down how the job ended. The first end stands: False when there was one before."""
        row = {"state": state, "spent": spent, "result": result, "failure": failure}
        row |= asdict(made or Made())

        def work(db: sqlite_utils.Database) -> bool:
            if not _select(db, "id = ? AND ended IS NULL", [id]):
                return False
            db.table("jobs").update(id, row | {"ended": self._now()})
            return True

        return await self._db.write(work)

    async def reopen(self, id: str) -> None:
        """Queue an ended job again, for another try under the same id."""
        row = {"state": "queued", "spent": 0, "result": None, "failure": None}
        await self._update(id, row | asdict(Made()) | {"ended": None, "delivered": None})

    async def forget(self, id: str) -> bool:
        """Show an ended job nowhere any more; it stays in the books. False when it has not ended,
        or was forgotten before."""
        row = {"forgotten": self._now(), "result": None}
        return await self._change("id = ? AND ended IS NOT NULL AND forgotten IS NULL", [id], row)

    async def revise(self, id: str, result: str, before: str) -> bool:
        """Put `result` in the place of `before`, what a job had made so far. False when that is
        not its result any more."""
        return await self._change("id = ? AND result = ?", [id, before], {"result": result})

    async def mark_delivered(self, id: str) -> None:
        """The person has been shown how the job ended."""
        await self._update(id, {"delivered": self._now()})

    async def mark_shown(self, job: Job) -> None:
        """The person has been shown how it ended, as `job` says; nothing changes for one that is
        tried again by now."""
        assert job.ended, job.id
        where, values = "id = ? AND ended = ?", [job.id, job.ended.isoformat()]
        await self._change(where, values, {"delivered": self._now()})

    async def _update(self, id: str, row: Row) -> None:
        await self._db.write(lambda db: db.table("jobs").update(id, row))

    async def _change(self, where: str, values: list[Any], row: Row) -> bool:
        """Update the one job for which something still holds."""

        def work(db: sqlite_utils.Database) -> bool:
            found = _select(db, where, values)
            for job in found:
                db.table("jobs").update(job.id, row)
            return bool(found)

        return await self._db.write(work)

    async def _query(self, where: str, values: list[Any]) -> list[Job]:
        return await self._db.read(lambda db: _select(db, where, values))

    def _now(self) -> str:
        return self._clock().isoformat()


def _select(db: sqlite_utils.Database, where: str, values: list[Any]) -> list[Job]:
    return [_job(row) for row in rows(db, f"SELECT * FROM jobs WHERE {where}", values)]


def _job(row: Row) -> Job:
    times: Row = {name: row[name] and datetime.fromisoformat(row[name]) for name in TIMES}
    fields: Row = {**row, **times, "private": bool(row["private"])}
    return Job(**fields)


def _digits(number: int, length: int) -> str:
    return "".join(DIGITS[number >> 5 * place & 31] for place in reversed(range(length)))
