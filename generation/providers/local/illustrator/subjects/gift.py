"""A present with a bow."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    mirrored,
    oval,
    paler,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "gift"
HEIGHT = 0.36
WIDTH = 104.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -102.0, 11.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    paper = chosen(sighting, ("#e0524a", "#4f8fa8", "#f0b84f", "#7fa86a")[int(rng.random() * 4)])
    silk = "#fbe8b8" if paper != "#f0b84f" else "#d8453f"
    base = box(-40, -54, 80, 54, 3)
    spots = b.within(
        base,
        b.flat(
            "".join(
                oval(-34 + 14 * i + 7 * (j % 2), -46 + 12 * j, 2)
                for i in range(6)
                for j in range(4)
            ),
            paler(paper, 0.4),
            0.7,
        ),
    )
    lid = b.form(box(-45, -70, 90, 18, 3), paper, lit=0.34) + b.flat(
        box(-44, -53, 88, 3, 0), "#1b1430", 0.16
    )
    strips = b.form(box(-8, -54, 16, 54), silk, lit=0.3) + b.form(
        box(-9, -70, 18, 18), silk, lit=0.3
    )
    loop = b.form("M0,-70 C8,-92 30,-104 40,-92 C46,-80 22,-70 0,-70Z", silk, lit=0.3) + b.form(
        "M6,-73 C14,-84 26,-92 33,-87 C35,-80 20,-74 6,-73Z", darker(silk, 0.2), rim=0
    )
    ends = b.form(
        "M2,-72 C10,-66 18,-62 30,-62 L26,-56 L33,-51 C18,-52 6,-60 -2,-70Z", silk, lit=0.3
    )
    return b.sheet(
        b.ground(50),
        b.form(base, paper, lit=0.24, shade=0.32),
        spots,
        strips,
        lid,
        b.form(box(-9, -70, 18, 18), silk, lit=0.3),
        mirrored(ends) + ends,
        mirrored(loop) + loop,
        b.round(oval(0, -73, 7, 6), silk),
    )
