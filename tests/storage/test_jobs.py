"""Jobs and their files: never lost, concluded once, found by what people type."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from pathlib import Path
from sqlite3 import IntegrityError

import pytest
import sqlite_utils

from storage.accounts import Accounts
from storage.artefacts import Artefact, Artefacts
from storage.database import Database
from storage.jobs import Jobs, NewJob, new_id, short_id
from storage.migrations import steps
from storage.people import People

BRIEF = '{"idea": "一只猫坐在窗台上"}'


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with await Database.open(tmp_path / "reelroom.db") as opened:
        for person in ("t:mei", "t:ken"):
            await People(opened).greet(person, "t", "somebody", "zh")
        yield opened


def a_job(id: str = "", person: str = "t:mei") -> NewJob:
    return NewJob(
        id=id or new_id(),
        person=person,
        platform="t",
        chat="42",
        lang="zh",
        kind="film",
        brief=BRIEF,
        estimate=12,
    )


async def test_a_job_that_was_accepted_can_be_read_back(db: Database) -> None:
    jobs = Jobs(db)
    added = await jobs.add(replace(a_job("j1"), thread="7", private=False, note="quick"))
    job = await jobs.get("j1")
    assert job == added
    assert job and (job.brief, job.thread, job.private, job.state) == (BRIEF, "7", False, "queued")
    assert job.created.tzinfo and not job.ended
    assert await jobs.get("j2") is None


async def test_adding_a_job_twice_keeps_the_first(db: Database) -> None:
    jobs = Jobs(db)
    first = await jobs.add(a_job("j1"))
    assert await jobs.add(replace(a_job("j1"), estimate=99)) == first
    assert len(await jobs.unfinished()) == 1


async def test_a_job_of_nobody_is_refused(db: Database) -> None:
    with pytest.raises(IntegrityError):
        await Jobs(db).add(a_job(person="t:stranger"))


async def test_a_job_is_concluded_once(db: Database) -> None:
    jobs = Jobs(db)
    await jobs.add(a_job("j1"))
    await jobs.set_running("j1")
    assert await jobs.conclude("j1", "finished", 9, result="{}")
    assert not await jobs.conclude("j1", "failed", 0, failure="{}")
    await jobs.set_running("j1")
    job = await jobs.get("j1")
    assert job and (job.state, job.spent, job.result, job.failure) == ("finished", 9, "{}", None)


async def test_an_ended_job_waits_until_it_is_delivered(db: Database) -> None:
    jobs = Jobs(db)
    for id in ("j1", "j2", "j3"):
        await jobs.add(a_job(id))
    await jobs.set_message("j1", '{"id": "900"}')
    await jobs.conclude("j1", "finished", 9)
    await jobs.conclude("j2", "cancelled", 0)
    await jobs.mark_delivered("j2")

    assert [job.id for job in await jobs.undelivered()] == ["j1"]
    assert [job.id for job in await jobs.unfinished()] == ["j3"]


async def test_a_failed_job_can_be_tried_again(db: Database) -> None:
    jobs = Jobs(db)
    await jobs.add(a_job("j1"))
    await jobs.conclude("j1", "failed", 0, failure="{}")
    await jobs.mark_delivered("j1")
    await jobs.reopen("j1")
    job = await jobs.get("j1")
    assert job and (job.state, job.ended, job.delivered, job.failure) == (
        "queued",
        None,
        None,
        None,
    )


async def test_people_find_their_own_jobs_by_either_end_of_the_id(db: Database) -> None:
    jobs = Jobs(db)
    mine = [(await jobs.add(a_job())).id for _ in range(5)]
    other = (await jobs.add(a_job(person="t:ken"))).id

    assert [job.id for job in await jobs.recent("t:mei", 3)] == mine[:1:-1]
    for id in mine:
        found = await jobs.find("t:mei", f" {short_id(id).upper()} ")
        assert found and found.id == id
    newest = await jobs.find("t:mei", mine[0][:4])
    assert newest and newest.id == mine[-1]
    assert await jobs.find("t:mei", other) is None
    for nonsense in ("", "%", "_____", "'", "x" * 500):
        assert await jobs.find("t:mei", nonsense) is None


def test_ids_are_in_the_order_of_time_and_safe_everywhere() -> None:
    ids: list[str] = []
    for _ in range(200):
        ids.append(new_id())
        time.sleep(0.000002)
    assert ids == sorted(set(ids))
    assert {len(id) for id in ids} == {18}
    assert all(id.isalnum() and id.isascii() and id == id.lower() for id in ids)


async def test_a_file_is_written_down_once_for_a_job(db: Database) -> None:
    await Jobs(db).add(a_job("j1"))
    artefacts = Artefacts(db)
    film = Artefact("j1", "ab/cd.mp4", "film", "video/mp4", 10)
    frame = Artefact("j1", "ab/ce.png", "keyframe", "image/png", 5)
    await artefacts.add([film, frame])
    await artefacts.add([film])
    assert await artefacts.of("j1") == [film, frame]
    assert await artefacts.refs() == {film.ref, frame.ref}


async def test_an_ended_job_is_forgotten_once_and_stays_in_the_books(db: Database) -> None:
    jobs = Jobs(db)
    await jobs.add(a_job("j1"))
    assert not await jobs.forget("j1")
    await jobs.conclude("j1", "finished", 9, result="{}")
    assert await jobs.forget("j1")
    assert not await jobs.forget("j1")
    job = await jobs.get("j1")
    assert job and (job.spent, job.result, job.forgotten is None) == (9, None, False)
    assert await jobs.recent("t:mei") == [] and await jobs.find("t:mei", "j1") is None


async def test_a_result_is_revised_by_whoever_has_seen_the_newest(db: Database) -> None:
    jobs = Jobs(db)
    await jobs.add(a_job("j1"))
    await jobs.conclude("j1", "finished", 9, result="first")
    assert await jobs.revise("j1", "second", before="first")
    assert not await jobs.revise("j1", "third", before="first")
    await jobs.forget("j1")
    assert not await jobs.revise("j1", "third", before="second")
    job = await jobs.get("j1")
    assert job and job.result is None


async def test_of_a_released_jobs_files_those_are_free_that_nobody_else_has(db: Database) -> None:
    jobs, artefacts = Jobs(db), Artefacts(db)
    for id in ("j1", "j2"):
        await jobs.add(a_job(id))
    own, shared = [Artefact("j1", ref, "film", "video/mp4", 1) for ref in ("own", "shared")]
    await artefacts.add([own, shared, replace(shared, job="j2")])
    assert await artefacts.release("j1") == [own]
    assert await artefacts.release("j1") == []
    assert await artefacts.refs() == {"shared"}


# Of several accounts


async def test_the_jobs_of_linked_accounts_are_one_list_and_know_who_ordered_them(
    db: Database,
) -> None:
    jobs, accounts = Jobs(db), Accounts(db)
    await jobs.add(a_job("j1", "t:ken"))
    await accounts.join(await accounts.give_code("t:mei"), "t:ken")
    await jobs.add(replace(a_job("j2", "t:ken"), home="t:-1"))
    for person in ("t:mei", "t:ken"):
        assert [job.id for job in await jobs.recent(person)] == ["j2", "j1"]
        found = await jobs.find(person, "j1")
        assert found and (found.person, found.orderer) == ("t:mei", "t:ken")

    assert await accounts.part("t:ken") == ["t:ken"]
    assert [job.id for job in await jobs.recent("t:ken")] == ["j2", "j1"]
    assert await jobs.recent("t:mei") == []


def test_jobs_from_before_there_were_links_were_ordered_by_their_person(tmp_path: Path) -> None:
    file = sqlite_utils.Database(tmp_path / "old.db")
    steps.apply(file, stop_before="m013_linked")
    person = {"key": "t:1", "platform": "t", "name": "Mei", "said": "zh", "met": "", "seen": ""}
    file.table("people").insert(person)
    row = asdict(a_job("j1", "t:1")) | {"state": "queued", "spent": 0, "created": ""}
    later = ("orderer", "home", "payers", "batch")
    file.table("jobs").insert({k: v for k, v in row.items() if k not in later})
    steps.apply(file)
    found = file.query("SELECT orderer, home FROM jobs")
    assert list(found) == [{"orderer": "t:1", "home": ""}]
    file.close()


def test_films_from_before_they_had_takes_can_still_be_read(tmp_path: Path) -> None:
    file = sqlite_utils.Database(tmp_path / "old.db")
    steps.apply(file, stop_before="m022_takes")
    person = {"key": "t:1", "platform": "t", "name": "Mei", "said": "zh", "met": "", "seen": ""}
    file.table("people").insert(person)
    row = asdict(a_job("j1", "t:1")) | {"state": "finished", "spent": 0, "created": ""}
    row["result"] = '{"title":"a","clips":[{"provider":"wan"}]}'
    file.table("jobs").insert(row)
    steps.apply(file)
    assert list(file.query("SELECT result FROM jobs")) == [{"result": '{"title":"a"}'}]
    file.close()
