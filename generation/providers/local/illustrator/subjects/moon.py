"""A full moon with soft seas."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    oval,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "moon"
HEIGHT = 1.2
WIDTH = 110.0
FLOATS = True
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -105.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Pale, glowing, with a few craters."""
    brush = Brush.of(KIND, pose, light)
    pale = chosen(sighting, "#fdf3cf", "", "moon")
    disc = oval(0, -50, 42)
    seas = ((-14, -60, 13, 9), (10, -40, 16, 11), (14, -68, 8, 6), (-18, -36, 9, 6))
    return brush.sheet(
        brush.glow(0, -50, 55, pale, 0.8),
        brush.flat(disc, pale, pure=True),
        brush.within(
            disc,
            *(brush.flat(oval(*sea), "#d9cfae", 0.45, pure=True) for sea in seas),
            brush.soft(oval(24, -36, 46), "#c9b98f", 0.35),
        ),
    )
