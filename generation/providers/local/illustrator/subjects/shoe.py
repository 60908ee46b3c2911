"""A running shoe from the side."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    darker,
    paler,
    path,
    polyline,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "shoe"
HEIGHT = 0.3
WIDTH = 170.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -92.0, 13.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Knit upper, swoosh-free stripes, thick sole."""
    brush = Brush.of(KIND, pose, light)
    colour = chosen(sighting, rng.choice(("#e8604c", "#3f7cac", "#f0b23e", "#52a08a")), "", "shoe")
    upper = "M-70,-22C-76,-52 -72,-76 -62,-86L-30,-84C-20,-70 0,-56 24,-50C54,-44 76,-38 78,-20Z"
    laces = ((-26, -78), (-14, -69), (-2, -62), (11, -57))
    return brush.sheet(
        brush.ground(80),
        brush.form(upper, colour, lit=0.35),
        brush.within(
            upper,
            brush.flat(
                "M30,-60Q52,-40 46,-16L90,-16L90,-60Z",
                darker(colour, 0.2),
            ),
            *(
                brush.line(
                    path("M", (-20 + 13 * n, -20), "Q", (-12 + 13 * n, -44), (-30 + 14 * n, -60)),
                    "#fbf5ea",
                    4,
                )
                for n in range(3)
            ),
        ),
        brush.form(
            "M-64,-86Q-48,-92 -29,-84L-34,-70Q-50,-74 -66,-68Z",
            paler(colour, 0.35),
        ),
        *(brush.line(polyline((x - 5, y + 8), (x + 8, y - 2)), "#fffaf0", 3) for x, y in laces),
        brush.form(
            "M-76,-24Q0,-14 80,-24Q84,-4 70,-2L-68,-1Q-80,-4 -76,-24Z",
            "#f8f3e8",
        ),
        brush.line("M-74,-10Q0,-3 80,-10", "#d8cfbe", 1.6),
    )
