"""A paper lantern that hangs, lit from inside, its tassel swaying."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    join,
    oval,
    path,
    polyline,
    smooth,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "lantern"
HEIGHT = 0.42
WIDTH = 70.0
FLOATS = True
PHASES, PERIOD = 24, 4.0

extent = still(WIDTH, -112.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """A round red lantern; it swings by a few degrees."""
    brush = Brush.of(KIND, pose, light)
    paper = chosen(sighting, "#d8342b", "", "lantern")
    body = smooth(
        [(-27, -62), (-22, -84), (0, -90), (22, -84), (27, -62), (22, -40), (0, -34), (-22, -40)],
        closed=True,
    )
    ribs = [
        path("M", (x * 0.35, -89), "Q", (x * 1.35, -62), (x * 0.35, -35))
        for x in (-22, -11, 0, 11, 22)
    ]
    tassel = 3.0 * wave(brush.phase, 0.2)
    parts = [
        brush.line(polyline((0, -108), (0, -94)), "#5b3a24", 1.2),
        brush.glow(0, -62, 34, "#ffb054", 0.7),
        brush.round(body, paper, lit=0.15, shade=0.25),
        brush.soft(oval(0, -60, 20, 22), "#ffd98a", 0.45 + 0.5 * light.glow),
        *(brush.line(rib, darker(paper, 0.35), 0.9, 0.55) for rib in ribs),
        brush.form(box(-12, -95, 24, 6, 2), "#d9a441"),
        brush.form(box(-12, -36, 24, 6, 2), "#d9a441"),
        brush.line(path("M", (0, -30), "Q", (0, -24), (tassel * 0.4, -20)), "#d9a441", 1.4),
        *(
            brush.line(
                path("M", (tassel * 0.4, -20), "Q", (x * 0.6, -10), (tassel + x, -1)),
                "#e0533f",
                1.2,
            )
            for x in (-4, -2, 0, 2, 4)
        ),
    ]
    swing = 3.0 * wave(brush.phase)
    return brush.sheet(f'<g transform="rotate({swing:.2f} 0 -108)">{join(parts)}</g>')
