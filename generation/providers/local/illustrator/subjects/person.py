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
WIDTH = 130.0
FLOATS = False
PHASES, PERIOD = IDLE


def cycle(sighting: Sighting) -> tuple[int, float]:
    """Phases and seconds of what this person does."""
    return CYCLES.get(doing(sighting.traits), IDLE)


def extent(sighting: Sighting) -> Extent:
    """Left, top, right and bottom that this person may reach while doing it."""
    act = doing(sighting.traits)
    if act == "sleeping":
        return -62.0, -46.0, 62.0, 9.0
    if act == "playing":
        return -56.0, -92.0, 56.0, 9.0
    if "fairy" in sighting.traits or act == "flying":
        return -86.0, -150.0, 86.0, 12.0
    if "umbrella" in sighting.traits:
        return -58.0, -134.0, 58.0, 9.0
    return -48.0, -122.0, 48.0, 9.0


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    brush = Brush.of(KIND, pose, light)
    return brush.sheet(figure(brush, cast(sighting, rng), sighting, pose.view))
