"""An acoustic guitar leaning upright."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    oval,
    polyline,
    smooth,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "guitar"
HEIGHT = 0.62
WIDTH = 60.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -110.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Body, neck and six strings."""
    brush = Brush.of(KIND, pose, light)
    wood = chosen(sighting, "#c57f3d", "", "guitar")
    body = smooth(
        [
            (0, -1),
            (-24, -8),
            (-26, -26),
            (-15, -38),
            (-18, -50),
            (0, -58),
            (18, -50),
            (15, -38),
            (26, -26),
            (24, -8),
        ],
        closed=True,
    )
    return brush.sheet(
        brush.ground(24),
        brush.round(body, wood),
        brush.line(body, darker(wood, 0.4), 1.2),
        brush.flat(oval(0, -36, 7.5), "#3a2016"),
        brush.line(oval(0, -36, 8.6), "#f0d9a8", 1),
        brush.form(box(-2.6, -96, 5.2, 58), "#5a3522"),
        brush.form(box(-4.4, -108, 8.8, 13, 1.5), "#4a2a1a"),
        brush.form(box(-8, -17, 16, 3.4, 1), "#4a2a1a"),
        *(
            brush.line(
                polyline((-1.8 + 0.72 * n, -100), (-1.8 + 0.72 * n, -16)), "#f6eedd", 0.3, 0.9
            )
            for n in range(6)
        ),
        *(
            brush.line(polyline((-2.6, -92 + 6 * n), (2.6, -92 + 6 * n)), "#cbb79a", 0.4)
            for n in range(8)
        ),
        brush.gleam("M-20,-28Q-24,-14 -10,-6", 1.4, 0.45),
    )
