"""Flowers in a vase, nodding a little."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    join,
    mix,
    moved,
    oval,
    path,
    smooth,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "flowers"
HEIGHT = 0.42
WIDTH = 100.0
FLOATS = False
PHASES, PERIOD = 24, 5.0

extent = still(WIDTH, -108.0)
cycle = steady(PHASES, PERIOD)


def _bloom(brush: Brush, x: float, y: float, size: float, colour: str) -> str:
    petals = join(
        moved(
            brush.form(oval(0, -size * 0.62, size * 0.42, size * 0.58), colour, rim=0.2),
            x,
            y,
            60 * n + 12,
        )
        for n in range(6)
    )
    return petals + brush.round(oval(x, y, size * 0.34), "#f0c25a")


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Seven blooms of one family of colours with leaves between them."""
    brush = Brush.of(KIND, pose, light)
    first = chosen(sighting, rng.choice(("#ef8fa3", "#f2b45c", "#b79be0", "#f7f0e6")), "", "flower")
    heads = (
        (-34, -70, 12),
        (-14, -86, 14),
        (12, -92, 13),
        (34, -74, 13),
        (-22, -58, 10),
        (24, -58, 11),
        (2, -68, 15),
    )
    vase = (
        smooth(
            [
                (-13, -2),
                (-20, -18),
                (-12, -36),
                (-15, -44),
                (15, -44),
                (12, -36),
                (20, -18),
                (13, -2),
            ]
        )
        + "Z"
    )
    stems, blooms = "", ""
    for n, (x, y, size) in enumerate(heads):
        nod = 1.4 * wave(brush.phase, n / 7)
        stems += brush.line(
            path("M", (x * 0.15, -42), "Q", (x * 0.4, y + 22), (x + nod, y)), "#6f9a5b", 2
        )
        leaf = oval(0, -9, 3.4, 9)
        stems += moved(brush.form(leaf, "#6f9f62"), x * 0.55, (y - 42) * 0.5, x * 1.4)
        blooms += _bloom(brush, x + nod, y, size, mix(first, "#fff4ea", 0.14 * (n % 4)))
    return brush.sheet(brush.ground(26), stems, brush.form(vase, "#7fa3a8", lit=0.4), blooms)
