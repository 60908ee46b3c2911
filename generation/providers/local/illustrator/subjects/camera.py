"""A camera with a leather band and a big lens."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    oval,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "camera"
HEIGHT = 0.16
WIDTH = 160.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -100.0, 13.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    leather = chosen(sighting, ("#8a5540", "#34363f", "#4f7a72")[int(rng.random() * 3)])
    top = b.form(
        "M-58,-58 V-72 Q-58,-78 -52,-78 H-24 L-16,-94 H16 L24,-78 H52 Q58,-78 58,-72 V-58Z",
        "#cfd3da",
        lit=0.4,
    )
    body = b.form(box(-60, -64, 120, 62, 9), leather, lit=0.28) + b.form(
        box(-60, -14, 120, 12, 6), "#b8bdc6", lit=0.35
    )
    grain = b.fold(
        (
            "M-54,-54 H-36 M-54,-44 H-40 M-54,-34 H-40 M-54,-24 H-36 M40,-54 H54 "
            "M44,-44 H54 M44,-34 H54 M40,-24 H54"
        ),
        leather,
        0.9,
        0.4,
    )
    knobs = (
        b.form(box(32, -86, 18, 9, 2), "#8a909c", lit=0.5)
        + b.form(box(-48, -85, 12, 8, 3), "#d8493f", lit=0.4)
        + b.form(box(-10, -90, 20, 9, 2), "#3a4454", lit=0.6)
    )
    lens = (
        b.round(oval(0, -39, 33), "#aeb4be", lit=0.5)
        + b.round(oval(0, -39, 28), "#23252d", lit=0.3)
        + b.line(oval(0, -39, 23.5), "#4a4e5a", 1.6)
    )
    glass = b.round(oval(0, -39, 18), "#3f5f9a", lit=0.5) + b.round(
        oval(0, -39, 11), "#1d2548", lit=0.6
    )
    glint = b.flat(oval(-7, -46, 5, 3.6), "#ffffff", 0.85, pure=True) + b.flat(
        oval(7, -32, 2.6), "#c9a8ff", 0.7, pure=True
    )
    strap = b.line("M-59,-66 C-78,-70 -76,-20 -70,-3", darker(leather, 0.3), 3.6) + b.line(
        "M59,-66 C76,-72 76,-24 72,-3", darker(leather, 0.3), 3.6
    )
    return b.sheet(
        b.ground(62),
        strap,
        top,
        body,
        grain,
        knobs,
        lens,
        glass,
        glint,
        b.flat(oval(46, -70, 2.4), "#ff6a5a", pure=True),
    )
