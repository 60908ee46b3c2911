"""A cup of tea or coffee on its saucer."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    darker,
    oval,
    paler,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "cup"
HEIGHT = 0.28
WIDTH = 120.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -106.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """A round white cup with a handle; steam is an effect of the scene."""
    brush = Brush.of(KIND, pose, light)
    glaze = chosen(sighting, rng.choice(("#f5efe4", "#d7e3e1", "#e9c9b4")), "", "cup")
    bowl = "M-38,-92C-38,-40 -26,-14 -10,-12L10,-12C26,-14 38,-40 38,-92Z"
    return brush.sheet(
        brush.ground(56),
        brush.form(oval(0, -8, 56, 9), paler(glaze, 0.2)),
        brush.flat(oval(0, -9, 40, 5.5), darker(glaze, 0.16)),
        brush.line("M34,-80C62,-84 62,-44 26,-44", glaze, 8),
        brush.form(bowl, glaze, lit=0.35),
        brush.within(
            bowl,
            brush.flat(
                "M-40,-58Q0,-48 40,-58L40,-50Q0,-40 -40,-50Z",
                light.accent,
                0.55,
            ),
        ),
        brush.form(oval(0, -92, 38, 11), paler(glaze, 0.3)),
        brush.upright(oval(0, -90.5, 33, 8.4), "#5a3420", "#8a5a36"),
        brush.line(
            "M-14,-92Q-4,-96 6,-91Q14,-87 20,-92",
            "#d9b48a",
            2.2,
            0.75,
        ),
        brush.gleam("M-30,-78Q-29,-50 -20,-32", 3, 0.5),
    )
