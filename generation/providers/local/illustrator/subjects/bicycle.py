"""A bicycle with a basket of flowers."""

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
    towards,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "bicycle"
HEIGHT = 0.72
WIDTH = 172.0
FLOATS = False
PHASES, PERIOD = 8, 0.8

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -112.0, 15.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    paint = chosen(sighting, ("#4f9f8f", "#d8564a", "#4f78b0", "#e0a23f")[int(rng.random() * 4)])
    wheels = "".join(_wheel(b, x) for x in (-48.0, 48.0))
    frame = b.line(
        "M-48,-30 L-20,-66 L32,-70 L-4,-30 L-20,-66 M-48,-30 H-4 M48,-30 L30,-82", paint, 4.2
    ) + b.gleam("M-18,-68 L30,-72", 0.9, 0.6)
    seat = b.line("M-20,-66 L-24,-80", "#3a3440", 3) + b.form(
        "M-40,-86 Q-26,-90 -8,-84 Q-14,-78 -26,-79 Q-36,-78 -40,-86Z", "#7a4a34", lit=0.3
    )
    bars = b.line("M30,-82 L27,-92 Q20,-98 10,-94", "#8a909c", 3) + b.line(
        "M14,-95.4 L8,-93", "#7a4a34", 5
    )
    guards = b.line(
        "M-80,-32 A32,32 0 0 1 -28,-56 M20,-46 A32,32 0 0 1 76,-44", darker(paint, 0.15), 2.6
    )
    basket = b.form("M36,-92 H68 L64,-66 H41Z", "#d2a86a", lit=0.3) + b.fold(
        "M37,-86 H67 M38,-79 H66 M39.6,-72 H65 M44,-92 L46,-66 M52,-92 V-66 M60,-92 L58,-66",
        "#d2a86a",
        0.8,
    )
    blooms = "".join(
        b.round(oval(x, y, r), c)
        for x, y, r, c in (
            (40, -97, 5.4, "#f08f9f"),
            (50, -101, 6, "#fff3dc"),
            (60, -98, 5.4, "#f2b84f"),
            (66, -94, 4, "#f08f9f"),
            (45, -93, 4.4, "#b58fe0"),
            (56, -93, 4.6, "#fff3dc"),
        )
    )
    leaves = b.flat(
        "".join(oval(x, y, 3.4, 2) for x, y in ((34, -93), (45, -103), (56, -106), (70, -99))),
        "#6fa557",
    )
    pedal = towards((-4, -30), -360 * b.phase, 13)
    other = towards((-4, -30), 180 - 360 * b.phase, 13)
    crank = (
        b.line(path("M", pedal, "L", other), "#8a909c", 2.4)
        + b.round(oval(-4, -30, 7), "#5a6070")
        + b.line(
            path("M", pedal[0] - 5, pedal[1], "h", 10, "M", other[0] - 5, other[1], "h", 10),
            "#3a3440",
            3,
        )
    )
    chain = b.line("M-4,-37 L-48,-34 M-4,-23 L-48,-26", "#4a4650", 0.9)
    return b.sheet(
        b.ground(78), wheels, guards, chain, frame, seat, bars, leaves, blooms, basket, crank
    )


def _wheel(b: Brush, x: float) -> str:
    spokes = "".join(path("M", 0, 0, "L", towards((0, 0), 30 * i, 26)) for i in range(12))
    ring = b.line(oval(0, 0, 28), "#2f2c36", 4) + b.line(oval(0, 0, 25.4), "#d9dde2", 1.2)
    return moved(
        ring
        + moved(b.line(spokes, "#b8bdc6", 0.6, 0.9), 0, 0, 30 * b.phase)
        + b.flat(oval(0, 0, 3), "#8a909c"),
        x,
        -30,
    )
