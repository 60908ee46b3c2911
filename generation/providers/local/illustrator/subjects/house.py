"""A cosy house with a chimney and lit windows."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    oval,
    polygon,
    polyline,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "house"
HEIGHT = 1.7
WIDTH = 130.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -118.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Gabled, with a door and two windows."""
    brush = Brush.of(KIND, pose, light)
    wall = chosen(sighting, rng.choice(("#e9dcc4", "#d9c7a8", "#c7d2cf")))
    roof = rng.choice(("#b1503f", "#5b6f7e", "#7d5a48"))
    parts = [
        brush.ground(60),
        brush.form(box(26, -108, 13, 30), "#9a6a55"),
        brush.form(polygon((-50, 0), (-50, -58), (0, -98), (50, -58), (50, 0)), wall, rim=0.2),
        brush.form(
            polygon((-61, -52), (0, -106), (61, -52), (56, -46), (0, -94), (-56, -46)), roof
        ),
        brush.form(box(-10, -38, 20, 38, 2), "#7b4a33"),
        brush.flat(oval(6, -18, 1.4), "#e2c27a"),
        brush.form(oval(0, -68, 7), "#efe6d2"),
        brush.flat(oval(0, -68, 5.2), "#ffd58a"),
    ]
    for x in (-38, 20):
        parts += [
            brush.form(box(x - 2, -44, 22, 24, 1), "#f6efe0"),
            brush.upright(box(x, -42, 18, 20), "#ffe2a6", "#ffc36a"),
            brush.line(polyline((x + 9, -42), (x + 9, -22)), "#f6efe0", 1.4),
            brush.line(polyline((x, -32), (x + 18, -32)), "#f6efe0", 1.4),
            brush.glow(x + 9, -32, 24, "#ffcf80", 0.5),
            brush.form(box(x - 3, -20, 24, 5, 1), "#8a5a3e"),
        ]
    return brush.sheet(*parts)
