"""A fox with a great brush; `mechanical` builds it of plates with lamps in its joints."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._animal import perform, reach, tempo
from generation.providers.local.illustrator.subjects._beast import Frame
from generation.providers.local.illustrator.subjects._muzzle import Coat
from generation.providers.local.illustrator.subjects._shapes import Brush, Extent, chosen
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "fox"
HEIGHT = 0.42
WIDTH = 224.0
FLOATS = False
PHASES, PERIOD = 24, 3.6


def cycle(sighting: Sighting) -> tuple[int, float]:
    return tempo(sighting)


def extent(sighting: Sighting) -> Extent:
    return reach(sighting, wide=112.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    brush = Brush.of(KIND, pose, light)
    metal = "mechanical" in sighting.traits
    fur = chosen(sighting, ("#e8823c", "#df7436", "#ea9148")[int(rng.random() * 3)])
    coat = Coat(
        fur=fur,
        belly="#d9e1ea" if metal else "#fff1de",
        dark="#2f3542" if metal else "#4a2f2a",
        inner="#39424f" if metal else "#5a3a34",
        eye=chosen(sighting, "#35e6ff", "eyes") if metal else "#5a3418",
        nose="#2b2430",
        snout=0.62,
        sock="#3b4352" if metal else "#4a2f2a",
        mechanical=metal,
    )
    frame = Frame(
        half=37, chest=13.5, loin=10.5, spine=56, leg=6.8, head=(52, -76), neck=18, tail="brush"
    )
    return brush.sheet(perform(brush, sighting, coat, frame))
