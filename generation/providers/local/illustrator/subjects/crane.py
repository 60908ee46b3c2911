"""A red-crowned crane in flight."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    INK,
    Brush,
    chosen,
    moved,
    oval,
    polyline,
    smooth,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "crane"
HEIGHT = 0.95
WIDTH = 160.0
FLOATS = True
PHASES, PERIOD = 24, 2.2

extent = still(WIDTH, -132.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """White with black wing tips and neck, legs trailing."""
    brush = Brush.of(KIND, pose, light)
    white = chosen(sighting, "#f9f5ec", "", "bird")
    beat = wave(brush.phase)
    wing = "M-4,2C-14,-22 -30,-44 -58,-56C-44,-26 -28,-4 16,4Z"
    feathers = "M-58,-56C-50,-40 -42,-24 -28,-10L-36,-12L-40,-20L-45,-22L-48,-32L-53,-36Z"
    pinion = brush.form(wing, white) + brush.flat(feathers, "#2f2c33")
    body = smooth([(-30, -46), (-6, -58), (20, -56), (34, -48), (10, -40), (-16, -40)], closed=True)
    return brush.sheet(
        brush.line(polyline((-26, -46), (-68, -42)), "#4a4348", 2),
        brush.line(polyline((-26, -44), (-66, -37)), "#4a4348", 2),
        moved(pinion, 10, -52, 26 - 30 * beat, 0.92),
        brush.form(body, white),
        brush.flat("M-26,-48L-44,-50L-34,-43Z", "#2f2c33"),
        brush.line("M30,-50C44,-50 42,-64 56,-64", white, 6),
        brush.line("M40,-54C46,-60 46,-64 56,-64", "#2f2c33", 3.4),
        brush.form(oval(58, -65, 6, 4.6), white),
        brush.flat("M54,-69Q58,-72 62,-68L58,-67Z", "#d8342b"),
        brush.line(polyline((63, -64), (73, -62)), "#6b6a52", 2),
        brush.flat(oval(60, -65.4, 1.1), INK, pure=True),
        moved(pinion, 0, -50, 8 - 38 * beat),
    )
