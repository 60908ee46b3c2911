"""A red paper lantern that sways and glows."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    mix,
    oval,
    path,
    steady,
    still,
    swung,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "lantern"
HEIGHT = 0.36
WIDTH = 132.0
FLOATS = True
PHASES, PERIOD = 24, 4.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -116.0, 7.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    colour, gold = chosen(sighting, "#e0432f"), "#f0c25c"
    globe = "M-14,-84 C-46,-80 -46,-30 -14,-24 H14 C46,-30 46,-80 14,-84Z"
    ribs = "".join(
        path("M", x * 0.34, -84, "C", x, -78, x, -30, x * 0.34, -24) for x in (-26, -10, 10, 26)
    )
    drawn = b.glow(0, -54, 60, mix(colour, "#ffd27a", 0.5)) + b.line("M0,-108 V-90", "#5a3a2a", 1.2)
    drawn += b.upright(globe, mix(colour, "#ffb45a", 0.12), mix(colour, "#ffb45a", 0.3), rim=0.4)
    drawn += b.soft(oval(0, -50, 26, 27), "#ffe9a0", 0.5 + 0.4 * light.glow) + b.fold(
        ribs, colour, 1.0, 0.6
    )
    drawn += b.form(box(-15, -90, 30, 7, 2), gold, lit=0.4) + b.form(
        box(-15, -25, 30, 7, 2), gold, lit=0.4
    )
    drawn += b.line("M-12,-52 h24 M0,-64 v24 M-8,-60 h16 M-8,-44 h16", gold, 1.4, 0.75)
    s = 2.5 * wave(b.phase, -0.15)
    fringe = "".join(
        path("M", x, -17, "q", s * 0.3, 8, s, 18 - abs(x) * 0.3) for x in (-6, -3, 0, 3, 6)
    )
    drawn += b.round(oval(0, -17, 3), gold) + b.line(fringe, "#d8342f", 1.5)
    return b.sheet(swung(drawn, 3.4 * wave(b.phase), 0, -108))
