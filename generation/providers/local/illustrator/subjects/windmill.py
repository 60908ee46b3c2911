"""A windmill whose sails turn."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    join,
    moved,
    oval,
    polygon,
    polyline,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "windmill"
HEIGHT = 2.2
WIDTH = 150.0
FLOATS = False
PHASES, PERIOD = 24, 6.0

extent = still(WIDTH, -128.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Four sails turn by a quarter in a cycle, so that it closes."""
    brush = Brush.of(KIND, pose, light)
    wall = chosen(sighting, "#e8dcc6")
    sail = (
        brush.line(polyline((0, 0), (0, -50)), "#6b4a35", 2.4)
        + brush.flat(box(1, -48, 13, 38), "#f7f1e4", 0.92)
        + join(
            brush.line(polyline((1, -48 + 9.5 * n), (14, -48 + 9.5 * n)), "#8a6a4f", 0.9)
            for n in range(5)
        )
        + brush.line(polyline((14, -48), (14, -10)), "#8a6a4f", 1.2)
    )
    turn = 90 * brush.phase
    return brush.sheet(
        brush.ground(34),
        brush.form(polygon((-26, 0), (-16, -70), (16, -70), (26, 0)), wall),
        brush.form("M-19,-69Q0,-100 19,-69Z", "#8c4a3b"),
        brush.form(box(-6, -22, 12, 22, 5), "#6b4a35"),
        brush.flat(box(-4, -52, 8, 11, 2), "#ffd995"),
        *(moved(sail, 0, -74, turn + quarter) for quarter in (0, 90, 180, 270)),
        brush.form(oval(0, -74, 4.2), "#4f3a2c"),
    )
