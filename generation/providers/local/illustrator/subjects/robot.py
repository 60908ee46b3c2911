"""A friendly robot with a lamp on its head."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    limb,
    moved,
    oval,
    path,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "robot"
HEIGHT = 0.8
WIDTH = 112.0
FLOATS = False
PHASES, PERIOD = 24, 3.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -124.0, 7.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    shell = chosen(sighting, ("#e9ecef", "#f2c75c", "#8fc7c0", "#f0907a")[int(rng.random() * 4)])
    lamp = chosen(sighting, "#3fe0f0", "eyes")
    walks = bool(sighting.traits & {"walking", "running", "dancing"})
    step = wave(b.phase, 0.0, 3) if walks else 0.0
    bob = 1.4 * abs(step) if walks else 0.8 * wave(b.phase)
    raised = bool(sighting.traits & {"waving", "dancing"})
    legs = "".join(_leg(b, shell, x, max(0.0, s * step) * 7) for x, s in ((-11.0, 1), (12.0, -1)))
    arms = _arm(b, shell, -1, 22 * step) + _arm(
        b, shell, 1, -150 + 16 * wave(b.phase, 0, 2) if raised else -22 * step
    )
    trunk = b.form(box(-23, -58, 47, 38, 12), shell, lit=0.34) + b.form(
        box(-14, -50, 28, 18, 5), "#39424f", lit=0.3
    )
    bars = "".join(
        box(-9 + 6 * i, -36 - h, 3.6, h, 1)
        for i, h in enumerate(4 + 6 * abs(wave(b.phase, 0.2 * i)) for i in range(4))
    )
    trunk += (
        b.flat(bars, lamp, pure=True)
        + b.fold("M-20,-27 H21", shell, 0.8)
        + b.round(oval(18, -53, 1.6), "#e8574a")
    )
    return b.sheet(
        b.ground(26),
        legs,
        moved(
            arms + trunk + b.form(box(-6, -63, 13, 7, 2), "#5a6472") + _head(b, shell, lamp),
            0,
            -bob,
        ),
    )


def _head(b: Brush, shell: str, lamp: str) -> str:
    tilt = 3 * wave(b.phase, 0.2)
    skull = b.form(box(-26, -38, 52, 37, 15), shell, lit=0.36)
    visor = b.form(box(-20, -31, 42, 22, 10), "#252d3a", lit=0.25)
    shut = 0.55 < b.phase < 0.6
    eyes = "".join(
        b.glow(x, -20, 10, lamp) + b.flat(oval(x, -20, 4.4, 0.9 if shut else 5), lamp, pure=True)
        for x in (-8.0, 10.0)
    )
    smile = b.line("M-3,-13 Q1,-10.4 5,-13", lamp, 1.3, pure=True)
    ears = b.form(box(-31, -27, 6, 13, 2.4), "#5a6472") + b.form(
        box(25, -27, 6, 13, 2.4), "#5a6472"
    )
    mast = (
        b.line("M0,-38 V-48", "#5a6472", 1.8)
        + b.glow(0, -50, 9, "#ffcf6a")
        + b.round(oval(0, -50, 3.2), "#ffb84a")
    )
    return moved(
        ears + mast + skull + visor + eyes + smile + b.gleam("M-17,-27 Q-12,-30 -4,-30", 1.4, 0.5),
        0,
        -60,
        tilt,
    )


def _leg(b: Brush, shell: str, x: float, lift: float) -> str:
    drawn = b.form(box(x - 4, -24, 8, 18, 3), "#6a7482") + b.fold(
        path("M", x - 4, -18, "h", 8, "m", -8, 4, "h", 8), "#6a7482", 0.7
    )
    return moved(
        drawn
        + b.form(
            path("M", x - 9, 0, "Q", x - 9, -10, x, -10, "Q", x + 11, -10, x + 11, 0, "Z"), shell
        ),
        0,
        -lift,
    )


def _arm(b: Brush, shell: str, side: int, swing: float) -> str:
    drawn = b.form(limb((0, 0), (2, 11), (0, 22), (7, 6, 5.4)), "#6a7482") + b.form(
        limb((1, 13), (1, 17), (0, 23), (8, 9, 9)), shell
    )
    drawn += b.line("M-3,25 Q-6,29 -3,32 M3,25 Q6,29 3,32", "#5a6472", 2.4) + b.round(
        oval(0, 0, 6), shell
    )
    return moved(drawn, 25.0 * side + 0.5, -50, swing * side if side < 0 else swing)
