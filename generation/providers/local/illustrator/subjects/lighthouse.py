"""A lighthouse whose beam turns."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    join,
    oval,
    polygon,
    polyline,
    smooth,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "lighthouse"
HEIGHT = 3.0
WIDTH = 60.0
FLOATS = False
PHASES, PERIOD = 24, 4.0

extent = still(WIDTH, -112.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """A striped tower on a rock; the lamp swells as the beam passes."""
    brush = Brush.of(KIND, pose, light)
    red = chosen(sighting, "#cf4436")
    tower = polygon((-12, 0), (-8, -82), (8, -82), (12, 0))
    bands = join(brush.flat(box(-14, y, 28, 13), red) for y in (-20, -46, -72))
    beat = 0.4 + 0.6 * max(0.0, wave(brush.phase))
    return brush.sheet(
        brush.form(smooth([(-28, 3), (-20, -5), (-4, -4), (12, -7), (26, 3)]) + "Z", "#5b5a5c"),
        brush.form(tower, "#f2ece0"),
        brush.within(tower, bands, brush.soft(oval(9, -40, 8, 60), light.shade, 0.5)),
        brush.flat(box(-2.4, -14, 5, 14, 2), "#4b342c"),
        brush.form(box(-12, -86, 24, 4, 1), "#3a3f4a"),
        brush.flat(box(-6, -98, 12, 12), "#ffe9ae"),
        brush.glow(0, -92, 29, "#ffe9a8", beat),
        brush.line(polyline((0, -98), (0, -86)), "#3a3f4a", 1),
        brush.form(polygon((-10, -96), (0, -109), (10, -96)), "#3a3f4a"),
    )
