"""kill -9 at any moment: nothing is lost, nothing finished is done again, nobody pays twice."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from pathlib import Path

import pytest

from storage.database import Database
from storage.ledger import Ledger
from tests.bot.film_worker import COST
from tests.bot.quick_crew import Diary

LOG = logging.getLogger(__name__)
ROOT = Path(__file__).parents[2]
SHOT = ("paint", "animate", "piece")
OTHER = ("write", "speak", "compose", "mix", "finish")
STAGES = (*OTHER, *(f"{step}.0" for step in SHOT))
ALL_STEPS = {*OTHER, *(f"{step}.{n}" for step in SHOT for n in "01")}


async def worker(folder: Path, *args: str) -> Process:
    command = [sys.executable, "-W", "error", "-m", "tests.bot.film_worker", str(folder), *args]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE, stderr=PIPE)
    assert process.stdout and process.stderr
    if await process.stdout.readline() != b"ready\n":
        raise RuntimeError((await process.stderr.read()).decode())
    return process


async def paid(folder: Path, person: str) -> tuple[int, int]:
    """What a person has paid today, and how much is still held."""
    async with await Database.open(folder / "bot.db") as db:
        balance = await Ledger(db, 10_000).balance(person)
        return balance.used_today, balance.held


async def test_a_film_killed_in_every_stage_repeats_no_finished_step(tmp_path: Path) -> None:
    kills = [f"--kill-in={stage}" for stage in STAGES]
    died = 0
    async with asyncio.timeout(100):
        while True:
            process = await worker(tmp_path, *kills, "job1")
            out, err = await process.communicate()
            assert err == b""
            if process.returncode == 0:
                break
            assert process.returncode == -9
            died += 1
    assert out == b"job1 finished\n"
    # A step and the other shot's, or the sound's, may be killed together.
    assert 5 <= died <= len(STAGES)
    done = Counter(Diary.load(tmp_path / "diary.jsonl").done())
    assert done == Counter({f"job1/{step}": 1 for step in ALL_STEPS})
    assert await paid(tmp_path, "person1") == (COST, 0)


async def test_a_living_engine_takes_over_from_a_dead_one(tmp_path: Path) -> None:
    dying = await worker(tmp_path, "--seconds=2", "job1")  # far from its end when it is killed
    await asyncio.sleep(1)
    living = await worker(tmp_path, "--seconds=0.3", "job2", "job3")
    dying.kill()
    await dying.communicate()
    async with asyncio.timeout(20):
        watching = await worker(tmp_path, "job1")
        out, _ = await watching.communicate()
        await living.communicate()
    assert out == b"job1 finished\n"
    done = Counter(Diary.load(tmp_path / "diary.jsonl").done())
    assert {done[f"job{n}/finish"] for n in (1, 2, 3)} == {1}


@pytest.mark.soak
@pytest.mark.timeout(400)
@pytest.mark.parametrize("database", ["", os.environ.get("REELROOM_TEST_POSTGRES")])
async def test_forty_jobs_survive_a_kill_every_second(tmp_path: Path, database: str | None) -> None:
    if database is None:
        pytest.skip("set REELROOM_TEST_POSTGRES to the URL of an empty database")
    jobs = [f"job{n:03}{n % 5}" for n in range(40)]
    dice, kills = random.Random(7), 0
    async with asyncio.timeout(380):
        while True:
            args = ["--seconds=0.15", f"--database={database}", *jobs]
            process = await worker(tmp_path, *args)
            try:
                async with asyncio.timeout(0.5 + dice.random()):
                    out, err = await process.communicate()
                break
            except TimeoutError:
                process.kill()
                await process.wait()
                kills += 1
    assert err == b""
    assert sorted(out.decode().splitlines()) == [f"{job} finished" for job in jobs]
    assert kills > 5
    done = Counter(Diary.load(tmp_path / "diary.jsonl").done())
    assert set(done) == {f"{job}/{step}" for job in jobs for step in ALL_STEPS}
    # Only a step whose end was not yet written down when the kill came is done again.
    again = sum(done.values()) - len(done)
    LOG.info("%d kills, %d of %d steps done again", kills, again, sum(done.values()))
    assert again <= 2 * kills
    for n in range(5):
        assert await paid(tmp_path, f"person{n}") == (8 * COST, 0)
