"""A fish with long fins, swimming."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    INK,
    Brush,
    chosen,
    darker,
    join,
    oval,
    paler,
    smooth,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "fish"
HEIGHT = 0.2
WIDTH = 150.0
FLOATS = True
PHASES, PERIOD = 16, 1.2

extent = still(WIDTH, -92.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """A fancy goldfish; the tail sweeps."""
    brush = Brush.of(KIND, pose, light)
    coat = chosen(sighting, rng.choice(("#ee7a3a", "#e5534b", "#f2b53f", "#5f9fc0")), "", "fish")
    sweep = wave(brush.phase)
    body = smooth([(-30, -46), (-8, -70), (26, -68), (46, -48), (28, -28), (-6, -24)], closed=True)
    tail = [
        (-26.0, -46),
        (-48, -66 + 6 * sweep),
        (-72, -74 + 12 * sweep),
        (-60, -48 + 9 * sweep),
        (-70, -22 + 12 * sweep),
        (-46, -32 + 6 * sweep),
    ]
    scales = join(
        brush.line(f"M{x},{y}q-5,5 0,10", darker(coat, 0.3), 1, 0.5)
        for x, y in ((-8, -60), (4, -62), (-2, -50), (10, -52), (-10, -42), (4, -40))
    )
    return brush.sheet(
        brush.flat(smooth(tail, closed=True), paler(coat, 0.25), 0.85),
        brush.flat(
            smooth([(-6, -66), (4, -90 + 3 * sweep), (26, -82), (24, -66)], closed=True),
            paler(coat, 0.2),
            0.9,
        ),
        brush.round(body, coat, lit=0.4),
        brush.flat("M-20,-36Q10,-18 36,-36Q10,-26 -20,-36Z", paler(coat, 0.6), 0.8),
        scales,
        brush.flat(
            smooth(
                [(8, -40), (-4, -24 - 5 * sweep), (-14, -16 - 6 * sweep), (2, -22), (16, -36)],
                closed=True,
            ),
            paler(coat, 0.2),
            0.9,
        ),
        brush.flat(oval(33, -52, 4.6), "#fffaf0", pure=True),
        brush.flat(oval(34, -52, 2.8), INK, pure=True),
        brush.line("M44,-45q-4,3 -7,2", darker(coat, 0.5), 1.4),
    )
