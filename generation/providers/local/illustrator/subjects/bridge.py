"""An arched wooden bridge."""

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
    smooth,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "bridge"
HEIGHT = 1.2
WIDTH = 244.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -88.0, 11.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    red = chosen(sighting, ("#c9483a", "#8a5f45")[int(rng.random() * 2)])
    arch = "M-118,0 C-70,-62 70,-62 118,0 L100,4 C60,-40 -60,-40 -100,4Z"
    deck = b.form(arch, mix(red, "#5a3428", 0.35), lit=0.24)
    planks = b.fold(
        "".join(path("M", x, -_rise(x) + 1, "v", 6) for x in range(-100, 101, 10)), red, 0.9, 0.6
    )
    posts = "".join(
        b.form(box(x - 2.6, -_rise(x) - 32, 5.2, 34, 1), red)
        + b.round(oval(x, -_rise(x) - 34, 3.6), "#e2bd68", lit=0.4)
        for x in (-104, -62, -21, 21, 62, 104)
    )
    rails = "".join(
        b.line(
            smooth([(x, -_rise(x) - h) for x in range(-104, 105, 26)]),
            red if h > 20 else darker(red, 0.12),
            w,
        )
        for h, w in ((28, 4.2), (17, 2.4), (8, 2.4))
    )
    piers = b.form("M-64,-34 L-60,8 H-52 L-54,-38Z M54,-38 L52,8 H60 L64,-34Z", darker(red, 0.45))
    return b.sheet(
        piers,
        deck,
        planks,
        rails,
        posts,
        b.gleam(smooth([(x, -_rise(x) - 29.6) for x in range(-104, 105, 26)]), 0.9, 0.5),
    )


def _rise(x: float) -> float:
    """How high the deck is at `x`."""
    return 47 * max(0.0, 1 - (x / 118) ** 2)
