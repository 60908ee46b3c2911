"""A windmill, its sails turning."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    mix,
    moved,
    oval,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "windmill"
HEIGHT = 3.4
WIDTH = 116.0
FLOATS = False
PHASES, PERIOD = 24, 6.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -132.0, 7.0)

HUB = (2.0, -76.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    wall = chosen(sighting, ("#f1e4cf", "#d9c4a8", "#e6e2da")[int(rng.random() * 3)])
    cap, wood = chosen(sighting, "#8a4f3c", "roof"), "#7a553c"
    tower = b.form("M-22,0 L-13,-70 H15 L24,0Z", wall, lit=0.24, shade=0.34) + b.fold(
        "M-16,-40 h6 M4,-30 h7 M-12,-56 h5 M8,-50 h6 M-18,-14 h7 M10,-12 h7", wall, 0.8, 0.6
    )
    head = b.form("M-15,-70 Q-13,-90 1,-92 Q15,-90 17,-70Z", cap, lit=0.28) + b.form(
        box(-17, -72, 36, 4, 1.4), darker(cap, 0.2)
    )
    pane = mix("#4a5a6a", "#ffd27a", 0.2 + 0.8 * light.glow)
    openings = b.form("M-5,0 V-14 Q1,-20 7,-14 V0Z", wood) + "".join(
        b.flat(f"M{x},{y} q3,-5 6,0 v6 h-6Z", pane, pure=True) for x, y in ((-8, -48), (4, -32))
    )
    # A quarter turn in one cycle brings each sail to where the next one was.
    turn = 12.0 + 90.0 * b.phase
    sails = "".join(moved(_sail(b, wood), *HUB, turn + 90 * i) for i in range(4))
    return b.sheet(b.ground(32), tower, head, openings, sails, b.round(oval(*HUB, 3.6), wood))


def _sail(b: Brush, wood: str) -> str:
    spar = b.line("M0,0 V-50", wood, 1.8)
    cloth = b.form("M1.4,-9 H11 Q12.6,-30 10,-50 H1.4Z", "#fbf3e2", shade=0.2)
    return (
        cloth
        + b.line(
            "M1.4,-18 H11.6 M1.4,-26 H12 M1.4,-34 H12 M1.4,-42 H11.2 M6.4,-9 V-50", wood, 0.6, 0.8
        )
        + spar
    )
