"""A product to present: a bottle, a box, or a jar, with its label."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    moved,
    paler,
    path,
    polygon,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "product"
HEIGHT = 0.42
WIDTH = 116.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -108.0, 9.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    colour = chosen(sighting, ("#e8735f", "#4f7f8f", "#d9a441", "#7a6fb0")[int(rng.random() * 4)])
    shape = (_bottle, _box, _jar)[int(rng.random() * 3)]
    return b.sheet(b.ground(38), b.glow(0, -50, 56, light.key, 0.35), shape(b, colour))


def _emblem(b: Brush, x: float, y: float, size: float, colour: str) -> str:
    petal = "M0,0 C4,-4 4,-10 0,-13 C-4,-10 -4,-4 0,0Z"
    return moved(
        "".join(moved(b.flat(petal, colour), 0, 0, 60 * i) for i in range(6)), x, y, 0, size
    )


def _bottle(b: Brush, colour: str) -> str:
    glass = (
        "M-24,-4 Q-24,0 -20,0 H20 Q24,0 24,-4 V-56 C24,-68 9,-68 9,-78 V-84 "
        "H-9 V-78 C-9,-68 -24,-68 -24,-56Z"
    )
    drawn = (
        b.form(glass, colour, lit=0.46, shade=0.42, rim=0.9)
        + b.form(box(-10.6, -102, 21.2, 19, 3), "#2f2b36", lit=0.4)
        + b.form(box(-10.6, -86, 21.2, 3.4, 0.8), "#e2bd68", lit=0.5)
    )
    label = b.form(box(-24, -50, 48, 34, 0), "#fbf5ea", lit=0.1, shade=0.2, rim=0) + _emblem(
        b, 0, -36, 0.8, colour
    )
    label += b.flat(box(-13, -24, 26, 1.8, 0.9) + box(-8, -20.6, 16, 1.3, 0.6), darker(colour, 0.3))
    return (
        drawn
        + label
        + b.flat("M-19,-6 V-56 Q-18,-62 -13,-64 L-13,-6Z", "#ffffff", 0.26)
        + b.gleam("M19,-10 V-52", 1.2, 0.6)
    )


def _box(b: Brush, colour: str) -> str:
    front = b.form("M-34,-78 H14 V0 H-34Z", colour, lit=0.3) + b.form(
        "M14,-78 L34,-86 V-9 L14,0Z", darker(colour, 0.3), lit=0.06
    )
    top = b.form("M-34,-78 L-14,-86 H34 L14,-78Z", paler(colour, 0.4)) + b.line(
        "M-34,-78 H14 V0", paler(colour, 0.5), 0.6, 0.8
    )
    face = _emblem(b, -10, -50, 1.1, paler(colour, 0.82)) + b.flat(
        box(-26, -26, 32, 2.4, 1) + box(-20, -20.6, 20, 1.8, 0.8), paler(colour, 0.8)
    )
    return (
        front
        + top
        + face
        + b.within(
            "M-34,-78 H14 V0 H-34Z",
            b.flat(polygon((-34, -60), (-8, -78), (4, -78), (-34, -50)), "#ffffff", 0.18),
        )
    )


def _jar(b: Brush, colour: str) -> str:
    glass = "M-36,-8 Q-36,0 -28,0 H28 Q36,0 36,-8 V-46 Q36,-54 28,-54 H-28 Q-36,-54 -36,-46Z"
    lid = b.form(box(-33, -78, 66, 23, 3.4), "#f5ead4", lit=0.4) + b.fold(
        "".join(path("M", x, -75, "v", 17) for x in range(-29, 31, 5)), "#f5ead4", 0.6
    )
    label = (
        b.form(box(-26, -42, 52, 30, 2), "#fdf8ee", lit=0.1, rim=0)
        + _emblem(b, 0, -28, 0.66, colour)
        + b.flat(box(-12, -18, 24, 1.6, 0.8), darker(colour, 0.3))
    )
    return (
        b.form(glass, colour, lit=0.42, shade=0.4, rim=0.9)
        + b.line("M-34,-55 H34", "#e2bd68", 2.2)
        + lid
        + label
        + b.flat(box(-33, -48, 4, 40, 2), "#ffffff", 0.4)
    )
