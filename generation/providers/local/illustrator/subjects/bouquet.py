"""A wrapped bouquet of roses."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    join,
    mix,
    moved,
    oval,
    path,
    polygon,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "bouquet"
HEIGHT = 0.5
WIDTH = 112.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -113.0)
cycle = steady(PHASES, PERIOD)


def _rose(brush: Brush, x: float, y: float, size: float, colour: str) -> str:
    swirl = path(
        "M",
        (x - size * 0.5, y),
        "Q",
        (x, y - size * 0.9),
        (x + size * 0.5, y - size * 0.1),
        "Q",
        (x + size * 0.1, y + size * 0.6),
        (x - size * 0.3, y + size * 0.2),
    )
    return brush.round(oval(x, y, size, size * 0.92), colour) + brush.fold(swirl, colour, 1.2, 0.7)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Paper cone, ribbon, and a dome of blooms."""
    brush = Brush.of(KIND, pose, light)
    colour = chosen(sighting, rng.choice(("#e2566b", "#f09ab0", "#f3c46b")), "", "flower")
    places = [
        (-26, -66),
        (0, -62),
        (26, -66),
        (-36, -80),
        (-13, -80),
        (13, -82),
        (36, -80),
        (-22, -94),
        (2, -97),
        (24, -94),
    ]
    leaves = join(
        moved(brush.form(oval(0, -11, 5, 11), "#5f8f5c"), x * 1.05, y + 8, x * 1.6)
        for x, y in places
    )
    return brush.sheet(
        brush.ground(18),
        brush.form(polygon((-42, -72), (42, -72), (9, -2), (-9, -2)), "#f4e6d4"),
        leaves,
        *(
            _rose(brush, x, y, 11.5, mix(colour, "#fff0ea", 0.12 * (n % 4)))
            for n, (x, y) in enumerate(places)
        ),
        brush.form(polygon((-44, -66), (2, -50), (9, -2), (-9, -2)), "#fbf1e2"),
        brush.form(polygon((44, -66), (-2, -50), (-9, -2), (9, -2)), "#ecdac2"),
        brush.form(box(-13, -30, 26, 7, 2), "#d9748a"),
        brush.line("M-4,-24Q-14,-14 -18,-4", "#d9748a", 3),
        brush.line("M4,-24Q12,-14 15,-3", "#d9748a", 3),
    )
