"""A smartphone with a bright screen."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    moved,
    oval,
    polygon,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "phone"
HEIGHT = 0.16
WIDTH = 136.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -118.0, 17.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    shell = chosen(sighting, ("#2c2f3a", "#e8d9cf", "#6a7fb0")[int(rng.random() * 3)])
    view = box(-23, -97, 46, 93, 6)
    side = b.form(box(-24, -100, 52, 100, 10), darker(shell, 0.3), lit=0.4)
    face = b.form(box(-27, -100, 52, 100, 10), shell, lit=0.45)
    screen = b.upright(view, "#6a5fd8", "#ff9a8a")
    hills = b.within(
        view,
        b.flat("M-30,-34 Q-8,-56 12,-36 T40,-40 V10 H-30Z", "#4a2f7a", 0.7),
        b.flat("M-30,-18 Q0,-40 34,-16 V10 H-30Z", "#2f1f5a", 0.85),
        b.flat(oval(8, -62, 9), "#ffe9b8"),
    )
    icons = "".join(
        b.flat(box(-20.4 + 10.6 * i, -15, 7.4, 7.4, 2.4), c)
        for i, c in enumerate(("#6fd08f", "#5fb0f0", "#f7c64f", "#f07a7a"))
    )
    notch = b.flat(box(-8, -95, 16, 3.8, 1.9), "#15131a") + b.flat(
        polygon((-27, -90), (-2, -100), (12, -100), (-27, -40)), "#ffffff", 0.1
    )
    return b.sheet(
        b.ground(32),
        b.glow(0, -50, 66, "#b8a8ff", 0.5),
        moved(side + face + screen + hills + icons + notch, 0, 0, 3),
    )
