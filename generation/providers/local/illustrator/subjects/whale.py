"""A whale that swims slowly."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    INK,
    Brush,
    chosen,
    darker,
    join,
    moved,
    oval,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "whale"
HEIGHT = 1.8
WIDTH = 272.0
FLOATS = True
PHASES, PERIOD = 24, 5.0

extent = still(WIDTH, -128.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Blue above, grooved and pale below; flukes rise and fall."""
    brush = Brush.of(KIND, pose, light)
    coat = chosen(sighting, "#4a6f96", "", "fish")
    sweep = wave(brush.phase)
    top, low = f"{-66 + 5 * sweep:.2f}", f"{-54 + 5 * sweep:.2f}"
    back = (
        f"M112,-46C104,-84 52,-100 0,-90C-40,-82 -66,-66 -92,{top}L-96,{low}"
        "C-70,-40 -40,-22 10,-18C64,-14 108,-22 112,-46Z"
    )
    belly = "M112,-46C108,-22 64,-14 10,-18C-16,-20 -36,-26 -54,-36C0,-32 60,-34 112,-46Z"
    fluke = brush.form(
        "M0,0C-14,-4 -26,-22 -40,-28C-32,-12 -34,-4 -24,2C-34,10 -32,18 -40,30C-24,26 -12,10 0,8Z",
        coat,
    )
    fin = brush.form("M0,0C-6,20 -26,34 -48,36C-40,22 -32,4 -20,-6Z", darker(coat, 0.12))
    grooves = join(
        brush.line(
            f"M{100 - 4 * n},{-40 + 4 * n}"
            f"Q{52 - 6 * n},{-30 + 3.4 * n} {-20 + 8 * n},{-27 + 2.2 * n}",
            darker(coat, 0.05),
            1,
            0.5,
        )
        for n in range(4)
    )
    return brush.sheet(
        moved(fluke, -90, -62 + 5 * sweep, 10 * wave(brush.phase, -0.15)),
        brush.form(back, coat, lit=0.3),
        brush.flat(belly, "#e6ecec"),
        grooves,
        moved(fin, 40, -30, 8 * wave(brush.phase, 0.2)),
        brush.flat(oval(84, -52, 3.6), INK, pure=True),
        brush.flat(oval(83, -53.2, 1.2), "#ffffff", pure=True),
        brush.line("M110,-44Q92,-38 78,-44", darker(coat, 0.4), 1.6, 0.8),
    )
