"""A heart that beats."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    bump,
    chosen,
    moved,
    oval,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "heart"
HEIGHT = 0.5
WIDTH = 112.0
FLOATS = True
PHASES, PERIOD = 24, 1.6

extent = still(WIDTH, -104.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Two beats and a rest in each cycle."""
    brush = Brush.of(KIND, pose, light)
    red = chosen(sighting, "#e5485d", "", "heart")
    shape = "M0,42C-66,0 -44,-52 -18,-42Q-6,-38 0,-24Q6,-38 18,-42C44,-52 66,0 0,42Z"
    beat = 1 + 0.06 * bump(brush.phase, 0.15, 0.12) + 0.04 * bump(brush.phase, 0.38, 0.12)
    heart = brush.round(shape, red, lit=0.45) + brush.flat(
        oval(-20, -24, 8, 5), "#ffffff", 0.55, pure=True
    )
    return brush.sheet(brush.glow(0, -48, 52, red, 0.5), moved(heart, 0, -50, size=beat))
