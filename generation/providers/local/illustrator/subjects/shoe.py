"""A running shoe, seen from the side."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    darker,
    paler,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "shoe"
HEIGHT = 0.22
WIDTH = 188.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -106.0, 17.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    colour = chosen(sighting, ("#e8604f", "#3f7fb8", "#4fae8f", "#f0b03f")[int(rng.random() * 4)])
    upper = (
        "M-78,-24 C-84,-50 -80,-80 -74,-90 C-66,-94 -54,-84 -46,-74 C-34,-80 -20,-92 -10,-88 "
        "C6,-78 18,-58 44,-50 C70,-46 84,-38 86,-22Z"
    )
    sole = "M-80,-26 C-84,-16 -84,-4 -76,0 H80 C92,-2 92,-18 86,-26 C60,-18 -40,-14 -80,-26Z"
    toe = b.within(
        upper,
        b.form(
            "M50,-54 C70,-50 90,-40 92,-14 H44 C48,-30 46,-44 50,-54Z", paler(colour, 0.8), rim=0
        ),
    )
    heel = b.within(
        upper, b.form("M-90,-96 H-70 C-58,-70 -58,-40 -54,-16 H-92Z", darker(colour, 0.3), rim=0)
    )
    swoop = b.form(
        "M-52,-30 C-20,-28 14,-44 30,-62 L42,-54 C24,-34 -10,-22 -50,-22Z", paler(colour, 0.88)
    )
    tongue = b.form(
        "M-22,-84 C-20,-100 -8,-104 0,-98 C6,-90 10,-78 20,-68 L6,-64Z", paler(colour, 0.7)
    )
    laces = b.line(
        "M-12,-84 L10,-88 M-2,-76 L19,-79 M8,-68 L28,-70 M19,-61 L38,-62", "#fffaf2", 3.4
    )
    foam = (
        b.form(sole, "#fbf7ef", shade=0.2)
        + b.line("M-79,-8 H84", colour, 3.2, 0.9)
        + b.fold(
            "M-60,-2 v3 M-40,-2 v3 M-20,-2 v3 M0,-2 v3 M20,-2 v3 M40,-2 v3 M60,-2 v3", "#c8c2b8", 2
        )
    )
    stitch = b.line(
        "M-56,-74 C-50,-56 -52,-40 -48,-26 M46,-48 C42,-38 42,-30 44,-22",
        paler(colour, 0.6),
        0.9,
        0.8,
    )
    return b.sheet(
        b.ground(88),
        tongue,
        b.form(upper, colour, lit=0.32, shade=0.32),
        heel,
        toe,
        swoop,
        stitch,
        laces,
        foam,
        b.gleam("M-72,-82 C-76,-66 -77,-50 -74,-36", 1.6, 0.5),
    )
