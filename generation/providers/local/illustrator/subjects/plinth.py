"""A round stage of two steps for a product."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    darker,
    oval,
    paler,
    path,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "plinth"
HEIGHT = 0.5
WIDTH = 190.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -109.0, 15.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Two discs, softly lit from above."""
    brush = Brush.of(KIND, pose, light)
    stone = chosen(sighting, "#e6d6c8")
    parts = [brush.ground(92)]
    for half, top, bottom in ((88, -52, -4), (62, -96, -52)):
        side = path(
            "M",
            (-half, top),
            "L",
            (-half, bottom - 8),
            "Q",
            (0, bottom + 14),
            (half, bottom - 8),
            "L",
            (half, top),
            "Z",
        )
        parts += [
            brush.form(side, darker(stone, 0.1), shade=0.35),
            brush.upright(oval(0, top, half, half * 0.16), paler(stone, 0.5), stone),
            brush.line(oval(0, top, half, half * 0.16), paler(stone, 0.7), 1, 0.6),
        ]
    return brush.sheet(*parts)
