"""An acoustic guitar, leaning."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects import _props
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    moved,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "guitar"
HEIGHT = 0.6
WIDTH = 60.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -106.0, 7.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    colour = chosen(sighting, ("#d08a45", "#b8663a", "#e2b36a")[int(rng.random() * 3)])
    return b.sheet(b.ground(26), moved(_props.guitar(b, colour), -6, -24, -80, 1.84))
