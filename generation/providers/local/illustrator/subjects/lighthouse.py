"""A striped lighthouse whose lamp turns."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    mix,
    polygon,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "lighthouse"
HEIGHT = 5.0
WIDTH = 160.0
FLOATS = False
PHASES, PERIOD = 24, 5.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -118.0, 5.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    red = chosen(sighting, ("#d8503f", "#3f6f9e")[int(rng.random() * 2)])
    tower = "M-13,0 L-8,-78 H8 L13,0Z"
    bands = b.within(
        tower,
        b.form("M-20,-68 H20 V-54 H-20Z M-20,-40 H20 V-26 H-20Z M-20,-12 H20 V2 H-20Z", red, rim=0),
    )
    rock = b.form(
        "M-34,2 C-30,-8 -20,-6 -14,-9 C-4,-6 8,-10 16,-7 C24,-8 32,-4 35,2Z", "#6a6672"
    ) + b.fold("M-20,-4 l6,3 M4,-5 l5,4 M18,-4 l6,4", "#6a6672", 0.8)
    deck = b.form(box(-12, -82, 24, 4.4, 1), "#3a3c48") + b.line(
        "M-11,-82 V-87 H11 V-82 M-5.5,-82 V-87 M0,-82 V-87 M5.5,-82 V-87", "#3a3c48", 0.7
    )
    lamp = b.flat(
        "M-6,-82 V-96 H6 V-82Z", mix("#8fb0c0", "#fff0b0", 0.5 + 0.5 * light.glow)
    ) + b.line("M-6,-96 V-82 M0,-96 V-82 M6,-96 V-82", "#3a3c48", 0.7)
    dome = b.form("M-8.6,-96 Q-7,-106 0,-107 Q7,-106 8.6,-96Z", red) + b.line(
        "M0,-107 V-112", "#3a3c48", 1
    )
    panes = b.flat(
        "M-2,-46 Q0,-50 2,-46 V-42 H-2Z M-2,-20 Q0,-24 2,-20 V-16 H-2Z", "#3f3a4a"
    ) + b.form("M-4,0 V-9 Q0,-13 4,-9 V0Z", "#6a4a3a")
    turn = wave(b.phase)
    reach, spread = 88 * turn, 5 + 5 * abs(turn)
    beam = (
        b.soft(
            polygon((0, -90), (reach, -90 - spread), (reach * 1.02, -90), (reach, -90 + spread)),
            "#fff2b8",
            0.5 * (0.3 + light.glow),
        )
        if abs(turn) > 0.08
        else ""
    )
    flare = b.glow(0, -89, 16 + 10 * max(0.0, wave(b.phase, 0.25)), "#fff0b0", 1.1)
    return b.sheet(rock, b.form(tower, "#f6f1e8"), bands, panes, deck, beam, lamp, dome, flare)
