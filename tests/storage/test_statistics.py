"""Figures of the whole house, and doors that stay closed over a restart."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlite_utils

from storage.database import Database
from storage.doors import Doors
from storage.files import Files
from storage.jobs import Jobs, Made, NewJob
from storage.migrations import steps
from storage.people import People
from storage.statistics import Figures, Statistics

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class Time:
    """A clock that only moves when told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with await Database.open(tmp_path / "reelroom.db") as opened:
        yield opened


def a_job(id: str, kind: str = "film") -> NewJob:
    return NewJob(
        id=id, person="t:1", platform="t", chat="1", lang="en", kind=kind, brief="{}", estimate=3
    )


async def test_what_was_made_is_counted_by_the_day_it_ended(db: Database) -> None:
    time, statistics = Time(), Statistics(db)
    people, jobs = People(db, time), Jobs(db, time)
    await people.greet("t:1", "t", "Mei", "zh")
    for id in ("a", "b", "c", "d"):
        await jobs.add(a_job(id, "stills" if id == "b" else "film"))
    await jobs.conclude("a", "finished", 3, "{}", made=Made(4, 14.5))
    time.now += DAY
    await people.greet("t:2", "t", "Ken", "ja")
    await jobs.conclude("b", "finished", 3, "{}", made=Made(2))
    await jobs.conclude("c", "failed", 0, failure='{"provider": "wan"}')
    await jobs.set_running("d")

    assert await statistics.since(time.now) == Figures(1, {"finished": 1, "failed": 1}, 0, 2, 0.0)
    assert await statistics.since() == Figures(2, {"finished": 2, "failed": 1}, 1, 6, 14.5)
    assert await statistics.going_on() == {"running": 1}
    assert await statistics.failures(NOON) == {"wan": 1}
    assert await statistics.failures(time.now + DAY) == {}


async def test_what_a_deleted_job_made_still_counts_and_a_job_tried_again_counts_once(
    db: Database,
) -> None:
    jobs = Jobs(db)
    await People(db).greet("t:1", "t", "Mei", "zh")
    for id in ("a", "b"):
        await jobs.add(a_job(id))
        await jobs.conclude(id, "finished", 3, "{}", made=Made(4, 14.5))
    await jobs.forget("a")
    await jobs.reopen("b")
    assert await Statistics(db).since() == Figures(1, {"finished": 1}, 1, 4, 14.5)


def test_what_was_made_before_it_was_counted_is_found_in_the_results(tmp_path: Path) -> None:
    file = sqlite_utils.Database(tmp_path / "old.db")
    steps.apply(file, stop_before="m012_figures")
    person = {"key": "t:1", "platform": "t", "name": "Mei", "said": "zh", "met": "", "seen": ""}
    file.table("people").insert(person)
    row = {"person": "t:1", "platform": "t", "chat": "1", "thread": "", "private": 1, "lang": "zh"}
    row |= {"brief": "{}", "estimate": 3, "spent": 3, "created": "", "ended": "", "note": ""}
    results = {"film": '{"keyframes": [1, 2], "seconds": 9.5}', "stills": '{"keyframes": [1]}'}
    for kind, result in results.items():
        made = {"id": kind, "kind": kind, "state": "finished", "result": result}
        file.table("jobs").insert(row | made)
    file.table("jobs").insert(row | {"id": "x", "kind": "film", "state": "failed"})
    steps.apply(file)
    found = file.query("SELECT id, pictures, seconds FROM jobs ORDER BY id")
    assert [tuple(job.values()) for job in found] == [
        ("film", 2, 9.5),
        ("stills", 1, 0.0),
        ("x", 0, 0.0),
    ]
    file.close()


async def test_doors_stay_closed_with_their_reason_until_somebody_opens_them(
    tmp_path: Path,
) -> None:
    time = Time()
    async with await Database.open(tmp_path / "r.db") as db:
        doors = Doors(db, time)
        assert await doors.closed() is None and not await doors.open()
        await doors.close("Update")
        await doors.await_last({"chat": "1"})
    async with await Database.open(tmp_path / "r.db") as db:
        doors = Doors(db, time)
        time.now += DAY
        await doors.close("Longer")
        closed = await doors.closed()
        assert closed and (closed.reason, closed.since) == ("Longer", NOON)
        assert await doors.awaiting() == {"chat": "1"}
        assert await doors.open()
        assert await doors.closed() is None and await doors.awaiting() is None


def test_room_counts_kept_files_and_work_in_progress(tmp_path: Path) -> None:
    files = Files(tmp_path / "media", 10**9, 30)
    (tmp_path / "a.png").write_bytes(b"x" * 700)
    files.keep(tmp_path / "a.png", "image/png")
    (files.scratch("job") / "part").write_bytes(b"x" * 300)
    room = files.room()
    assert room.used == 1000 and room.free > 0
