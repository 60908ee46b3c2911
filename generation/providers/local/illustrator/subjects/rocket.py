"""A rocket on its flame."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    mirrored,
    oval,
    path,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "rocket"
HEIGHT = 1.5
WIDTH = 80.0
FLOATS = True
PHASES, PERIOD = 8, 0.5

extent = still(WIDTH, -112.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Upright; the flame flickers below."""
    brush = Brush.of(KIND, pose, light)
    red = chosen(sighting, "#e0503f", "", "rocket")
    body = "M0,-110Q24,-84 19,-34L-19,-34Q-24,-84 0,-110Z"
    length = 3 * wave(brush.phase) + 1.5 * wave(brush.phase, 0.3, 2)
    fin = "M-17,-56Q-38,-44 -36,-22L-17,-34Z"
    return brush.sheet(
        brush.glow(0, -16, 30, "#ffb45c", 1.0),
        brush.flat(
            path(
                "M", (-13, -30), "Q", (-16, -14), (0, -4 + length), "Q", (16, -14), (13, -30), "Z"
            ),
            "#ff9a3d",
            pure=True,
        ),
        brush.flat(
            path("M", (-7, -30), "Q", (-8, -18), (0, -12 + length), "Q", (8, -18), (7, -30), "Z"),
            "#fff0b0",
            pure=True,
        ),
        brush.form(fin, red),
        mirrored(brush.form(fin, red)),
        brush.form(body, "#f3f1ec", lit=0.2, shade=0.4),
        brush.within(
            body,
            brush.form(
                "M-30,-112L30,-112L30,-84Q0,-78 -30,-84Z",
                red,
            ),
            brush.flat(box(-30, -42, 60, 5), red),
        ),
        brush.form(oval(0, -64, 10), red),
        brush.round(oval(0, -64, 7), "#8fc4dc", lit=0.5),
        brush.form(box(-13, -35, 26, 6, 2), "#55545c"),
    )
