"""A bowl of noodles with an egg, greens and chopsticks."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    darker,
    moved,
    oval,
    path,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "noodles"
HEIGHT = 0.24
WIDTH = 168.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -112.0, 11.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    china = chosen(sighting, ("#c9443a", "#34567f", "#2f3a40")[int(rng.random() * 3)])
    bowl = "M-66,-56 C-62,-20 -34,-6 -22,-6 L-20,0 H20 L22,-6 C34,-6 62,-20 66,-56Z"
    key = b.within(
        bowl,
        b.line("M-70,-45 H70", "#f7e7c4", 5),
        b.line(
            "".join(path("M", x, -43, "v", -4, "h", 4, "v", 3) for x in range(-64, 66, 8)),
            china,
            1.1,
        ),
    )
    soup = b.form(oval(0, -56, 66, 15), darker(china, 0.25)) + b.upright(
        oval(0, -56, 60, 12.4), "#d98a3c", "#c06f2c"
    )
    strands = "".join(
        (
            path("M", -46 + 6 * i, -56 + rng.uniform(-2, 2))
            + path(
                "C",
                -36 + 6 * i,
                -70 - rng.uniform(0, 5),
                -26 + 6 * i,
                -70,
                -18 + 6 * i,
                -54 + rng.uniform(-3, 2),
            )
        )
        for i in range(9)
    )
    noodles = b.line(strands, "#c98f3f", 4.4) + b.line(strands, "#f8dc90", 3.2)
    egg = b.form(oval(-24, -63, 15, 9.4), "#fffaf0") + b.round(
        oval(-24, -63.6, 7.6, 5), "#f59a2e", lit=0.4
    )
    nori = b.form("M22,-60 L29,-94 L52,-88 L44,-56Z", "#2c3f38", lit=0.3) + b.fold(
        "M28,-66 L46,-62 M30,-76 L48,-72", "#2c3f38", 0.7
    )
    greens = "".join(
        moved(b.form("M0,0 C7,-4 10,-13 4,-18 C-3,-15 -5,-6 0,0Z", c), x, -55, t)
        for x, t, c in ((2, -20, "#6fae4f"), (9, 10, "#82bf5e"), (14, 38, "#5f9f46"))
    )
    onions = b.line(
        "".join(oval(x, y, 2.4, 1.6) for x, y in ((-8, -52), (4, -49), (-34, -52), (22, -51))),
        "#8fc06a",
        1.4,
    )
    swirl = b.form(oval(-2, -68, 9.6, 7), "#fff6f2") + b.line(
        "M-2,-68 q4,-2 4,1.6 q-1,4 -7,2.4 q-4,-4 1,-8 q8,-3 10,3", "#ef8fa4", 1.3
    )
    sticks = b.line("M14,-64 L72,-106 M22,-60 L78,-98", "#7a4632", 3.2) + b.gleam(
        "M20,-69 L72,-106.6", 0.7, 0.5
    )
    return b.sheet(
        b.ground(52),
        b.form(bowl, china, lit=0.32, shade=0.36),
        key,
        soup,
        nori,
        noodles,
        sticks,
        greens,
        egg,
        swirl,
        onions,
    )
