"""An airliner in flight."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    polygon,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "plane"
HEIGHT = 0.9
WIDTH = 240.0
FLOATS = True
PHASES, PERIOD = 1, 0.0

extent = still(WIDTH, -106.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Seen from the side, climbing gently."""
    brush = Brush.of(KIND, pose, light)
    stripe = chosen(sighting, "#3f7fb5", "", "plane")
    body = "M-112,-62Q-60,-74 40,-74Q104,-72 116,-54Q104,-40 40,-40L-70,-44Q-100,-48 -112,-62Z"
    return brush.sheet(
        brush.form(polygon((10, -68), (-34, -98), (-46, -98), (-18, -66)), "#cfd6de"),
        brush.form(polygon((-112, -62), (-118, -104), (-102, -104), (-74, -66)), stripe),
        brush.form(body, "#f4f6f8", lit=0.2),
        brush.within(
            body,
            brush.flat(
                "M-120,-54Q0,-46 120,-52L120,-47Q0,-41 -120,-49Z",
                stripe,
            ),
        ),
        *(brush.flat(box(-56 + 13 * n, -66, 6, 7, 2), "#6b8196") for n in range(11)),
        brush.flat("M96,-66Q108,-64 110,-58L96,-58Z", "#4b6076"),
        brush.form(polygon((20, -48), (-46, -6), (-62, -6), (-22, -50)), "#dfe5ea"),
        brush.form(box(-34, -30, 30, 12, 6), "#b9c3cd"),
    )
