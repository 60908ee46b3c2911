"""A great whale, blowing; at home in the sea and in the sky."""

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
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "whale"
HEIGHT = 2.6
WIDTH = 288.0
FLOATS = True
PHASES, PERIOD = 24, 5.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -110.0, 13.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    colour = chosen(sighting, ("#3f6f9e", "#4a5f8a", "#567f96")[int(rng.random() * 3)])
    swim, dip = wave(b.phase), 2.0 * wave(b.phase, 0.25)
    tip = (-104, -74 - 9 * swim)
    hull = (
        path("M", 96, -44, "C", 92, -76, 40, -84, 4, -78)
        + path("C", -34, -72, -66, -60, tip[0] + 8, tip[1] + 4)
        + path("L", tip[0] + 4, tip[1] + 16, "C", -66, -34, -40, -8, 12, -6)
        + path("C", 60, -4, 98, -14, 96, -44, "Z")
    )
    x, y = tip
    fluke = (
        path(
            "M",
            x + 12,
            y + 9,
            "C",
            x - 4,
            y + 2,
            x - 18,
            y - 16 - 4 * swim,
            x - 34,
            y - 16 - 6 * swim,
        )
        + path("C", x - 30, y - 4, x - 22, y + 4, x - 18, y + 7)
        + path("C", x - 24, y + 12, x - 28, y + 20, x - 26, y + 28 - 3 * swim)
        + path("C", x - 10, y + 26, x + 2, y + 18, x + 12, y + 12, "Z")
    )
    pale = b.flat(
        "M110,-36 C70,-34 30,-34 -14,-30 C-34,-28 -60,-30 -80,-40 L-60,10 H110Z", "#eef3f4"
    )
    grooves = b.fold(
        "M88,-26 C56,-20 16,-20 -20,-24 M86,-19 C54,-13 16,-13 -16,-17 M78,-12 C50,-8 20,-8 -6,-11",
        "#cfdbe2",
        1.2,
        0.7,
    )
    jaw = b.line("M97,-40 C72,-34 48,-36 34,-44", darker(colour, 0.4), 1.8)
    eye = (
        b.flat(oval(42, -49, 3.4), "#141018", pure=True)
        + b.flat(oval(41, -50.4, 1.2), "#ffffff", pure=True)
        + b.fold("M36,-54 Q42,-58 48,-53", colour, 1.4)
    )
    fin = b.form(
        (
            path("M", 26, -30, "C", 20, -8 + 4 * swim, 2, 2 + 6 * swim, -14, 4 + 6 * swim)
            + path("C", -10, -10, -2, -24, 8, -32, "Z")
        ),
        darker(colour, 0.14),
    )
    back = b.form("M-36,-68 Q-44,-82 -56,-82 Q-54,-70 -52,-62Z", darker(colour, 0.1))
    spots = b.flat(
        "".join(
            oval(px, py, r)
            for px, py, r in (
                (70, -64, 2),
                (60, -70, 1.4),
                (78, -58, 1.2),
                (10, -70, 1.6),
                (-8, -66, 1.2),
            )
        ),
        "#dfeaf0",
        0.5,
    )
    return b.sheet(
        moved(
            b.form(fluke, colour)
            + back
            + b.form(hull, colour, lit=0.34, shade=0.36)
            + b.within(hull, pale, grooves)
            + spots
            + jaw
            + eye
            + fin,
            0,
            dip,
        )
    )
