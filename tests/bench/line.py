"""The straight line with the local crew: how long a person waits, from a cold start."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from tests.bench._figure import Figure
from tests.bench._overhead import overhead

IDEA = "一位穿汉服的女孩在樱花树下弹古筝，花瓣随风飘落，春天的气息浓郁"


async def command(*args: str, home: Path) -> tuple[float, list[tuple[float, dict[str, Any]]]]:
    """Run `reelroom` cold; its wall time and its JSON lines with the second each arrived."""
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *args, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL, stdin=asyncio.subprocess.DEVNULL,
        env={"PATH": "/usr/bin:/bin", "REELROOM_HOME": str(home), "LANG": "C.UTF-8"},
    )  # fmt: skip
    assert process.stdout
    lines: list[tuple[float, dict[str, Any]]] = []
    async for raw in process.stdout:
        if raw.startswith(b"{"):
            lines.append((time.perf_counter() - began, json.loads(raw)))
    if code := await process.wait():
        raise SystemExit(f"reelroom {' '.join(args)} ended with {code}")
    return time.perf_counter() - began, lines


async def median(*args: str, home: Path, times: int = 5) -> float:
    """The median wall time of a command."""
    return sorted([(await command(*args, home=home))[0] for _ in range(times)])[times // 2]


async def figures() -> AsyncIterator[Figure]:
    """Help, the first keyframe, the film, and what the engine adds."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        began = time.perf_counter()
        python = await asyncio.create_subprocess_exec(sys.executable, "-c", "pass")
        await python.wait()
        bare = time.perf_counter() - began
        yield Figure("line.help_seconds", await median("--help", home=home), "s", bare, "< 0.4")
        wall, lines = await command("make", IDEA, "--json", "-o", f"{home}/f.mp4", home=home)
        result = lines[-1][1]
        first = next(at for at, line in lines if line.get("keyframe"))
        seconds = float(result["seconds"])
        yield Figure("line.first_keyframe_seconds", first, "s", None, "<= 3")
        yield Figure("line.ready_seconds", wall, "s", seconds, f"<= {seconds:.1f}")
        yield Figure("line.film_seconds_per_wall_second", seconds / wall, "s/s", None, ">= 1")
        durable, plain = await overhead()
        yield Figure(
            "line.engine_overhead_ms_per_job", 1000 * (durable - plain), "ms", 1000 * plain
        )
