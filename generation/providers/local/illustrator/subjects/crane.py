"""A red-crowned crane on the wing, or standing at the water."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    band,
    moved,
    oval,
    path,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "crane"
HEIGHT = 0.75
WIDTH = 240.0
FLOATS = False
PHASES, PERIOD = 24, 2.4

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -138.0, 7.0)

BLACK, WHITE = "#2a2a34", "#fbf9f4"


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    flies = bool(sighting.traits & {"flying", "dancing", "running"})
    return b.sheet(_flying(b) if flies else _standing(b))


def _head(b: Brush) -> str:
    """Looking right, the neck coming from below left."""
    drawn = b.form("M-6,2 C-6,-6 4,-9 9,-3 L34,2 L9,4 C4,7 -4,7 -6,2Z", WHITE) + b.form(
        "M8,-3 L34,2 L9,4Z", "#8a8f7a"
    )
    return (
        drawn
        + b.flat("M-3,-4 C0,-8 7,-7 9,-3.4 Q3,-3 -3,-4Z", "#d8342f")
        + b.flat(oval(4, -1, 1.3), "#15101a", pure=True)
    )


def _standing(b: Brush) -> str:
    nod = wave(b.phase)
    legs = b.line("M-2,-44 L2,-22 L0,0 M10,-44 L13,-23 L12,0", "#4a4650", 2.2) + b.line(
        "M0,0 h8 M12,0 h8 M0,0 l-3,0.6 M12,0 l-3,0.6", "#4a4650", 1.6
    )
    hull = "M-40,-58 C-30,-74 8,-78 26,-66 C32,-56 20,-42 0,-42 C-16,-42 -32,-48 -40,-58Z"
    plumes = b.form(
        (
            "M-20,-68 C-44,-62 -58,-48 -60,-36 C-50,-40 -44,-40 -40,-34 C-34,-42 -26,-42 -20,-36 "
            "C-18,-46 -14,-56 -10,-62Z"
        ),
        BLACK,
    )
    neck = [(16, -62), (34, -74), (30, -92), (38 + nod, -110), (44 + nod * 1.4, -118)]
    throat = band(neck, (17, 10, 7, 6, 7))
    dark = band([(33, -78), (30, -92), (37 + nod, -107)], (6, 5.6, 4.6))
    folds = b.fold("M-24,-60 Q-4,-54 18,-60 M-16,-53 Q0,-48 14,-53", WHITE, 1.0)
    return (
        b.ground(26)
        + legs
        + plumes
        + b.form(hull, WHITE, shade=0.26)
        + folds
        + b.form(throat, WHITE)
        + b.form(dark, BLACK, rim=0)
        + moved(_head(b), 44 + nod * 1.4, -119, 4 + 3 * nod)
    )


def _flying(b: Brush) -> str:
    beat = wave(b.phase, 0.25)
    legs = b.line("M-40,-62 L-96,-54 M-40,-60 L-92,-49", "#4a4650", 2.0)
    hull = "M-46,-62 C-24,-76 14,-78 34,-70 C24,-56 -14,-50 -46,-62Z"
    neck = band([(22, -70), (46, -76), (66, -86), (80, -88)], (14, 8, 6, 6.4))
    dark = band([(48, -77), (66, -86), (76, -88)], (5, 5, 4))
    far, near = _wing(b, beat * 0.8, 10), _wing(b, beat, 0)
    return moved(
        far
        + legs
        + b.form(hull, WHITE)
        + b.form(neck, WHITE)
        + b.form(dark, BLACK, rim=0)
        + moved(_head(b), 82, -89)
        + near,
        0,
        -3 * beat,
    )


def _wing(b: Brush, beat: float, shift: float) -> str:
    y = -72 - 58 * beat
    tip = (-30 + shift - 10 * abs(beat), y)
    shape = path("M", 22 + shift, -72, "Q", 12 + shift, -76 - 44 * beat, tip) + path(
        "L",
        tip[0] - 16,
        y + 10 * beat + 8,
        "Q",
        -34 + shift,
        -66 - 22 * beat,
        -26 + shift,
        -64,
        "Z",
    )
    ends = (
        path("M", tip, "L", tip[0] - 16, y + 10 * beat + 8)
        + path("Q", -36 + shift, -66 - 22 * beat, -26 + shift, -64)
        + path("L", -14 + shift, -66, "Q", -22 + shift, -66 - 24 * beat, tip, "Z")
    )
    return b.form(shape, WHITE, shade=0.24) + b.form(ends, BLACK)
