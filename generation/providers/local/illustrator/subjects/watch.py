"""A wristwatch standing on its strap, the second hand moving."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    join,
    moved,
    oval,
    polyline,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "watch"
HEIGHT = 0.5
WIDTH = 70.0
FLOATS = False
PHASES, PERIOD = 24, 4.0

extent = still(WIDTH, -112.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """The hand goes round once a cycle."""
    brush = Brush.of(KIND, pose, light)
    strap = chosen(sighting, "#6b4530", "", "watch")
    marks = join(
        moved(
            brush.line(polyline((0, -22), (0, -19 if n % 3 else -17)), "#3b3a40", 1.3),
            0,
            -56,
            30 * n,
        )
        for n in range(12)
    )
    return brush.sheet(
        brush.ground(24),
        brush.form("M-14,-80L-11,-110L11,-110L14,-80Z", strap),
        brush.form("M-14,-32L-12,0L12,0L14,-32Z", strap),
        brush.form(box(28, -59, 6, 6, 1.5), "#b9a06a"),
        brush.form(oval(0, -56, 30), "#d4b978", lit=0.5),
        brush.form(oval(0, -56, 25.5), "#faf6ec", lit=0.1, shade=0.15),
        marks,
        moved(brush.line(polyline((0, 3), (0, -12)), "#2b2a30", 2.2), 0, -56, 305),
        moved(brush.line(polyline((0, 3), (0, -18)), "#2b2a30", 1.6), 0, -56, 55),
        moved(brush.line(polyline((0, 5), (0, -20)), "#c8452f", 0.8), 0, -56, 360 * brush.phase),
        brush.flat(oval(0, -56, 1.8), "#2b2a30"),
        brush.gleam("M-20,-68Q-12,-80 2,-80", 1.8, 0.6),
    )
