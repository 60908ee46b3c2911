"""A process of its own that runs an engine with the real crew, for tests that kill it.

    python -m tests.bot.vendor_worker FOLDER [--database URL] [--retry] [--cancel] JOB…

Vendors are those of the environment. The cut is left out, so that only orders take time. It submits
each job, prints `ready`, then `finished JOB` or, for one that ended because nobody knows whether an
order was taken, `retried JOB`, and leaves when all are finished. With `--cancel` it waits for a
line, cancels them all and kills itself with -9.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import os
import signal
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.engine import Engine, Limits
from bot.engine.orders import Orders
from bot.shelf import crews
from generation.errors import Kind
from generation.model import Brief
from generation.providers.router import Roster
from generation.providers.routing.commission import dismiss
from generation.providers.routing.patience import Patience
from storage.files import Files
from tests.bench._quiet import Quiet

LIMITS = Limits(jobs=8, per_person=4, poll=0.05)
HASTY = Patience(passing=(0.1, 0.3), busy=0.1, reconcile=(0.05, 0.1, 0.2), silence=0.3)
SHOTS = 3
QUIET = ("composer", "editor")


def brief(job: str) -> Brief:
    """What the film is about, with a seed of its own."""
    seed = int.from_bytes(job.encode()[-4:], "big")
    return Brief(idea=f"一只叫{job}的猫", lang="zh", shots=SHOTS, seconds=9, seed=seed, voice=False)


def without_the_cut(env: Mapping[str, str]) -> Roster:
    """The vendors of an environment, in a hurry."""
    found, quiet = Roster.find(env), Quiet()
    members = [replace(m, provider=quiet) if m.role in QUIET else m for m in found.members]
    return Roster(members, env, HASTY)


def say(*words: str) -> None:
    """Tell whoever started us."""
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


async def follow(engine: Engine, job: str, *, retry: bool) -> None:
    """Wait until a job is finished, whatever it takes."""
    while True:
        state = await engine.state(job)
        assert state
        if state.outcome == "finished":
            return say("finished", job)
        if state.failure:
            assert state.failure.kind == Kind.UNKNOWN_SUBMIT, state.failure
            if retry and await engine.retry(job):
                say("retried", job)
        await asyncio.sleep(0.25)


@asynccontextmanager
async def opened(
    folder: Path, env: Mapping[str, str], database: str = ""
) -> AsyncGenerator[tuple[Engine, Orders]]:
    """An engine with these vendors, and its book."""
    roster, files = without_the_cut(env), Files(folder / "media", 10**10, 30)
    async with (
        Orders.open(database or folder / "orders.sqlite") as book,
        Engine.open(
            database or folder / "engine.sqlite",
            crews(roster, files, book),
            LIMITS,
            partial(dismiss, roster, book),
            roster.outbox.settled,
        ) as engine,
    ):
        yield engine, book


async def work(args: argparse.Namespace) -> None:
    """Bring every job to its end."""
    importlib.import_module("dashscope")  # half a second that is no time for kills
    async with opened(args.folder, os.environ, args.database) as (engine, _):
        for number, job in enumerate(args.jobs):
            await engine.submit(job, "film", brief(job), f"person{number % 4}")
        say("ready")
        if args.cancel:
            await asyncio.to_thread(sys.stdin.readline)
            await asyncio.gather(*map(engine.cancel, args.jobs))
            os.kill(os.getpid(), signal.SIGKILL)
        await asyncio.gather(*(follow(engine, job, retry=args.retry) for job in args.jobs))


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("jobs", nargs="*")
    parser.add_argument("--database", default="")
    parser.add_argument("--retry", action="store_true")
    parser.add_argument("--cancel", action="store_true")
    asyncio.run(work(parser.parse_intermixed_args()))


if __name__ == "__main__":
    main()
