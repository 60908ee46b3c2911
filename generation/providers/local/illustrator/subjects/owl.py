"""An owl that watches; it flies by night."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    darker,
    mirrored,
    mix,
    moved,
    oval,
    path,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "owl"
HEIGHT = 0.3
WIDTH = 152.0
FLOATS = False
PHASES, PERIOD = 24, 4.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -118.0, 7.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    colour = chosen(sighting, ("#8a6248", "#a58a70", "#6f6478")[int(rng.random() * 3)])
    pale, gold = mix(colour, "#fff0d8", 0.72), "#f2b23c"
    breath, turn = wave(b.phase), 2.4 * wave(b.phase, 0.2)
    hull = (
        path("M", 0, -70, "C", 26, -70, 34, -44, 31, -24)
        + path("C", 29, -6, 18, -1, 0, -1, "C", -18, -1, -29, -6, -31, -24)
        + path("C", -34, -44, -26, -70, 0, -70, "Z")
    )
    bars = "".join(
        path("M", x, y, "q", 3.4, 4.4, 6.8, 0)
        for y, xs in (
            (-46, (-14, -3.4, 7)),
            (-36, (-18, -8, 2, 12)),
            (-26, (-14, -3.4, 7)),
            (-16, (-10, 2)),
        )
        for x in xs
    )
    chest = b.flat(oval(0, -30, 20, 27), pale) + b.line(bars, colour, 1.6, 0.8)
    wing = b.form(
        (
            path("M", 24, -62, "C", 38 + breath, -46, 36 + breath, -20, 20, -8)
            + path("C", 24, -28, 22, -46, 24, -62, "Z")
        ),
        darker(colour, 0.22),
    )
    feet = b.line("M-12,-1 v3 M-8,-1 v3.4 M-4,-1 v3 M4,-1 v3 M8,-1 v3.4 M12,-1 v3", gold, 2.4)
    flap = ""
    if sighting.traits & {"flying", "running"}:
        lift = 40 * wave(b.phase, 0.0, 3)
        plume = (
            path("M", 20, -60, "C", 44, -76 - lift, 64, -66 - lift, 72, -50 - lift)
            + path("L", 62, -42 - lift * 0.8, "L", 52, -34 - lift * 0.6)
            + path("L", 40, -28 - lift * 0.4, "Q", 28, -24, 22, -26, "Z")
        )
        flap = b.form(plume, darker(colour, 0.15))
    sides = mirrored(flap or wing) + (flap or wing)
    return b.sheet(
        b.ground(26),
        feet,
        b.form(hull, colour, lit=0.26),
        chest,
        sides,
        moved(_face(b, colour, pale, gold), turn, -78, turn),
    )


def _face(b: Brush, colour: str, pale: str, gold: str) -> str:
    skull = (
        "M-28,-8 C-32,-20 -30,-28 -27,-34 C-20,-28 -10,-26 0,-26 C10,-26 20,-28 27,-34 "
        "C30,-28 32,-20 28,-8 C26,10 14,16 0,16 C-14,16 -26,10 -28,-8Z"
    )
    shut = 0.55 < b.phase < 0.6
    eye = (
        b.flat(oval(11, -4, 12), pale)
        + b.round(oval(11, -4, 8), gold)
        + b.flat(oval(11, -4, 4.8), "#17101a", pure=True)
    )
    eye += b.flat(oval(9, -6.4, 1.8), "#ffffff", pure=True)
    if shut:
        eye = b.flat(oval(11, -4, 12), pale) + b.line("M4,-4 Q11,2 18,-4", "#2a1a20", 1.6)
    beak = b.form("M-3.4,0 Q0,-3.4 3.4,0 Q2,8 0,9 Q-2,8 -3.4,0Z", "#e08a34")
    brow = b.fold("M2,-14 Q14,-22 25,-29", colour, 1.8)
    return b.form(skull, colour, lit=0.26) + eye + mirrored(eye) + brow + mirrored(brow) + beak
