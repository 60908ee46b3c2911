"""A dog, sitting with a wagging tail or trotting."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._gait import GALLOP, Build, legs, rise
from generation.providers.local.illustrator.subjects._shapes import (
    INK,
    Brush,
    Extent,
    band,
    box,
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

KIND = "dog"
HEIGHT = 0.5
WIDTH = 150.0
FLOATS = False
PHASES, PERIOD = 24, 3.0


BUILD = Build((-32, -46), (28, -45), 25, 25, (18, 9, 8), stride=18, lift=11, foot=6)
COATS = ("#d9a35c", "#8a5a3c", "#f1e3cb", "#5a4a44")


def extent(sighting: Sighting) -> Extent:
    """Trotting it is longer."""
    return (-74, -108, 84, 10) if _goes(sighting) else (-54, -112, 66, 10)


def cycle(sighting: Sighting) -> tuple[int, float]:
    """The tail keeps time."""
    return (16, 0.8) if _goes(sighting) else (PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Floppy ears, a collar and the tongue out."""
    brush = Brush.of(KIND, pose, light)
    coat = chosen(sighting, rng.choice(COATS), "", "dog")
    return (_trotting if _goes(sighting) else _sitting)(brush, coat)


def _goes(sighting: Sighting) -> bool:
    return bool(sighting.traits & {"running", "walking", "playing"})


def _head(brush: Brush, coat: str) -> str:
    muzzle = paler(coat, 0.5)
    flap = 2 * wave(brush.phase, 0.1, 2)
    skull = smooth(
        [(-24, -4), (-18, -22), (0, -27), (18, -22), (24, -4), (16, 16), (0, 22), (-16, 16)],
        closed=True,
    )
    parts = [
        brush.round(skull, coat),
        brush.flat(smooth([(-13, 8), (0, -4), (13, 8), (9, 20), (-9, 20)], closed=True), muzzle),
    ]
    shut = bump(brush.phase, 0.8, 0.05)
    for s in (-1, 1):
        ear = smooth(
            [(14.0 * s, -24), (26.0 * s, -22), ((33 + flap) * s, 0), (26.0 * s, 8), (19.0 * s, -6)],
            closed=True,
        )
        parts += [
            brush.form(ear, darker(coat, 0.22)),
            brush.flat(oval(10 * s, -5, 3.4, 4 * (1 - shut) + 0.4), INK, pure=True),
            brush.flat(oval(10 * s - 1, -6.4, 1.1), "#ffffff", pure=True),
        ]
    return join(
        (
            *parts,
            brush.flat("M-4,14Q-5,27 0,28Q5,27 4,14Z", "#e8737a"),
            brush.flat(oval(0, 5, 5.4, 4), INK, pure=True),
            brush.line("M0,9L0,13M-8,13Q-4,17 0,13Q4,17 8,13", INK, 1.1, 0.85),
        )
    )


def _sitting(brush: Brush, coat: str) -> str:
    wag = wave(brush.phase, 0, 4)
    body = (
        smooth(
            [
                (-27, -2),
                (-31, -22),
                (-20, -50),
                (-13, -64),
                (13, -64),
                (20, -50),
                (31, -22),
                (27, -2),
            ]
        )
        + "Z"
    )
    return brush.sheet(
        brush.ground(46),
        brush.form(
            band(
                [(20, -10), (40, -14), (50 + 3 * wag, -30 - wag), (53 + 7 * wag, -42)],
                (12, 11, 9, 5),
            ),
            coat,
        ),
        brush.form(body, coat),
        brush.flat(
            smooth([(-10, -58), (-12, -36), (0, -20), (12, -36), (10, -58)], closed=True),
            paler(coat, 0.5),
            0.85,
        ),
        *(
            brush.form(box(x - 7, -36, 14, 35, 6.5), coat, rim=0.2)
            + brush.flat(oval(x, -3.4, 8.4, 4.6), paler(coat, 0.4))
            for x in (-10, 10)
        ),
        brush.form("M-15,-60Q0,-50 15,-60L15,-54Q0,-44 -15,-54Z", "#d8443c"),
        brush.flat(oval(0, -48, 3.4), "#f0c25a"),
        moved(_head(brush, coat), 0, -80, 1.5 * wave(brush.phase)),
    )


def _trotting(brush: Brush, coat: str) -> str:
    far, near = legs(brush, BUILD, coat, paler(coat, 0.35), GALLOP)
    lift = rise(brush.phase, 5, GALLOP)
    wag = wave(brush.phase, 0, 2)
    body = smooth(
        [(-44, -50), (-28, -62), (0, -60), (28, -62), (42, -52), (34, -36), (0, -34), (-32, -34)],
        closed=True,
    )
    trunk = brush.form(
        band([(-40, -54), (-54, -66), (-60 + 3 * wag, -84)], (10, 9, 5)), coat
    ) + brush.form(body, coat)
    neck = brush.form(band([(32, -52), (44, -66)], (24, 22)), coat)
    return brush.sheet(
        brush.ground(62),
        far,
        moved(trunk + neck + moved(_head(brush, coat), 50, -72, 3, 0.84), 0, lift),
        near,
    )
