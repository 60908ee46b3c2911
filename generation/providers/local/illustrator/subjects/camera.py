"""A camera with a big lens."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    oval,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "camera"
HEIGHT = 0.24
WIDTH = 128.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -100.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Leather and metal; the lens catches the light."""
    brush = Brush.of(KIND, pose, light)
    skin = chosen(sighting, "#3a3338", "", "camera")
    return brush.sheet(
        brush.ground(58),
        brush.form(box(-22, -96, 44, 22, 6), "#c9c5bd"),
        brush.form(box(-56, -82, 112, 80, 9), "#d8d4cb"),
        brush.form(box(-56, -66, 112, 50, 2), skin),
        brush.form(box(34, -89, 14, 8, 2), "#9d9890"),
        brush.form(box(-46, -88, 18, 7, 2), "#b24a3c"),
        brush.form(oval(0, -42, 31), "#5c585a", lit=0.4),
        brush.form(oval(0, -42, 25), "#26242a"),
        brush.round(oval(0, -42, 18), "#3b4f7a", lit=0.5),
        brush.soft(oval(5, -36, 12), "#9a6bd0", 0.7),
        brush.flat(oval(-6, -49, 5, 4), "#ffffff", 0.85, pure=True),
        brush.flat(oval(40, -72, 4), "#ffdf9a", pure=True),
    )
