"""A small wooden boat with a sail, bobbing."""

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

KIND = "boat"
HEIGHT = 1.3
WIDTH = 160.0
FLOATS = False
PHASES, PERIOD = 24, 4.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -114.0, 19.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    cloth = chosen(sighting, ("#f7ead2", "#e8795a", "#f2c86a")[int(rng.random() * 3)])
    timber, second = "#7a4a34", mix(cloth, "#d8453f", 0.35)
    full = 2.0 * wave(b.phase, 0.3)
    mast = b.line("M0,-8 V-106", "#5a382a", 2.6) + b.form(
        path("M", 0, -106, "Q", 8 + full, -104, 15 + full, -101, "Q", 8, -99, 0, -99, "Z"),
        "#d8453f",
    )
    main = path(
        "M", 3, -97, "C", 30 + full, -72, 45 + full, -40, 42, -19, "Q", 22, -14, 3, -17, "Z"
    )
    jib = path("M", -3, -90, "C", -20 + full * 0.5, -66, -36 + full * 0.5, -40, -44, -19) + path(
        "Q", -22, -15, -3, -19, "Z"
    )
    sails = b.form(main, cloth, lit=0.34, shade=0.26) + b.form(jib, second, lit=0.3, shade=0.26)
    seams = b.fold(
        (
            path("M", 3, -78, "Q", 16, -74, 25 + full, -74, "M", 3, -58)
            + path("Q", 20, -53, 36 + full, -54, "M", 3, -38, "Q", 22, -33, 42, -35)
        ),
        cloth,
        0.8,
        0.5,
    )
    hull = "M-62,-14 C-52,8 -30,11 0,11 C30,11 50,8 66,-18 C40,-10 -30,-8 -62,-14Z"
    planks = b.within(
        hull,
        b.fold("M-62,-4 C-30,3 30,3 66,-8 M-56,4 C-24,9 24,9 58,1", timber, 0.9),
        b.line("M-64,-13 C-30,-6 40,-8 68,-17", "#f4e3c4", 3),
    )
    wake = b.line("M-74,10 q8,-4 16,0 M50,11 q8,-4 17,0 M-20,13 q8,-3 15,0", "#ffffff", 1.2, 0.6)
    drawn = mast + sails + seams + b.form(hull, timber, lit=0.26, shade=0.4) + planks
    return b.sheet(
        b.soft(oval(0, 10, 74, 6), light.shade, 0.35),
        moved(drawn, 0, 1.5 * wave(b.phase, 0.25), 2.4 * wave(b.phase)),
        wake,
    )
