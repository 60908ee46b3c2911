"""Somebody: parametric, and the same from shot to shot."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._cast import cast
from generation.providers.local.illustrator.subjects._figure import figure
from generation.providers.local.illustrator.subjects._poses import CYCLES, IDLE, doing
from generation.providers.local.illustrator.subjects._shapes import Brush, Extent
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "person"
HEIGHT = 1.0
WIDTH = 160.0
FLOATS = False
PHASES, PERIOD = IDLE

_ROOMS = (
    ("sleeping", (62.0, -36.0)),
    ("fairy", (80.0, -128.0)),
    ("flying", (72.0, -128.0)),
    ("playing", (62.0, -92.0)),
    ("umbrella", (60.0, -138.0)),
    ("lantern", (62.0, -122.0)),
)
"""Half width and top of what takes more room than somebody who stands."""


def cycle(sighting: Sighting) -> tuple[int, float]:
    """Phases and seconds of what this person does."""
    return CYCLES.get(doing(sighting.traits), IDLE)


def extent(sighting: Sighting) -> Extent:
    """Left, top, right and bottom that this person may reach while doing it."""
    act = doing(sighting.traits)
    wide, top = next(
        (room for name, room in _ROOMS if name in {act, *sighting.traits}), (46.0, -122.0)
    )
    return -wide, top, wide, 22.0 if "fairy" in sighting.traits else 10.0


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    brush = Brush.of(KIND, pose, light)
    return brush.sheet(figure(brush, cast(sighting, rng), sighting, pose.view))
