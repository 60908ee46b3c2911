"""A cat: on a sill with a swaying tail, walking by, or curled up."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._animal import perform, reach, tempo
from generation.providers.local.illustrator.subjects._beast import Frame
from generation.providers.local.illustrator.subjects._muzzle import Coat
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    Extent,
    chosen,
    darker,
    luminance,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "cat"
HEIGHT = 0.34
WIDTH = 184.0
FLOATS = False
PHASES, PERIOD = 24, 3.6

_COATS = (
    ("#e79a4c", "#fff0dc", "tabby", "#7fa05a"),
    ("#8d8790", "#f4f0ec", "tabby", "#c9a63c"),
    ("#f3ece2", "#ffffff", "", "#5f9fc0"),
    ("#3a3440", "#5a5262", "", "#d8b53f"),
    ("#c9966a", "#fbeedd", "tabby", "#7aa860"),
)


def cycle(sighting: Sighting) -> tuple[int, float]:
    return tempo(sighting)


def extent(sighting: Sighting) -> Extent:
    return reach(sighting)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    brush = Brush.of(KIND, pose, light)
    natural, belly, pattern, eye = _COATS[int(rng.random() * len(_COATS))]
    fur = chosen(sighting, natural)
    metal = "mechanical" in sighting.traits
    coat = Coat(
        fur="#aab4c2" if metal and fur == natural else fur,
        belly=belly if luminance(fur) > 0.3 else "#6a6272",
        dark=darker(fur, 0.42),
        inner="#f0a9a0",
        eye="#39e0ff" if metal else eye,
        nose="#c76a6a",
        snout=0.05,
        pattern="" if metal else pattern,
        bib=pattern == "tabby",
        whiskers=not metal,
        mechanical=metal,
    )
    frame = Frame(
        half=33,
        chest=13,
        loin=11,
        spine=54,
        leg=7.4,
        head=(46, -70),
        size=1.0,
        neck=18,
        tail="whip",
    )
    return brush.sheet(perform(brush, sighting, coat, frame))
