"""How four legs carry a body, seen from the side and going right."""

from __future__ import annotations

import math
from dataclasses import dataclass

from generation.providers.local.illustrator.subjects._shapes import (
    TAU,
    Brush,
    Point,
    elbow,
    limb,
    oval,
)

WALK = (0.0, 0.25, 0.5, 0.75)  # hind near, fore near, hind far, fore far: a lateral sequence walk
GALLOP = (0.0, 0.5, 0.1, 0.6)  # the hind pair pushes, the fore pair reaches


@dataclass(frozen=True, slots=True)
class Build:
    """Where the legs hang and how they are made, in the drawing's units. `stride` and `lift` are
    how far a foot swings to both sides and rises; `widths` those of hip, knee and foot."""

    hip: Point
    shoulder: Point
    upper: float
    lower: float
    widths: tuple[float, float, float]
    stride: float = 12.0
    lift: float = 8.0
    foot: float = 4.0


def legs(
    brush: Brush, build: Build, colour: str, socks: str, order: tuple[float, ...] | None
) -> tuple[str, str]:
    """The far pair and the near pair; standing still without an `order`."""
    drawn = [_leg(brush, build, n, colour, socks, order) for n in range(4)]
    return drawn[2] + drawn[3], drawn[0] + drawn[1]


def rise(phase: float, amount: float, order: tuple[float, ...] | None) -> float:
    """How far the body is lifted (negative is up): twice a cycle walking, once in a gallop."""
    if order is None:
        return 0.0
    times = 1 if order == GALLOP else 2
    return -amount * (0.5 + 0.5 * math.sin(TAU * (phase * times + 0.1)))


def _leg(
    brush: Brush, build: Build, n: int, colour: str, socks: str, order: tuple[float, ...] | None
) -> str:
    hind, far = n % 2 == 0, n >= 2
    root = build.hip if hind else build.shoulder
    root = (root[0] + (5.0 if far else 0.0), root[1])
    swing = _swing(brush.phase + order[n], build) if order else (2.0 * (-1) ** n, 0.0)
    foot = (root[0] + swing[0] + (1.0 if hind else 0.0), swing[1] - build.foot * 0.6)
    knee = elbow(root, foot, build.upper, build.lower, 1.0 if hind else -1.0)
    shade = brush.dim(colour, 0.32) if far else brush.tone(colour)
    tip = brush.dim(socks, 0.3) if far else brush.tone(socks)
    _, middle, thin = build.widths
    return (
        brush.flat(limb(root, knee, foot, build.widths), shade, pure=True)
        + brush.flat(limb(knee, _between(knee, foot), foot, (middle, thin, thin)), tip, pure=True)
        + brush.flat(
            oval(foot[0] + build.foot * 0.4, foot[1], build.foot, build.foot * 0.6), tip, pure=True
        )
    )


def _between(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _swing(phase: float, build: Build) -> Point:
    turn = TAU * phase
    return build.stride * math.cos(turn), -build.lift * max(0.0, math.sin(-turn))
