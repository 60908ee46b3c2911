"""A layered cake with candles."""

from __future__ import annotations

import math
from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    mix,
    oval,
    path,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "cake"
HEIGHT = 0.3
WIDTH = 144.0
FLOATS = False
PHASES, PERIOD = 12, 0.8

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -114.0, 13.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    cream = "#fff3e0"
    sponge = chosen(sighting, ("#f2a9b4", "#c98f5c", "#f3d488")[int(rng.random() * 3)])
    plate = b.form(oval(0, -5, 66, 8), "#f7f4ee", lit=0.2)
    low = _tier(b, -8, 52, 30, sponge, cream) + _tier(
        b, -40, 36, 26, mix(sponge, "#fff0dc", 0.4), sponge
    )
    berries = "".join(
        b.round(oval(x, -42 + abs(x) * 0.03, 4.6), "#d8364a")
        + b.flat("M-1,-1 l1,-2 l1,2Z", "#5f9a4a")
        for x in (-46.0, 46.0)
    )
    fruit = "".join(b.round(oval(x, -71, 4.4), "#d8364a") for x in (-27.0, -9.0, 9.0, 27.0))
    flames = "".join(
        _candle(b, x, c, i)
        for i, (x, c) in enumerate(((-18.0, "#6fb0d8"), (0.0, "#f2c04f"), (18.0, "#8fc08a")))
    )
    return b.sheet(b.ground(62), plate, low, berries, flames, fruit)


def _tier(b: Brush, foot: float, w: float, tall: float, sponge: str, cream: str) -> str:
    side = path("M", -w, foot - tall, "V", foot, "Q", 0, foot + 8, w, foot, "V", foot - tall, "Z")
    drips = path("M", -w, foot - tall)
    n = 7
    for i in range(n):
        x0, x1 = -w + 2 * w * i / n, -w + 2 * w * (i + 1) / n
        sag = 4 * math.sin(math.pi * (i + 0.5) / n)
        drips += path(
            "C",
            x0,
            foot - tall + 11 + sag + 3 * (i % 2),
            x1,
            foot - tall + 11 + sag + 3 * (i % 2),
            x1,
            foot - tall + sag * 0.6,
        )
    stripe = b.within(
        side,
        b.line(
            path(
                "M", -w, foot - tall * 0.42, "Q", 0, foot - tall * 0.42 + 8, w, foot - tall * 0.42
            ),
            cream,
            3,
        ),
    )
    return (
        b.form(side, sponge, lit=0.24, shade=0.28)
        + stripe
        + b.form(drips + "Z", cream, rim=0)
        + b.upright(oval(0, foot - tall, w, 6), "#fffaf0", cream)
    )


def _candle(b: Brush, x: float, colour: str, i: int) -> str:
    s = wave(b.phase, 0.3 * i)
    stick = b.form(box(x - 1.8, -92, 3.6, 22, 1), colour) + b.line(
        path("M", x, -92, "v", -2.6), "#3a2a2a", 0.7
    )
    flame = path("M", x - 2.6, -96, "Q", x - 2.4, -101, x + 0.6 * s, -106 - s) + path(
        "Q", x + 2.6, -101, x + 2.6, -96, "Q", x, -92.6, x - 2.6, -96, "Z"
    )
    return (
        stick
        + b.glow(x, -98, 13, "#ffd27a")
        + b.flat(flame, "#ffb52e", pure=True)
        + b.flat(oval(x, -96.6, 1.2, 2.2), "#fff6c8", pure=True)
    )
