"""A heart that beats."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    bump,
    chosen,
    mix,
    moved,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "heart"
HEIGHT = 0.4
WIDTH = 128.0
FLOATS = True
PHASES, PERIOD = 24, 1.3

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -114.0, 13.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    colour = chosen(sighting, "#e8455a")
    size = 1.0 + 0.06 * bump(b.phase, 0.2, 0.14) + 0.035 * bump(b.phase, 0.45, 0.14)
    shape = (
        "M0,46 C-30,24 -52,4 -50,-22 C-48,-46 -16,-54 0,-28 C16,-54 48,-46 50,-22 C52,4 30,24 0,46Z"
    )
    shine = b.flat(
        "M-36,-26 C-36,-36 -28,-41 -21,-39 C-30,-35 -33,-28 -33,-18 C-35,-20 -36,-23 -36,-26Z",
        "#ffffff",
        0.75,
        pure=True,
    )
    return b.sheet(
        b.glow(0, -50, 62, mix(colour, "#ff9ab0", 0.4)),
        moved(b.round(shape, colour, lit=0.42) + shine, 0, -48, 0, size),
    )
