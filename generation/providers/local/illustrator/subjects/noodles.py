"""A bowl of noodles with an egg, greens and chopsticks."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    oval,
    paler,
    path,
    polyline,
    smooth,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "noodles"
HEIGHT = 0.3
WIDTH = 170.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -106.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Seen a little from above; steam is an effect of the scene."""
    brush = Brush.of(KIND, pose, light)
    bowl = chosen(sighting, "#b23a32")
    soup = oval(0, -60, 66, 18)
    strands = (
        brush.line(
            path(
                "M",
                (-50 + 7 * n, -60 + 3 * (n % 3)),
                "q",
                (12, -12),
                (24, 0),
                "q",
                (12, 10),
                (24, -1),
            ),
            "#f6dd9a",
            3.4,
        )
        for n in range(9)
    )
    return brush.sheet(
        brush.ground(64),
        brush.form(
            "M-74,-60C-70,-18 -36,-4 -26,-2L26,-2C36,-4 70,-18 74,-60Z",
            bowl,
            lit=0.3,
        ),
        brush.line("M-66,-40Q0,-18 66,-40", "#f3d9a0", 2.6, 0.8),
        brush.form(oval(0, -60, 75, 22), paler(bowl, 0.25)),
        brush.upright(soup, "#d98a3d", "#b9642c"),
        brush.within(soup, *strands),
        brush.form(oval(26, -66, 15, 9), "#fdf6e6"),
        brush.round(oval(27, -66, 7.5, 5), "#f3a43c"),
        brush.form(
            smooth([(-48, -60), (-40, -76), (-22, -74), (-20, -62)], closed=True), "#5f9a56"
        ),
        brush.form(oval(-6, -70, 14, 6), "#e6b0a0"),
        *(
            brush.flat(oval(x, y, 2.2, 1.4), "#7cb56a")
            for x, y in ((6, -54), (14, -58), (-8, -56), (42, -58), (-32, -54))
        ),
        brush.line(polyline((30, -62), (74, -104)), "#6b4028", 3),
        brush.line(polyline((40, -60), (82, -98)), "#7d4d30", 3),
    )
