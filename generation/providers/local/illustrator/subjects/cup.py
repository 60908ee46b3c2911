"""A cup on its saucer, painted in blue."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    darker,
    mix,
    moved,
    oval,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "cup"
HEIGHT = 0.12
WIDTH = 124.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -104.0, 11.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    china = chosen(sighting, ("#f7f3ea", "#a9cdbf", "#e8b7a4")[int(rng.random() * 3)])
    ink = "#3f6fa0" if china == "#f7f3ea" else darker(china, 0.4)
    saucer = b.form(oval(0, -6, 54, 8), china, lit=0.3) + b.line(
        oval(0, -7, 44, 5.6), ink, 0.9, 0.7
    )
    handle = b.line("M36,-76 C62,-80 60,-36 27,-36", china, 7.5) + b.gleam(
        "M42,-75 C54,-72 52,-48 38,-42", 1.2, 0.4
    )
    body = "M-38,-92 C-38,-48 -24,-14 -14,-9 H14 C24,-14 38,-48 38,-92Z"
    swirl = "M-40,-66 q6,-8 12,0 t12,0 t12,0 t12,0 t12,0 t12,0 t12,0"
    print_ = b.within(
        body,
        b.line(swirl, ink, 2.0, 0.85),
        b.line("M-40,-56 H40 M-40,-77 H40", ink, 1.2, 0.7),
        _bloom(b, -6, -40, ink),
    )
    rim = (
        b.flat(oval(0, -92, 38, 8), mix(china, "#ffffff", 0.45))
        + b.flat(oval(0, -91, 34, 6.2), "#a86a36")
        + b.flat(oval(-8, -92, 16, 2.4), "#c98d54", 0.7)
    )
    return b.sheet(
        b.ground(50),
        saucer,
        handle,
        b.form(body, china, lit=0.32, shade=0.32),
        print_,
        rim,
        b.gleam("M-31,-80 Q-29,-56 -21,-36", 2.4, 0.6),
    )


def _bloom(b: Brush, x: float, y: float, ink: str) -> str:
    return "".join(
        moved(b.flat("M0,0 C4,-4 4,-9 0,-12 C-4,-9 -4,-4 0,0Z", ink, 0.85), x + 4, y, 60 * i)
        for i in range(6)
    ) + b.flat(oval(x + 4, y, 2.2), "#f0d9a0")
