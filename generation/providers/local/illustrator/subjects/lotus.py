"""A lotus in bloom over its leaves."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    join,
    moved,
    oval,
    paler,
    path,
    polyline,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "lotus"
HEIGHT = 0.4
WIDTH = 180.0
FLOATS = False
PHASES, PERIOD = 24, 5.0

extent = still(WIDTH, -104.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Petals in three rows; the flower sways by a unit or two."""
    brush = Brush.of(KIND, pose, light)
    pink = chosen(sighting, "#f3a3b8", "", "flower")
    petal = "M0,0Q-15,-26 0,-52Q15,-26 0,0Z"
    sway = 1.6 * wave(brush.phase)
    rows = (
        (0.92, (-76, -52, -26, 0, 26, 52, 76), 0.0),
        (0.8, (-60, -34, 34, 60), 0.18),
        (0.74, (-18, 18), 0.32),
    )
    bloom = join(
        moved(brush.upright(petal, pink, paler(pink, 0.45 + pale), rim=0.3), 0, 0, turn, size)
        for size, turns, pale in rows
        for turn in turns
    )
    return brush.sheet(
        brush.form(oval(-46, -6, 44, 9), "#4f8f6a"),
        brush.form(oval(48, -4, 40, 8), "#5f9d74"),
        brush.line(polyline((-46, -6), (-84, -8)), "#86bd94", 1),
        brush.line(path("M", (6, 0), "Q", (4, -24), (sway, -48)), "#5d9a66", 3.4),
        moved(bloom, sway, -46, 1.2 * sway),
        brush.form(oval(sway, -52, 9, 4), "#e9c75d"),
    )
