"""A friendly dog with soft ears and a tail that wags."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._animal import perform, reach, tempo
from generation.providers.local.illustrator.subjects._beast import Frame
from generation.providers.local.illustrator.subjects._muzzle import Coat
from generation.providers.local.illustrator.subjects._shapes import Brush, Extent, chosen, darker
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "dog"
HEIGHT = 0.4
WIDTH = 184.0
FLOATS = False
PHASES, PERIOD = 24, 3.6
REST = "sitting"


def cycle(sighting: Sighting) -> tuple[int, float]:
    return tempo(sighting, REST)


def extent(sighting: Sighting) -> Extent:
    return reach(sighting, REST)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    brush = Brush.of(KIND, pose, light)
    metal = "mechanical" in sighting.traits
    fur = chosen(sighting, ("#e0b074", "#c98a55", "#f0dcc0")[int(rng.random() * 3)])
    coat = Coat(
        fur=fur,
        belly="#fff2e0",
        dark=darker(fur, 0.34),
        eye="#4aeaff" if metal else "#4a2c1c",
        ears="flop",
        snout=0.32,
        mechanical=metal,
    )
    frame = Frame(
        half=35, chest=14.5, loin=12, spine=57, leg=8.2, head=(50, -77), neck=20, tail="wag"
    )
    return brush.sheet(perform(brush, sighting, coat, frame, REST))
