"""Bubbles: thin shells with a highlight, rising on a wobbling way."""

from __future__ import annotations

import math

import numpy as np

from generation.providers.local.effects import Draw, Space, wave
from generation.providers.local.effects._sprites import distance, mask
from generation.providers.local.illustrator.scene import Effect
from generation.providers.local.moves import Lens
from generation.providers.local.plate import Placing, Plate, Sprite, rgb

DEPTH = 1.0
SIDE = 128
GOLDEN = 0.618034


def prepare(effect: Effect, space: Space) -> Draw:
    """`amount` is how many rise."""
    rng = space.random("bubbles")
    colour, shell = rgb(effect.colour), bubble()
    count = round(14 + 44 * effect.amount)
    bubbles = [[rng.random() for _ in range(4)] for _ in range(count)]

    def draw(plate: Plate, lens: Lens, t: float) -> None:
        for u, v, size, phase in bubbles:
            near = size**2
            rise = v + t * space.pace(0.07 + 0.10 * near)
            u += math.floor(rise) * GOLDEN + 0.012 * wave(t, 2.4 + phase, phase)
            depth = 0.55 + 0.55 * near
            x, y = lens.at(*space.point(u % 1, 1 - rise % 1), depth)
            wide = space.unit * (0.012 + 0.055 * near) * lens.scale(depth)
            squash = 1 + 0.05 * wave(t, 1.3, phase)
            shell.shine(plate, Placing(x, y, wide * squash, wide / squash), colour, 0.75)

    return draw


def bubble() -> Sprite:
    """A shell, brighter towards its rim, and two lights in it."""
    d = distance(SIDE)
    inside = d < 0.95
    axis = (np.arange(SIDE) + 0.5) / SIDE * 2 - 1
    x, y = axis[None, :], axis[:, None]
    lit = np.exp(-(((x + 0.38) / 0.16) ** 2) - ((y + 0.42) / 0.11) ** 2)
    back = 0.5 * np.exp(-(((x - 0.40) / 0.20) ** 2) - ((y - 0.46) / 0.10) ** 2)
    rim = 0.62 * np.exp(-(((d - 0.88) / 0.05) ** 2))
    return mask((0.05 + 0.22 * d**4) * inside + rim + lit + back)
