"""A grand piano with its lid up."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    join,
    polygon,
    polyline,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "piano"
HEIGHT = 0.95
WIDTH = 150.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -128.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Black lacquer, seen from the side of the keys."""
    brush = Brush.of(KIND, pose, light)
    black = chosen(sighting, "#23222b")
    lid = "M-58,-62L-30,-122Q30,-126 52,-96Q64,-84 66,-64Z"
    keys = join(
        brush.line(polyline((-60 + 3.6 * n, -52), (-61 + 3.6 * n, -47)), "#8c8a90", 0.4)
        for n in range(1, 20)
    )
    sharps = join(
        brush.flat(box(-59 + 3.6 * n, -52.4, 2, 3.2), "#1a1820")
        for n in range(1, 19)
        if n % 7 not in (2, 6)
    )
    return brush.sheet(
        brush.ground(70),
        *(
            brush.form(polygon((x - 4, -42), (x + 4, -42), (x + 2.5, 0), (x - 2.5, 0)), black)
            for x in (-54, 10, 56)
        ),
        brush.form(lid, black, lit=0.35),
        brush.flat(
            "M-52,-64L-27,-116Q28,-119 48,-92Q57,-82 60,-64Z",
            "#8a5a34",
            0.55,
        ),
        brush.line(polyline((30, -62), (20, -112)), "#5a4a3a", 1.4),
        brush.form(box(-66, -64, 134, 24, 4), black, lit=0.3),
        brush.flat(box(-62, -53, 74, 6.5, 0.6), "#f7f3ea"),
        keys,
        sharps,
        brush.form(box(-36, -80, 26, 16, 1), "#f3ecdd"),
        *(
            brush.line(polyline((-33, -77 + 3 * n), (-13, -77 + 3 * n)), "#8f887c", 0.5)
            for n in range(4)
        ),
        brush.gleam(polyline((-62, -62), (60, -62)), 1.0, 0.6),
    )
