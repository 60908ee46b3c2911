"""How a clip is used: which part of it, how fast, in which shape, with which colours. Arithmetic
over what the clip holds and what it looks like."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from generation.edit.match import Seen, correction, look_at, shows, window
from generation.edit.motion import Canvas, Use
from generation.edit.probe import Facts, probe
from generation.model import FPS, Reframe

CROPPED_AT_MOST = 0.45  # of a clip; beyond that it is shown whole
EVEN = 1.05  # times slower or faster: nobody sees it, and each picture is shown once
SLOWEST = 1.25  # times slower than it was filmed a clip is shown that is too short
STILL = 6 / FPS  # seconds for which a last picture stands without being noticed
CALM = 0.8  # of the movement at the end, and a clip that is too long is cut at its beginning
FEWEST = 12  # pictures by which movement can be told
HELD = 0.5  # seconds; a picture that stands for longer is told of

Shape = Literal["auto"] | Reframe


@dataclass(frozen=True, slots=True)
class Footage:
    """A clip, and the use that is made of it."""

    facts: Facts
    use: Use

    @property
    def held(self) -> bool:
        """Whether its last picture stands for so long that somebody should be told."""
        return self.use.held > HELD

    @property
    def pace(self) -> float:
        """How many times slower than it was filmed it is seen."""
        return (self.facts.fps / FPS if self.use.even else self.use.pace) or 1.0

    def left(self, frames: int) -> float:
        """The second of the clip at which the film leaves it, after so many frames."""
        return self.use.first + frames / FPS / self.pace


@dataclass(frozen=True, slots=True)
class Begins:
    """That a clip goes on from the shot before, and is used from its beginning. At a cut, the
    shot before has shown this `picture` already."""

    picture: Path | None = None


def footage(
    source: Path, canvas: Canvas, frames: int, shape: Shape, begins: Begins | None = None
) -> Footage:
    """How a clip becomes so many frames of the film. Blocks. Raises `EditError`."""
    facts = probe(source)
    seen = look_at(source, facts)
    use = used(facts, seen, canvas, frames, shape, follows=begins is not None)
    if begins and begins.picture and facts.fps and shows(seen, begins.picture):
        use = replace(use, first=round(0.5 / facts.fps, 4))  # from the second picture on
    return Footage(facts, use)


def used(
    facts: Facts, seen: Seen, canvas: Canvas, frames: int, shape: Shape, follows: bool = False
) -> Use:
    """The use that is made of a clip."""
    seconds = frames / FPS
    pace, even = _pace(facts, seconds)
    spare = facts.reach - seconds / pace
    late = spare > 0 and not follows and _calm_beginning(seen, spare / facts.reach)
    ours, theirs = canvas.width / canvas.height, facts.width / max(1, facts.height)
    return Use(
        shape=shape_for(facts.width, facts.height, canvas, shape),
        left=window(seen.columns, ours / theirs) if theirs > ours else None,
        top=window(seen.rows, theirs / ours) if theirs < ours else None,
        first=round(spare, 3) if late else 0.0,
        pace=round(pace, 5),
        even=even,
        steady=facts.steady,
        by=correction(seen.tone),
        held=round(max(0.0, -spare * pace), 3),
    )


def shape_for(width: int, height: int, canvas: Canvas, wanted: Shape) -> Reframe:
    """How a clip of this size is shown: as somebody `wanted`, or else cropped where it loses little
    enough. Vendors' sizes are seldom the exact shape, and a thin black bar is worse than a thin
    loss."""
    if wanted != "auto":
        return wanted
    ours, theirs = canvas.width / canvas.height, width / max(1, height)
    if 1 - min(theirs / ours, ours / max(theirs, 1e-6)) <= CROPPED_AT_MOST:
        return "crop"
    return "blur"


def _pace(facts: Facts, seconds: float) -> tuple[float, bool]:
    """How many times slower, and whether each picture is shown just once: where that is about as
    fast as it was filmed, or where the clip is too short and that makes it long enough."""
    once = facts.fps / FPS if facts.steady else 0.0
    if facts.frames < 2 or not facts.reach:
        return 1.0, True
    ways = [(1.0, False)]
    if 1 / EVEN <= once <= EVEN:
        ways.insert(0, (once, True))
    elif 1 < once <= SLOWEST:
        ways.append((once, True))
    for pace, even in ways:
        if facts.reach * pace >= seconds - STILL:
            return pace, even
    return min(seconds / facts.reach, SLOWEST), False


def _calm_beginning(seen: Seen, part: float) -> bool:
    """Whether so large a part of the clip moves less at its beginning than at its end."""
    count = round(len(seen.moves) * part)
    if len(seen.moves) < FEWEST or count < 1:
        return False
    return sum(seen.moves[:count]) < CALM * sum(seen.moves[-count:])
