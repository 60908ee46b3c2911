"""A butterfly whose wings open and close."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    band,
    chosen,
    darker,
    mirrored,
    mix,
    moved,
    oval,
    steady,
    still,
    stretched,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "butterfly"
HEIGHT = 0.1
WIDTH = 152.0
FLOATS = True
PHASES, PERIOD = 12, 0.9

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -114.0, 3.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    colour = chosen(sighting, ("#f09a3c", "#5f8fd8", "#d8709f", "#f2cf56")[int(rng.random() * 4)])
    dark = darker(colour, 0.66)
    open_ = 0.62 + 0.36 * wave(b.phase)
    upper = "M2,-54 C8,-84 36,-104 54,-96 C62,-80 50,-54 22,-46 C12,-44 4,-48 2,-54Z"
    lower = "M2,-50 C14,-48 38,-44 42,-28 C44,-12 30,-4 20,-10 C10,-18 4,-36 2,-50Z"
    wing = b.form(upper, colour, lit=0.34) + b.form(lower, mix(colour, "#fff0c8", 0.25), lit=0.3)
    wing += b.line(upper, dark, 3.0) + b.line(lower, dark, 2.6)
    wing += b.line(
        "M4,-54 L46,-86 M6,-52 L50,-72 M6,-50 L34,-50 M6,-46 L32,-22 M4,-44 L20,-14", dark, 1.0
    )
    wing += b.flat(
        "".join(
            oval(x, y, r)
            for x, y, r in (
                (50, -90, 1.8),
                (53, -82, 1.6),
                (50, -73, 1.5),
                (38, -22, 1.6),
                (32, -13, 1.5),
            )
        ),
        "#fff6e0",
    )
    flap = stretched(wing, open_)
    trunk = b.form(band([(0, -64), (0, -50), (0, -30), (0, -18)], (4, 6, 5, 1)), "#3a2a2c")
    feelers = b.line("M-1,-64 C-4,-76 -10,-82 -15,-84 M1,-64 C4,-76 10,-82 15,-84", "#3a2a2c", 1.2)
    return b.sheet(moved(mirrored(flap) + flap + feelers + trunk, 0, -3 * wave(b.phase, 0.2), 12))
