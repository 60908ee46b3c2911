"""A small sailing boat that rocks."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    join,
    moved,
    path,
    polygon,
    polyline,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "boat"
HEIGHT = 0.95
WIDTH = 150.0
FLOATS = False
PHASES, PERIOD = 24, 4.0

extent = still(WIDTH, -112.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Wooden hull, two sails and a pennant; it stands on the water line."""
    brush = Brush.of(KIND, pose, light)
    cloth = chosen(sighting, "#fbf2e0", "", "boat")
    hull = "M-62,-16Q0,-9 66,-22Q52,3 26,5L-32,5Q-54,2 -62,-16Z"
    breeze = 2 * wave(brush.phase, 0.25)
    boat = join(
        (
            brush.line(polyline((2, -14), (2, -108)), "#6b4a35", 2.6),
            brush.form(
                path("M", (5, -102), "Q", (48 + breeze, -66), (52, -26), "L", (5, -22), "Z"),
                cloth,
                lit=0.25,
            ),
            brush.form(
                path("M", (-1, -92), "Q", (-32 - breeze, -56), (-42, -24), "L", (-1, -22), "Z"),
                light.accent,
                lit=0.2,
            ),
            *(
                brush.fold(
                    path("M", (5, y), "Q", (30, y + 3), (48 - (y + 60) * 0.12, y + 6)),
                    cloth,
                    0.7,
                    0.4,
                )
                for y in (-78, -56, -38)
            ),
            brush.flat(polygon((2, -108), (20 + 2 * breeze, -104), (2, -100)), light.accent),
            brush.form(hull, "#8a4f34", lit=0.3),
            brush.line("M-60,-13Q0,-6 64,-19", "#f3e3c3", 2),
        )
    )
    return brush.sheet(moved(boat, 0, 0.6 * wave(brush.phase), 1.6 * wave(brush.phase, 0.12)))
