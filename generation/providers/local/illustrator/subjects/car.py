"""A small rounded car, its wheels turning."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    join,
    moved,
    oval,
    path,
    polyline,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "car"
HEIGHT = 0.85
WIDTH = 230.0
FLOATS = False
PHASES, PERIOD = 12, 0.6

extent = still(WIDTH, -92.0, 17.0)
cycle = steady(PHASES, PERIOD)


def _wheel(brush: Brush, x: float, turn: float) -> str:
    spokes = join(
        moved(brush.line(polyline((0, 0), (0, -9)), "#8d8f98", 2), 0, 0, turn + 72 * n)
        for n in range(5)
    )
    rim = brush.flat(oval(0, 0, 17), "#26262c") + brush.form(oval(0, 0, 10.5), "#d5d6da") + spokes
    return moved(rim + brush.flat(oval(0, 0, 2.6), "#5d5f68"), x, -17)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Looks right; the headlamp shines as much as lamps do in the scene."""
    brush = Brush.of(KIND, pose, light)
    paint = chosen(sighting, rng.choice(("#d9503f", "#3f7fa6", "#e3aa3c", "#5c9a7b")), "", "car")
    body = (
        "M-104,-22Q-108,-46 -92,-52L-62,-57Q-44,-86 -20,-88L22,-88Q44,-86 62,-58"
        "L90,-52Q108,-46 106,-22Q104,-16 96,-16L-96,-16Q-104,-16 -104,-22Z"
    )
    panes = (
        "M-50,-58Q-38,-80 -18,-81L-4,-81L-4,-58Z",
        "M3,-81L20,-81Q36,-80 50,-58L3,-58Z",
    )
    hop = 0.4 * wave(brush.phase, 0, 2)
    shell = (
        brush.form(body, paint, lit=0.35)
        + join(brush.upright(pane, "#d5ecf2", "#8fb4c4") for pane in panes)
        + join(brush.gleam(path("M", (x, -62), "L", (x + 12, -78)), 2.2, 0.5) for x in (-36, 12))
        + brush.line(polyline((-1, -56), (-1, -22)), darker(paint, 0.25), 1.2)
        + brush.flat(box(-16, -50, 11, 3, 1.5), darker(paint, 0.35))
        + brush.flat(box(-106, -24, 212, 6, 3), darker(paint, 0.3))
        + brush.flat(oval(98, -42, 6, 6.5), "#fff3c9", pure=True)
        + brush.flat(box(-105, -46, 7, 11, 2), "#ff7a5c", pure=True)
    )
    return brush.sheet(
        brush.ground(104),
        moved(shell, 0, hop),
        brush.glow(104, -42, 12, "#fff0b8", 1.0),
        _wheel(brush, -58, 72 * brush.phase),
        _wheel(brush, 60, 72 * brush.phase),
    )
