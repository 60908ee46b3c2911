"""A wristwatch on its stand, telling ten past ten."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    oval,
    paler,
    path,
    steady,
    still,
    towards,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "watch"
HEIGHT = 0.2
WIDTH = 80.0
FLOATS = False
PHASES, PERIOD = 24, 6.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -108.0, 7.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    strap = chosen(sighting, ("#7a4a34", "#2f3340", "#a89c90")[int(rng.random() * 3)])
    gold = ("#e2bd68", "#cfd4dc", "#e0a98f")[int(rng.random() * 3)]
    band_ = b.form(
        "M-15,-76 L-12,-101 Q0,-106 12,-101 L15,-76Z M-15,-26 L-12,-1 Q0,3 12,-1 L15,-26Z",
        strap,
        lit=0.3,
    )
    stitch = b.line(
        "M-11.6,-78 L-9.6,-98 M11.6,-78 L9.6,-98 M-11.6,-24 L-9.6,-4 M11.6,-24 L9.6,-4",
        paler(strap, 0.5),
        0.6,
        0.8,
    )
    case = (
        b.round(oval(0, -51, 30), gold, lit=0.6)
        + b.form(box(29, -55, 7, 8, 2), gold, lit=0.6)
        + b.round(oval(0, -51, 26), "#fbf7ee" if strap != "#2f3340" else "#25304a")
    )
    ink = "#2a2630" if strap != "#2f3340" else "#f2ead8"
    marks = "".join(
        path(
            "M", towards((0, -51), 30 * i, 23), "L", towards((0, -51), 30 * i, 19 if i % 3 else 17)
        )
        for i in range(12)
    )
    hands = b.line(path("M", 0, -51, "L", towards((0, -51), 150, 11)), ink, 2.6) + b.line(
        path("M", 0, -51, "L", towards((0, -51), 30, 18)), ink, 1.8
    )
    second = b.line(
        (
            path("M", towards((0, -51), 270 - 360 * b.phase, -6))
            + path("L", towards((0, -51), 270 - 360 * b.phase, 20))
        ),
        "#d8493f",
        0.8,
    )
    glass = b.flat("M-20,-66 A26,26 0 0 1 12,-74 L-14,-36 A26,26 0 0 1 -20,-66Z", "#ffffff", 0.28)
    return b.sheet(
        b.ground(26),
        band_,
        stitch,
        case,
        b.line(marks, ink, 1.3),
        hands,
        second,
        b.round(oval(0, -51, 2), gold),
        glass,
        b.gleam(oval(0, -51, 28), 0.8, 0.5),
    )
