"""A small arched bridge over water."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    darker,
    oval,
    path,
    polyline,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "bridge"
HEIGHT = 0.9
WIDTH = 330.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -104.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """One arch with a railing; water is the place's, not the bridge's."""
    brush = Brush.of(KIND, pose, light)
    wood = chosen(sighting, "#b8483a")
    deck = path(
        *("M", (-160, 0), "Q", (-80, -62), (0, -64), "Q", (80, -62), (160, 0)),
        *("L", (128, 0), "Q", (70, -46), (0, -48), "Q", (-70, -46), (-128, 0), "Z"),
    )
    parts = [brush.form(deck, wood)]
    for n in range(-4, 5):
        x, y = n * 33.0, -64 + (n * 33.0) ** 2 / 400
        parts.append(brush.line(polyline((x, y + 2), (x, y - 30)), darker(wood, 0.15), 5))
        parts.append(brush.form(oval(x, y - 33, 4.4, 4.4), "#c99a3f"))
    for lift in (14, 26):
        rail = path(
            "M",
            (-140, -18 - lift + 4),
            "Q",
            (-70, -63 - lift),
            (0, -64 - lift),
            "Q",
            (70, -63 - lift),
            (140, -14 - lift),
        )
        parts.append(brush.line(rail, wood, 4))
    return brush.sheet(*parts)
