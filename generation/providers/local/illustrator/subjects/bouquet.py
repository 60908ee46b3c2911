"""A bouquet in paper with a ribbon."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._flora import bloom, leaf
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    darker,
    mix,
    oval,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "bouquet"
HEIGHT = 0.4
WIDTH = 108.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -116.0, 9.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    main = chosen(sighting, ("#e8607a", "#f29a86", "#c98fd8")[int(rng.random() * 3)])
    paper = ("#f4e6d2", "#d9e4dc", "#f6d9d6")[int(rng.random() * 3)]
    back = b.form(
        "M-44,-66 L-30,-92 L-10,-84 L6,-96 L24,-86 L42,-90 L46,-62 L8,-18 H-8Z", darker(paper, 0.12)
    )
    greens = "".join(
        leaf(b, x, y, 26, t, c)
        for x, y, t, c in (
            (-30, -70, -48, "#6f9f62"),
            (30, -72, 46, "#7fae6a"),
            (-14, -84, -18, "#82b06c"),
            (14, -86, 22, "#6f9f62"),
            (0, -80, 2, "#8cba74"),
        )
    )
    places = (
        (-26, -72, 10, 1),
        (24, -74, 10, 1),
        (0, -86, 11, 1),
        (-14, -62, 11.5, 1),
        (13, -64, 11.5, 1),
        (0, -70, 9, 3),
        (-36, -60, 7, 0),
        (36, -61, 7, 0),
        (-18, -90, 6.5, 0),
        (18, -92, 6.5, 0),
        (-2, -56, 8, 0),
    )
    blooms = "".join(
        bloom(b, x, y, r, main if k == 1 else mix(main, "#fff6ee", 0.7) if k == 3 else "#fffaf2", k)
        for x, y, r, k in places
    )
    sprays = b.flat(
        "".join(
            oval(x, y, 1.5)
            for x, y in (
                (-42, -78),
                (-38, -84),
                (42, -80),
                (38, -86),
                (-8, -100),
                (4, -102),
                (10, -99),
            )
        ),
        "#fff6ec",
    )
    front = b.form("M-46,-60 Q-20,-46 0,-50 Q22,-46 46,-58 L12,-2 H-12Z", paper, lit=0.2)
    folds = b.fold("M-30,-52 L-8,-16 M0,-50 L1,-16 M30,-52 L9,-16", paper, 0.9)
    knot = (
        b.form("M-13,-24 Q0,-20 13,-24 L12,-17 Q0,-13 -12,-17Z", main)
        + b.form(
            (
                "M0,-20 C-8,-31 -21,-28 -17,-20 C-15,-15 -6,-16 0,-19 C6,-16 16,-15 18,-20 "
                "C21,-28 8,-31 0,-20Z"
            ),
            main,
        )
        + b.form("M-2,-18 L-10,4 L-5,2 L-2,6 L1,-17 L6,5 L9,1 L13,3 L3,-18Z", darker(main, 0.1))
    )
    return b.sheet(b.ground(26), back, greens, sprays, blooms, front, folds, knot)
