"""A cherry tree in blossom."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._flora import crown, fallen, grow, wood
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    darker,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "cherry_tree"
HEIGHT = 3.6
WIDTH = 152.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -112.0, 9.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    pink = chosen(sighting, ("#f4a9bd", "#f7bccb", "#f09ab4")[int(rng.random() * 3)])
    boughs = grow(rng, (0.0, 0.0), 97, 34, 8.4, 4, spread=40)
    ends = [g.points[2] for g in boughs if g.age >= 2]
    behind = [(x, y + 2) for x, y in ends[::2]]
    before = [(x * 1.04, y - 3) for x, y in ends[1::2]]
    roots = b.form("M-9,0 Q-4,-4 -4,-10 H5 Q5,-4 11,1 Q4,-1 1,1 Q-4,-1 -9,0Z", "#5f4240")
    return b.sheet(
        b.ground(46),
        fallen(b, rng, pink, 70),
        crown(b, rng, behind, 17, darker(pink, 0.07)),
        roots,
        wood(b, boughs, "#5f4240"),
        crown(b, rng, before, 13.5, pink),
    )
