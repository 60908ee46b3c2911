"""Books: one open upon two closed ones."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    mix,
    path,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "book"
HEIGHT = 0.2
WIDTH = 144.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -102.0, 13.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    first = chosen(sighting, ("#b8493f", "#3f6f8f", "#5f8a5a")[int(rng.random() * 3)])
    second, third = "#e0a84a", "#4a5580"
    low = _closed(b, -58, -20, 116, 20, third) + _closed(b, -48, -38, 102, 18, second)
    cover = b.form(
        "M-66,-42 Q-34,-60 0,-44 Q34,-60 66,-42 L66,-37 Q34,-54 0,-38 Q-34,-54 -66,-37Z", first
    )
    pages = (
        "M-62,-46 Q-58,-88 -52,-92 Q-26,-104 0,-86 Q26,-104 52,-92 Q58,-88 62,-46 "
        "Q32,-62 0,-46 Q-32,-62 -62,-46Z"
    )
    left = "".join(
        path("M", -51 + 1.2 * i, -83 + 8 * i, "Q", -28, -91 + 8.4 * i, -7, -78 + 7.4 * i)
        for i in range(4)
    )
    right = "".join(
        path("M", 51 - 1.2 * i, -83 + 8 * i, "Q", 28, -91 + 8.4 * i, 7, -78 + 7.4 * i)
        for i in range(4)
    )
    ribbon = b.form("M2,-44 Q6,-34 3,-22 L7,-25 L10,-21 Q12,-34 6,-45Z", "#d8453f")
    return b.sheet(
        b.ground(62),
        low,
        cover,
        b.form(pages, "#fdf7e8", shade=0.22),
        b.fold("M0,-86 V-46", "#e0cfa8", 1.6, 0.9),
        b.line(left + right, "#b0a086", 1.2, 0.8),
        ribbon,
    )


def _closed(b: Brush, x: float, y: float, width: float, height: float, colour: str) -> str:
    drawn = b.form(box(x, y, width, height, 2.4), colour, lit=0.3) + b.flat(
        box(x + width - 16, y + 3, 16, height - 6, 1), "#fbf4e2"
    )
    drawn += b.fold(
        path("M", x + width - 15, y + height * 0.4, "h", 14, "m", -14, 4, "h", 14), "#d8c8a4", 0.6
    )
    return drawn + b.line(
        path("M", x + 10, y + 2, "v", height - 4, "M", x + 15, y + 2, "v", height - 4),
        mix(colour, "#ffe8b0", 0.6),
        1.0,
    )
