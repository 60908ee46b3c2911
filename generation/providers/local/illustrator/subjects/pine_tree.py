"""An old pine with cloud-like needles."""

from __future__ import annotations

import math
from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    Point,
    band,
    chosen,
    darker,
    path,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "pine_tree"
HEIGHT = 3.8
WIDTH = 136.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -116.0, 9.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    green, bark = (
        chosen(sighting, ("#3f7a5c", "#4a805a", "#39705f")[int(rng.random() * 3)]),
        "#6a4a3c",
    )
    lean = rng.uniform(-6, 6)
    trunk: list[Point] = [
        (0, 0),
        (6 + lean, -22),
        (-5 + lean, -46),
        (5 + lean * 1.4, -68),
        (0 + lean * 1.6, -92),
    ]
    pads: list[tuple[float, float, float]] = [
        (-40, -44, 23),
        (36, -56, 25),
        (-32, -70, 22),
        (26, -80, 19),
        (-4 + lean * 1.6, -98, 21),
        (42, -36, 14),
    ]
    arms = ""
    for x, y, _ in pads:
        root = min(trunk, key=lambda p, y=y: abs(p[1] - y - 8))
        arms += band([root, ((root[0] + x) / 2, y + 9), (x, y + 2)], (4.6, 3.4, 1.4)) + " "
    bark_lines = "".join(
        path("M", px - 2, py - 3, "q", 2, -3, 4, -1, "M", px - 1, py - 11, "q", 2, -2.6, 4, -1)
        for px, py in trunk[:-1]
    )
    drawn = (
        b.form(band(trunk, (13, 9.4, 8, 6, 2.4)), bark, lit=0.25)
        + b.flat(arms, darker(bark, 0.1))
        + b.fold(bark_lines, bark, 0.9)
    )
    clouds = "".join(
        _pad(b, rng, x, y, r, green) for x, y, r in sorted(pads, key=lambda p: p[1], reverse=True)
    )
    return b.sheet(
        b.ground(40),
        b.form("M-12,1 Q-6,-4 -5,-10 H6 Q7,-3 13,1 Q4,-1 0,1 Q-6,-1 -12,1Z", bark),
        drawn,
        clouds,
    )


def _pad(b: Brush, rng: Random, x: float, y: float, r: float, green: str) -> str:
    """One shelf of needles."""

    def cloud(cx: float, cy: float, w: float, h: float) -> str:
        n = 7
        top = [
            (cx - w + 2 * w * i / n, cy - h * math.sin(math.pi * (0.1 + 0.8 * i / n)))
            for i in range(n + 1)
        ]
        words = path("M", top[0])
        for point in top[1:]:
            words += path("A", w / n * 1.25, w / n * 1.15, 0, 0, 1, point)
        return words + (
            path("Q", cx + w * 1.08, cy + h * 0.22, cx + w * 0.5, cy + h * 0.2)
            + path("Q", cx, cy + h * 0.4, cx - w * 0.5, cy + h * 0.2)
            + path("Q", cx - w * 1.08, cy + h * 0.2, top[0], "Z")
        )

    flip = -1 if b.light.from_left else 1
    drawn = b.flat(cloud(x, y + 2, r, r * 0.56), b.dim(green, 0.4), pure=True) + b.form(
        cloud(x, y, r * 0.97, r * 0.54), green, lit=0.24
    )
    drawn += b.flat(
        cloud(x + flip * r * 0.14, y - r * 0.14, r * 0.64, r * 0.34),
        b.lit(green, 0.24),
        0.8,
        pure=True,
    )
    needles = ""
    for _ in range(22):
        px, py = x + rng.uniform(-0.8, 0.8) * r, y - rng.uniform(-0.08, 0.44) * r
        needles += path("M", px, py, "l", rng.uniform(-2, 2), -2.6)
    return drawn + b.line(needles, b.lit(green, 0.4), 0.5, 0.7, pure=True)
