"""A vermilion shrine gate."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    path,
    polyline,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "torii"
HEIGHT = 2.6
WIDTH = 144.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -106.0, 11.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    red = chosen(sighting, "#d8432f")
    posts = "".join(
        b.form(
            path("M", x - 4.6 + s, 0, "L", x - 3.8, -84, "H", x + 3.8, "L", x + 4.6 + s, 0, "Z"),
            red,
        )
        + b.form(box(x - 6 + s, -9, 12, 9, 1.4), "#33303a")
        for x, s in ((-38.0, -2.0), (38.0, 2.0))
    )
    beam = b.form(box(-50, -68, 100, 6.4, 0.8), red) + b.form(box(-4, -84, 8, 17), darker(red, 0.1))
    plate = b.form(box(-5.6, -83, 11.2, 13, 1), "#3a3440") + b.line(
        box(-4.4, -81.8, 8.8, 10.6, 0.6), "#e2bd68", 0.7
    )
    lintel = b.form("M-60,-90 Q0,-80 60,-90 L58,-82 Q0,-75 -58,-82Z", red, lit=0.28)
    top = b.form("M-66,-101 Q0,-88 66,-101 L62,-90 Q0,-80 -62,-90Z", "#3a3440", lit=0.35)
    rope = b.line("M-38,-62 Q0,-50 38,-62", "#e8d6a8", 2.6) + b.fold(
        "M-30,-59 l3,-2 M-20,-56 l3,-2 M-8,-54 l3,-2 M6,-54 l3,-1.6 M18,-56 l3,-1.4", "#e8d6a8", 0.8
    )
    paper = "".join(
        b.flat(
            polyline(
                (x, y),
                (x + 4, y),
                (x + 4, y + 5),
                (x + 1, y + 6),
                (x + 5, y + 11),
                (x + 1, y + 12),
                (x, y + 6),
            )
            + "Z",
            "#fffaf0",
        )
        for x, y in ((-22, -56), (-2, -53), (17, -56))
    )
    return b.sheet(b.ground(58, opacity=0.3), posts, beam, plate, lintel, top, rope, paper)
