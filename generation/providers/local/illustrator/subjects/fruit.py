"""A bowl of fruit: apples, an orange, grapes."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._flora import leaf
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    moved,
    oval,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "fruit"
HEIGHT = 0.24
WIDTH = 148.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -102.0, 11.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    bowl = b.form(
        "M-62,-34 C-56,-10 -30,-5 -18,-5 L-16,0 H16 L18,-5 C30,-5 56,-10 62,-34Z",
        chosen(sighting, "#6f9fb0", "bowl"),
        lit=0.34,
    )
    rim = b.line("M-62,-34 Q0,-24 62,-34", "#eef4f2", 2.2)
    apple = _apple(b, -30, -50, chosen(sighting, "#d83f3f")) + _apple(b, 2, -66, "#e8604a")
    orange = (
        b.round(oval(32, -50, 21), "#f5993a", lit=0.4)
        + b.fold("M30,-69 l3,2 3,-2", "#f5993a", 1.2)
        + leaf(b, 33, -68, 14, 60, "#6fa557")
    )
    grapes = "".join(
        b.round(oval(x, y, 6.4), "#7f5fa8", lit=0.45)
        for x, y in ((52, -44), (58, -34), (48, -33), (62, -24), (53, -22), (58, -12))
    )
    banana = b.form(
        "M-62,-42 C-60,-70 -40,-88 -18,-92 L-16,-87 C-34,-78 -44,-62 -44,-44Z", "#f7d354", lit=0.3
    ) + b.form("M-20,-93 L-14,-97 L-12,-91 L-17,-87Z", "#8a6a34")
    return b.sheet(b.ground(56), banana, apple, orange, bowl, rim, grapes)


def _apple(b: Brush, x: float, y: float, colour: str) -> str:
    skin = (
        "M0,-17 C8,-24 23,-20 22,-3 C21,12 10,21 0,17 C-10,21 -21,12 -22,-3 C-23,-20 -8,-24 0,-17Z"
    )
    drawn = (
        b.round(skin, colour, lit=0.4)
        + b.line("M0,-16 Q0,-24 4,-28", "#6a4632", 2.2)
        + leaf(b, 2, -22, 15, 66, "#6fa557")
    )
    return moved(drawn + b.flat(oval(-10, -7, 3.4, 6), "#ffffff", 0.4), x, y)
