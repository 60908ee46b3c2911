"""A guqin on its table, the strings trembling."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    join,
    oval,
    path,
    polygon,
    polyline,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "guqin"
HEIGHT = 0.36
WIDTH = 320.0
FLOATS = False
PHASES, PERIOD = 24, 3.0

extent = still(WIDTH, -104.0, 23.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Lacquered body with seven strings and inlaid studs, on a low stand."""
    brush = Brush.of(KIND, pose, light)
    wood = chosen(sighting, "#6a2f22", "", "guqin")
    body = path(
        *(
            "M",
            (-150, -78),
            "Q",
            (-146, -92),
            (-120, -94),
            "L",
            (60, -98),
            "Q",
            (84, -98),
            (96, -94),
        ),
        *("Q", (130, -92), (150, -88), "L", (152, -74), "Q", (60, -66), (-146, -66), "Z"),
    )
    strings = join(
        brush.line(
            path(
                "M",
                (-142, -88 + 1.9 * n),
                "Q",
                (0, -95 + 2.3 * n + 0.7 * wave(brush.phase, n / 7, 2)),
                (146, -88 + 1.7 * n),
            ),
            "#f3e6c8",
            0.6 + 0.05 * n,
            0.9,
        )
        for n in range(7)
    )
    legs = [(-112, 1), (112, -1)]
    return brush.sheet(
        brush.ground(140),
        *(
            brush.form(
                polygon((x - 9, -66), (x + 9, -66), (x + 5 * s + 6, 0), (x + 5 * s - 6, 0)),
                darker(wood, 0.35),
            )
            for x, s in legs
        ),
        brush.form(box(-132, -70, 264, 8, 2), darker(wood, 0.3)),
        brush.form(body, wood, lit=0.3),
        brush.flat(
            "M-150,-78Q60,-76 152,-74Q60,-66 -146,-66Z",
            darker(wood, 0.45),
            0.6,
        ),
        *(
            brush.flat(oval(-110 + 20 * n, -92.6 - 0.02 * n * n + 0.2 * n, 1.5, 0.9), "#f1ead6")
            for n in range(12)
        ),
        strings,
        brush.line(polyline((132, -94), (134, -78)), "#2d1712", 2.4),
        brush.gleam("M-118,-93L58,-97", 1.0, 0.5),
        brush.line("M-148,-76Q-152,-58 -147,-40", "#b6402f", 2),
    )
