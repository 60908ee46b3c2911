"""A lipstick, a bottle of scent and a jar of cream."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    mix,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "cosmetics"
HEIGHT = 0.2
WIDTH = 152.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -102.0, 13.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    rose = chosen(sighting, ("#d8455f", "#c95f7a", "#b8405f")[int(rng.random() * 3)])
    gold = "#e6c07a"
    flask = b.form(box(-30, -58, 50, 58, 8), "#f3c4c0", lit=0.5, shade=0.3) + b.flat(
        box(-25, -38, 40, 33, 5), mix(rose, "#ffd8c8", 0.35), 0.85
    )
    flask += (
        b.form(box(-14, -68, 18, 11, 2), gold, lit=0.5)
        + b.form(box(-18, -96, 26, 28, 5), "#fdf3ee", lit=0.4)
        + b.form(box(-17, -28, 24, 13, 2), "#fffaf4", rim=0)
        + b.line("M-12,-23 H2 M-9,-19 H-1", rose, 1)
    )
    flask += b.flat(box(-27, -52, 5, 46, 2.4), "#ffffff", 0.5) + b.gleam("M-14,-92 V-74", 1.4, 0.7)
    stick = (
        b.form("M36,-70 C36,-90 46,-98 54,-98 L54,-70Z", rose, lit=0.4)
        + b.form(box(34, -72, 22, 26, 1.4), gold, lit=0.55)
        + b.form(box(31, -47, 28, 47, 3), "#33293a", lit=0.45)
    )
    stick += b.gleam("M38,-68 V-50 M35,-42 V-6", 1.4, 0.6) + b.form(
        box(31, -30, 28, 3, 0), gold, lit=0.5
    )
    jar = (
        b.form(box(-70, -25, 36, 25, 5), "#fbf1ea", lit=0.3)
        + b.form(box(-71, -38, 38, 14, 3), gold, lit=0.5)
        + b.fold("M-66,-36 v10 M-60,-36 v10 M-54,-36 v10 M-48,-36 v10 M-42,-36 v10", gold, 0.7)
        + b.line("M-62,-13 H-42", rose, 1.2)
    )
    return b.sheet(b.ground(70), flask, stick, jar)
