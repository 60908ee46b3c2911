"""A maple in its autumn colour, or green where asked."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._flora import crown, fallen, grow, wood
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    darker,
    mix,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "maple_tree"
HEIGHT = 3.6
WIDTH = 160.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -118.0, 9.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    red = chosen(sighting, ("#d8532f", "#e07a30", "#c8402f")[int(rng.random() * 3)])
    boughs = grow(rng, (0.0, 0.0), 88, 36, 8.8, 4, spread=36)
    ends = [g.points[2] for g in boughs if g.age >= 2]
    roots = b.form("M-10,0 Q-4,-4 -4,-11 H5 Q5,-4 11,1 Q4,-1 1,1 Q-4,-1 -10,0Z", "#5a4034")
    back = crown(b, rng, [(x, y + 3) for x, y in ends[::2]], 17, darker(red, 0.14), grain=2.6)
    front = crown(
        b, rng, [(x, y - 4) for x, y in ends[1::2]], 13, mix(red, "#f2a93c", 0.28), grain=2.6
    )
    return b.sheet(
        b.ground(46), fallen(b, rng, red, 70), back, roots, wood(b, boughs, "#5a4034"), front
    )
