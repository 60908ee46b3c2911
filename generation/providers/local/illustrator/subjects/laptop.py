"""A laptop whose screen shines."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    oval,
    paler,
    polygon,
    polyline,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "laptop"
HEIGHT = 0.32
WIDTH = 170.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -106.0, 13.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """The screen shows a small film being cut."""
    brush = Brush.of(KIND, pose, light)
    shell = chosen(sighting, "#b9c0c9")
    bars = ((-54, 30, "#ff9f6b"), (-20, 22, "#7cc7c2"), (6, 46, "#f2cf66"))
    return brush.sheet(
        brush.ground(80),
        brush.form(box(-66, -102, 132, 86, 5), shell),
        brush.upright(box(-61, -97, 122, 74, 2), "#27324d", "#3c5277"),
        brush.glow(0, -60, 78, "#9fd0ff", 0.35),
        brush.upright(box(-50, -90, 100, 42, 2), "#f4a97a", "#7b5aa6"),
        brush.flat(oval(22, -72, 9), "#ffe9b8", pure=True),
        brush.flat(
            "M-50,-48L-50,-58L-24,-72L2,-56L26,-66L50,-54L50,-48Z",
            "#2e2c52",
        ),
        *(brush.flat(box(x, -40, w, 6, 2), c, pure=True) for x, w, c in bars),
        brush.line(polyline((-8, -44), (-8, -30)), "#ffffff", 1, pure=True),
        brush.form(polygon((-66, -16), (66, -16), (82, -4), (-82, -4)), paler(shell, 0.15)),
        brush.form(box(-82, -5, 164, 5, 2), darker(shell, 0.15)),
        brush.flat(box(-16, -9, 32, 3, 1), darker(shell, 0.25)),
    )
