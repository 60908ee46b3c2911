"""A smartphone that stands upright."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    oval,
    polyline,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "phone"
HEIGHT = 0.3
WIDTH = 56.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -104.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """A bright wallpaper and a few soft icons."""
    brush = Brush.of(KIND, pose, light)
    shell = chosen(sighting, "#2b2f3a", "", "phone")
    screen = box(-21, -97, 42, 92, 5)
    tints = ("#ffb88a", "#8fd3c8", "#ffd86b", "#c3a4f0")
    return brush.sheet(
        brush.ground(26),
        brush.form(box(-25, -101, 50, 100, 8), shell, lit=0.4),
        brush.upright(screen, "#5a63c9", "#f08fa5"),
        brush.within(
            screen,
            brush.soft(oval(10, -28, 34, 30), "#ffd9a0", 0.9),
            brush.soft(oval(-12, -80, 26, 24), "#86c5ff", 0.6),
        ),
        brush.glow(0, -52, 40, "#c9b4ff", 0.3),
        *(brush.flat(box(-17 + 9 * n, -20, 7, 7, 2), tints[n], pure=True) for n in range(4)),
        brush.flat(box(-7, -94, 14, 3.6, 1.8), "#15161c"),
        brush.gleam(polyline((-21.5, -90), (-21.5, -30)), 0.8, 0.5),
    )
