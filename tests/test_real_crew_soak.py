"""kill -9 every second while vendors make films: nothing is lost, and nothing is paid twice."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from bot.engine.orders import ORDERS, Orders
from generation.providers.routing.orders import Order, State
from tests.bench._stands import Prepared
from tests.bot.vendor_worker import SHOTS
from tests.servers.chat import Chat
from tests.servers.dashscope import DashScope
from tests.servers.stand import Fault

LOG = logging.getLogger(__name__)
ROOT = Path(__file__).parents[1]
KEY = "sk-invented-key-of-the-soak"
POSTGRES = os.environ.get("REELROOM_TEST_POSTGRES")
FILMS = 12
OPEN_TO_ALL = {State.UNKNOWN, State.FAILED, State.LOST}  # what may leave a second task behind


@dataclass
class Workshop:
    """The vendors' stand-ins, and workers that are killed."""

    folder: Path
    database: str
    env: dict[str, str]
    dashscope: DashScope
    kills: int = 0
    retries: Counter[str] = field(default_factory=Counter[str])
    finished: set[str] = field(default_factory=set[str])

    async def worker(self, jobs: list[str], *, retry: bool) -> Process:
        command = [sys.executable, "-W", "error", "-m", "tests.bot.vendor_worker"]
        command += [str(self.folder), *jobs, "--database", self.database]
        with (self.folder / "stderr").open("ab") as errors:
            process = await asyncio.create_subprocess_exec(
                *command, *(["--retry"] if retry else []),
                cwd=ROOT, env=self.env, stdout=PIPE, stderr=errors,
            )  # fmt: skip
        assert process.stdout
        assert await process.stdout.readline() == b"ready\n", self.errors()
        return process

    async def tend(self, jobs: list[str], dice: random.Random, *, retry: bool) -> None:
        """Keep one worker at it, killed about every second, until all is done. Each lives a little
        longer than the one before, for on a busy machine none would get anywhere else."""
        lives = 1.8 if self.database else 1.0  # two workers take turns at what the other left
        while True:
            process = await self.worker(jobs, retry=retry)
            try:
                async with asyncio.timeout(lives * (0.8 + dice.random())):
                    await self._listen(process)
                    await process.wait()
                assert process.returncode == 0, self.errors()
                return
            except TimeoutError:
                process.kill()
                self.kills, lives = self.kills + 1, lives * 1.03
                await self._listen(process)
                await process.wait()
            finally:
                if process.returncode is None:
                    process.kill()

    async def _listen(self, process: Process) -> None:
        assert process.stdout
        async for line in process.stdout:
            what, job = line.decode().split()
            if what == "retried":
                self.retries[job] += 1
            else:
                self.finished.add(job)

    def errors(self) -> str:
        return (self.folder / "stderr").read_text()

    async def orders(self) -> list[Order]:
        async with Orders.open(self.database or self.folder / "orders.sqlite") as book:
            return await book._read(ORDERS.select())  # pyright: ignore[reportPrivateUsage]

    def task_of(self, order: Order) -> str:
        """The vendor's task; a picture that was painted at once is known by its address."""
        return order.task.rpartition("/")[2].partition("?")[0]


def emptied(url: str) -> None:
    """Throw away what an earlier test wrote."""
    with psycopg.connect(url) as connection:
        connection.execute("DROP SCHEMA IF EXISTS dbos CASCADE")
        connection.execute("DROP TABLE IF EXISTS reelroom_orders, reelroom_orders_closed")


@pytest.fixture(params=["sqlite", "postgres"])
async def workshop(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Workshop]:
    database = ""
    if request.param == "postgres":
        if not POSTGRES:
            pytest.skip("set REELROOM_TEST_POSTGRES to the URL of an empty database")
        await asyncio.to_thread(emptied, database := POSTGRES)
    media = Prepared()
    await media.prepare()
    async with Chat(media) as chat, DashScope(media) as dashscope:
        dashscope.durations = {"picture": 0.2, "clip": 0.5}
        dashscope.plant(Fault("submit", times=10**6, hang=0.1))
        env = {
            "PATH": os.environ["PATH"],
            "REELROOM_HOME": str(tmp_path),
            "DEEPSEEK_API_KEY": KEY,
            "DEEPSEEK_BASE_URL": chat.url,
            "DASHSCOPE_API_KEY": KEY,
            "DASHSCOPE_BASE_URL": dashscope.url,
            "REELROOM_ALLOW_LOOPBACK": "1",
            "REELROOM_POLL_SECONDS": "0.1",
        }
        yield Workshop(tmp_path, database, env, dashscope)


@pytest.mark.soak
@pytest.mark.timeout(400)
@pytest.mark.parametrize("model", ["qwen-image-plus", "qwen-image-2.0-pro"])
async def test_films_by_vendors_survive_a_kill_every_second(workshop: Workshop, model: str) -> None:
    workshop.env["QWEN_IMAGE_MODEL"] = model
    jobs, dice = [f"film{n:03}" for n in range(FILMS)], random.Random(7)
    workers = 2 if workshop.database else 1
    async with asyncio.timeout(380):
        tending = [workshop.tend(jobs, dice, retry=n == 0) for n in range(workers)]
        await asyncio.gather(*tending)
    assert workshop.finished == set(jobs)
    assert "Traceback" not in workshop.errors(), workshop.errors()

    orders = await workshop.orders()
    states = Counter(f"{order.role} {order.state}" for order in orders)
    made = {
        kind: [t for t in workshop.dashscope.tasks.values() if t.kind == kind] for kind in KINDS
    }
    LOG.info(
        "%s, %s: %d kills, %d orders (%s), %d pictures and %d clips at the vendor, %d retries",
        model, workshop.database or "SQLite", workshop.kills, len(orders), dict(states),
        len(made["picture"]), len(made["clip"]), workshop.retries.total(),
    )  # fmt: skip
    assert workshop.kills > 5
    for role, kind in (("painter", "picture"), ("animator", "clip")):
        mine = [order for order in orders if order.role == role]
        done = [order for order in mine if order.state == State.DONE]
        assert len(done) == len({order.work for order in done}) == FILMS * SHOTS
        written = Counter(workshop.task_of(order) for order in mine if order.task)
        assert max(written.values()) == 1
        # Each task of the vendor's is in the book but those of which it says that nobody knows.
        unknown = sum(order.state == State.UNKNOWN for order in mine)
        orphans = {task.id for task in made[kind]} - set(written)
        assert len(orphans) <= unknown
        assert len(made[kind]) == len(written) + len(orphans)
        for work, count in Counter(order.work for order in mine if order.task).items():
            assert count == 1 or OPEN_TO_ALL & {o.state for o in mine if o.work == work}
        if kind == "clip" or model == "qwen-image-plus":
            assert not orphans and not unknown
    asked = [str(task.request["input"].get("prompt")) for task in made["clip"]]
    assert max(Counter(asked).values()) == 1, "a clip was ordered twice"


KINDS = ("picture", "clip")
