"""A butterfly, its wings opening and closing."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    join,
    mirrored,
    mix,
    oval,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "butterfly"
HEIGHT = 0.14
WIDTH = 116.0
FLOATS = True
PHASES, PERIOD = 12, 0.6

extent = still(WIDTH, -104.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Seen from above; the wings narrow as they rise."""
    brush = Brush.of(KIND, pose, light)
    colour = chosen(
        sighting, rng.choice(("#ee8a3a", "#6f8fd8", "#d8709a", "#f2c14a")), "", "butterfly"
    )
    spread = 0.62 + 0.36 * wave(brush.phase)
    wings = join(
        (
            brush.form("M2,-48C10,-92 40,-104 52,-92C60,-76 36,-52 4,-46Z", colour),
            brush.form(
                "M2,-44C34,-46 46,-28 38,-14C28,-4 8,-20 2,-40Z", mix(colour, "#fff0c0", 0.35)
            ),
            brush.line("M2,-48C10,-92 40,-104 52,-92C60,-76 36,-52 4,-46", "#3a2d33", 3),
            brush.line("M4,-44C34,-46 46,-28 38,-14C28,-4 8,-20 2,-40", "#3a2d33", 2.4),
            *(
                brush.flat(oval(x, y, r), "#fffaf0", 0.9)
                for x, y, r in ((42, -86, 3), (46, -78, 2.2), (30, -22, 2.6))
            ),
            brush.line("M6,-50Q22,-70 40,-80M6,-48Q22,-58 40,-66", "#3a2d33", 1, 0.6),
        )
    )
    half = f'<g transform="scale({spread:.3f},1)">{wings}</g>'
    return brush.sheet(
        half,
        mirrored(half),
        brush.form(box(-2.6, -62, 5.2, 40, 2.6), "#3a2d33"),
        brush.line("M-1,-61Q-6,-72 -10,-76M1,-61Q6,-72 10,-76", "#3a2d33", 1),
    )
