"""The straight line, with a crew that only writes down what it was asked."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from generation.crew import Crew
from generation.errors import Kind, ProviderError
from generation.model import (
    Brief,
    Film,
    Keyframe,
    MediaFile,
    Progress,
    Provenance,
    Shot,
    Storyboard,
)
from generation.pipeline import make_stills
from tests import plain

BRIEF = Brief(idea="a cat on a windowsill", shots=3)
BOARD = Storyboard(title="Cat", lang="en", shots=tuple(Shot(prompt=f"shot {i}") for i in range(3)))
FILE = MediaFile(ref="00/00.png", mime="image/png", size=1)
FRAME = Keyframe(
    file=FILE, width=16, height=9, provenance=Provenance(provider="fake", model="m", seed=0)
)


class Scribe:
    """Does each part at once and keeps the order; `slow` shots wait until the others are done."""

    def __init__(self, broken: str = "", slow: int | None = None) -> None:
        self.said: list[str] = []
        self.broken, self.slow = broken, slow
        self.others_done = asyncio.Event()

    async def _part(self, name: str) -> None:
        if name == self.broken:
            raise ProviderError("fake", Kind.BAD_REQUEST, name)
        self.said.append(name)

    async def write(self, brief: Brief) -> Storyboard:
        await self._part("write")
        return BOARD

    async def paint(
        self, brief: Brief, board: Storyboard, index: int, before: object = None
    ) -> Keyframe:
        if index == self.slow:
            await self.others_done.wait()
        await self._part(f"paint {index}")
        return FRAME

    async def animate(self, brief: Brief, board: Storyboard, index: int, frame: Keyframe) -> str:
        await self._part(f"animate {index}")
        return "clip"

    async def piece(self, *args: Any) -> str:
        await self._part(f"piece {args[2]}")
        if self.said.count("piece 0") and self.said.count("piece 2"):
            self.others_done.set()
        return f"piece {args[2]}"

    async def speak(self, brief: Brief, board: Storyboard) -> list[str]:
        await self._part("speak")
        return []

    async def compose(self, brief: Brief, board: Storyboard) -> None:
        await self._part("compose")

    async def mix(self, *args: Any) -> str:
        await self._part("mix")
        return "sound"

    async def finish(self, brief: Brief, board: Storyboard, pieces: list[str], sound: str) -> Film:
        await self._part(f"finish {pieces} {sound}")
        return Film(
            file=FILE, title=board.title, seconds=1, width=16, height=9, keyframes=(FRAME,),
            board=board, seed=0, crew={"writer": "fake"},
        )  # fmt: skip


async def test_a_film_is_written_then_shot_and_scored_then_finished_in_order() -> None:
    crew = Scribe()
    await plain.film(BRIEF, crew)
    assert crew.said[0] == "write"
    assert crew.said[-1] == "finish ['piece 0', 'piece 1', 'piece 2'] sound"
    for index in range(3):
        parts = [s for s in crew.said if s.endswith(f" {index}")]
        assert parts == [f"{part} {index}" for part in ("paint", "animate", "piece")]


async def test_a_fast_shot_never_waits_for_a_slow_one() -> None:
    crew = Scribe(slow=1)
    async with asyncio.timeout(5):
        await plain.film(BRIEF, crew)
    assert crew.said.index("piece 2") < crew.said.index("paint 1")


async def test_a_failure_in_one_shot_is_the_failure_of_the_film() -> None:
    with pytest.raises(ProviderError) as caught:
        await plain.film(BRIEF, Scribe(broken="animate 1"))
    assert caught.value.kind is Kind.BAD_REQUEST


async def test_progress_shows_the_storyboard_then_each_keyframe_then_the_end() -> None:
    seen: list[Progress] = []
    await plain.film(BRIEF, Scribe(), seen.append)
    assert [p.board for p in seen if p.board] == [BOARD]
    assert {p.shot for p in seen if p.keyframe and p.shot is not None} == {0, 1, 2}
    assert (seen[0].stage, seen[-1].stage) == ("write", "done")


async def test_stills_are_the_storyboard_and_its_keyframes_without_a_film() -> None:
    crew, seen = Scribe(), list[Progress]()
    hired = cast(Crew, crew)
    stills = await make_stills(
        BRIEF, hired, step=plain.step, spawn=plain.spawner(crew, seen.append), tell=seen.append
    )
    assert stills.keyframes == (FRAME,) * 3
    assert crew.said == ["write", "paint 0", "paint 1", "paint 2"]
