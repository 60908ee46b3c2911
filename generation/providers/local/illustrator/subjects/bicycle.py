"""A bicycle with a basket of flowers."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    join,
    moved,
    oval,
    polygon,
    polyline,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "bicycle"
HEIGHT = 0.62
WIDTH = 170.0
FLOATS = False
PHASES, PERIOD = 12, 1.0

extent = still(WIDTH, -104.0, 12.0)
cycle = steady(PHASES, PERIOD)


def _wheel(brush: Brush, x: float, turn: float) -> str:
    spokes = join(
        moved(brush.line(polyline((0, -29), (0, 29)), "#b9b4aa", 0.7), 0, 0, turn + 30 * n)
        for n in range(6)
    )
    return moved(
        spokes + brush.line(oval(0, 0, 30), "#33323a", 3.4) + brush.flat(oval(0, 0, 3), "#55545c"),
        x,
        -33,
    )


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """The wheels turn by one spoke in a cycle."""
    brush = Brush.of(KIND, pose, light)
    paint = chosen(sighting, rng.choice(("#d9574a", "#4f9a90", "#e0a63c")), "", "bicycle")
    frame = "M-46,-33L-24,-76L32,-78L-6,-34ZM-24,-76L-6,-34M46,-33L30,-88"
    blooms = (
        (36, -84, "#f2a3b4"),
        (44, -88, "#f6d36b"),
        (52, -84, "#fbf3e6"),
        (58, -88, "#e58fa0"),
    )
    return brush.sheet(
        brush.ground(72),
        _wheel(brush, -46, 30 * brush.phase),
        _wheel(brush, 46, 30 * brush.phase),
        brush.line(frame, paint, 4),
        brush.form(
            "M-38,-84Q-24,-90 -10,-84Q-22,-80 -38,-84Z",
            "#5b3a2a",
        ),
        brush.line(polyline((-24, -82), (-24, -74)), "#8d8f98", 2.4),
        brush.line("M30,-88Q26,-98 12,-97", "#4b4a52", 3),
        *(brush.round(oval(x, y, 5.4), c) for x, y, c in blooms),
        brush.form(polygon((32, -82), (64, -82), (60, -62), (37, -62)), "#c79a63"),
        brush.form(oval(-6, -34, 6), "#8d8f98"),
    )
