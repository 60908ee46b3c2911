"""A train of two carriages with lit windows."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    join,
    oval,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "train"
HEIGHT = 1.3
WIDTH = 420.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -108.0, 32.0)
cycle = steady(PHASES, PERIOD)


def _carriage(brush: Brush, x: float, colour: str) -> str:
    windows = join(
        brush.upright(box(x + 14 + 29 * n, -74, 22, 24, 4), "#fff0c4", "#ffd287") for n in range(6)
    )
    bogies = join(brush.form(oval(x + c, -9, 9), "#3a3c46") for c in (26, 48, 152, 174))
    return join(
        (
            bogies,
            brush.form(box(x, -96, 198, 84, 10), colour, lit=0.3),
            brush.flat(box(x, -44, 198, 9), "#f6efe0"),
            brush.form(box(x + 6, -100, 186, 8, 4), "#5c6470"),
            windows,
        )
    )


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Looks right, with a rounded driver's cab."""
    brush = Brush.of(KIND, pose, light)
    colour = chosen(sighting, rng.choice(("#3d7f7a", "#c8563f", "#47628f")), "", "train")
    nose = "M180,-96Q206,-92 208,-40L208,-16L180,-12Z"
    return brush.sheet(
        brush.ground(200),
        _carriage(brush, -208, colour),
        _carriage(brush, 0, colour),
        brush.form(nose, colour),
        brush.upright(
            "M186,-84Q200,-80 203,-52L186,-52Z",
            "#d5ecf2",
            "#8fb4c4",
        ),
        brush.flat(oval(203, -30, 4), "#fff3c9", pure=True),
        brush.glow(204, -30, 6, "#fff0b8", 1.0),
        brush.flat(box(-12, -60, 14, 36, 2), "#33363f"),
    )
