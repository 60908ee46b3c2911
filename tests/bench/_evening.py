"""An evening of chats: what benches of platforms have in common. The bot is a process of its own,
with a crew that makes small films in seconds."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import TypeVar

T = TypeVar("T")

JOBS, SECONDS = 200, 60.0
PATIENCE = 240.0  # seconds until the last film has to be there
SUBJECTS = (
    "机械狐狸在未来城市奔跑",
    "a paper boat in the rain",
    "夜の駅に雪が降る",
    "一只猫学会了弹琴",
)


@asynccontextmanager
async def serving(
    home: Path, env: dict[str, str], ready: Callable[[], object]
) -> AsyncGenerator[None]:
    """The bot, from when it is `ready` until it has left as SIGTERM asks it to."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench._lively", "run",
        stdin=asyncio.subprocess.DEVNULL, stdout=sys.stderr, stderr=sys.stderr,
        env={
            "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "REELROOM_HOME": str(home),
            "REELROOM_DAILY_CREDITS": "100000", "REELROOM_LOG": "ERROR", **env,
        },
    )  # fmt: skip
    try:
        async with asyncio.timeout(60):
            while not ready():
                assert process.returncode is None, f"the bot ended with {process.returncode}"
                await asyncio.sleep(0.05)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def spread(orders: Sequence[Callable[[], Awaitable[T]]], random: Random) -> list[T]:
    """Each order at a moment of its own within the evening."""

    async def later(order: Callable[[], Awaitable[T]]) -> T:
        await asyncio.sleep(random.uniform(0, SECONDS))
        return await order()

    return await asyncio.gather(*map(later, orders))


async def delivered(films: Callable[[], int], wanted: int = JOBS) -> int:
    """How many films are there when no more is to be hoped for."""
    for _ in range(int(PATIENCE)):
        if films() >= wanted:
            break
        await asyncio.sleep(1)
    return films()


def percentile(values: Sequence[float], share: int) -> float:
    """The value that so many percent are below."""
    return round(sorted(values)[min(len(values) - 1, len(values) * share // 100)], 3)
