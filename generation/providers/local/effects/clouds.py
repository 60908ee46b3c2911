"""Clouds: wide soft banks that pass slowly."""

from __future__ import annotations

import numpy as np

from generation.providers.local.effects import Draw, Space
from generation.providers.local.effects._sprites import mask
from generation.providers.local.illustrator.canvas import noise
from generation.providers.local.illustrator.scene import Effect
from generation.providers.local.moves import Lens
from generation.providers.local.plate import Placing, Plate, Sprite, rgb
from generation.seeds import array_stream

DEPTH = 0.12
SIDE = 128


def prepare(effect: Effect, space: Space) -> Draw:
    """`amount` is how many banks there are; options: `top` and `bottom` of where they pass (canvas
    pixels)."""
    rng = space.random("clouds")
    top = float(effect.options.get("top", space.canvas_height * 0.10))
    bottom = float(effect.options.get("bottom", space.canvas_height * 0.55))
    colour = rgb(effect.colour)
    banks = [
        (bank(space, n, 0.45 + 0.3 * rng.random()), rng.random(), rng.random(), rng.uniform(0.6, 1))
        for n in range(2 + round(2 * effect.amount))
    ]

    def draw(plate: Plate, lens: Lens, t: float) -> None:
        for sprite, u, v, size in banks:
            across = (u + space.wind * 0.014 * size * t) % 1
            x, y = (across * 2 - 0.5) * space.canvas_width, top + (bottom - top) * v
            wide = space.canvas_width * 0.75 * size * lens.scale(DEPTH)
            sprite.stamp(plate, Placing(*lens.at(x, y, DEPTH), wide, wide * 0.24), colour)

    return draw


def bank(space: Space, number: int, strength: float) -> Sprite:
    """Torn cotton: thick in the middle, gone at the edges."""
    rng = array_stream(space.seed, "effect", "bank", number)
    axis = (np.arange(SIDE) + 0.5) / SIDE * 2 - 1
    x, y = axis[None, :], axis[:, None]
    torn = noise(rng, SIDE, SIDE, 2.5, 2.5, 4) - 0.35
    window = np.clip(1.15 - x**2 - (y * 1.1) ** 2, 0, 1) * np.clip((1 - np.hypot(x, y)) * 4, 0, 1)
    return mask(strength * np.clip(torn * window * 3.2, 0, 1))
