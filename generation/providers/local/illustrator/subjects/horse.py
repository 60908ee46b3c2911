"""A horse: at rest, trotting or in full gallop, mane and tail in the wind."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._animal import manner, tempo
from generation.providers.local.illustrator.subjects._beast import Frame, going
from generation.providers.local.illustrator.subjects._muzzle import Coat
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    Extent,
    chosen,
    darker,
    luminance,
    mix,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "horse"
HEIGHT = 1.25
WIDTH = 200.0
FLOATS = False
PHASES, PERIOD = 24, 3.6

_COATS = (
    ("#9a5a38", "#3a2622"),
    ("#c98d56", "#f4e3c6"),
    ("#efe8de", "#c9c0ba"),
    ("#4a3a3a", "#2a2024"),
)


def cycle(sighting: Sighting) -> tuple[int, float]:
    return tempo(sighting, "standing")


def extent(sighting: Sighting) -> Extent:
    return -100.0, -128.0, 100.0, 10.0


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    brush = Brush.of(KIND, pose, light)
    natural, hair = _COATS[int(rng.random() * len(_COATS))]
    fur = chosen(sighting, natural)
    metal = "mechanical" in sighting.traits
    coat = Coat(
        fur=fur,
        belly=mix(fur, "#fff0dc", 0.2),
        dark=darker(fur, 0.4),
        inner=darker(fur, 0.2),
        eye="#4aeaff" if metal else "#2a1a16",
        nose=darker(fur, 0.45),
        snout=0.86,
        sock="#f6efe4" if luminance(fur) < 0.7 else darker(fur, 0.3),
        mane=chosen(sighting, hair if fur == natural else darker(fur, 0.45), "hair"),
        bib=False,
        whiskers=not metal,
        mechanical=metal,
    )
    act = manner(sighting, "standing")
    frame = Frame(
        half=34,
        chest=14.5,
        loin=13,
        spine=66,
        leg=6.6,
        head=(49, -96),
        size=0.72,
        neck=16.5,
        tail="horse",
    )
    return brush.sheet(
        going(brush, coat, frame, run=act == "running", still=act not in {"running", "walking"})
    )
