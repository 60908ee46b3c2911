"""What durability costs: the same jobs with work that takes no time, on the engine and without."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from bot.engine import Engine, Limits
from generation.model import Brief
from tests import plain
from tests.bot.quick_crew import Diary, QuickCrew, quick_crews

JOBS = 20
BRIEF = Brief(idea="a cat", shots=4)


async def overhead() -> tuple[float, float]:
    """Seconds a job of four shots takes on the embedded engine, and by plain tasks."""
    began = time.perf_counter()
    for n in range(JOBS):
        await plain.film(BRIEF, QuickCrew(f"p{n}", lambda _: None, Diary()))
    without = (time.perf_counter() - began) / JOBS
    with tempfile.TemporaryDirectory() as folder:
        async with Engine.open(Path(folder) / "e.sqlite", quick_crews(Diary()), Limits()) as engine:
            await _ended(engine, "warm-up")
            began = time.perf_counter()
            await asyncio.gather(*(_ended(engine, f"j{n}") for n in range(JOBS)))
            return (time.perf_counter() - began) / JOBS, without


async def _ended(engine: Engine, job: str) -> None:
    async for _ in engine.run_here(job, "film", BRIEF):
        pass
