"""What was ordered for a film that is cancelled, or fails: stopped, or kept for the next try."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app import opened as opened_house
from bot.engine import Engine
from bot.engine.orders import Orders
from bot.settings import Settings
from generation.errors import Kind
from generation.providers.routing.orders import Order, State
from handlers.conversation import Incoming, Person, Place
from tests.bench._stands import Prepared
from tests.bot.shell import environment
from tests.bot.vendor_worker import SHOTS, brief, opened
from tests.handlers.fakes import Paper
from tests.servers.chat import Chat
from tests.servers.dashscope import DashScope
from tests.servers.stand import Fault, Task

KEY = "sk-invented-key-of-the-cancelled"
ROOT = Path(__file__).parents[2]
LONG = 60.0  # seconds of a task: it is pending for the first six
WORKS = [f"film1.s{shot}" for shot in range(SHOTS)]


@dataclass(frozen=True, slots=True)
class Vendors:
    """The stand-ins, and a folder for the engine."""

    chat: Chat
    dashscope: DashScope
    folder: Path

    @property
    def env(self) -> dict[str, str]:
        return {
            "DEEPSEEK_API_KEY": KEY,
            "DEEPSEEK_BASE_URL": self.chat.url,
            "DASHSCOPE_API_KEY": KEY,
            "DASHSCOPE_BASE_URL": self.dashscope.url,
            "QWEN_IMAGE_MODEL": "qwen-image-plus",
            "REELROOM_ALLOW_LOOPBACK": "1",
            "REELROOM_POLL_SECONDS": "0.05",
        }

    def tasks(self, kind: str) -> list[Task]:
        return [task for task in self.dashscope.tasks.values() if task.kind == kind]

    def stopped(self) -> int:
        """How many tasks were cancelled at the vendor's."""
        return sum(task.cancelled for task in self.dashscope.tasks.values())


@pytest.fixture
async def vendors(tmp_path: Path) -> AsyncIterator[Vendors]:
    media = Prepared()
    await media.prepare()
    async with Chat(media) as chat, DashScope(media, seconds=0.1) as dashscope:
        yield Vendors(chat, dashscope, tmp_path)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not true():  # noqa: ASYNC110 (the vendor's side)
            await asyncio.sleep(0.02)


async def orders(book: Orders, role: str) -> list[Order]:
    found = [await book.of(f"{work}.{role}") for work in WORKS]
    return [order for each in found for order in each]


async def all_are(book: Orders, role: str, state: State) -> list[Order]:
    """The orders, once they all are in a state."""
    async with asyncio.timeout(10):
        while {o.state for o in await orders(book, role)} != {state}:  # noqa: ASYNC110 (as above)
            await asyncio.sleep(0.02)
    return await orders(book, role)


async def ended(engine: Engine, job: str) -> str:
    async with asyncio.timeout(20):
        return [event async for event in engine.watch(job)][-1].ended


async def test_a_cancelled_film_is_cancelled_at_the_vendor(vendors: Vendors) -> None:
    vendors.dashscope.durations = {"clip": LONG}
    async with opened(vendors.folder, vendors.env) as (engine, book):
        await engine.submit("film1", "film", brief("film1"), "mei")
        await until(lambda: len(vendors.tasks("clip")) == SHOTS)
        assert await engine.cancel("film1")
        await until(lambda: vendors.stopped() == SHOTS)
        assert len(await all_are(book, "animator", State.CANCELLED)) == SHOTS
        assert {order.state for order in await orders(book, "painter")} == {State.DONE}
        assert await ended(engine, "film1") == "cancelled"
    assert len(vendors.tasks("clip")) == SHOTS


async def test_a_film_cancelled_while_its_orders_are_on_their_way_leaves_none_behind(
    vendors: Vendors,
) -> None:
    vendors.dashscope.durations = {"picture": LONG}
    vendors.dashscope.plant(Fault("submit", hang=1.5, times=SHOTS))
    async with opened(vendors.folder, vendors.env) as (engine, book):
        await engine.submit("film1", "film", brief("film1"), "mei")
        submits = "/api/v1/services/aigc/text2image"
        await until(lambda: vendors.dashscope.count("POST", submits) == SHOTS)
        assert await engine.cancel("film1")
        assert vendors.tasks("picture") == []
        assert len(await all_are(book, "painter", State.CANCELLED)) == SHOTS
    assert vendors.stopped() == len(vendors.tasks("picture")) == SHOTS


async def test_a_process_that_dies_right_after_a_cancellation_leaves_it_to_the_next(
    vendors: Vendors,
) -> None:
    vendors.dashscope.durations = {"clip": LONG}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot.vendor_worker", str(vendors.folder), "film1", "--cancel",
        cwd=ROOT, env=environment(vendors.folder, **vendors.env), stdin=PIPE, stdout=PIPE,
    )  # fmt: skip
    await until(lambda: len(vendors.tasks("clip")) == SHOTS)
    await asyncio.sleep(0.3)  # the answers arrive, and are written down
    vendors.dashscope.plant(Fault("cancel", hang=5, times=SHOTS))
    await process.communicate(b"now\n")
    assert process.returncode == -9
    assert vendors.stopped() == 0
    vendors.dashscope.faults.clear()
    async with opened(vendors.folder, vendors.env) as (engine, book):
        assert len(await all_are(book, "animator", State.CANCELLED)) == SHOTS
        assert vendors.stopped() == SHOTS
        state = await engine.state("film1")
        assert state and state.outcome == "cancelled"


async def test_a_shot_that_fails_leaves_the_orders_of_the_others_to_the_next_try(
    vendors: Vendors,
) -> None:
    vendors.dashscope.durations = {"picture": LONG}
    async with opened(vendors.folder, vendors.env) as (engine, book):
        await engine.submit("film1", "film", brief("film1"), "mei")
        await until(lambda: len(vendors.tasks("picture")) == SHOTS)
        bad, *good = vendors.tasks("picture")
        bad.outcome, bad.seconds = "lost", 0.0
        assert await ended(engine, "film1") == "failed"
        state = await engine.state("film1")
        assert state and state.failure and state.failure.kind == Kind.LOST
        kept = [order.task for order in await orders(book, "painter") if order.state == "ordered"]
        assert sorted(kept) == sorted(task.id for task in good)
        assert vendors.stopped() == 0

        vendors.dashscope.durations = {}
        for task in good:
            task.seconds = 0.0
        assert await engine.retry("film1")
        assert await ended(engine, "film1") == "finished"
        assert len(vendors.tasks("picture")) == SHOTS + 1
        assert len(vendors.tasks("clip")) == SHOTS


async def test_a_person_who_cancels_gets_the_credits_back_and_the_vendor_is_told(
    vendors: Vendors,
) -> None:
    vendors.dashscope.durations = {"clip": LONG}
    settings = Settings.read({**vendors.env, "REELROOM_HOME": str(vendors.folder)})
    paper, mei = Paper(), Person("paper", "mei", "Mei")
    place = Place("paper", "room", private=True)
    async with opened_house(settings, [paper]) as house:

        async def left() -> int:
            return (await house.desk.house.ledger.balance(mei.key)).available

        before = await left()
        await house.dispatcher.answer(Incoming(mei, place, text="a cat --shots 2 --music off"))
        held = await left()
        await until(lambda: len(vendors.tasks("clip")) == 2)
        await house.dispatcher.answer(Incoming(mei, place, text="/cancel"))
        async with asyncio.timeout(10):
            await house.idle()
        assert held < before == await left()
        await until(lambda: vendors.stopped() == 2)
