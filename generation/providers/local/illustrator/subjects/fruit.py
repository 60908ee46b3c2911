"""A bowl of fruit."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    moved,
    oval,
    smooth,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "fruit"
HEIGHT = 0.3
WIDTH = 160.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -96.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Apple, orange, pear, grapes."""
    brush = Brush.of(KIND, pose, light)
    apple = chosen(sighting, "#d8443c", "", "fruit")
    pear = smooth(
        [(34, -44), (16, -54), (20, -72), (28, -88), (38, -88), (44, -72), (52, -56)], closed=True
    )
    grapes = [(-58, -52), (-47, -54), (-52, -62), (-42, -63), (-62, -60), (-50, -46), (-40, -48)]
    return brush.sheet(
        brush.ground(62),
        *(brush.round(oval(x, y, 7), "#7d4f9a") for x, y in grapes),
        brush.round(pear, "#b9c14e"),
        brush.line("M33,-88Q34,-94 38,-95", "#5a3c22", 2),
        brush.round(oval(4, -58, 22), "#ee9436"),
        brush.round(
            smooth(
                [(-20, -40), (-40, -50), (-40, -70), (-22, -76), (-4, -70), (-2, -52)], closed=True
            ),
            apple,
        ),
        brush.line("M-22,-75Q-22,-84 -16,-88", "#5a3c22", 2),
        moved(brush.form(oval(0, -8, 4, 9), "#6fa05a"), -20, -80, 62),
        brush.form(
            "M-72,-46C-66,-10 -30,-4 -24,-2L24,-2C30,-4 66,-10 72,-46Z",
            "#5f8a96",
            lit=0.35,
        ),
        brush.form(
            "M-74,-46Q0,-34 74,-46L72,-40Q0,-28 -72,-40Z",
            "#8fb3ba",
        ),
    )
