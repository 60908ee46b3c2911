"""The pipeline against the script of three calls that people write today, on the same stand-ins.

Vendors take 3 s, 12 s and 60 s, scaled by 1/20. Measured is the time until the last clip is at
home: the cut has figures of its own, and the script does not cut. The critical path is one write,
one picture and one clip, for shots are made side by side.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.engine import Engine, Limits
from bot.engine.orders import Orders
from bot.shelf import crews
from generation.model import Brief
from generation.providers.router import Roster
from storage.files import Files
from tests.bench._figure import Figure
from tests.bench._script import post
from tests.bench._stands import ANIMATE, PAINT, SCALE, WRITE

IDEA = "机械狐狸在未来城市奔跑"
CRITICAL = WRITE + PAINT + ANIMATE
POSTS = 9
KEY = "sk-invented-key-of-the-bench"


@asynccontextmanager
async def stands() -> AsyncGenerator[dict[str, str]]:
    """The addresses of the stand-ins."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench._stands",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout and process.stdin
    try:
        yield json.loads(await process.stdout.readline())
    finally:
        process.stdin.close()
        await process.wait()


def environment(urls: dict[str, str]) -> dict[str, str]:
    """What an operator would set."""
    return {
        "DEEPSEEK_API_KEY": KEY,
        "DEEPSEEK_BASE_URL": urls["chat"],
        "DASHSCOPE_API_KEY": KEY,
        "DASHSCOPE_BASE_URL": urls["dashscope"],
        "REELROOM_ALLOW_LOOPBACK": "1",
        "REELROOM_POLL_SECONDS": str(1 / SCALE),
        "REELROOM_NARRATOR": "",
    }


def without_the_cut(roster: Roster, env: dict[str, str]) -> Roster:
    """The vendors, and an editor who only counts what arrives."""
    from tests.bench._quiet import Quiet

    quiet = Quiet()
    kept = [m for m in roster.members if m.role in ("writer", "painter", "animator")]
    own = [m for m in roster.members if m.role in ("composer", "editor")]
    return Roster([*kept, *(replace(m, provider=quiet) for m in own)], env)


async def made(env: dict[str, str], jobs: int, shots: int) -> tuple[float, float]:
    """Seconds until every film's clips are at home, and until the first keyframe was shown."""
    with tempfile.TemporaryDirectory() as folder:
        files = Files(Path(folder) / "media", 10**10, 30)
        database = Path(folder) / "engine.sqlite"
        roster = without_the_cut(Roster.find(env), env)
        limits = Limits(jobs=POSTS, per_person=POSTS, poll=Limits().poll / SCALE)
        async with (
            Orders.open(Path(folder) / "orders.sqlite") as book,
            Engine.open(database, crews(roster, files, book), limits) as engine,
        ):
            began = time.perf_counter()
            first = float("inf")

            async def one(number: int) -> None:
                nonlocal first
                brief = Brief(idea=IDEA, lang="zh", shots=shots, seconds=4.0 * shots, seed=number)
                await engine.submit(f"job{number}", "film", brief, "bench")
                async for event in engine.watch(f"job{number}"):
                    if event.progress and event.progress.keyframe:
                        first = min(first, time.perf_counter() - began)
                state = await engine.state(f"job{number}")
                assert state and state.result, state

            await asyncio.gather(*(one(number) for number in range(jobs)))
            return time.perf_counter() - began, first


async def scripted(urls: dict[str, str], times: int) -> float:
    """Seconds that the script takes for so many posts, one after the other."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(times):
            await asyncio.to_thread(post, IDEA, urls, KEY, Path(folder) / f"{number}.mp4")
    return time.perf_counter() - began


async def figures() -> AsyncIterator[Figure]:
    """Measure."""
    async with stands() as urls:
        env = environment(urls)
        await made(env, 1, 1)  # imports and connections are paid once by a bot that runs for weeks
        one, keyframe = await made(env, 1, 1)
        six, _ = await made(env, 1, 6)
        nine, _ = await made(env, POSTS, 1)
        script = await scripted(urls, POSTS)

    def over(seconds: float) -> dict[str, Any]:
        return {"value": round(seconds / CRITICAL, 3), "unit": "×", "reference": CRITICAL}

    yield Figure("vendors.one_shot_over_critical_path", **over(one), target="<= 1.05")
    yield Figure("vendors.six_shots_over_critical_path", **over(six), target="<= 1.05")
    speedup = round(script / nine, 2)
    yield Figure(
        "vendors.nine_posts_speedup_over_sequential", speedup, "×", round(script, 2), ">= 8"
    )
    first = round(keyframe, 3)
    yield Figure("vendors.first_keyframe_seconds", first, "s", WRITE + PAINT)
