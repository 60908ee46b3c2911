"""Who is alive, and what watchers see: the engine's two small tools by themselves."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from bot.engine.liveness import FileLiveness, Liveness, Lost, PostgresLiveness
from bot.engine.screens import Screen
from generation.model import Progress

HOLDER = """
import os, sys, time
from pathlib import Path
from bot.engine.liveness import FileLiveness
assert FileLiveness(Path(sys.argv[1])).take("them")
if os.fork() == 0:
    os.close(1)
    time.sleep(30)
print(os.getpid(), flush=True)
time.sleep(30)
"""
ROOT = Path(__file__).parents[2]
POSTGRES = os.environ.get("REELROOM_TEST_POSTGRES")


async def test_a_lock_dies_with_its_holder_even_when_its_children_live(tmp_path: Path) -> None:
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDER, str(tmp_path), cwd=ROOT, stdout=PIPE, process_group=0
    )
    assert holder.stdout
    await holder.stdout.readline()
    mine = FileLiveness(tmp_path)
    assert not mine.take("them")

    holder.kill()
    await holder.wait()
    assert mine.take("them")
    mine.close()
    os.killpg(holder.pid, signal.SIGKILL)


def test_a_lock_that_was_let_go_can_be_taken(tmp_path: Path) -> None:
    mine: Liveness = FileLiveness(tmp_path)
    assert mine.take("../../them")
    mine.check()
    mine.release("../../them")
    assert mine.take("../../them")
    mine.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not POSTGRES, reason="set REELROOM_TEST_POSTGRES to a database's URL")
async def test_postgres_keeps_locks_as_long_as_the_connection() -> None:
    one, two = PostgresLiveness(POSTGRES or ""), PostgresLiveness(POSTGRES or "")
    assert one.take("them") and not two.take("them")
    one.check()
    one.close()
    assert two.take("them")
    with pytest.raises(Lost):
        one.check()
    two.close()


async def seen(screen: Screen) -> list[tuple[str, float]]:
    return [(news.stage, news.done) async for news in screen.watch()]


async def test_a_slow_watcher_misses_only_the_numbers_between() -> None:
    screen = Screen()
    for done in range(100):
        screen.show(Progress(stage="piece", shot=0, done=done, of=100))
        screen.show(Progress(stage="piece", shot=1, done=done, of=100))
    screen.show(Progress(stage="finish"))
    screen.end("finished")
    assert await seen(screen) == [("piece", 99), ("piece", 99), ("finish", 0)]
    assert screen.ended == "finished"


async def test_a_quick_watcher_sees_everything_in_order() -> None:
    screen = Screen()
    watching = asyncio.create_task(seen(screen))
    for done in range(5):
        await asyncio.sleep(0)
        screen.show(Progress(stage="piece", done=done))
        await asyncio.sleep(0)
    screen.end("finished")
    assert await watching == [("piece", done) for done in range(5)]
