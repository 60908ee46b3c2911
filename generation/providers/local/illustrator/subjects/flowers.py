"""A patch of wild flowers."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._flora import bloom, leaf
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    path,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "flowers"
HEIGHT = 0.26
WIDTH = 184.0
FLOATS = False
PHASES, PERIOD = 24, 4.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -114.0, 13.0)


DYES = ("#f0707f", "#f7c04f", "#b58fe0", "#ffffff", "#f29a5c")


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    asked = chosen(sighting, "")
    drawn = b.ground(74, opacity=0.25)
    for i in range(11):
        x = -62 + 12.4 * i + rng.uniform(-4, 4)
        tall, kind, dye = rng.uniform(44, 96), rng.choice((0, 0, 2, 3)), rng.choice(DYES)
        drawn += _stem(b, x, tall, rng.uniform(-9, 9), kind, asked or dye, rng.random())
    blades = "".join(
        path("M", x, 0, "Q", x + 1, -14, x + rng.uniform(-8, 8), -rng.uniform(18, 34))
        for x in range(-70, 71, 6)
    )
    return b.sheet(drawn, b.line(blades, "#5f9a50", 1.8))


def _stem(b: Brush, x: float, tall: float, lean: float, kind: int, dye: str, luck: float) -> str:
    sway = lean + 2.6 * wave(b.phase, luck)
    top = (x + sway, -tall)
    stalk = b.line(path("M", x, 0, "Q", x, -tall * 0.6, top), "#5c8f4a", 1.8)
    greens = leaf(
        b, x + sway * 0.12, -tall * 0.24, 17, 48 if luck > 0.5 else -48, "#6fa557"
    ) + leaf(b, x + sway * 0.2, -tall * 0.42, 13, -46 if luck > 0.5 else 46, "#82b864")
    return stalk + greens + bloom(b, *top, 8.5 + 3.5 * luck, dye, kind)
