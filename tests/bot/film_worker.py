"""A process of its own that runs an engine, for tests that kill it.

    python -m tests.bot.film_worker FOLDER [--kill-in STEP …] [--seconds S] [--database URL] JOB…

It pays for and submits each job, shot by shot with `QuickCrew`, settles what has ended, prints
`ready` and then each job's outcome, and leaves when all have ended. In a step named by `--kill-in`
it kills itself with -9, once per step and folder.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.engine import Engine, Limits
from generation.model import Brief
from storage.database import Database
from storage.ledger import Ledger
from tests.bot.quick_crew import Diary, Hook, quick_crews

COST = 3
QUIET = 0.3  # seconds in which what runs beside the killed step is written down
LIMITS = Limits(poll=0.05, jobs=8, per_person=4)


def killer(folder: Path, steps: list[str]) -> Hook:
    """A hook that dies in these steps."""

    async def hook(step: str) -> None:
        flag = folder / f"killed.{step}"
        if step in steps and not flag.exists():
            await asyncio.sleep(QUIET)
            flag.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    return hook


async def work(args: argparse.Namespace) -> None:
    """Bring every job to its end."""
    folder: Path = args.folder
    diary = Diary(folder / "diary.jsonl")
    crews = quick_crews(diary, killer(folder, args.kill_in), args.seconds)
    async with (
        await Database.open(folder / "bot.db") as db,
        Engine.open(args.database or folder / "engine.db", crews, LIMITS) as engine,
    ):
        ledger = Ledger(db, 10_000)
        sys.stdout.write("ready\n")
        sys.stdout.flush()

        async def one(job: str) -> None:
            person = f"person{job[-1]}"
            await ledger.hold(person, job, COST)
            await engine.submit(job, "film", Brief(idea=f"猫 {job}", shots=2), person)
            async for event in engine.watch(job):
                if event.ended:
                    await ledger.settle(job, COST)
                    sys.stdout.write(f"{job} {event.ended}\n")
                    sys.stdout.flush()

        await asyncio.gather(*[one(job) for job in args.jobs])


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("jobs", nargs="*")
    parser.add_argument("--kill-in", action="append", default=[])
    parser.add_argument("--seconds", type=float, default=0.0)
    parser.add_argument("--database")
    asyncio.run(work(parser.parse_intermixed_args()))


if __name__ == "__main__":
    main()
