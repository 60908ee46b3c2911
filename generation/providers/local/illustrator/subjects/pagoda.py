"""A five-storied pagoda with lamps in its windows."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    mix,
    oval,
    path,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "pagoda"
HEIGHT = 5.0
WIDTH = 80.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -114.0, 9.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    roof, wall = (
        chosen(sighting, ("#3f4a58", "#4a3f46", "#3f5a56")[int(rng.random() * 3)], "roof"),
        chosen(sighting, "#b5483a"),
    )
    storeys = "".join(_storey(b, -5 - 16.4 * i, 25 - 3.3 * i, roof, wall) for i in range(5))
    base = b.form("M-32,0 L-29,-5 H29 L32,0Z", "#a89c90") + b.fold("M-31,-2.5 H31", "#a89c90", 0.5)
    spire = b.line("M0,-90 V-108", "#c9a255", 1.2) + "".join(
        b.form(oval(0, -93 - 2.6 * i, 2.6 - 0.35 * i, 0.8), "#e2bd68") for i in range(5)
    )
    return b.sheet(b.ground(38), base, storeys, spire, b.round(oval(0, -108, 1.2), "#f2d080"))


def _storey(b: Brush, y: float, w: float, roof: str, wall: str) -> str:
    body = b.form(box(-w * 0.72, y - 10, w * 1.44, 10), wall, lit=0.16)
    posts = b.fold(
        "".join(path("M", x * w, y, "v", -10) for x in (-0.7, -0.36, 0.36, 0.7)), wall, 1.1, 0.8
    )
    lamp = "".join(
        b.glow(x * w, y - 5, 5, "#ffc86a", 0.6)
        + b.flat(
            box(x * w - w * 0.1, y - 7.6, w * 0.2, 5.4),
            mix("#4a3434", "#ffcf7a", 0.3 + 0.7 * b.light.glow),
        )
        for x in (-0.53, 0.0, 0.53)
    )
    rail = b.line(path("M", -w * 0.8, y - 2.2, "H", w * 0.8), "#7a3a30", 0.6)
    e = w * 1.25
    eaves = (
        path("M", -e, y - 10.6, "Q", -e * 0.8, y - 10, -w * 0.74, y - 12)
        + path("Q", -w * 0.5, y - 14.5, -w * 0.5, y - 16.6)
        + path("H", w * 0.5, "Q", w * 0.5, y - 14.5, w * 0.74, y - 12)
        + path("Q", e * 0.8, y - 10, e, y - 10.6, "Q", e * 0.7, y - 8.2, w * 0.6, y - 8.6)
        + path("H", -w * 0.6, "Q", -e * 0.7, y - 8.2, -e, y - 10.6, "Z")
    )
    tiles = "".join(
        path("M", x * w * 0.5, y - 16, "Q", x * w * 0.6, y - 12, x * w * 0.85, y - 9.4)
        for x in (-0.9, -0.6, -0.3, 0, 0.3, 0.6, 0.9)
    )
    return (
        body
        + lamp
        + posts
        + rail
        + b.form(eaves, roof, lit=0.3)
        + b.fold(tiles, roof, 0.5, 0.7)
        + b.gleam(path("M", -e, y - 10.7, "Q", -e * 0.8, y - 10.2, -w * 0.74, y - 12.1), 0.6, 0.6)
    )
