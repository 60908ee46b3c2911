"""A small bird in flight, its wings beating."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    INK,
    Brush,
    chosen,
    darker,
    moved,
    oval,
    smooth,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "bird"
HEIGHT = 0.24
WIDTH = 150.0
FLOATS = True
PHASES, PERIOD = 16, 0.8

extent = still(WIDTH, -112.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """A swallow's shape: long wings, forked tail."""
    brush = Brush.of(KIND, pose, light)
    coat = chosen(sighting, rng.choice(("#3f5f8f", "#c8563f", "#5b7f6a", "#e0a63c")), "", "bird")
    beat = wave(brush.phase)
    wing = smooth([(-6, 0), (-22, -26), (-30, -50), (-12, -34), (14, -8)], closed=True)
    far, near = (
        moved(brush.form(wing, darker(coat, 0.2)), 6, -52, 30 - 50 * beat),
        moved(brush.form(wing, coat), 0, -48, 6 - 58 * beat),
    )
    body = smooth(
        [(-34, -46), (-10, -58), (22, -60), (40, -54), (28, -42), (0, -36), (-22, -40)], closed=True
    )
    return brush.sheet(
        far,
        brush.form("M-26,-48L-66,-58L-44,-46L-64,-34L-22,-42Z", darker(coat, 0.15)),
        brush.form(body, coat),
        brush.flat("M40,-53Q26,-40 0,-36Q-16,-38 -22,-41Q10,-44 30,-52Z", "#fbf1e2", 0.95),
        brush.flat("M38,-57L54,-53L38,-50Z", "#f0b23e"),
        brush.flat(oval(29, -55, 2.4), INK, pure=True),
        brush.flat(oval(28.4, -55.8, 0.8), "#ffffff", pure=True),
        moved(near, 0, -2 * beat),
    )
