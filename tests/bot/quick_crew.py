"""A crew that makes nothing, quickly, and writes down each step it finished."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from generation.crew import Crew
from generation.model import (
    Brief,
    Clip,
    Film,
    Keyframe,
    MediaFile,
    Piece,
    Progress,
    Provenance,
    Score,
    Shot,
    Sound,
    Speech,
    Storyboard,
    Take,
)

MADE = Provenance(provider="quick", model="none", seed=1, prompt="猫")
Hook = Callable[[str], Awaitable[None]]


@dataclass
class Diary:
    """What was done, in order: `begin` and `end` of each step, as `job/step` or `job/step.shot`.

    With a `path` every line is on the disk before the step goes on, so that kill -9 loses none."""

    path: Path | None = None
    lines: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def note(self, what: str, step: str) -> None:
        self.lines.append((what, step))
        if self.path:
            with self.path.open("a") as file:
                file.write(json.dumps([what, step]) + "\n")
                file.flush()
                os.fsync(file.fileno())

    def done(self) -> list[str]:
        """The steps that ended."""
        return [step for what, step in self.lines if what == "end"]

    @classmethod
    def load(cls, path: Path) -> Diary:
        """A diary that another process wrote."""
        lines = (
            [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
        )
        return cls(path, [(what, step) for what, step in lines])


async def no_hook(step: str) -> None:
    """Nothing in particular happens in this step."""


@dataclass
class QuickCrew:
    """A crew for one job. `hook` runs within each step, before its result is ready."""

    job: str
    tell: Callable[[Progress], None]
    diary: Diary
    hook: Hook = no_hook
    seconds: float = 0.0

    async def _do(self, step: str) -> None:
        self.diary.note("begin", f"{self.job}/{step}")
        await self.hook(step)
        await asyncio.sleep(self.seconds)
        self.diary.note("end", f"{self.job}/{step}")

    def _file(self, step: str, mime: str) -> MediaFile:
        return MediaFile(ref=f"{self.job}/{step}", mime=mime, size=1)

    async def write(self, brief: Brief) -> Storyboard:
        await self._do("write")
        shots = tuple(Shot(prompt=f"{brief.idea} {n}", line="你好") for n in range(brief.shots))
        return Storyboard(title=brief.idea, lang=brief.lang, shots=shots)

    async def paint(
        self, brief: Brief, board: Storyboard, index: int, before: Clip | None = None
    ) -> Keyframe:
        await self._do(f"paint.{index}")
        file = self._file(f"paint.{index}", "image/png")
        return Keyframe(file=file, width=1280, height=720, provenance=MADE)

    async def animate(self, brief: Brief, board: Storyboard, index: int, frame: Keyframe) -> Clip:
        await self._do(f"animate.{index}")
        return Clip(seconds=4, provenance=MADE, recipe={"frame": frame.file.ref, "$": 1})

    async def piece(
        self,
        brief: Brief,
        board: Storyboard,
        index: int,
        frame: Keyframe,
        clip: Clip,
        speech: Sequence[Speech] | None,
        part: tuple[int, int] = (0, 1),
    ) -> Piece:
        assert clip.recipe == {"frame": frame.file.ref, "$": 1}
        self.tell(Progress(stage="piece", shot=index, done=0.5))
        await self._do(f"piece.{index}")
        body = self._file(f"piece.{index}", "video/mp4")
        return Piece(take=Take(keyframe=frame, clip=clip), body=body)

    async def speak(self, brief: Brief, board: Storyboard) -> list[Speech]:
        await self._do("speak")
        file = self._file("speak", "audio/wav")
        return [Speech(file=file, starts=n, seconds=1) for n in range(len(board.shots))]

    async def compose(self, brief: Brief, board: Storyboard) -> Score | None:
        await self._do("compose")
        return None

    async def mix(
        self, brief: Brief, board: Storyboard, speech: Sequence[Speech], score: Score | None
    ) -> Sound:
        assert len(speech) == len(board.shots) and score is None
        await self._do("mix")
        return Sound(file=self._file("mix", "audio/mp4"), notes=("no_music",))

    async def finish(
        self, brief: Brief, board: Storyboard, pieces: Sequence[Piece], sound: Sound
    ) -> Film:
        assert [piece.body.ref for piece in pieces] == [
            f"{self.job}/piece.{n}" for n in range(len(board.shots))
        ]
        await self._do("finish")
        return Film(
            file=self._file("finish", "video/mp4"),
            title=board.title,
            seconds=4,
            width=1280,
            height=720,
            keyframes=tuple(piece.take.keyframe for piece in pieces if piece.take),
            board=board,
            seed=brief.seed,
            crew={"writer": "quick"},
            notes=sound.notes,
        )


def quick_crews(
    diary: Diary, hook: Hook = no_hook, seconds: float = 0.0
) -> Callable[[str, Callable[[Progress], None]], Crew]:
    """What `Engine.open` wants: such a crew for each job."""

    def crew_for(job: str, tell: Callable[[Progress], None]) -> Crew:
        return cast(Crew, cast(Any, QuickCrew(job, tell, diary, hook, seconds)))

    return crew_for
