"""A product to show: a bottle, a jar or a box, by its seed."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    join,
    oval,
    polygon,
    polyline,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "product"
HEIGHT = 0.6
WIDTH = 56.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -112.0)
cycle = steady(PHASES, PERIOD)


def _bottle(brush: Brush, colour: str) -> str:
    body = "M-20,0Q-24,-2 -24,-10L-24,-62Q-22,-78 -8,-82L8,-82Q22,-78 24,-62L24,-10Q24,-2 20,0Z"
    return join(
        (
            brush.form(body, colour, lit=0.45),
            brush.within(body, brush.flat(box(-30, -40, 60, 42), darker(colour, 0.22), 0.35)),
            brush.form(box(-8, -90, 16, 9, 1), "#e7d3a1"),
            brush.form(box(-11, -110, 22, 21, 3), "#2f2c33", lit=0.4),
            brush.form(box(-16, -52, 32, 26, 2), "#fbf5ea"),
            brush.line(polyline((-9, -44), (9, -44)), "#b79a63", 1.6),
            brush.line(polyline((-6, -37), (6, -37)), "#c9bba2", 1.1),
            brush.gleam(polyline((-18, -66), (-18, -12)), 2.6, 0.6),
        )
    )


def _jar(brush: Brush, colour: str) -> str:
    return join(
        (
            brush.form(box(-27, -58, 54, 58, 9), colour, lit=0.45),
            brush.form(box(-25, -82, 50, 24, 4), "#e9dcc3", lit=0.4),
            brush.line(polyline((-25, -64), (25, -64)), darker(colour, 0.3), 1),
            brush.flat(oval(0, -30, 14), "#fbf5ea"),
            brush.line(oval(0, -30, 11), "#b79a63", 0.9),
            brush.gleam(polyline((-20, -50), (-20, -10)), 2.6, 0.55),
        )
    )


def _box(brush: Brush, colour: str) -> str:
    return join(
        (
            brush.form(box(-26, -96, 52, 96, 2), colour, lit=0.35),
            brush.flat(polygon((10, -96), (26, -96), (26, 0), (10, 0)), darker(colour, 0.25), 0.45),
            brush.line(box(-20, -88, 26, 80), "#f2e2b8", 1.2),
            brush.flat(oval(-7, -56, 8), "#f2e2b8"),
            brush.line(polyline((-15, -34), (1, -34)), "#f2e2b8", 1.6),
            brush.line(polyline((-12, -27), (-2, -27)), "#f2e2b8", 1.1),
        )
    )


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Always the same make and colour for one seed."""
    brush = Brush.of(KIND, pose, light)
    make = rng.choice((_bottle, _jar, _box))
    colour = chosen(sighting, rng.choice(("#d98a72", "#6f9aa8", "#8a9f7b", "#c9a0b4", "#39465e")))
    return brush.sheet(brush.ground(30), make(brush, colour))
