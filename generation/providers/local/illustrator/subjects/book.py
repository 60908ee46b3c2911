"""An open book."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    path,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "book"
HEIGHT = 0.2
WIDTH = 150.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -60.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Two pages with lines of text and a ribbon."""
    brush = Brush.of(KIND, pose, light)
    cover = chosen(sighting, "#b4483c", "", "book")
    left = "M0,-12Q-34,-34 -68,-22L-72,-46Q-34,-58 0,-38Z"
    right = "M0,-12Q34,-34 68,-22L72,-46Q34,-58 0,-38Z"
    parts = [
        brush.ground(70),
        brush.form(
            "M0,-4L-74,-14L-75,-40L0,-24L75,-40L74,-14Z",
            cover,
        ),
        brush.form(left, "#f7f0e0"),
        brush.form(right, "#fbf5e8"),
    ]
    for n in range(4):
        y = -44 + 6 * n
        for s in (-1, 1):
            words = path("M", (s * 62, y - 1), "Q", (s * 34, y - 9), (s * 10, y + 5))
            parts.append(brush.line(words, "#b8a98f", 1.3, 0.8))
    parts.append(brush.line("M2,-36Q6,-14 14,-2", "#d9a441", 2.4))
    return brush.sheet(*parts)
