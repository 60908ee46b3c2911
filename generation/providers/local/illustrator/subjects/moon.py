"""A full moon with its seas."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    mix,
    oval,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "moon"
HEIGHT = 0.8
WIDTH = 172.0
FLOATS = True
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -136.0, 35.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    colour = chosen(sighting, "#fbf0cf")
    disc = oval(0, -50, 50)
    seas = "".join(
        b.flat(oval(x, y, rx, ry), mix(colour, "#b89f7a", 0.42), 0.5)
        for x, y, rx, ry in (
            (-16, -66, 17, 13),
            (8, -74, 10, 7),
            (14, -48, 14, 11),
            (-20, -38, 11, 8),
            (2, -24, 13, 8),
            (30, -62, 6, 8),
        )
    )
    craters = "".join(
        b.flat(oval(x, y, r), mix(colour, "#fffdf0", 0.7), 0.6)
        + b.fold(oval(x, y, r), colour, 0.5, 0.35)
        for x, y, r in (
            (-32, -58, 3.4),
            (24, -28, 4),
            (-8, -14, 3),
            (34, -44, 2.6),
            (-2, -90, 3),
            (-30, -24, 2.4),
        )
    )
    return b.sheet(
        b.soft(oval(0, -50, 84), colour, 0.6),
        b.flat(disc, colour, pure=True),
        b.within(disc, seas, craters),
        b.soft(oval(-12, -62, 46), "#ffffff", 0.4),
    )
