"""A round plinth on steps, for something to be shown."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    mix,
    oval,
    paler,
    path,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "plinth"
HEIGHT = 0.5
WIDTH = 184.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -108.0, 17.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    stone = chosen(sighting, ("#f1e6da", "#e3dcea", "#dfe7e6")[int(rng.random() * 3)])
    return b.sheet(
        b.ground(92),
        _drum(b, 0, 84, 12, 16, stone),
        _drum(b, -16, 66, 10, 16, mix(stone, "#ffffff", 0.2)),
        _drum(b, -32, 46, 7.4, 62, stone),
        b.soft(oval(0, -94, 40, 6), light.key, 0.6),
    )


def _drum(b: Brush, foot: float, rx: float, ry: float, tall: float, stone: str) -> str:
    side = path(
        "M", -rx, foot - tall, "V", foot, "A", rx, ry, 0, 0, 0, rx, foot, "V", foot - tall, "Z"
    )
    return b.form(side, stone, lit=0.3, shade=0.36) + b.upright(
        oval(0, foot - tall, rx, ry), paler(stone, 0.5), stone, rim=0.6
    )
