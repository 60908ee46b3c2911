"""Lipstick, a compact and a flacon."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    mix,
    oval,
    polyline,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "cosmetics"
HEIGHT = 0.42
WIDTH = 140.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -112.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Three pieces of one range."""
    brush = Brush.of(KIND, pose, light)
    rouge = chosen(sighting, "#c93a55")
    return brush.sheet(
        brush.ground(68),
        brush.form(box(-58, -76, 40, 74, 6), mix(rouge, "#ffe9e4", 0.72), lit=0.4),
        brush.form(box(-46, -92, 16, 16, 2), "#dcc08a", lit=0.5),
        brush.round(oval(-38, -100, 10), "#e9d3a2"),
        brush.flat(box(-52, -52, 28, 22, 2), "#fffaf2"),
        brush.line(polyline((-46, -44), (-30, -44)), "#b79a63", 1.6),
        brush.form(
            "M2,-68L2,-104Q8,-112 20,-98L20,-68Z",
            rouge,
            lit=0.35,
        ),
        brush.form(box(-1, -70, 24, 22, 1), "#e3c98f", lit=0.5),
        brush.form(box(-4, -50, 30, 50, 2), "#2f2b33", lit=0.45),
        brush.form(oval(50, -30, 22), "#e3c98f", lit=0.5),
        brush.round(oval(50, -30, 17), "#f2c9bd"),
        brush.form(box(34, -9, 32, 9, 3), "#e3c98f"),
        brush.gleam(polyline((-53, -70), (-53, -10)), 2, 0.5),
        brush.gleam(polyline((0, -44), (0, -6)), 1.6, 0.4),
    )
