"""A panda that sits, drinking tea or eating bamboo."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    INK,
    Brush,
    Extent,
    band,
    bump,
    join,
    lerp,
    moved,
    oval,
    polyline,
    smooth,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "panda"
HEIGHT = 0.62
WIDTH = 120.0
FLOATS = False
PHASES, PERIOD = 24, 4.0


BLACK, WHITE = "#2d2a33", "#f7f3ea"


def extent(sighting: Sighting) -> Extent:
    """The same, whatever it does."""
    return (-60, -117, 60, 11)


def cycle(sighting: Sighting) -> tuple[int, float]:
    """A slow sip or bite."""
    return PHASES, PERIOD


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Facing us, legs out, one arm busy."""
    brush = Brush.of(KIND, pose, light)
    busy = bump(brush.phase, 0.5, 0.32)
    body = smooth(
        [(-44, -6), (-46, -34), (-34, -62), (0, -68), (34, -62), (46, -34), (44, -6), (0, -1)],
        closed=True,
    )
    return brush.sheet(
        brush.ground(56),
        brush.form(body, WHITE, shade=0.22),
        brush.flat("M-40,-52Q-20,-66 0,-66Q20,-66 40,-52Q20,-44 0,-46Q-20,-44 -40,-52Z", BLACK),
        *_feet(brush),
        _arm(brush, -1, 0.0),
        moved(
            _head(brush, 1.0 - bump(brush.phase, 0.86, 0.05)),
            0,
            -80 + 0.8 * wave(brush.phase),
            -2 * busy,
        ),
        _held(brush, sighting, busy),
        _arm(brush, 1, busy),
    )


def _feet(brush: Brush) -> list[str]:
    parts: list[str] = []
    for side in (-1, 1):
        parts += [
            brush.round(oval(33 * side, -11, 18, 15), BLACK),
            brush.flat(oval(34 * side, -10, 9, 7.5), "#5a4d55"),
            *(brush.flat(oval(34 * side + x, -20, 2.6), "#5a4d55") for x in (-7, 0, 7)),
        ]
    return parts


def _arm(brush: Brush, side: int, busy: float) -> str:
    hand = lerp((24.0, -36.0), (13.0, -60.0), busy) if side > 0 else (-22.0, -34.0)
    return brush.form(
        band([(36.0 * side, -56), (39.0 * side, -44), (32.0 * side, -36), hand], (18, 18, 17, 14)),
        BLACK,
        lit=0.25,
    )


def _head(brush: Brush, open_eyes: float) -> str:
    skull = smooth(
        [(-35, 2), (-30, -20), (0, -28), (30, -20), (35, 2), (22, 20), (0, 24), (-22, 20)],
        closed=True,
    )
    parts = [brush.round(oval(27 * s, -23, 11.5), BLACK) for s in (-1, 1)]
    parts.append(brush.round(skull, WHITE, shade=0.2))
    for s in (-1, 1):
        parts += [
            moved(brush.flat(oval(0, 0, 8, 10.5), BLACK), 14 * s, 0, 26 * s),
            brush.flat(oval(12.6 * s, -1, 3.7, 3.9 * open_eyes + 0.4), "#fdf9f2", pure=True),
            brush.flat(oval(12.4 * s, -0.6, 2.7, 3 * open_eyes + 0.3), INK, pure=True),
            brush.flat(oval(11.6 * s, -1.8, 1 * open_eyes), "#ffffff", pure=True),
            brush.soft(oval(22 * s, 11, 7, 5), "#f08a86", 0.5),
        ]
    parts += [
        brush.flat(oval(0, 8.6, 4.6, 3.2), INK, pure=True),
        brush.line("M0,11.6L0,14M-6,14.6Q-3,18 0,14Q3,18 6,14.6", INK, 1, 0.85),
    ]
    return join(parts)


def _held(brush: Brush, sighting: Sighting, busy: float) -> str:
    x, y = lerp((14.0, -34.0), (3.0, -58.0), busy)
    if sighting.traits & {"drinking", "cup"}:
        bowl = "M-11,-9C-11,4 -6,8 0,8C6,8 11,4 11,-9Z"
        cup = brush.form(bowl, "#6f9a8f", lit=0.4) + brush.flat(oval(0, -9, 11, 3), "#b98a4a")
        return moved(cup + brush.line(oval(0, -9, 11, 3), "#e8efe6", 1), x, y, -14 * busy)
    if sighting.traits & {"sleeping", "sitting", "waving"}:
        return ""
    stalk = brush.line(polyline((-14, 12), (18, -16)), "#6fa04f", 4.5)
    leaves = join(
        moved(brush.form(oval(0, -9, 3.2, 9), "#7fb35a"), 16, -14, turn) for turn in (10, 55, 100)
    )
    return moved(stalk + leaves, x, y, -10 * busy)
