"""Lotus: a flower, a bud and broad leaves on the water."""

from __future__ import annotations

import math
from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    darker,
    mix,
    moved,
    oval,
    path,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "lotus"
HEIGHT = 0.5
WIDTH = 200.0
FLOATS = False
PHASES, PERIOD = 24, 4.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -106.0, 15.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    colour = chosen(sighting, ("#f08fae", "#fbeef2", "#f5b3c4")[int(rng.random() * 3)])
    s = 1.2 * wave(b.phase)
    stems = b.line(
        (
            path("M", 0, 0, "Q", -3, -26, s, -52, "M", 48, 0)
            + path("Q", 52, -40, 46 + s, -76, "M", -56, 2, "Q", -58, -20, -50 + s, -42)
        ),
        "#5f8f58",
        2.6,
    )
    flat_ = _pad(b, -62, 2, 32, 7) + _pad(b, 60, 4, 36, 7.6) + _pad(b, 6, 6, 28, 6)
    raised = _umbrella(b, -50 + s, -42)
    bud = moved(
        b.form("M0,4 C-9,0 -9,-14 0,-26 C9,-14 9,0 0,4Z", colour, lit=0.3)
        + b.form("M0,4 C-7,2 -9,-8 -4,-17 C-1,-10 0,-4 0,4Z", darker(colour, 0.08)),
        46 + s,
        -76,
        6,
    )
    return b.sheet(
        b.soft(oval(0, 4, 98, 9), b.light.shade, 0.25),
        flat_,
        stems,
        raised,
        bud,
        moved(_flower(b, colour), s, -56, s),
    )


def _flower(b: Brush, colour: str) -> str:
    tip = mix(colour, "#e0507f", 0.28)
    petal = "M0,4 C-11,-6 -12,-26 0,-44 C12,-26 11,-6 0,4Z"
    one = b.upright(petal, tip, mix(colour, "#fff8f2", 0.5), rim=0.4) + b.fold(
        "M0,0 V-32", colour, 0.5, 0.4
    )
    spread = ((-62, 0.82), (62, 0.82), (-38, 0.96), (38, 0.96), (0, 1.04), (-20, 1.0), (20, 1.0))
    back = "".join(moved(one, 0, 0, turn, size) for turn, size in spread)
    heart = b.form(oval(0, -11, 8, 5), "#e8c45a") + b.flat(
        "".join(oval(x, -12 + abs(x) * 0.15, 0.9) for x in (-5, -2.5, 0, 2.5, 5)), "#8aa05a"
    )
    low = "".join(
        moved(one, 0, 2, turn, size)
        for turn, size in (
            (-84, 0.6),
            (84, 0.6),
            (-52, 0.62),
            (52, 0.62),
            (-26, 0.56),
            (26, 0.56),
            (0, 0.52),
        )
    )
    return back + heart + low


def _pad(b: Brush, x: float, y: float, rx: float, ry: float) -> str:
    veins = "".join(
        path("M", x, y, "L", x + rx * 0.85 * math.cos(a), y + ry * 0.85 * math.sin(a))
        for a in (0.3, 1.2, 2.0, 2.9, 3.8, 4.7, 5.6)
    )
    shape = path("M", x, y, "L", x + rx * 0.96, y - ry * 0.3) + path(
        "A", rx, ry, 0, 1, 1, x + rx * 0.7, y - ry * 0.72, "Z"
    )
    return b.form(shape, "#6aa873", lit=0.3) + b.fold(veins, "#6aa873", 0.6, 0.5)


def _umbrella(b: Brush, x: float, y: float) -> str:
    top = (
        path("M", x - 30, y + 3, "C", x - 26, y - 15, x + 24, y - 17, x + 30, y + 1)
        + path("Q", x + 20, y + 5, x + 12, y + 2, "Q", x, y + 8, x - 12, y + 3)
        + path("Q", x - 22, y + 8, x - 30, y + 3, "Z")
    )
    return b.form(top, "#5f9f6a", lit=0.32) + b.fold(
        (
            path("M", x, y - 12, "Q", x - 14, y - 8, x - 24, y + 2)
            + path("M", x, y - 12, "Q", x + 14, y - 9, x + 24, y)
            + path("M", x, y - 12, "L", x, y + 3)
        ),
        "#5f9f6a",
        0.7,
    )
