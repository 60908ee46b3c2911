"""A sky lantern that rises, warm with its own flame."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    darker,
    oval,
    paler,
    path,
    smooth,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "sky-lantern"
HEIGHT = 0.32
WIDTH = 74.0
FLOATS = True
PHASES, PERIOD = 24, 5.0

extent = still(WIDTH, -108.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """A tall paper bag open below; the flame flickers."""
    brush = Brush.of(KIND, pose, light)
    paper = chosen(sighting, "#f6a64a", "", "lantern")
    flicker = 0.85 + 0.15 * wave(brush.phase, 0.1, 3)
    bag = (
        smooth([(-20, -8), (-30, -50), (-24, -90), (0, -102), (24, -90), (30, -50), (20, -8)]) + "Z"
    )
    return brush.sheet(
        brush.glow(0, -45, 36, "#ffb45c", 0.9),
        brush.upright(bag, darker(paper, 0.12), paler(paper, 0.45)),
        brush.within(bag, brush.soft(oval(0, -14, 30, 46), "#fff3c4", 0.95 * flicker)),
        *(
            brush.line(
                path("M", (x, -8), "Q", (x * 1.7, -55), (x * 0.3, -101)),
                darker(paper, 0.4),
                0.7,
                0.4,
            )
            for x in (-12, 0, 12)
        ),
        brush.line("M-20,-8Q0,-2 20,-8", "#7a4a22", 1.6),
        brush.flat(
            path(
                "M", (-4, -6), "Q", (-5, -14), (0, -20 - 3 * flicker), "Q", (5, -14), (4, -6), "Z"
            ),
            "#fff6d8",
            pure=True,
        ),
    )
