"""A stag, standing watchful or walking."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._gait import WALK, Build, legs, rise
from generation.providers.local.illustrator.subjects._shapes import (
    INK,
    Brush,
    Extent,
    band,
    bump,
    chosen,
    darker,
    join,
    moved,
    oval,
    smooth,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "deer"
HEIGHT = 1.0
WIDTH = 130.0
FLOATS = False
PHASES, PERIOD = 24, 4.0


BUILD = Build((-30, -46), (22, -46), 24, 23, (15, 6, 4.5), stride=13, lift=7, foot=3.4)


def extent(sighting: Sighting) -> Extent:
    """The antlers reach highest."""
    return (-56, -124, 68, 9)


def cycle(sighting: Sighting) -> tuple[int, float]:
    """A walk or a breath."""
    return (16, 1.3) if sighting.traits & {"walking", "running"} else (PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Dappled, with antlers; it looks right."""
    brush = Brush.of(KIND, pose, light)
    coat = chosen(sighting, "#b5743f", "", "deer")
    order = WALK if sighting.traits & {"walking", "running"} else None
    far, near = legs(brush, BUILD, coat, darker(coat, 0.35), order)
    body = smooth(
        [(-42, -54), (-24, -62), (8, -60), (30, -64), (36, -52), (26, -42), (0, -40), (-32, -42)],
        closed=True,
    )
    dapples = join(
        brush.flat(oval(x, y, 2), "#fbeedd", 0.75)
        for x, y in (
            (-30, -56),
            (-20, -58),
            (-10, -56),
            (0, -57),
            (-25, -51),
            (-14, -51),
            (-4, -51),
        )
    )
    head = moved(_head(brush, coat), 42, -91, 2 * wave(brush.phase))
    trunk = (
        brush.flat("M-40,-56Q-48,-58 -49,-50Q-44,-48 -39,-50Z", "#fbeedd")
        + brush.form(body, coat)
        + brush.flat("M28,-44Q0,-38 -30,-43Q0,-46 28,-44Z", "#f0d9b8", 0.8)
        + dapples
        + brush.form(band([(26, -56), (36, -72), (40, -90)], (22, 15, 11)), coat)
    )
    lift = rise(brush.phase, 1.6, order)
    return brush.sheet(brush.ground(46), far, moved(trunk + head, 0, lift), near)


def _head(brush: Brush, coat: str) -> str:
    horn = "#cdb08a"
    shut = bump(brush.phase, 0.7, 0.05)
    return join(
        (
            brush.line("M-2,-6C-6,-16 -2,-24 -8,-31M-4,-17L-13,-21M-4,-25L2,-31", horn, 2),
            brush.line("M4,-7C4,-16 12,-20 12,-30M6,-17L16,-18M11,-24L5,-30", horn, 2),
            brush.form("M-7,-4Q-20,-10 -19,-2Q-14,2 -6,1Z", coat),
            brush.form("M-8,2C-9,-9 4,-11 10,-6L24,2Q27,6 22,8L8,8C0,9 -6,8 -8,2Z", coat),
            brush.flat("M24,2Q27,6 22,8L12,8Q20,6 20,1Z", "#f0d9b8"),
            brush.flat(oval(24, 3.4, 2.4, 2), INK, pure=True),
            brush.flat(oval(6, -2, 2.1, 2.3 * (1 - shut) + 0.3), INK, pure=True),
            brush.flat(oval(5.5, -2.8, 0.7), "#ffffff", pure=True),
        )
    )
