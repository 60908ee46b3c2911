"""A low tea table with a pot, cups and a small vase."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    oval,
    path,
    polygon,
    polyline,
    smooth,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "teatable"
HEIGHT = 0.42
WIDTH = 210.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -106.0, 16.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Dark wood; the pot stands left, two cups in the middle."""
    brush = Brush.of(KIND, pose, light)
    wood, clay = chosen(sighting, "#7a4a2e"), "#9a5a3c"
    pot = smooth(
        [(-52, -60), (-66, -72), (-62, -90), (-44, -94), (-26, -90), (-22, -72), (-36, -60)],
        closed=True,
    )
    parts = [
        brush.ground(96),
        *(
            brush.form(
                polygon((x - 5, -50), (x + 5, -50), (x + 3, 0), (x - 3, 0)), darker(wood, 0.2)
            )
            for x in (-84, 84)
        ),
        brush.form(box(-92, -50, 184, 9, 2), darker(wood, 0.15)),
        brush.form(box(-102, -60, 204, 11, 3), wood, lit=0.3),
        brush.gleam(polyline((-94, -59), (40, -59)), 1.2, 0.45),
        brush.line("M-25,-80Q-12,-82 -8,-94", clay, 5),
        brush.line("M-63,-88Q-82,-86 -76,-70Q-72,-64 -62,-68", clay, 4),
        brush.round(pot, clay),
        brush.form(oval(-44, -94, 11, 3), darker(clay, 0.12)),
        brush.round(oval(-44, -99, 3.4), clay),
    ]
    for x in (6, 34):
        parts += [
            brush.form(
                path(
                    "M",
                    (x - 10, -74),
                    "Q",
                    (x - 9, -60),
                    (x, -60),
                    "Q",
                    (x + 9, -60),
                    (x + 10, -74),
                    "Z",
                ),
                "#f3efe4",
            ),
            brush.flat(oval(x, -74, 10, 2.8), "#b98a4a"),
            brush.line(oval(x, -74, 10, 2.8), "#fbf8f0", 1.2),
        ]
    vase = (
        smooth(
            [(72, -60), (66, -72), (74, -84), (72, -92), (84, -92), (82, -84), (90, -72), (84, -60)]
        )
        + "Z"
    )
    parts += [
        brush.line("M78,-90Q74,-100 66,-103", "#5d4a35", 1.8),
        *(brush.round(oval(x, y, 4), "#e88fa6") for x, y in ((66, -102), (72, -98), (80, -101))),
        brush.round(vase, "#5f8a86"),
    ]
    return brush.sheet(*parts)
