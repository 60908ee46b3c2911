"""A small car with lamps, its wheels turning."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    moved,
    oval,
    paler,
    path,
    steady,
    still,
    towards,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "car"
HEIGHT = 0.95
WIDTH = 296.0
FLOATS = False
PHASES, PERIOD = 8, 0.5

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -104.0, 19.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    paint = chosen(
        sighting, ("#e0573f", "#4f8fb0", "#f0bc4a", "#6fa88a", "#f3ece0")[int(rng.random() * 5)]
    )
    hull = (
        "M-108,-26 C-112,-48 -104,-56 -84,-58 L-66,-60 C-56,-84 -44,-96 -22,-97 "
        "H20 C42,-96 54,-84 68,-60 C92,-57 108,-52 110,-36 L110,-24 C110,-18 106,-16 100,-16 "
        "H-100 C-106,-16 -108,-20 -108,-26Z"
    )
    glass = "M-56,-61 C-48,-80 -40,-88 -22,-88.6 H-6 V-61Z M2,-61 V-88.6 H18 C36,-88 44,-80 55,-61Z"
    panes = b.upright(glass, "#cfe6f0", "#8fb4c8") + b.flat(
        "M-44,-61 L-30,-88 H-20 L-34,-61Z M14,-61 L26,-88 L33,-84 L24,-61Z", "#ffffff", 0.35
    )
    lines = (
        b.fold(
            "M-2,-61 V-22 M-58,-58 C-60,-44 -58,-30 -54,-22 M60,-58 C62,-46 62,-40 60,-32",
            paint,
            1.0,
        )
        + b.form(box(-24, -50, 11, 2.6, 1.3), "#dfe3e8")
        + b.form(box(30, -50, 11, 2.6, 1.3), "#dfe3e8")
    )
    trim = (
        b.line("M-106,-34 H108", paler(paint, 0.6), 2.0, 0.9)
        + b.form(box(-114, -24, 22, 7, 3), "#d5dae0", lit=0.4)
        + b.form(box(92, -24, 22, 7, 3), "#d5dae0", lit=0.4)
    )
    lamp = (
        b.glow(110, -42, 34, "#fff0b0", 1.0)
        + b.form(oval(104, -43, 6, 7), "#fff6d0", lit=0.6)
        + b.glow(-108, -44, 14, "#ff5a4a", 0.8)
        + b.form(box(-110, -49, 6, 11, 3), "#e8453f")
    )
    bounce = 0.7 * wave(b.phase, 0.0, 2)
    wheels = "".join(_wheel(b, x) for x in (-62.0, 64.0))
    arches = b.flat("M-83,-18 A21,21 0 0 1 -41,-18Z M43,-18 A21,21 0 0 1 85,-18Z", "#1c1a22")
    return b.sheet(
        b.ground(112),
        moved(
            b.form(hull, paint, lit=0.36, shade=0.34, rim=0.8)
            + panes
            + lines
            + trim
            + lamp
            + b.gleam("M-58,-72 C-48,-90 -36,-93.6 -20,-94", 1.6, 0.6)
            + arches,
            0,
            bounce,
        ),
        wheels,
    )


def _wheel(b: Brush, x: float) -> str:
    spokes = "".join(
        path("M", towards((0, 0), 72 * i, 3), "L", towards((0, 0), 72 * i, 10)) for i in range(5)
    )
    tyre = b.round(oval(0, 0, 18), "#2a2830", lit=0.3) + b.round(
        oval(0, 0, 11.4), "#cfd4dc", lit=0.5
    )
    return moved(
        tyre
        + moved(b.line(spokes, "#6a7080", 2.4), 0, 0, 72 * b.phase)
        + b.flat(oval(0, 0, 3), "#6a7080"),
        x,
        -18,
    )
