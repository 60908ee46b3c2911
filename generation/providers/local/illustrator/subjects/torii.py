"""A vermilion shrine gate."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    path,
    polygon,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "torii"
HEIGHT = 2.2
WIDTH = 128.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -104.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Two leaning pillars, the curved lintel, the tie beam and its tablet."""
    brush = Brush.of(KIND, pose, light)
    red, dark = chosen(sighting, "#d2402a"), "#2c2528"
    lintel = path(
        *("M", (-60, -98), "Q", (-30, -90), (0, -90), "Q", (30, -90), (60, -98)),
        *("L", (57, -87), "Q", (28, -80), (0, -80), "Q", (-28, -80), (-57, -87), "Z"),
    )
    cap = path(
        *("M", (-63, -103), "Q", (-30, -94), (0, -94), "Q", (30, -94), (63, -103)),
        *("L", (61, -97), "Q", (30, -89), (0, -89), "Q", (-30, -89), (-61, -97), "Z"),
    )
    parts = [brush.ground(46)]
    for side in (-1, 1):
        parts.append(
            brush.form(
                polygon((36 * side, -84), (43 * side, -84), (46 * side, 0), (37 * side, 0)), red
            )
        )
        parts.append(brush.form(box(41.5 * side - 7, -7, 14, 7, 1), dark))
    parts += [
        brush.form(box(-52, -66, 104, 7, 1), red),
        brush.form(lintel, red),
        brush.form(cap, dark, lit=0.3),
        brush.form(box(-6, -80, 12, 14, 1), dark),
        brush.line(box(-4.5, -78.5, 9, 11), "#d9b35a", 0.8),
    ]
    return brush.sheet(*parts)
