"""A guqin on its low table."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects import _props
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    moved,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "guqin"
HEIGHT = 0.4
WIDTH = 208.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -92.0, 19.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    wood = chosen(sighting, ("#5a2f24", "#43302c", "#6b3a26")[int(rng.random() * 3)])
    table = moved(_props.low_table(b, 78, 30, "#7a4a30"), 0, 0, size=2.3)
    cloth = b.form("M-92,-70 H92 L90,-60 H-90Z", "#d9cdb4", shade=0.18)
    return b.sheet(b.ground(104), table, cloth, moved(_props.zither(b, wood), 0, -79, size=2.3))
