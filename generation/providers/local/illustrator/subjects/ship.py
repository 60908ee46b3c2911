"""A tall ship under full sail."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    join,
    moved,
    oval,
    path,
    polygon,
    polyline,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "ship"
HEIGHT = 2.0
WIDTH = 260.0
FLOATS = False
PHASES, PERIOD = 24, 6.0

extent = still(WIDTH, -112.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Three masts, nine sails."""
    brush = Brush.of(KIND, pose, light)
    hull = "M-108,-30L-92,-34Q0,-20 96,-34L122,-40Q104,-2 76,3L-78,3Q-100,-2 -108,-30Z"
    cloth = chosen(sighting, "#f7ecd6")
    parts: list[str] = []
    for mast, top in ((-56, -96), (4, -108), (60, -94)):
        parts.append(brush.line(polyline((mast, -26), (mast, top)), "#5b4030", 3))
        for n in range(3):
            y, half = top + 5 + 22 * n, 14 + 5 * n
            sail = path(
                "M",
                (mast - half, y),
                "L",
                (mast + half, y),
                "Q",
                (mast + half + 9, y + 10),
                (mast + half + 1, y + 20),
                "Q",
                (mast, y + 15),
                (mast - half + 3, y + 20),
                "Q",
                (mast - half + 8, y + 10),
                (mast - half, y),
                "Z",
            )
            parts.append(brush.form(sail, cloth))
        parts.append(
            brush.flat(
                polygon(
                    (mast, top),
                    (mast + 14 + 2 * wave(brush.phase, mast / 90), top + 2),
                    (mast, top + 5),
                ),
                light.accent,
            )
        )
    parts += [
        brush.line(polyline((110, -38), (128, -54)), "#5b4030", 2.6),
        brush.form(hull, "#6b4030", lit=0.25),
        brush.line("M-104,-24Q0,-12 112,-32", "#e6c98f", 2.4),
        *(
            brush.flat(oval(x, -10 - 0.0008 * x * x, 2.8), "#ffd58a", pure=True)
            for x in range(-72, 88, 22)
        ),
    ]
    return brush.sheet(moved(join(parts), 0, 0.7 * wave(brush.phase), 0.9 * wave(brush.phase, 0.1)))
