"""An open umbrella; of oiled paper where it is worn with hanfu or kimono."""

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

KIND = "umbrella"
HEIGHT = 0.5
WIDTH = 140.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -112.0, 11.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    colour = chosen(
        sighting, ("#e0493f", "#f2b845", "#4f8fb8")[int(rng.random() * 3)], "umbrella", ""
    )
    paper = bool(sighting.traits & {"hanfu", "kimono", "old"})
    return b.sheet(
        b.ground(54, opacity=0.3), moved(_props.umbrella(b, colour, paper=paper), 4, -18, 0, 1.84)
    )
