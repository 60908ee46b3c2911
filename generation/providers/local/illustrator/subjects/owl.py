"""An owl on a branch, blinking and turning its head."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    INK,
    Brush,
    box,
    bump,
    chosen,
    darker,
    join,
    moved,
    oval,
    paler,
    polygon,
    smooth,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "owl"
HEIGHT = 0.34
WIDTH = 88.0
FLOATS = False
PHASES, PERIOD = 24, 4.0

extent = still(WIDTH, -112.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Great eyes, a heart of a face, barred breast."""
    brush = Brush.of(KIND, pose, light)
    coat = chosen(sighting, rng.choice(("#9a6b45", "#7b7480", "#c39a68")), "", "bird")
    turn, shut = 3 * wave(brush.phase), bump(brush.phase, 0.55, 0.05)
    body = smooth(
        [(-30, -12), (-32, -44), (-22, -70), (22, -70), (32, -44), (30, -12), (0, -4)], closed=True
    )
    bars = join(
        brush.line(f"M{x},{y}q4,4 8,0", darker(coat, 0.25), 1.5, 0.8)
        for y in (-46, -37, -28, -19)
        for x in (-16, -4, 8)
    )
    face = [brush.form(polygon((24 * s, -8), (28 * s, -34), (6 * s, -24)), coat) for s in (-1, 1)]
    face.append(
        brush.round(
            smooth([(-30, 2), (-26, -20), (0, -26), (26, -20), (30, 2), (0, 22)], closed=True), coat
        )
    )
    for s in (-1, 1):
        face += [
            brush.flat(oval(12 * s, -2, 13), paler(coat, 0.55)),
            brush.flat(oval(12 * s, -2, 8.6, 8.6 * (1 - shut) + 0.6), "#f2b43c", pure=True),
            brush.flat(oval(12 * s, -2, 4.8, 4.8 * (1 - shut) + 0.4), INK, pure=True),
            brush.flat(oval(12 * s - 1.8, -4.4, 1.6 * (1 - shut)), "#ffffff", pure=True),
        ]
    face.append(brush.flat("M-4,6L4,6L0,15Z", "#e2903c"))
    return brush.sheet(
        brush.form(box(-40, -6, 80, 7, 3.5), "#6b4a35"),
        brush.form(body, coat),
        brush.flat(
            smooth([(-18, -52), (0, -60), (18, -52), (17, -16), (0, -8), (-17, -16)], closed=True),
            paler(coat, 0.5),
        ),
        bars,
        *(
            brush.form(
                smooth(
                    [(24.0 * s, -62), (35.0 * s, -40), (27.0 * s, -12), (20.0 * s, -36)],
                    closed=True,
                ),
                darker(coat, 0.15),
            )
            for s in (-1, 1)
        ),
        *(brush.line(f"M{x},-8l0,5", "#e2903c", 3) for x in (-13, -8, 8, 13)),
        moved(join(face), turn, -74, turn),
    )
