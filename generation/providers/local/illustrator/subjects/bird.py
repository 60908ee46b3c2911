"""A small bird on the wing."""

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

KIND = "bird"
HEIGHT = 0.16
WIDTH = 164.0
FLOATS = True
PHASES, PERIOD = 12, 0.7

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -124.0, 39.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    colour = chosen(sighting, ("#4f8fc4", "#e0704f", "#e8b445", "#6a7fa0")[int(rng.random() * 4)])
    beat = wave(b.phase, 0.25)
    body = (
        "M-44,-44 C-30,-58 -8,-66 14,-64 C24,-74 42,-74 48,-62 L62,-56 "
        "L48,-52 C44,-34 20,-24 -4,-30 C-20,-34 -32,-38 -44,-44Z"
    )
    tail = b.form("M-36,-48 L-78,-52 L-66,-42 L-76,-32 L-34,-38Z", darker(colour, 0.2))
    belly = b.within(body, b.flat("M-30,-36 C0,-48 30,-50 52,-54 V-20 H-30Z", "#fff3e2"))
    beak = b.form("M46,-62 L64,-56 L46,-52Z", "#f0a63c")
    eye = b.flat(oval(38, -61, 3.4), "#1c1418", pure=True) + b.flat(
        oval(37, -62.4, 1.2), "#ffffff", pure=True
    )
    far, near = (
        _wing(b, darker(colour, 0.3), beat * 0.8 - 0.1),
        _wing(b, darker(colour, 0.08), beat),
    )
    bob = -5.0 * wave(b.phase, 0.1)
    return b.sheet(
        moved(
            moved(far, 10, -6) + tail + b.form(body, colour, lit=0.3) + belly + beak + eye + near,
            0,
            bob,
        )
    )


def _wing(b: Brush, colour: str, beat: float) -> str:
    """Up at 1, down at -1; feathers show at its tip."""
    x, y = -26 - 6 * abs(beat), -50 - 66 * beat
    root_a, root_b = (18, -56), (-22, -46)
    shape = (
        path("M", root_a, "Q", 10, y * 0.55 - 34, x + 12, y)
        + path("L", x, y + 5, "L", x - 2, y + 13, "L", x - 14, y + 15)
        + path("Q", -34, y * 0.5 - 20, root_b, "Z")
    )
    feathers = path("M", x + 2, y + 10, "Q", -12, y * 0.5 - 26, 0, -52) + path(
        "M", x - 8, y + 15, "Q", -22, y * 0.5 - 22, -10, -50
    )
    return b.form(shape, colour, lit=0.3) + b.fold(feathers, colour, 1.2)
