"""A snowman with a scarf and a carrot nose."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    mirrored,
    oval,
    polygon,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "snowman"
HEIGHT = 0.8
WIDTH = 110.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -116.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Two balls of snow, a hat, twigs for arms."""
    brush = Brush.of(KIND, pose, light)
    scarf = chosen(sighting, "#d8443c", "", "scarf")
    twig = "M-26,-42L-48,-58M-41,-53L-50,-50M-43,-55L-44,-64"
    return brush.sheet(
        brush.ground(36),
        brush.line(twig, "#5b4030", 2),
        mirrored(brush.line(twig, "#5b4030", 2)),
        brush.round(oval(0, -28, 32, 29), "#f6f9fc", lit=0.1, shade=0.3),
        brush.round(oval(0, -72, 22, 21), "#fbfcfe", lit=0.1, shade=0.25),
        *(brush.flat(oval(0, y, 2.3), "#3a3338") for y in (-42, -32, -22)),
        brush.form(
            "M-19,-60Q0,-48 19,-60L20,-53Q0,-41 -20,-53Z",
            scarf,
        ),
        brush.form(
            "M9,-50L18,-30L9,-28L3,-48Z",
            darker(scarf, 0.12),
        ),
        brush.flat(oval(-7, -78, 2.3), "#2d2a30"),
        brush.flat(oval(7, -78, 2.3), "#2d2a30"),
        brush.form(polygon((-1, -75), (18, -70), (-1, -69)), "#ee8a35"),
        brush.line("M-6,-64Q0,-60 6,-64", "#3a3338", 1.4),
        brush.form(box(-20, -94, 40, 4.5, 2), "#333544"),
        brush.form(box(-13, -114, 26, 21, 2), "#333544"),
        brush.flat(box(-13, -99, 26, 5), scarf),
    )
