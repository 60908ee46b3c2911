"""A Chinese dragon, winding through the air behind a pearl."""

from __future__ import annotations

import math
from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    TAU,
    Brush,
    Point,
    band,
    chosen,
    darker,
    lerp,
    limb,
    moved,
    oval,
    path,
    smooth,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "dragon"
HEIGHT = 1.9
WIDTH = 328.0
FLOATS = True
PHASES, PERIOD = 24, 4.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -152.0, 2.0)

LENGTH = 30


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    colour = chosen(sighting, ("#c9463f", "#3f9c86", "#d8a13c", "#3f7fb8")[int(rng.random() * 4)])
    gold = "#f0bd55" if colour != "#d8a13c" else "#d9574a"
    spine = [_spine(b.phase, i / (LENGTH - 1)) for i in range(LENGTH)]
    widths = [
        2
        + 21
        * math.sin(math.pi * min(1.0, 0.06 + 0.6 * (i / (LENGTH - 1)))) ** 0.8
        * (0.25 + 0.75 * min(1.0, i / 14))
        for i in range(LENGTH)
    ]
    hull = band(spine, widths)
    legs = "".join(_leg(b, spine[i], colour, gold, turn) for i, turn in ((11, 30), (21, -20)))
    near = "".join(_leg(b, spine[i], colour, gold, turn) for i, turn in ((9, 62), (19, 14)))
    tail = moved(
        b.form(
            (
                "M4,-3 C-8,-14 -20,-14 -28,-22 C-24,-10 -22,-6 -30,-2 C-20,0 -18,4 -24,12 "
                "C-14,8 -6,6 4,3Z"
            ),
            gold,
        ),
        *spine[0],
        -10,
    )
    head = moved(
        _head(b, colour, gold), spine[-1][0] + 2, spine[-1][1], -4 + 4 * wave(b.phase, 0.4)
    )
    return b.sheet(
        tail,
        _fins(b, spine, widths, gold),
        legs,
        b.form(hull, colour, lit=0.3, shade=0.36),
        _scales(b, hull, spine, widths, colour),
        near,
        head,
        _pearl(b),
    )


def _spine(phase: float, t: float) -> Point:
    """From the tail, 0, to the neck, 1."""
    x = -118 + 198 * t + 9 * math.sin(TAU * (1.9 * t + 0.1))
    y = -58 + (30 - 6 * t) * math.sin(TAU * (1.55 * t + 0.12 - phase)) * (0.75 + 0.25 * t) - 22 * t
    return x, y * 0.92 - 4


def _side(spine: list[Point], i: int, away: float) -> Point:
    (ax, ay), (cx, cy) = spine[max(0, i - 1)], spine[min(LENGTH - 1, i + 1)]
    length = math.hypot(cx - ax, cy - ay) or 1.0
    return spine[i][0] + (cy - ay) / length * away, spine[i][1] - (cx - ax) / length * away


def _fins(b: Brush, spine: list[Point], widths: list[float], colour: str) -> str:
    """The flames of the back."""
    shape = ""
    for i in range(2, LENGTH - 2):
        base, nxt, tip = (
            _side(spine, i, widths[i] * 0.4),
            _side(spine, i + 1, widths[i] * 0.4),
            _side(spine, i, widths[i] * 0.5 + 7),
        )
        shape += path("M", base, "Q", lerp(base, tip, 0.5), (tip[0] - 5, tip[1])) + path(
            "Q", lerp(nxt, tip, 0.4), nxt, "Z"
        )
    return b.flat(shape, colour)


def _scales(b: Brush, hull: str, spine: list[Point], widths: list[float], colour: str) -> str:
    belly = b.line(
        smooth([_side(spine, i, -widths[i] * 0.36) for i in range(0, LENGTH, 2)]),
        "#f6dca0",
        5.5,
        0.9,
    )
    ribs = "".join(
        path("M", _side(spine, i, -widths[i] * 0.14), "L", _side(spine, i, -widths[i] * 0.6))
        for i in range(2, LENGTH)
    )
    arcs = ""
    for i in range(3, LENGTH - 1):
        for away in (0.3, 0.08):
            x, y = _side(spine, i, widths[i] * away)
            arcs += path("M", x, y - 2.6, "q", -3.6, 2.6, 0, 5.2)
    return b.within(hull, belly, b.fold(ribs, "#d8a860", 0.8), b.fold(arcs, colour, 0.9, 0.6))


def _leg(b: Brush, at: Point, colour: str, gold: str, turn: float) -> str:
    paddle = 10 * wave(b.phase, at[0] / 300)
    claws = "".join(
        moved(b.form("M0,-1.6 C4,-3 8,-1 9,3 C6,1.4 3,1.6 0,1.6Z", gold), 20, 17, a)
        for a in (-40, 5, 50, 110)
    )
    return moved(
        claws + b.form(limb((0, 0), (17, 4), (20, 17), (11, 7, 5)), colour), *at, turn + paddle
    )


def _head(b: Brush, colour: str, gold: str) -> str:
    """Looking right; the neck ends at (0, 0)."""
    s = wave(b.phase, 0.15)
    mane = "".join(
        b.form(
            band(
                [
                    (2, dy * 0.4),
                    (-12, dy - 3),
                    (-25 - 2 * s, dy * 1.35 + s),
                    (-38 - 2 * s, dy * 1.9 - 5 + 3 * s),
                ],
                (9, 9, 6, 0.6),
            ),
            gold,
            lit=0.3,
        )
        for dy in (-15.0, -5.0, 6.0, 16.0)
    )
    horn = b.form(
        band([(4, -12), (-4, -24), (-16, -33), (-28, -34)], (4.5, 4, 3.4, 0.8)), "#f2dfb8"
    )
    horn += b.form(band([(-6, -25), (-5, -33), (-10, -40)], (3, 2.6, 0.6)), "#f2dfb8")
    jaw = b.form("M2,8 C12,16 26,18 40,13 L42,9 C30,10 18,8 8,2Z", darker(colour, 0.12))
    mouth = b.flat("M8,4 C20,10 32,10 42,9 L40,4 C28,6 18,2 8,0Z", "#7a2026") + b.flat(
        "M16,8 Q28,14 36,9 Q28,7 18,6Z", "#f08a7a"
    )
    skull = (
        "M-8,-2 C-10,-14 0,-19 10,-17 C16,-18 20,-14 26,-11 C34,-12 42,-10 46,-4 "
        "C48,0 46,4 42,5 C30,7 18,3 8,6 C0,8 -6,6 -8,-2Z"
    )
    teeth = b.flat(
        (
            "M40,4.6 l-1.6,4.4 -2,-3.6Z M33,5.4 l-1.2,3 -1.6,-2.8Z M24,11.6 "
            "l1,-3.4 1.6,3Z M32,12 l1,-3.4 1.6,2.8Z"
        ),
        "#fffaf0",
    )
    eye = (
        b.glow(15, -9, 11, "#fff0a0")
        + b.flat("M9,-9 Q15,-15.4 21,-8.6 Q15,-5.4 9,-9Z", "#fff6d8")
        + b.flat(oval(15.6, -9.4, 2.3), "#1a1012", pure=True)
    )
    brow = b.form("M6,-12 C10,-20 20,-20 26,-13 C20,-15 12,-14 6,-12Z", gold)
    nostril = b.round(oval(42, -6, 3.4, 2.8), colour) + b.flat(oval(43, -5.4, 1.2), "#3a1418")
    whisker = band(
        [(42, -2), (54, 4 + 3 * s), (62, -6 - 3 * s), (76, -2 + 5 * s)], (1.8, 1.6, 1.3, 0.4)
    )
    other = band(
        [(40, 2), (50, 14 - 3 * s), (60, 14 + 3 * s), (68, 24 - 3 * s)], (1.8, 1.6, 1.3, 0.4)
    )
    beard = b.form(band([(22, 14), (20, 24), (12, 31 + 2 * s)], (8, 6, 0.6)), gold)
    return (
        horn
        + mane
        + beard
        + jaw
        + mouth
        + b.form(skull, colour, lit=0.34)
        + teeth
        + eye
        + brow
        + nostril
        + b.form(whisker, gold)
        + b.form(other, gold)
    )


def _pearl(b: Brush) -> str:
    y = -124 + 3 * wave(b.phase, 0.2)
    return b.glow(128, y, 22, "#fff2b8") + b.round(oval(128, y, 7), "#fff6e0", lit=0.6)
