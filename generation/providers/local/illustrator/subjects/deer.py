"""A slender deer; a stag where it is big or old."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._animal import perform, reach, tempo
from generation.providers.local.illustrator.subjects._beast import Frame
from generation.providers.local.illustrator.subjects._muzzle import Coat
from generation.providers.local.illustrator.subjects._shapes import Brush, Extent, chosen, darker
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "deer"
HEIGHT = 1.0
WIDTH = 184.0
FLOATS = False
PHASES, PERIOD = 24, 3.6
REST = "standing"


def cycle(sighting: Sighting) -> tuple[int, float]:
    return tempo(sighting, REST)


def extent(sighting: Sighting) -> Extent:
    return reach(sighting, REST)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    brush = Brush.of(KIND, pose, light)
    metal = "mechanical" in sighting.traits
    fur = chosen(sighting, ("#c98e58", "#b67a4a", "#d6a06c")[int(rng.random() * 3)])
    coat = Coat(
        fur=fur,
        belly="#fbeedb",
        dark=darker(fur, 0.4),
        eye="#4aeaff" if metal else "#2a1a16",
        inner="#f0c8b0",
        ears="leaf",
        snout=0.5,
        pattern="spots",
        mechanical=metal,
    )
    frame = Frame(
        half=30,
        chest=12,
        loin=10.5,
        spine=62,
        leg=5.6,
        head=(43, -93),
        size=0.68,
        neck=13,
        tail="puff",
    )
    return brush.sheet(perform(brush, sighting, coat, frame, REST))
