"""A striped hot-air balloon with its basket."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    join,
    oval,
    path,
    polyline,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "balloon"
HEIGHT = 2.2
WIDTH = 80.0
FLOATS = True
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -108.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Five gores in two colours."""
    brush = Brush.of(KIND, pose, light)
    first = chosen(sighting, rng.choice(("#e8604c", "#4f9a90", "#d98ab0")), "", "balloon")
    bag = (
        "M-8,-24C-20,-38 -37,-50 -37,-70C-37,-92 -20,-105 0,-105"
        "C20,-105 37,-92 37,-70C37,-50 20,-38 8,-24Z"
    )
    gores = join(
        brush.form(
            path(
                "M",
                (0, -106),
                "C",
                (a * 1.35, -104),
                (a * 1.35, -44),
                (a * 0.3, -22),
                "L",
                (b * 0.3, -22),
                "C",
                (b * 1.35, -44),
                (b * 1.35, -104),
                (0, -106),
                "Z",
            ),
            c,
            lit=0.15,
            shade=0.1,
            rim=0,
        )
        for a, b, c in (
            (-30, -17, first),
            (-17, -6, "#fbe3a8"),
            (-6, 6, first),
            (6, 17, "#fbe3a8"),
            (17, 30, first),
        )
    )
    return brush.sheet(
        brush.round(bag, first),
        brush.within(
            bag,
            gores,
            brush.soft(oval(22, -54, 34, 52), light.shade, 0.5),
            brush.soft(oval(-16, -88, 20, 18), "#ffffff", 0.4),
        ),
        *(
            brush.line(polyline((x, -25), (x * 0.85, -11)), "#6b4a35", 0.7)
            for x in (-7, -2.5, 2.5, 7)
        ),
        brush.glow(0, -22, 9, "#ffcf70", 1.0),
        brush.form(box(-7, -12, 14, 11, 2), "#a8713f"),
        brush.line(polyline((-7, -7), (7, -7)), "#7d5230", 0.8),
    )
