"""A birthday cake whose candles flicker."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    oval,
    paler,
    path,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "cake"
HEIGHT = 0.4
WIDTH = 130.0
FLOATS = False
PHASES, PERIOD = 24, 2.0

extent = still(WIDTH, -122.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Two tiers, icing that drips, three candles."""
    brush = Brush.of(KIND, pose, light)
    cream = chosen(sighting, "#f7c9cf")
    drip = path(
        "M",
        (-46, -46),
        *(t for n in range(6) for t in ("q", (7.6, 22 if n % 2 else 12), (15.3, 0))),
        "L",
        (46, -52),
        "L",
        (-46, -52),
        "Z",
    )
    parts = [
        brush.form(oval(0, -4, 62, 6), "#efe7da"),
        brush.form(box(-46, -50, 92, 46, 4), "#e9b98a"),
        brush.form(drip, cream),
        brush.form(oval(0, -50, 46, 6), cream),
        brush.form(box(-28, -82, 56, 32, 4), "#f3d3a7"),
        brush.form(oval(0, -82, 28, 4.5), paler(cream, 0.35)),
        *(brush.round(oval(x, -53, 4.4), "#d8384a") for x in (-38, -20, 20, 38)),
    ]
    for n, x in enumerate((-14, 0, 14)):
        lean = 1.2 * wave(brush.phase, n / 3, 2)
        flame = path(
            "M",
            (x - 2.6, -103),
            "Q",
            (x - 2, -110),
            (x + lean, -116),
            "Q",
            (x + 3, -110),
            (x + 2.6, -103),
            "Q",
            (x, -100),
            (x - 2.6, -103),
            "Z",
        )
        parts += [
            brush.form(box(x - 1.8, -101, 3.6, 19, 0.6), ("#7cb8d9", "#f2b85a", "#9ac48a")[n]),
            brush.glow(x, -108, 13, "#ffcf70", 0.9),
            brush.flat(flame, "#fff0b8", pure=True),
        ]
    return brush.sheet(brush.ground(60), *parts)
