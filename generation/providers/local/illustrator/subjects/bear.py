"""A bear, standing or walking."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._gait import WALK, Build, legs, rise
from generation.providers.local.illustrator.subjects._shapes import (
    INK,
    Brush,
    Extent,
    bump,
    chosen,
    darker,
    join,
    moved,
    oval,
    paler,
    smooth,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "bear"
HEIGHT = 0.85
WIDTH = 150.0
FLOATS = False
PHASES, PERIOD = 24, 4.0


BUILD = Build((-34, -40), (28, -40), 21, 17, (25, 17, 14), stride=12, lift=6, foot=9)


def extent(sighting: Sighting) -> Extent:
    """The same, standing or walking."""
    return (-68, -104, 84, 11)


def cycle(sighting: Sighting) -> tuple[int, float]:
    """A heavy walk or a breath."""
    return (16, 1.5) if sighting.traits & {"walking", "running"} else (PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Brown and round, its face turned to us."""
    brush = Brush.of(KIND, pose, light)
    coat = chosen(sighting, "#8a5a3a", "", "bear")
    order = WALK if sighting.traits & {"walking", "running"} else None
    far, near = legs(brush, BUILD, coat, darker(coat, 0.2), order)
    body = smooth(
        [(-58, -46), (-44, -74), (0, -80), (34, -76), (48, -56), (40, -32), (0, -28), (-46, -30)],
        closed=True,
    )
    lift = rise(brush.phase, 1.8, order)
    return brush.sheet(
        brush.ground(64),
        far,
        moved(brush.round(oval(-58, -52, 6), coat) + brush.form(body, coat), 0, lift),
        near,
        moved(_head(brush, coat), 50, -66 + lift, 1.5 * wave(brush.phase)),
    )


def _head(brush: Brush, coat: str) -> str:
    shut = bump(brush.phase, 0.7, 0.05)
    parts = [
        brush.round(oval(19 * s, -22, 9), coat) + brush.flat(oval(19 * s, -21, 5), paler(coat, 0.4))
        for s in (-1, 1)
    ]
    parts.append(
        brush.round(
            smooth(
                [(-28, 0), (-22, -20), (0, -27), (22, -20), (28, 0), (16, 18), (0, 22), (-16, 18)],
                closed=True,
            ),
            coat,
        )
    )
    parts.append(brush.flat(oval(0, 9, 13, 10), paler(coat, 0.5)))
    for s in (-1, 1):
        parts += [
            brush.flat(oval(11 * s, -4, 3, 3.5 * (1 - shut) + 0.4), INK, pure=True),
            brush.flat(oval(11 * s - 1, -5.2, 1), "#ffffff", pure=True),
        ]
    parts += [
        brush.flat(oval(0, 4.4, 5, 3.6), INK, pure=True),
        brush.line("M0,8L0,11M-5,12Q0,16 5,12", INK, 1, 0.8),
    ]
    return join(parts)
