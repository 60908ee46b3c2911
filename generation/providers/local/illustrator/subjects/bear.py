"""A big gentle bear."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._animal import perform, reach, tempo
from generation.providers.local.illustrator.subjects._beast import Frame
from generation.providers.local.illustrator.subjects._muzzle import Coat
from generation.providers.local.illustrator.subjects._shapes import Brush, Extent, chosen, darker
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "bear"
HEIGHT = 0.8
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
    fur = chosen(sighting, ("#8a5a3c", "#6f4a36", "#a2714a")[int(rng.random() * 3)])
    coat = Coat(
        fur=fur,
        belly="#e6c9a2",
        dark=darker(fur, 0.4),
        eye="#4aeaff" if metal else "#2a1a16",
        inner="#d9a884",
        ears="round",
        snout=0.34,
        mechanical=metal,
    )
    frame = Frame(
        half=38,
        chest=21,
        loin=18,
        spine=66,
        leg=13.5,
        head=(54, -74),
        size=1.12,
        neck=27,
        tail="stub",
    )
    return brush.sheet(perform(brush, sighting, coat, frame, REST, stout=1.2, head=1.04))
