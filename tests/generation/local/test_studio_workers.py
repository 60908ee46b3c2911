"""The studio: work is done in processes that end when they should, and only then."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generation.errors import Kind, ProviderError
from generation.providers.local.studio import Studio, Tell
from tests.generation.local import studio_work as work

SOON = 20.0  # seconds; the machine may be busy


@pytest.fixture(name="studio")
def small_studio() -> Iterator[Studio]:
    one = Studio(workers=1)
    yield one
    one.close()


def read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


async def appears(path: Path) -> int:
    """Wait for a process id in a file."""
    async with asyncio.timeout(SOON):
        while not read(path):  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.02)
    return int(read(path))


def alive(pid: int) -> bool:
    """Whether the process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def gone(pid: int) -> None:
    async with asyncio.timeout(SOON):
        while alive(pid):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_work_comes_back_from_another_process(studio: Studio) -> None:
    assert await studio.run(work.add, 2, 3) == 5
    assert await studio.run(work.who) not in (os.getpid(), 0)


async def test_reports_arrive_in_order_and_in_this_loop(studio: Studio) -> None:
    heard: list[tuple[float, float]] = []
    loop = asyncio.get_running_loop()

    def tell(done: float, of: float) -> None:
        assert asyncio.get_running_loop() is loop
        heard.append((done, of))

    await studio.run(work.count, 4, 0.07, tell=tell)
    assert heard == [(1, 4), (2, 4), (3, 4), (4, 4)]


async def test_a_flood_of_reports_is_thinned_but_ends_with_the_last(studio: Studio) -> None:
    heard: list[tuple[float, float]] = []
    await studio.run(work.count, 3000, 0.0, tell=lambda done, of: heard.append((done, of)))
    assert heard[-1] == (3000, 3000) and len(heard) < 100


async def test_an_error_arrives_as_it_was_raised(studio: Studio) -> None:
    with pytest.raises(ProviderError, match="come back later") as caught:
        await studio.run(work.refuse)
    assert caught.value.kind is Kind.BUSY


async def test_an_error_that_cannot_travel_arrives_in_words(studio: Studio) -> None:
    with pytest.raises(ProviderError, match="unspeakable") as caught:
        await studio.run(work.misbehave)
    assert caught.value.kind is Kind.BROKEN


async def test_a_worker_sees_none_of_the_keys(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", "secret")
    assert await studio.run(work.environment, "DASHSCOPE_API_KEY") is None
    assert await studio.run(work.environment, "PATH")


async def test_a_worker_that_dies_is_reported_and_replaced(studio: Studio) -> None:
    with pytest.raises(ProviderError, match="died with 3") as caught:
        await studio.run(work.die)
    assert caught.value.kind is Kind.BROKEN
    assert await studio.run(work.add, 1, 1) == 2


async def test_what_is_printed_is_not_taken_for_an_answer(studio: Studio) -> None:
    assert await studio.run(work.print_a_lot) == "still fine"


async def test_cancelling_kills_the_work_before_it_returns(studio: Studio, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    task = asyncio.create_task(studio.run(work.sleep_as, str(note), 600))
    pid = await appears(note)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not alive(pid)
    assert await studio.run(work.add, 4, 4) == 8


async def test_cancelling_also_kills_the_program_that_is_being_fed(
    studio: Studio, tmp_path: Path
) -> None:
    note = tmp_path / "pid"
    task = asyncio.create_task(studio.run(work.slow_parts, str(note)))
    pid = await appears(note)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await gone(pid)


async def test_work_cancelled_while_it_waits_is_never_begun(studio: Studio, tmp_path: Path) -> None:
    first = asyncio.create_task(studio.run(work.count, 2, 0.2))
    waiting = asyncio.create_task(studio.run(work.append, str(tmp_path / "words"), "begun"))
    await asyncio.sleep(0.05)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await first
    assert await studio.run(work.add, 0, 1) == 1
    assert not (tmp_path / "words").exists()


async def test_work_is_done_in_the_order_it_came_in(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "words"
    await asyncio.gather(*(studio.run(work.append, str(path), word) for word in "reel"))
    assert path.read_text() == "reel"


async def test_as_many_things_happen_at_once_as_there_are_workers() -> None:
    pair = Studio(workers=2)
    try:
        await asyncio.gather(pair.run(work.count, 1, 0.5), pair.run(work.count, 1, 0.5))
        assert len({*await asyncio.gather(*(pair.run(work.who) for _ in range(8)))}) <= 2
    finally:
        pair.close()


async def test_a_closed_studio_opens_again_when_it_is_used(studio: Studio) -> None:
    before = await studio.run(work.who)
    await asyncio.to_thread(studio.close)
    assert not alive(before)
    assert await studio.run(work.who) != before


async def test_closing_cancels_whoever_still_waits(studio: Studio, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    running = asyncio.create_task(studio.run(work.sleep_as, str(note), 600))
    waiting = asyncio.create_task(studio.run(work.add, 1, 2))
    pid = await appears(note)
    await asyncio.to_thread(studio.close)
    for task in (running, waiting):
        with pytest.raises(asyncio.CancelledError):
            await task
    assert not alive(pid)


async def test_work_that_cannot_be_sent_fails_at_once(studio: Studio) -> None:
    def local(tell: Tell) -> None: ...

    with pytest.raises(AttributeError, match="pickle"):
        await studio.run(local)


def test_one_studio_serves_one_event_loop_after_another(studio: Studio) -> None:
    assert [asyncio.run(studio.run(work.add, n, 0)) for n in range(3)] == [0, 1, 2]


async def test_a_worker_that_died_while_idle_is_replaced(studio: Studio) -> None:
    pid = await studio.run(work.who)
    os.kill(pid, 9)
    await gone(pid)
    await asyncio.sleep(0.1)  # its last thread
    assert await studio.run(work.add, 1, 2) == 3


async def test_the_loop_stays_free_while_work_is_done(studio: Studio) -> None:
    await studio.run(work.who)
    task = asyncio.create_task(studio.run(work.count, 1, 0.4))
    began, ticks = time.monotonic(), 0
    while not task.done():
        await asyncio.sleep(0.01)
        ticks += 1
    assert ticks > (time.monotonic() - began) * 25
