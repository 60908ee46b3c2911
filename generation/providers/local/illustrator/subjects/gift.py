"""A wrapped gift with a bow."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    join,
    luminance,
    mirrored,
    oval,
    paler,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "gift"
HEIGHT = 0.42
WIDTH = 120.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -112.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Box, lid, ribbon and bow."""
    brush = Brush.of(KIND, pose, light)
    paper = chosen(sighting, rng.choice(("#d8443c", "#3d7f7a", "#5a5aa8", "#e39a3b")), "", "gift")
    bow = "#ffe3a3" if luminance(paper) < 0.6 else "#c8452f"
    loop = "M0,-84C-14,-112 -46,-108 -38,-90Q-30,-80 0,-84Z"
    front = box(-48, -62, 96, 62, 2)
    dots = join(
        brush.flat(oval(-40 + 20 * (n % 5), -52 + 18 * (n // 5), 2.6), paler(paper, 0.3), 0.7)
        for n in range(15)
    )
    return brush.sheet(
        brush.ground(56),
        brush.form(front, paper),
        brush.within(front, dots),
        brush.form(box(-9, -62, 18, 62), bow),
        brush.form(box(-54, -80, 108, 20, 3), paper, lit=0.3),
        brush.form(box(-9, -80, 18, 20), bow),
        brush.form(loop, bow),
        mirrored(brush.form(loop, bow)),
        brush.form("M-3,-84L-24,-64L-14,-62L2,-80Z", bow),
        brush.form("M3,-84L22,-66L12,-62L-2,-80Z", bow),
        brush.round(oval(0, -85, 7, 6), bow),
    )
