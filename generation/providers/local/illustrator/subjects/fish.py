"""A fish that swims: a carp, red and white, unless asked otherwise."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    Point,
    band,
    chosen,
    darker,
    mix,
    oval,
    path,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "fish"
HEIGHT = 0.22
WIDTH = 208.0
FLOATS = True
PHASES, PERIOD = 16, 1.4

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -98.0, 2.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    colour = chosen(sighting, ("#f08a4a", "#e8604a", "#f0b445")[int(rng.random() * 3)])
    bend = [4.0 * wave(b.phase, 0.14 * i) * (0.3 + 0.25 * i) for i in range(6)]
    spine: list[Point] = [
        (64, -50 + bend[0]),
        (40, -50 + bend[0]),
        (8, -50 + bend[1]),
        (-26, -50 + bend[2]),
        (-52, -50 + bend[3]),
    ]
    hull = band(spine, (14, 40, 50, 34, 12))
    x, y = spine[-1]
    flick = bend[5]
    tail = (
        path("M", x + 6, y, "C", x - 10, y - 12, x - 30, y - 30 + flick, x - 46, y - 30 + flick)
        + path("C", x - 34, y - 12 + flick, x - 34, y + 10 + flick, x - 46, y + 28 + flick)
        + path("C", x - 28, y + 28 + flick, x - 10, y + 12, x + 6, y, "Z")
    )
    fins = b.form(
        (
            path("M", 30, -70, "C", 10, -96 + bend[2], -18, -94 + bend[3], -30, -78 + bend[3])
            + path("Q", -20, -70, -16, -66, "Z")
        ),
        mix(colour, "#fff0dc", 0.35),
    )
    fins += b.form(
        path("M", 12, -30, "Q", 0, -8 + bend[2], -18, -10 + bend[3], "Q", -12, -22, -6, -30, "Z"),
        mix(colour, "#fff0dc", 0.35),
    )
    rays = b.fold(
        (
            path("M", x, y, "L", x - 36, y - 20 + flick, "M", x, y)
            + path("L", x - 33, y + flick, "M", x, y, "L", x - 36, y + 20 + flick)
        ),
        colour,
        1.0,
    )
    white = b.within(
        hull,
        b.flat("M-70,-30 Q0,-46 80,-40 V0 H-70Z", "#fff8ee"),
        b.flat(oval(-8, -62, 15, 12), "#fff8ee", 0.9),
        b.flat(oval(34, -66, 8, 7), "#fff8ee", 0.9),
    )
    scales = "".join(
        path("M", -34 + 11 * i, -58 + 10 * (j % 3) + bend[2], "q", 5, 5, 0, 10)
        for i in range(6)
        for j in range(3)
    )
    gill = b.fold(path("M", 38, -64 + bend[0], "q", -7, 14, 0, 27), colour, 1.4)
    eye = (
        b.flat(oval(51, -55 + bend[0], 5), "#fffaf0")
        + b.flat(oval(52, -55 + bend[0], 3.2), "#1a1418", pure=True)
        + b.flat(oval(51, -56.6 + bend[0], 1.1), "#ffffff", pure=True)
    )
    near = b.form(
        (
            path("M", 24, -40 + bend[1], "Q", 10, -22 - bend[4], -6, -24 - bend[4])
            + path("Q", 6, -36, 18, -44 + bend[1], "Z")
        ),
        mix(colour, "#fff0dc", 0.5),
    )
    mouth = b.line(path("M", 70, -46 + bend[0], "q", -5, 3, -9, 1), darker(colour, 0.5), 1.2)
    return b.sheet(
        b.form(tail, mix(colour, "#fff0dc", 0.25)),
        rays,
        fins,
        b.form(hull, colour, lit=0.34),
        white,
        b.within(hull, b.fold(scales, colour, 0.8, 0.4)),
        gill,
        eye,
        near,
        mouth,
    )
