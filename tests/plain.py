"""The pipeline without an engine: steps simply run, errands are plain tasks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from generation.model import Brief, Film, Progress
from generation.pipeline import Errand, Spawn, make_film

T = TypeVar("T")


async def step(name: str, work: Callable[..., Awaitable[T]], *args: Any) -> T:
    """Run the work; remember nothing."""
    return await work(*args)


def spawner(crew: Any, tell: Callable[[Progress], None]) -> Spawn:
    """Errands as tasks of one group: the first failure cancels the others."""

    async def spawn(errands: Sequence[Errand]) -> list[Any]:
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [
                    group.create_task(e.line(*e.args, crew, step=step, tell=tell)) for e in errands
                ]
        except* Exception as failures:
            raise failures.exceptions[0] from None
        return [task.result() for task in tasks]

    return spawn


async def film(brief: Brief, crew: Any, tell: Callable[[Progress], None] = lambda _: None) -> Film:
    """A film by plain tasks."""
    return await make_film(brief, crew, step=step, spawn=spawner(crew, tell), tell=tell)
