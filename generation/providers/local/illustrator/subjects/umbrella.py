"""An open umbrella standing on its handle."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    path,
    polyline,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "umbrella"
HEIGHT = 0.9
WIDTH = 112.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -108.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Five panels with scalloped edges."""
    brush = Brush.of(KIND, pose, light)
    cloth = chosen(sighting, "#d8443c", "", "umbrella")
    canopy = path(
        "M",
        (-52, -58),
        "C",
        (-48, -112),
        (48, -112),
        (52, -58),
        *(t for _ in range(5) for t in ("q", (-10.4, -9), (-20.8, 0))),
        "Z",
    )
    return brush.sheet(
        brush.line(
            "M0,-100L0,-8Q0,0 7,0Q13,0 13,-7",
            "#5b4030",
            2.4,
        ),
        brush.form(canopy, cloth, lit=0.3),
        *(
            brush.fold(path("M", (0, -99), "Q", (x * 0.8, -88), (x, -58)), cloth, 0.9)
            for x in (-31, -10.4, 10.4, 31)
        ),
        brush.line(polyline((0, -99), (0, -106)), "#5b4030", 2),
    )
