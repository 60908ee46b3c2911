"""How a film is covered: the moments of the story, their framing and camera, and their lengths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from generation.edit.timeline import board_frames
from generation.model import CROSSFADE, FPS, MAX_SHOT_SECONDS, Brief, Camera, Framing

Moment = Literal["open", "enter", "act", "detail", "feel", "turn", "end"]
Take = tuple[Moment, Framing]

USUAL_SHOT = 4 * FPS  # frames
SHORTEST, LONGEST = 2 * CROSSFADE + 1, int(MAX_SHOT_SECONDS * FPS)
WEIGHT: dict[Framing, float] = {"wide": 1.1, "medium": 1.0, "close": 0.95, "detail": 0.88}

CAMERAS: dict[Framing, tuple[Camera, ...]] = {
    "wide": ("push-in", "pan-right", "pan-left", "tilt-down"),
    "medium": ("push-in", "orbit", "pan-left", "pan-right"),
    "close": ("push-in", "rack-focus", "orbit", "still"),
    "detail": ("rack-focus", "tilt-up", "tilt-down", "push-in"),
}
LAST: tuple[Camera, ...] = ("pull-out", "pull-out", "tilt-up")

OPEN: Take = ("open", "wide")
END: Take = ("end", "wide")
SHORT_FILMS: dict[int, tuple[tuple[Take, ...], ...]] = {
    1: ((("act", "medium"),),),
    2: ((OPEN, ("act", "medium")), (OPEN, ("feel", "close"))),
    3: (
        (OPEN, ("act", "medium"), ("end", "close")),
        (OPEN, ("detail", "close"), ("end", "medium")),
    ),
    4: (
        (OPEN, ("act", "medium"), ("detail", "close"), END),
        (OPEN, ("act", "medium"), ("feel", "close"), END),
        (OPEN, ("detail", "detail"), ("act", "medium"), END),
        (OPEN, ("enter", "medium"), ("detail", "detail"), END),
        (OPEN, ("feel", "close"), ("act", "medium"), END),
    ),
}
SHORT_MIDDLES: dict[int, tuple[Take, ...]] = {
    3: (("enter", "medium"), ("detail", "detail"), ("feel", "close")),
    4: (("enter", "medium"), ("detail", "detail"), ("act", "medium"), ("feel", "close")),
}
MIDDLE: tuple[Take, ...] = (
    ("enter", "medium"),
    ("act", "close"),
    ("turn", "wide"),
    ("detail", "detail"),
    ("act", "medium"),
    ("feel", "close"),
)


@dataclass(frozen=True, slots=True)
class Cover:
    """One shot's place in the film."""

    moment: Moment
    framing: Framing
    camera: Camera


def cover(shots: int, rng: Random) -> tuple[Cover, ...]:
    """The coverage of a film: it opens wide, comes closer, and draws back at the end. No framing
    and no camera move comes twice running."""
    covers = list[Cover]()
    for moment, framing in _takes(shots, rng):
        moves = LAST if (moment, framing) == END else CAMERAS[framing]
        before = covers[-1].camera if covers else None
        fresh: list[Camera] = [move for move in moves if move != before]
        covers.append(Cover(moment, framing, rng.choice(fresh)))
    return tuple(covers)


def lengths(framings: Sequence[Framing], brief: Brief, rng: Random) -> tuple[float, ...]:
    """Seconds of each shot, wide ones longer; see `timed`."""
    return timed([WEIGHT[framing] * rng.uniform(0.96, 1.04) for framing in framings], brief)


def timed(weights: Sequence[float], brief: Brief) -> tuple[float, ...]:
    """Seconds of each shot in whole frames, in proportion to the weights, so that the film with its
    cards and shared frames lasts `brief.seconds`, or four seconds a shot. A length that so many
    shots cannot have becomes the nearest one they can."""
    count = len(weights)
    total = board_frames(brief, count) if brief.seconds else USUAL_SHOT * count
    total = min(max(total, SHORTEST * count), LONGEST * count)
    return tuple(frames / FPS for frames in _share(total, weights))


def _takes(shots: int, rng: Random) -> Sequence[Take]:
    if shots in SHORT_FILMS:
        return rng.choice(SHORT_FILMS[shots])
    inner = shots - 2
    middle = SHORT_MIDDLES.get(inner) or tuple(MIDDLE[i % len(MIDDLE)] for i in range(inner))
    if middle[-1][1] == "wide":
        closing: Take = ("feel", "medium")
        middle = (*middle[:-1], closing)
    return (OPEN, *middle, END)


def _share(total: int, weights: Sequence[float]) -> list[int]:
    """`total` frames in proportion to the weights, each within SHORTEST and LONGEST."""
    whole = sum(weights)
    frames = [min(max(int(total * w / whole), SHORTEST), LONGEST) for w in weights]
    longest_first = sorted(range(len(weights)), key=lambda i: -weights[i])
    while missing := total - sum(frames):
        step = 1 if missing > 0 else -1
        able = [i for i in longest_first if SHORTEST <= frames[i] + step <= LONGEST]
        for index in able[: abs(missing)]:
            frames[index] += step
    return frames
