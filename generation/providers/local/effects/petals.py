"""Petals: single ones of five-petalled blossom, notched at the tip, pale where they were held."""

from __future__ import annotations

import numpy as np

from generation.providers.local.effects import Draw, Space
from generation.providers.local.effects._fall import Habit, cast, fall
from generation.providers.local.effects._shape import SIZE, painted, rounded
from generation.providers.local.illustrator.scene import Effect
from generation.providers.local.moves import Lens
from generation.providers.local.plate import Colour, Plate, Sprite, mixed, rgb

DEPTH = 1.0
HABIT = Habit((0.014, 0.055), (0.07, 0.15), wind=0.045, swing=0.02, roll=0.35, spin=0.08)
OUTLINE = (
    *((0.50, 0.97), (0.36, 0.86), (0.24, 0.66), (0.20, 0.44), (0.26, 0.24), (0.38, 0.10)),
    *((0.46, 0.08), (0.50, 0.17), (0.54, 0.08), (0.62, 0.10), (0.74, 0.24), (0.80, 0.44)),
    *((0.76, 0.66), (0.64, 0.86)),
)


def prepare(effect: Effect, space: Space) -> Draw:
    """`amount` is how many fall, `colour` their middle tone."""
    rng = space.random("petals")
    tone = rgb(effect.colour)
    tones = [mixed(tone, (255, 255, 255), k) for k in (0.0, 0.25, 0.45)]
    tones.append(mixed(tone, (214, 72, 120), 0.22))
    sprites = [petal(t) for t in tones]
    petals = cast(sprites, round(26 + 80 * effect.amount), HABIT, rng)

    def draw(plate: Plate, lens: Lens, t: float) -> None:
        fall(petals, HABIT, space, plate, lens, t)

    return draw


def petal(tone: Colour) -> Sprite:
    """One petal, seen from above."""
    shape = rounded(OUTLINE)
    rows = np.linspace(0, 1, SIZE)[:, None, None]
    tip, root = (
        np.array(mixed(tone, (255, 255, 255), 0.25)),
        np.array(mixed(tone, (190, 50, 95), 0.4)),
    )
    colours = np.broadcast_to(
        tip + (np.array(tone) - tip) * np.clip(rows * 1.6, 0, 1), (SIZE, SIZE, 3)
    )
    colours = colours + (root - colours) * np.clip(rows * 3 - 2, 0, 1)
    return painted(colours, shape)
