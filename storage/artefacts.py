"""Which files of the media folder belong to which job."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.clock import Clock, utc_now
from storage.database import Database, rows

if TYPE_CHECKING:
    import sqlite_utils


@dataclass(frozen=True, slots=True)
class Artefact:
    """One file of one job. `kind` says what it is: film, keyframe, storyboard …"""

    job: str
    ref: str
    kind: str
    mime: str
    size: int


class Artefacts:
    """What was made, and for whom."""

    def __init__(self, db: Database, clock: Clock = utc_now) -> None:
        self._db, self._clock = db, clock

    async def add(self, artefacts: Iterable[Artefact]) -> None:
        """Write files down; twice is once."""
        now = self._clock().isoformat()
        records = [
            {"job": a.job, "ref": a.ref, "kind": a.kind, "mime": a.mime, "size": a.size, "at": now}
            for a in artefacts
        ]
        await self._db.write(lambda db: db.table("artefacts").insert_all(records, ignore=True))

    async def of(self, job: str) -> list[Artefact]:
        """The files of a job, in the order they were written down."""
        sql = "SELECT job, ref, kind, mime, size FROM artefacts WHERE job = ? ORDER BY rowid"
        return await self._db.read(lambda db: [Artefact(**row) for row in rows(db, sql, [job])])

    async def release(self, job: str) -> list[Artefact]:
        """Forget the files of a job; those of them that no other job points to."""
        mine = "SELECT job, ref, kind, mime, size FROM artefacts WHERE job = ?"
        alone = "AND ref NOT IN (SELECT ref FROM artefacts WHERE job != ?) ORDER BY rowid"

        def work(db: sqlite_utils.Database) -> list[Artefact]:
            found = [Artefact(**row) for row in rows(db, f"{mine} {alone}", [job, job])]
            db.table("artefacts").delete_where("job = ?", [job])
            return found

        return await self._db.write(work)

    async def refs(self) -> frozenset[str]:
        """Every file that some job still points to."""
        sql = "SELECT DISTINCT ref FROM artefacts"
        return await self._db.read(lambda db: frozenset(row["ref"] for row in rows(db, sql)))
