"""A friendly round robot that waves."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    band,
    box,
    bump,
    chosen,
    darker,
    join,
    moved,
    oval,
    polyline,
    smooth,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "robot"
HEIGHT = 0.85
WIDTH = 108.0
FLOATS = False
PHASES, PERIOD = 24, 3.0

extent = still(WIDTH, -123.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """A glass face with shining eyes; one arm is up."""
    brush = Brush.of(KIND, pose, light)
    shell = chosen(sighting, rng.choice(("#e9e6df", "#f0b85a", "#8fb9c9", "#e58a73")), "", "robot")
    eye, sway, shut = "#7df0ff", wave(brush.phase), bump(brush.phase, 0.6, 0.05)
    arm = brush.form(
        band([(0, 0), (12, -8), (15, -24)], (9, 8, 8)), darker(shell, 0.12)
    ) + brush.round(oval(15, -27, 6.4), shell)
    return brush.sheet(
        brush.ground(30),
        *(
            brush.form(box(12 * s - 7, -22, 14, 21, 5), darker(shell, 0.3))
            + brush.form(box(12 * s - 9, -7, 18, 7, 3.5), shell)
            for s in (-1, 1)
        ),
        brush.form(band([(-26.0, -54), (-34, -44), (-34, -30)], (9, 8, 8)), darker(shell, 0.12)),
        brush.round(oval(-34, -27, 6.4), shell),
        moved(arm, 26, -54, 12 + 14 * wave(brush.phase, 0, 3)),
        brush.form(
            smooth(
                [(-26, -24), (-29, -46), (-22, -64), (22, -64), (29, -46), (26, -24), (0, -17)],
                closed=True,
            ),
            shell,
            lit=0.3,
        ),
        brush.form(box(-13, -52, 26, 20, 5), darker(shell, 0.45)),
        *(
            brush.flat(oval(-7 + 7 * n, -42, 2.4), ("#ff8f70", "#ffd76b", "#8fe39a")[n], pure=True)
            for n in range(3)
        ),
        moved(
            join(
                (
                    brush.line(polyline((0, -22), (0, -33)), darker(shell, 0.3), 2),
                    brush.glow(0, -35, 9, "#ff8f70", 0.9),
                    brush.round(oval(0, -35, 3.6), "#ff8f70"),
                    *(
                        brush.form(box(30 * s - 4, -8, 8, 14, 3), darker(shell, 0.2))
                        for s in (-1, 1)
                    ),
                    brush.form(box(-30, -23, 60, 40, 17), shell, lit=0.3),
                    brush.form(box(-24, -16, 48, 27, 12), "#232a3a"),
                    *(
                        brush.glow(11 * s, -3, 12, eye, 0.9)
                        + brush.flat(oval(11 * s, -3, 4.4, 5.4 * (1 - shut) + 0.5), eye, pure=True)
                        for s in (-1, 1)
                    ),
                    brush.line("M-5,5Q0,9 5,5", eye, 1.6, 0.9, pure=True),
                    brush.gleam("M-17,-11Q-10,-14.5 2,-14", 1.4, 0.4),
                )
            ),
            1.2 * sway,
            -80,
            2.5 * sway,
        ),
    )
