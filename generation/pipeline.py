"""The straight line: a brief becomes a film, a shot becomes a piece.

Nothing here knows the engine, a chat or a database. Each function is handed

- `crew`, who do the work (`generation/crew.py`);
- `step(name, work, *args)`, which runs one piece of work and, in the engine, remembers its result:
  after a crash, finished steps are not done again;
- `spawn(lines)`, which runs several lines side by side, durable children in the engine, plain
  tasks in tests, and returns their results in order;
- `tell(progress)`, which reports what just happened. It is called outside the steps, so a
  resumed job tells again where it stands.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from generation.crew import Crew
from generation.model import (
    Brief,
    Film,
    Keyframe,
    Piece,
    Progress,
    Sound,
    Stills,
    Storyboard,
)

T = TypeVar("T")
Tell = Callable[[Progress], None]


class Step(Protocol):
    """Runs one piece of work once. The name is unique within a line and never changes."""

    async def __call__(self, name: str, work: Callable[..., Awaitable[T]], *args: Any) -> T: ...


@dataclass(frozen=True, slots=True)
class Errand:
    """A line to run beside others; `name` is unique among them and the same on each replay."""

    name: str
    line: Callable[..., Coroutine[Any, Any, Any]]
    args: tuple[Any, ...]


class Spawn(Protocol):
    """Runs errands side by side; the first failure cancels the others and is raised."""

    async def __call__(self, errands: Sequence[Errand]) -> list[Any]: ...


async def make_film(brief: Brief, crew: Crew, *, step: Step, spawn: Spawn, tell: Tell) -> Film:
    """Write the storyboard, make its shots and its sound side by side, cut them together."""
    tell(Progress(stage="write"))
    board = await step("write", crew.write, brief)
    tell(Progress(stage="write", done=1, board=board))
    shots = [Errand(f"s{run[0]}", make_shots, (brief, board, run)) for run in runs(board)]
    *made, sound = await spawn([*shots, Errand("sound", make_sound, (brief, board))])
    tell(Progress(stage="finish"))
    pieces = [piece for run in made for piece in run]
    film = await step("finish", crew.finish, brief, board, pieces, sound)
    tell(Progress(stage="done", done=1))
    return film


async def make_shots(
    brief: Brief, board: Storyboard, run: Sequence[int], crew: Crew, *, step: Step, tell: Tell
) -> list[Piece]:
    """A run of shots, mostly just one: paint the keyframe, animate it, encode. In a longer run each
    begins where the one before ends."""
    pieces, clip = list[Piece](), None
    for index in run:
        tell(Progress(stage="paint", shot=index))
        frame = await step("paint", crew.paint, brief, board, index, clip)
        tell(Progress(stage="animate", shot=index, keyframe=frame))
        clip = await step("animate", crew.animate, brief, board, index, frame)
        tell(Progress(stage="piece", shot=index))
        pieces.append(await step("piece", crew.piece, brief, board, index, frame, clip))
        tell(Progress(stage="piece", shot=index, done=1))
    return pieces


def runs(board: Storyboard) -> list[list[int]]:
    """The numbers of the shots, those together that follow each other without a cut in the picture:
    they have to wait for one another, all others do not."""
    found: list[list[int]] = []
    for index, shot in enumerate(board.shots):
        if index and shot.follows:
            found[-1].append(index)
        else:
            found.append([index])
    return found


async def make_sound(
    brief: Brief, board: Storyboard, crew: Crew, *, step: Step, tell: Tell
) -> Sound:
    """Speak the lines, compose the score to the film's length, mix them."""
    tell(Progress(stage="sound"))
    speech = await step("speak", crew.speak, brief, board)
    score = await step("compose", crew.compose, brief, board)
    sound = await step("mix", crew.mix, brief, board, speech, score)
    tell(Progress(stage="sound", done=1))
    return sound


async def make_stills(brief: Brief, crew: Crew, *, step: Step, spawn: Spawn, tell: Tell) -> Stills:
    """Write the storyboard and paint it, without a film: for /image and /storyboard."""
    tell(Progress(stage="write"))
    board = await step("write", crew.write, brief)
    tell(Progress(stage="write", done=1, board=board))
    frames = await spawn(
        [Errand(f"p{i}", make_still, (brief, board, i)) for i in range(len(board.shots))]
    )
    tell(Progress(stage="done", done=1))
    return Stills(board=board, keyframes=tuple(frames), seed=brief.seed)


async def make_still(
    brief: Brief, board: Storyboard, index: int, crew: Crew, *, step: Step, tell: Tell
) -> Keyframe:
    """Paint one keyframe, or enlarge a given one."""
    tell(Progress(stage="paint", shot=index))
    larger = brief.enlarge > 1 and board.shots[index].keyframe
    frame = await step("paint", crew.enlarge if larger else crew.paint, brief, board, index)
    tell(Progress(stage="paint", shot=index, done=1, keyframe=frame))
    return frame
