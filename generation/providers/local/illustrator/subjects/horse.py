"""A horse, galloping with a flying mane or standing."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._gait import GALLOP, Build, legs, rise
from generation.providers.local.illustrator.subjects._shapes import (
    INK,
    Brush,
    Extent,
    band,
    chosen,
    darker,
    join,
    moved,
    oval,
    smooth,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "horse"
HEIGHT = 1.25
WIDTH = 160.0
FLOATS = False
PHASES, PERIOD = 24, 4.0


BUILD = Build((-34, -46), (26, -46), 24.5, 23.5, (18, 8, 6), stride=24, lift=15, foot=4.4)


def extent(sighting: Sighting) -> Extent:
    """The tail flies when it gallops."""
    return (-94, -114, 88, 10)


def cycle(sighting: Sighting) -> tuple[int, float]:
    """A gallop or a breath."""
    return (16, 0.7) if _runs(sighting) else (PHASES, PERIOD)


def _runs(sighting: Sighting) -> bool:
    return bool(sighting.traits & {"running", "walking", "playing", "flying"})


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Looks right; mane and tail follow a beat behind."""
    brush = Brush.of(KIND, pose, light)
    coat = chosen(sighting, rng.choice(("#8a4f33", "#f1ece2", "#4b3d3c", "#b98a5a")), "", "horse")
    runs = _runs(sighting)
    order = GALLOP if runs else None
    far, near = legs(brush, BUILD, coat, darker(coat, 0.4), order)
    lift, flow = rise(brush.phase, 6, order), wave(brush.phase, 0.2)
    mane = darker(coat, 0.55)
    body = smooth(
        [(-46, -52), (-32, -64), (0, -60), (28, -64), (40, -52), (30, -38), (0, -36), (-34, -38)],
        closed=True,
    )
    back = 40 if runs else 14
    tail = [
        (-44.0, -58),
        (-52 - back * 0.3, -62),
        (-56 - back * 0.6, -50 + 3 * flow),
        (-52 - back, -36 if runs else -14),
    ]
    trunk = join(
        (
            brush.form(band(tail, (8, 14, 13, 4)), mane),
            brush.form(body, coat),
            brush.form(band([(28, -52), (42, -74), (52, -92)], (27, 20, 15)), coat),
            _mane(brush, mane, flow, runs),
            moved(
                _head(brush, coat),
                54,
                -93,
                3 * wave(brush.phase, 0.4) if runs else wave(brush.phase),
            ),
        )
    )
    return brush.sheet(brush.ground(60), far, moved(trunk, 0, lift), near)


def _mane(brush: Brush, colour: str, flow: float, runs: bool) -> str:
    reach = 16.0 if runs else 7.0
    locks = ((50, -100), (45, -92), (40, -83), (35, -74), (29, -66))
    return join(
        brush.form(
            band(
                [(x + 3.0, y), (x - reach * 0.5, y + 1 + flow), (x - reach - 3, y + 8 + 3 * flow)],
                (11, 9, 3),
            ),
            colour,
        )
        for x, y in locks
    )


def _head(brush: Brush, coat: str) -> str:
    return join(
        (
            brush.form("M-8,-10L-10,-21L-1,-13Z", coat),
            brush.form(
                "M-11,6C-12,-8 -2,-15 6,-10L28,8Q31,14 26,17L18,17L4,10C-4,12 -10,12 -11,6Z", coat
            ),
            brush.flat("M28,8Q31,14 26,17L18,17Q24,14 22,4Z", darker(coat, 0.3), 0.7),
            brush.flat(oval(26, 11, 1.3, 1), INK, pure=True),
            brush.flat(oval(5, -3, 2.2, 2.5), INK, pure=True),
            brush.flat(oval(4.5, -3.8, 0.8), "#ffffff", pure=True),
            brush.fold("M17,16Q21,14 25,14.6", coat, 0.9),
            brush.form("M-4,-13Q6,-14 10,-4Q2,-8 -5,-6Z", darker(coat, 0.55)),
        )
    )
