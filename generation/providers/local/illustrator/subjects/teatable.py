"""A low tea table with pot, cups and a tray."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects import _props
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    darker,
    mix,
    moved,
    oval,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "teatable"
HEIGHT = 0.42
WIDTH = 192.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -118.0, 17.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    clay = chosen(sighting, ("#a8553a", "#5f8f86", "#f0ece2")[int(rng.random() * 3)], "cup", "")
    china = "#f6f2e8" if clay != "#f0ece2" else "#9cc0b4"
    table = moved(_props.low_table(b, 92, 30), 0, 0, size=1.9)
    tray = b.form("M-52,-62 H56 L52,-57 H-48Z", "#4a2f26", lit=0.3)
    cups = "".join(moved(_cup(b, china), x, -62) for x in (-40.0, 26.0, 44.0))
    vase = b.form(
        "M62,-57 C54,-64 57,-76 63,-80 L62,-86 H69 L68,-80 C74,-76 77,-64 69,-57Z",
        "#7fa39a",
        lit=0.4,
    )
    sprig = b.line("M65,-86 Q66,-98 58,-110 M65,-88 Q70,-98 76,-104", "#6a4a38", 1.0)
    sprig += "".join(
        b.flat(oval(x, y, 2.6), "#f0959f")
        for x, y in ((58, -110), (61, -103), (76, -104), (71, -98), (64, -97))
    )
    return b.sheet(b.ground(88), table, sprig, vase, tray, moved(_pot(b, clay), -6, -62), cups)


def _pot(b: Brush, clay: str) -> str:
    handle = b.line("M-17,-24 C-32,-24 -32,-7 -15,-6", clay, 3.4)
    spout = b.form("M14,-9 C24,-10 25,-22 32,-26 L35,-23 C31,-16 28,-3 14,-2Z", clay)
    body = b.form(
        (
            "M-18,-13 C-18,-24 -9,-28 0,-28 C9,-28 18,-24 18,-13 C18,-4 10,0 0,0 "
            "C-10,0 -18,-4 -18,-13Z"
        ),
        clay,
        lit=0.4,
        shade=0.38,
    )
    lid = b.form("M-10,-27 Q0,-33 10,-27 Q0,-24.6 -10,-27Z", darker(clay, 0.12)) + b.round(
        oval(0, -32.5, 2.6), clay
    )
    return handle + spout + body + lid + b.gleam("M-12,-17 Q-10,-22 -4,-24", 1.6, 0.6)


def _cup(b: Brush, china: str) -> str:
    body = b.form("M-7,-10 C-7,-3 -4,0 -3,0 H3 C4,0 7,-3 7,-10Z", china, lit=0.3)
    return (
        body
        + b.flat(oval(0, -10, 7, 1.9), mix(china, "#ffffff", 0.4))
        + b.flat(oval(0, -9.7, 5.8, 1.3), "#b5793c")
        + b.line("M-6.2,-6 Q0,-4.4 6.2,-6", "#4f7fa0", 0.8)
    )
