"""A grand piano with its lid up."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    mix,
    oval,
    path,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "piano"
HEIGHT = 1.15
WIDTH = 136.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -108.0, 13.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    lacquer = chosen(sighting, ("#26222c", "#5a3028", "#f1ece4")[int(rng.random() * 3)])
    lid = b.form(
        "M-40,-62 C-30,-92 10,-110 52,-102 C62,-98 60,-84 56,-62Z", lacquer, lit=0.4, shade=0.2
    )
    inner = b.flat(
        "M-34,-62 C-24,-86 12,-101 48,-95 C55,-90 53,-78 50,-62Z",
        mix(lacquer, "#d8a860", 0.35),
        0.8,
    )
    prop = b.line("M34,-60 L26,-94", "#d8b060", 1.3)
    case = b.form("M-56,-62 H60 C62,-54 62,-46 58,-40 H-56Z", lacquer, lit=0.45)
    keys = b.flat(box(-58, -45, 56, 7, 1), "#fbf7ee") + b.fold(
        "".join(path("M", -54 + 4 * i, -45, "v", 7) for i in range(13)), "#b0a89c", 0.5
    )
    keys += b.flat(
        "".join(box(-51.4 + 4 * i, -45, 2.2, 4.2) for i in range(13) if i % 7 not in (2, 6)),
        "#1c1820",
    )
    slip = (
        b.form(box(-60, -38.6, 60, 6, 1.4), lacquer, lit=0.5)
        + b.form(box(-61, -52, 5, 19, 1), lacquer)
        + b.form(box(-2, -52, 5, 19, 1), lacquer)
    )
    stand = b.form("M-44,-66 L-40,-82 H-12 L-14,-66Z", darker(lacquer, 0.2)) + b.flat(
        "M-40,-67 L-37,-79 L-27,-78 L-16,-79 L-17,-67 L-28,-68Z", "#fdf8ea"
    )
    legs = "".join(
        b.form(f"M{x - 3},-34 L{x - 1.6},-3 H{x + 1.6} L{x + 3},-34Z", lacquer)
        + b.round(oval(x, -2, 2.4), "#d8b060")
        for x in (-50.0, -6.0, 50.0)
    )
    pedals = b.line("M18,-40 L20,-8 M26,-40 L24,-8", darker(lacquer, 0.1), 1.4) + b.form(
        box(15, -9, 14, 4, 1), "#d8b060"
    )
    stool = b.form(box(-50, -25, 30, 5, 2), "#6a3a34") + b.form(
        "M-47,-20 L-49,0 h3 L-43,-20Z M-27,-20 L-24,0 h3 L-23,-20Z", darker(lacquer, 0.2)
    )
    return b.sheet(
        b.ground(66),
        lid,
        inner,
        prop,
        legs,
        pedals,
        case,
        stand,
        keys,
        slip,
        stool,
        b.gleam("M-26,-84 C-6,-98 22,-104 44,-100", 1.4, 0.4),
    )
