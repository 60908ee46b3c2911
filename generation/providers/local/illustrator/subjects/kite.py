"""A diamond kite on the wind, its tail streaming."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    mix,
    moved,
    smooth,
    steady,
    still,
    swung,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "kite"
HEIGHT = 0.5
WIDTH = 120.0
FLOATS = True
PHASES, PERIOD = 24, 3.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -118.0, 55.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    colour = chosen(sighting, ("#e8573f", "#3f8fb8", "#f0b03f")[int(rng.random() * 3)])
    second, third = "#ffe2a0", mix(colour, "#3a2f6a", 0.35)
    facets = (
        b.form("M0,-112 L34,-70 H0Z", second, rim=0.2)
        + b.form("M0,-112 L-34,-70 H0Z", colour)
        + b.form("M-34,-70 L0,-14 V-70Z", second, rim=0.2)
        + b.form("M34,-70 L0,-14 V-70Z", third, rim=0.2)
    )
    spars = b.line("M0,-112 V-14 M-34,-70 H34", "#8a5f3c", 1.4)
    points = [
        (-4.0 * i + 6.5 * wave(b.phase, -0.16 * i) * min(1.0, i / 2), -14.0 + 8.5 * i)
        for i in range(6)
    ]
    tail = b.line(smooth(points), "#fff6e6", 1.4)
    bows = "".join(
        moved(
            b.form("M0,0 L-7,-4.4 V4.4Z M0,0 L7,-4.4 V4.4Z", (colour, second, third)[i % 3]),
            *points[i],
            20 * wave(b.phase, -0.16 * i),
        )
        for i in range(1, 6)
    )
    string = b.line("M0,-66 Q20,-20 66,34", "#fffaf0", 0.6, 0.8)
    return b.sheet(
        swung(string + tail + bows + facets + spars, 14 + 4 * wave(b.phase, 0.1), 0, -66)
    )
