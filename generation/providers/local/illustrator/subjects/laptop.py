"""An open laptop, its screen alight."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    oval,
    polygon,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "laptop"
HEIGHT = 0.28
WIDTH = 168.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -140.0, 27.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    metal = chosen(sighting, ("#c9ced6", "#5a6070", "#e0cfc0")[int(rng.random() * 3)])
    lid = b.form(box(-58, -98, 116, 82, 5), darker(metal, 0.3), lit=0.4)
    view = box(-53, -93, 106, 71, 2)
    screen = b.upright(view, "#5f8fe8", "#f0a0b8")
    art = b.within(
        view,
        b.flat("M-60,-20 L-20,-58 L4,-36 L26,-62 L60,-28 V-10 H-60Z", "#34478f", 0.85),
        b.flat("M-60,-20 L-34,-40 L0,-16 Z M-6,-20 L34,-44 L64,-18Z", "#24306a", 0.9),
        b.flat(oval(24, -74, 9), "#fff2c8"),
    )
    glow = b.glow(0, -56, 84, "#a8c8ff", 0.5)
    base = b.form("M-62,-16 H62 L74,-4 Q74,0 70,0 H-70 Q-74,0 -74,-4Z", metal, lit=0.35)
    keys = b.fold("M-54,-13 H54 M-57,-10.4 H57 M-60,-7.8 H60", metal, 1.3, 0.6) + b.fold(
        box(-16, -6, 32, 4, 1), metal, 0.6, 0.7
    )
    return b.sheet(
        b.ground(74),
        glow,
        lid,
        screen,
        art,
        base,
        keys,
        b.flat(polygon((-53, -93), (-10, -93), (-40, -22), (-53, -22)), "#ffffff", 0.1),
        b.gleam("M-73,-3 H72", 0.8, 0.6),
    )
