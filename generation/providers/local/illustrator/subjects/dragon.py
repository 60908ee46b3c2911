"""A Chinese dragon, winding through the air."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    INK,
    Brush,
    band,
    chosen,
    darker,
    join,
    moved,
    oval,
    polygon,
    polyline,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "dragon"
HEIGHT = 1.6
WIDTH = 374.0
FLOATS = True
PHASES, PERIOD = 24, 4.0

extent = still(WIDTH, -130.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """A serpent's body with a mane, antlers and whiskers; it undulates."""
    brush = Brush.of(KIND, pose, light)
    coat = chosen(sighting, rng.choice(("#2f9a86", "#d8503a", "#d9a233")), "", "dragon")
    gold = "#f2c55a"
    spine = [
        (-150.0 + 24 * n, -58 + (30 - 0.8 * n) * wave(brush.phase, -n / 6.5)) for n in range(12)
    ]
    widths = [4.0, 12, 18, 22, 25, 27, 28, 28, 27, 26, 24, 22]
    crest = join(
        brush.form(
            polygon((x - 8, y - w / 2 + 3), (x - 5, y - w / 2 - 10), (x + 6, y - w / 2 + 3)), gold
        )
        for (x, y), w in zip(spine[1:], widths[1:], strict=True)
    )
    belly = band(
        [(x, y + w * 0.28) for (x, y), w in zip(spine, widths, strict=True)],
        [w * 0.36 for w in widths],
    )
    scales = join(
        brush.line(f"M{x - 6:.1f},{y - 4:.1f}q5,6 0,11", darker(coat, 0.35), 1.3, 0.6)
        for x, y in spine[2:]
    )
    claws = join(_claw(brush, coat, *spine[n]) for n in (4, 9))
    tail = moved(
        brush.form("M0,0C-10,-14 -18,-12 -22,-20C-16,-4 -22,0 -26,8C-14,4 -8,10 0,0Z", gold),
        *spine[0],
    )
    head = moved(
        _head(brush, coat, gold), spine[-1][0] + 6, spine[-1][1] - 4, 6 * wave(brush.phase, -1.7)
    )
    return brush.sheet(
        tail,
        crest,
        brush.form(band(spine, widths), coat),
        brush.flat(belly, gold, 0.8),
        scales,
        claws,
        head,
    )


def _claw(brush: Brush, coat: str, x: float, y: float) -> str:
    leg = brush.form(band([(x, y), (x + 4, y + 16), (x + 14, y + 22)], (12, 9, 7)), coat)
    return leg + join(
        brush.line(polyline((x + 14, y + 22), (x + 20, y + 22 + d)), "#fbf1dc", 2)
        for d in (-4, 1, 6)
    )


def _head(brush: Brush, coat: str, gold: str) -> str:
    flow = 4 * wave(brush.phase, 0.2)
    mane = (
        "M-10,12C-30,16 -34,0 -40,-6C-26,-4 -30,-16 -36,-24"
        "C-20,-18 -18,-26 -18,-34C-8,-24 4,-20 8,-8Z"
    )
    skull = (
        "M-14,10C-18,-12 0,-24 16,-20C24,-26 36,-20 40,-14"
        "C52,-14 56,-6 50,-1L34,4L18,18C4,22 -10,20 -14,10Z"
    )
    return join(
        (
            brush.form(mane, gold),
            brush.line("M4,-20C0,-34 -10,-36 -16,-46M-3,-33L-2,-44", "#e9d3a0", 3.4),
            brush.line("M12,-21C14,-34 6,-40 4,-50M11,-36L18,-44", "#e9d3a0", 3.4),
            brush.form(skull, coat),
            brush.flat("M50,-1L34,4L20,12Q34,10 46,6Z", "#8f2f2a"),
            *(
                brush.flat(polygon((x, 0.0), (x + 4, 0.0), (x + 2, 6)), "#fffaf0")
                for x in (32, 38, 44)
            ),
            brush.flat(oval(17, -10, 5.4), "#fff6d0", pure=True),
            brush.flat(oval(18.4, -10, 2.6), INK, pure=True),
            brush.line("M9,-17Q17,-21 25,-16", gold, 3),
            brush.flat(oval(47, -10, 2), INK, pure=True),
            brush.line(f"M48,-6C66,-2 66,14 {58 + flow:.2f},26", gold, 1.8),
            brush.line(f"M42,0C54,8 50,20 {42 + flow:.2f},32", gold, 1.8),
            brush.form("M8,18C6,28 -2,30 -4,38C6,34 14,32 18,18Z", gold),
        )
    )
