"""A rabbit with long ears and a puff of a tail."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._animal import perform, reach, tempo
from generation.providers.local.illustrator.subjects._beast import Frame
from generation.providers.local.illustrator.subjects._muzzle import Coat
from generation.providers.local.illustrator.subjects._shapes import Brush, Extent, chosen, darker
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "rabbit"
HEIGHT = 0.26
WIDTH = 184.0
FLOATS = False
PHASES, PERIOD = 24, 3.6
REST = "sitting"


def cycle(sighting: Sighting) -> tuple[int, float]:
    return tempo(sighting, REST)


def extent(sighting: Sighting) -> Extent:
    return reach(sighting, REST, top=-138.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    brush = Brush.of(KIND, pose, light)
    metal = "mechanical" in sighting.traits
    fur = chosen(sighting, ("#f4ede4", "#c9b19a", "#a89a96")[int(rng.random() * 3)])
    coat = Coat(
        fur=fur,
        belly="#fffaf2",
        dark=darker(fur, 0.3),
        eye="#4aeaff" if metal else "#6a2a34",
        nose="#d9808a",
        ears="long",
        snout=0.1,
        mechanical=metal,
    )
    frame = Frame(
        half=26, chest=15, loin=17, spine=44, leg=7.4, head=(36, -60), neck=17, tail="puff"
    )
    return brush.sheet(perform(brush, sighting, coat, frame, REST, stout=0.94))
