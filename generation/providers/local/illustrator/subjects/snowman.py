"""A snowman with hat and scarf."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    darker,
    oval,
    paler,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "snowman"
HEIGHT = 0.7
WIDTH = 100.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -118.0, 9.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    snow, wool = (
        "#f7fafc",
        chosen(sighting, ("#d8453f", "#3f8f7a", "#4f6fb0")[int(rng.random() * 3)], "scarf", ""),
    )
    arms = b.line(
        (
            "M-20,-46 L-42,-62 M-35,-57 L-44,-55 M-36,-58 L-38,-67 M20,-46 "
            "L42,-60 M35,-55.6 L44,-52 M36,-56 L37,-65"
        ),
        "#6a4a38",
        2.2,
    )
    balls = (
        b.round(oval(0, -22, 29, 23), snow, lit=0.2, shade=0.3)
        + b.round(oval(0, -52, 21, 18), snow, lit=0.2, shade=0.3)
        + b.round(oval(0, -78, 16.5, 15.5), snow, lit=0.2, shade=0.26)
    )
    coals = b.flat(
        "".join(
            oval(x, y, r)
            for x, y, r in (
                (-5, -81, 2),
                (7, -81, 2),
                (1, -53, 1.9),
                (1, -45, 1.9),
                (1, -26, 2),
                (-4, -70, 0.9),
                (-0.6, -68.6, 0.9),
                (3, -68.4, 0.9),
                (6.4, -69.4, 0.9),
                (9, -71.4, 0.9),
            )
        ),
        "#2a262c",
    )
    nose = b.form("M0,-78 L20,-74.6 L1,-73.4 Q-2,-75.6 0,-78Z", "#f08a34")
    scarf = (
        b.form("M-16,-68 Q0,-58 16,-68 L17,-62 Q0,-51 -17,-62Z", wool)
        + b.form("M8,-60 L16,-58 L20,-38 L11,-37Z", darker(wool, 0.08))
        + b.fold("M12,-44 l8,-1 M11,-50 l8,-1.4", paler(wool, 0.6), 1.4)
    )
    hat = (
        b.form("M-14,-90 L-12,-110 Q0,-114 12,-110 L14,-90Z", "#2e2b36", lit=0.3)
        + b.form(
            "M-22,-90 Q0,-84 22,-90 Q22,-86 18,-86 Q0,-81 -18,-86 Q-22,-86 -22,-90Z",
            "#2e2b36",
            lit=0.3,
        )
        + b.form("M-13.6,-95 Q0,-91 13.6,-95 L14,-90 Q0,-86 -14,-90Z", wool)
    )
    blush = "".join(b.soft(oval(x, -75, 3.4, 2.2), "#f2685a", 0.4) for x in (-9.6, 12))
    return b.sheet(b.ground(34), arms, balls, scarf, coals, blush, nose, hat)
