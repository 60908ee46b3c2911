"""A five-storeyed pagoda with upturned eaves."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    oval,
    path,
    polygon,
    polyline,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "pagoda"
HEIGHT = 3.4
WIDTH = 92.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -112.0)
cycle = steady(PHASES, PERIOD)


def _roof(y: float, half: float, rise: float) -> str:
    return path(
        *("M", (-half - 5, y - 3), "Q", (-half + 4, y + 1), (-half + 12, y + 1.5)),
        *("L", (half - 12, y + 1.5), "Q", (half - 4, y + 1), (half + 5, y - 3)),
        *("Q", (half * 0.55, y - rise * 0.5), (half * 0.42, y - rise)),
        *(
            "L",
            (-half * 0.42, y - rise),
            "Q",
            (-half * 0.55, y - rise * 0.5),
            (-half - 5, y - 3),
            "Z",
        ),
    )


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Storeys grow smaller towards the spire; windows are lit as much as lamps shine."""
    brush = Brush.of(KIND, pose, light)
    wall, roof = chosen(sighting, "#b5442f"), "#38424f"
    parts = [
        brush.ground(40),
        brush.form(box(-34, -5, 68, 5), "#8f8577"),
        brush.form(box(-29, -9, 58, 5), "#a39a8a"),
    ]
    for storey in range(5):
        half, y = 27 - 4 * storey, -9 - 17 * storey
        parts.append(brush.form(box(-half * 0.7, y - 12, half * 1.4, 12), wall, rim=0.2))
        for column in (-0.66, -0.22, 0.22, 0.66):
            parts.append(
                brush.line(
                    polyline((half * column, y - 12), (half * column, y)), darker(wall, 0.3), 1.0
                )
            )
        for window in (-0.44, 0.0, 0.44):
            pane = box(half * window - 2, y - 9, 4, 6, 0.6)
            parts.append(brush.flat(pane, "#3a1f1a"))
            parts.append(brush.flat(pane, "#ffc873", min(1.0, light.glow * 1.4), pure=True))
        parts.append(brush.form(_roof(y - 11, half, 7), roof, lit=0.25))
    parts += [
        brush.form(polygon((-3, -99), (0, -112), (3, -99)), "#c99a3f"),
        brush.form(oval(0, -100, 2.6, 2), "#d9b35a"),
    ]
    return brush.sheet(*parts)
