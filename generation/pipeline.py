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
    Speech,
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
    # Words light up as they are spoken: then the pictures have to know when that is.
    heard = await step("speak", crew.speak, brief, board) if brief.subtitles == "karaoke" else None
    shots = [Errand(f"s{run[0]}", make_shots, (brief, board, run, heard)) for run in runs(board)]
    ends = [Errand(f"card{n}", make_card, (brief, board, n)) for n in cards(brief, board)]
    made = await spawn([*shots, *ends, Errand("sound", make_sound, (brief, board, heard))])
    tell(Progress(stage="finish"))
    pieces = in_order(made[: len(shots)], made[len(shots) : -1], brief)
    sound = made[-1]
    film = await step("finish", crew.finish, brief, board, pieces, sound)
    tell(Progress(stage="done", done=1))
    return film


async def make_shots(
    brief: Brief,
    board: Storyboard,
    run: Sequence[int],
    speech: Sequence[Speech] | None,
    crew: Crew,
    *,
    step: Step,
    tell: Tell,
) -> list[Piece]:
    """A run of shots, mostly just one: paint the keyframe, animate it, encode; what is filmed
    already is only encoded. In a longer run each begins where the one before ends."""
    pieces, clip = list[Piece](), None
    for index in run:
        if brief.takes:
            frame, clip = brief.takes[index].keyframe, brief.takes[index].clip
        else:
            tell(Progress(stage="paint", shot=index))
            frame = await step("paint", crew.paint, brief, board, index, clip)
            tell(Progress(stage="animate", shot=index, keyframe=frame))
            clip = await step("animate", crew.animate, brief, board, index, frame)
        tell(Progress(stage="piece", shot=index, keyframe=frame))
        pieces.append(await step("piece", crew.piece, brief, board, index, frame, clip, speech))
        tell(Progress(stage="piece", shot=index, done=1))
    return pieces


async def make_card(
    brief: Brief, board: Storyboard, index: int, crew: Crew, *, step: Step, tell: Tell
) -> Piece:
    """The opener (−1) or the end card (after the last shot)."""
    return await step("card", crew.card, brief, board, index)


def cards(brief: Brief, board: Storyboard) -> list[int]:
    """The cards a film has, numbered like shots."""
    return [*([-1] if brief.opener else []), *([len(board.shots)] if brief.ending else [])]


def in_order(shots: Sequence[Sequence[Piece]], ends: Sequence[Piece], brief: Brief) -> list[Piece]:
    """All pieces as they are seen: an opener, the shots, an end card."""
    first = list(ends[:1]) if brief.opener else []
    return [*first, *(piece for run in shots for piece in run), *ends[len(first) :]]


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
    brief: Brief,
    board: Storyboard,
    speech: Sequence[Speech] | None,
    crew: Crew,
    *,
    step: Step,
    tell: Tell,
) -> Sound:
    """Speak the lines unless they are spoken, compose the score to the film's length, mix them."""
    tell(Progress(stage="sound"))
    if speech is None:
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
