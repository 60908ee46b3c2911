"""Leaves: slender and pointed, with a vein, in the season's tones."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from generation.providers.local.effects import Draw, Space
from generation.providers.local.effects._fall import Habit, cast, fall
from generation.providers.local.effects._shape import SIZE, painted, rounded
from generation.providers.local.illustrator.scene import Effect
from generation.providers.local.moves import Lens
from generation.providers.local.plate import Colour, Plate, Sprite, mixed, rgb

DEPTH = 1.0
HABIT = Habit((0.022, 0.075), (0.08, 0.17), wind=0.05, swing=0.03, roll=0.28, spin=0.10)
OUTLINE = (
    *((0.50, 0.02), (0.58, 0.16), (0.68, 0.34), (0.71, 0.52), (0.66, 0.70), (0.55, 0.84)),
    *((0.515, 0.98), (0.485, 0.98), (0.45, 0.84), (0.34, 0.70), (0.29, 0.52), (0.32, 0.34)),
    (0.42, 0.16),
)


def prepare(effect: Effect, space: Space) -> Draw:
    """`amount` is how many fall, `colour` their middle tone."""
    rng = space.random("leaves")
    tone = rgb(effect.colour)
    warm, deep, pale = (232, 170, 60), (150, 60, 40), (240, 225, 170)
    tones = (tone, mixed(tone, warm, 0.35), mixed(tone, deep, 0.3), mixed(tone, pale, 0.3))
    leaves = cast([leaf(t) for t in tones], round(14 + 56 * effect.amount), HABIT, rng)

    def draw(plate: Plate, lens: Lens, t: float) -> None:
        fall(leaves, HABIT, space, plate, lens, t)

    return draw


def leaf(tone: Colour) -> Sprite:
    """One leaf: its left half in the light, its right in shade, a vein between."""
    halves = np.empty((SIZE, SIZE, 3))
    halves[:, : SIZE // 2] = mixed(tone, (255, 250, 220), 0.16)
    halves[:, SIZE // 2 :] = mixed(tone, (40, 20, 30), 0.16)
    drawn = Image.fromarray(halves.astype(np.uint8))
    vein = mixed(tone, (60, 30, 20), 0.35)
    ImageDraw.Draw(drawn).line((SIZE / 2, SIZE * 0.1, SIZE / 2, SIZE), fill=vein, width=3)
    return painted(np.asarray(drawn, np.float64), rounded(OUTLINE))
