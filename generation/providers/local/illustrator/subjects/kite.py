"""A kite with a long tail in the wind."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    join,
    mix,
    moved,
    polygon,
    polyline,
    smooth,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "kite"
HEIGHT = 0.7
WIDTH = 110.0
FLOATS = True
PHASES, PERIOD = 24, 3.0

extent = still(WIDTH, -112.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """A diamond in two colours; the tail waves."""
    brush = Brush.of(KIND, pose, light)
    colour = chosen(sighting, "#e8604c", "", "kite")
    other = mix(colour, "#ffe39a", 0.75)
    tail = [
        (4 + 26 * wave(brush.phase, -t * 1.2) * t, -40 + 38 * t)
        for t in (0, 0.2, 0.4, 0.6, 0.8, 1.0)
    ]
    bows = join(
        moved(
            brush.flat(polygon((-6, -3), (0, 0), (-6, 3), (6, 3), (0, 0), (6, -3)), other),
            *tail[n],
            20.0 * n,
        )
        for n in (1, 2, 3, 4, 5)
    )
    sail = (
        brush.form(polygon((0, -110), (30, -80), (4, -40), (0, -80)), colour)
        + brush.form(polygon((0, -110), (-30, -80), (4, -40), (0, -80)), other)
        + brush.line(polyline((0, -110), (4, -40)), "#5b4030", 1.2)
        + brush.line(polyline((-30, -80), (30, -80)), "#5b4030", 1.2)
    )
    return brush.sheet(
        brush.line(smooth(tail), "#f6efe2", 1.4), bows, moved(sail, 2 * wave(brush.phase), 0)
    )
