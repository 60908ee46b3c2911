"""A sky lantern rising with its flame."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    mix,
    moved,
    oval,
    path,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "sky_lantern"
HEIGHT = 0.3
WIDTH = 136.0
FLOATS = True
PHASES, PERIOD = 24, 5.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -112.0, 19.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    colour = chosen(sighting, "#f59a4a")
    s, flicker = 2.0 * wave(b.phase), wave(b.phase, 0.1, 5)
    hull = "M-24,-8 C-34,-40 -40,-70 -30,-88 C-22,-102 22,-102 30,-88 C40,-70 34,-40 24,-8Z"
    drawn = b.glow(0, -46, 62, "#ffb45a", 1.1) + b.upright(
        hull, mix(colour, "#d8583a", 0.35), mix(colour, "#ffe6a0", 0.55), rim=0.3
    )
    drawn += b.soft(oval(0, -20, 24, 34), "#fff4c0", 0.85) + b.fold(
        "M-12,-9 C-16,-44 -18,-76 -11,-97 M12,-9 C16,-44 18,-76 11,-97", colour, 0.9, 0.45
    )
    drawn += b.line("M-24,-8 Q0,-2 24,-8 Q0,-14 -24,-8", "#8a5a34", 1.6) + b.line(
        "M-24,-8 L0,-4 L24,-8", "#8a5a34", 0.7
    )
    flame = path("M", -4, -5, "Q", -5, -12, 0, -18 - 2 * flicker, "Q", 5, -12, 4, -5, "Z")
    drawn += b.flat(flame, "#ffd24a", pure=True) + b.flat(
        "M-2,-5 Q-2,-9 0,-12 Q2,-9 2,-5Z", "#fffbe0", pure=True
    )
    return b.sheet(moved(drawn, s, -1.5 * wave(b.phase, 0.25), 1.6 * wave(b.phase, 0.1)))
