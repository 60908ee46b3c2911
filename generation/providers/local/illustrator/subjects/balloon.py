"""A hot-air balloon with a basket."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    moved,
    path,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "balloon"
HEIGHT = 2.6
WIDTH = 100.0
FLOATS = True
PHASES, PERIOD = 24, 5.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -114.0, 5.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    main = chosen(sighting, ("#e8624a", "#4f8fc0", "#f0b23f", "#8f6fb8")[int(rng.random() * 4)])
    second = ("#fff0d4", "#f7c65c", "#f2a08a")[int(rng.random() * 3)]
    globe = (
        "M0,-108 C30,-108 44,-88 43,-68 C42,-48 22,-36 12,-24 H-12 C-22,-36 -42,-48 -43,-68 "
        "C-44,-88 -30,-108 0,-108Z"
    )
    gores = "".join(
        b.flat(
            (
                path("M", 0, -108, "C", x0, -104, x0, -52, x0 * 0.3, -24)
                + path("L", x1 * 0.3, -24, "C", x1, -52, x1, -104, 0, -108, "Z")
            ),
            second,
        )
        for x0, x1 in ((-48.0, -34.0), (-17.0, 0.0), (17.0, 35.0))
    )
    shade = b.within(
        globe, gores, b.flat("M-60,-60 Q0,-46 60,-60 V-54 Q0,-40 -60,-54Z", darker(main, 0.2), 0.5)
    )
    over = b.round(globe, main, lit=0.4, shade=0.4).replace("/>", ' fill-opacity="0.45"/>')
    ropes = b.line(
        "M-11,-24 L-8,-13 M11,-24 L8,-13 M-4,-23 L-3.4,-13 M4,-23 L3.4,-13", "#5a4034", 0.8
    )
    flame = path(
        "M", -2.4, -19, "Q", -2.6, -24, 0.6 * wave(b.phase, 0, 5), -29 - 2 * wave(b.phase, 0, 3)
    ) + path("Q", 2.6, -24, 2.4, -19, "Z")
    fire = b.glow(0, -26, 13, "#ffcf6a", 0.9) + b.flat(flame, "#ffc23f", pure=True)
    basket = (
        b.form("M-9.6,-14 H9.6 L8,0 H-8Z", "#b07a4a", lit=0.3)
        + b.fold(
            "M-9,-10 H9 M-8.6,-6 H8.6 M-8.2,-2.6 H8.2 M-4,-14 L-3.4,0 M4,-14 L3.4,0", "#b07a4a", 0.6
        )
        + b.form(box(-10.6, -15.6, 21.2, 3, 1.4), "#7a4f34")
    )
    drawn = (
        b.flat(globe, main)
        + shade
        + over
        + ropes
        + fire
        + basket
        + b.gleam("M-32,-88 C-37,-78 -37,-68 -33,-60", 1.6, 0.5)
    )
    return b.sheet(moved(drawn, 0, 1.2 * wave(b.phase, 0.25), 1.4 * wave(b.phase)))
