"""A big white ship with funnels and rows of lit windows."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    mix,
    moved,
    oval,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "ship"
HEIGHT = 3.0
WIDTH = 276.0
FLOATS = False
PHASES, PERIOD = 24, 6.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -112.0, 17.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    paint = chosen(sighting, ("#2f4a70", "#8a3a3a", "#2f5f5a")[int(rng.random() * 3)])
    pane = mix("#8fb0c4", "#ffd98a", 0.15 + 0.85 * light.glow)
    hull = "M-128,-40 H132 C126,-22 116,-4 104,8 H-108 C-122,-2 -128,-20 -128,-40Z"
    stripes = b.within(
        hull,
        b.form("M-140,-4 H140 V12 H-140Z", "#a8463c", rim=0),
        b.line("M-140,-6 H140", "#f6f1e6", 2),
        b.line("M-140,-37 H140", "#f6f1e6", 4),
    )
    holes = b.flat("".join(oval(-110 + 15 * i, -22, 3) for i in range(15)), pane, pure=True)
    decks = (
        b.form(box(-100, -54, 190, 14, 3), "#f8f5ee", lit=0.2)
        + b.form(box(-84, -67, 152, 13, 3), "#f8f5ee", lit=0.2)
        + b.form(box(-62, -79, 104, 12, 3), "#f8f5ee", lit=0.2)
        + b.form("M44,-67 V-86 H62 L70,-67Z", "#f8f5ee")
    )
    rows = b.flat(
        "".join(box(-94 + 11 * i, -50.5, 6.4, 5.4, 1) for i in range(16))
        + "".join(box(-78 + 11 * i, -63.6, 6.4, 5.4, 1) for i in range(13))
        + "".join(box(-56 + 11 * i, -75.6, 6.4, 5, 1) for i in range(9))
        + box(50, -82, 13, 5, 1),
        pane,
        pure=True,
    )
    stacks = "".join(
        b.form(f"M{x - 8},-79 L{x - 6},-106 H{x + 9} L{x + 8},-79Z", "#d8563f", lit=0.3)
        + b.form(f"M{x - 6.4},-106 H{x + 9.4} L{x + 9},-98 H{x - 6.8}Z", "#2f2c36")
        for x in (-42.0, -12.0, 18.0)
    )
    mast = b.line("M90,-42 V-92 M90,-84 L128,-42 M90,-88 L44,-84", "#5a5664", 1.0) + b.form(
        "M90,-92 L76,-88 L90,-84Z", "#d8453f"
    )
    foam = b.line(
        "M-116,10 q8,-4 16,0 t16,0 M96,10 q9,-6 18,-1 M-20,11 q8,-3 16,0 t16,0 M50,11 q8,-3 16,0",
        "#ffffff",
        1.6,
        0.7,
    )
    drawn = (
        stacks + decks + rows + mast + b.form(hull, paint, lit=0.26, shade=0.36) + stripes + holes
    )
    return b.sheet(
        b.soft(oval(0, 8, 138, 7), light.shade, 0.35),
        moved(drawn, 0, 0.8 * wave(b.phase, 0.25), 0.8 * wave(b.phase)),
        foam,
    )
