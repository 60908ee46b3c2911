"""A rocket with its flame."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    darker,
    mirrored,
    oval,
    path,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "rocket"
HEIGHT = 1.7
WIDTH = 84.0
FLOATS = True
PHASES, PERIOD = 8, 0.4

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -110.0, 53.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    paint = chosen(sighting, ("#e0503f", "#3f78b8", "#f0a83f")[int(rng.random() * 3)])
    hull = "M0,-106 C20,-88 25,-60 19,-14 H-19 C-25,-60 -20,-88 0,-106Z"
    nose = b.within(
        hull,
        b.form("M-30,-110 H30 V-79 Q0,-71 -30,-79Z", paint, rim=0),
        b.form("M-30,-24 Q0,-17 30,-24 V-8 H-30Z", paint, rim=0),
    )
    fin = b.form("M17,-42 C32,-34 37,-16 35,2 C29,-6 23,-9 18,-10Z", paint, lit=0.3)
    port = (
        b.round(oval(0, -58, 11), "#c9ced6", lit=0.5)
        + b.round(oval(0, -58, 8), "#4f9fd0", lit=0.6)
        + b.flat(oval(-3, -61, 2.2, 1.6), "#ffffff", 0.9, pure=True)
    )
    s, t = wave(b.phase), wave(b.phase, 0.3, 2)
    flame = path(
        "M", -12, -8, "C", -17, 10, -7 + s, 22, t, 40 + 4 * s, "C", 7 + s, 22, 17, 10, 12, -8, "Z"
    )
    core = path(
        "M", -6.6, -8, "C", -9, 4, -3, 12, 0.6 * t, 22 + 3 * t, "C", 3, 12, 9, 4, 6.6, -8, "Z"
    )
    fire = (
        b.glow(0, 12, 38, "#ffb45a", 1.2)
        + b.upright(flame, "#ffb02e", "#f0552e")
        + b.flat(core, "#fff3b8", pure=True)
    )
    rivets = b.fold("M-20.4,-40 Q0,-33 20.4,-40", "#d8dce2", 0.8)
    keel = b.form("M-2.6,-32 Q0,-36 2.6,-32 L2,6 Q0,10 -2,6Z", darker(paint, 0.15))
    return b.sheet(
        fire,
        b.form("M-12,-14 H12 L14,-6 H-14Z", "#4a4e5a"),
        mirrored(fin) + fin,
        b.form(hull, "#f5f3ee", lit=0.2, shade=0.34),
        nose,
        rivets,
        port,
        keel,
    )
