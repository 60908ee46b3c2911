"""Steam: wisps that curl up, widen and thin out."""

from __future__ import annotations

import math

import numpy as np

from generation.providers.local.effects import Draw, Space, fade, wave
from generation.providers.local.effects._sprites import distance, mask
from generation.providers.local.illustrator.canvas import noise
from generation.providers.local.illustrator.scene import Effect
from generation.providers.local.moves import Lens
from generation.providers.local.plate import Placing, Plate, Sprite, rgb
from generation.seeds import array_stream

DEPTH = 0.9
WISPS, PUFFS = 3, 9
SIDE = 64
SECONDS = 4.5  # from the cup to nothing


def prepare(effect: Effect, space: Space) -> Draw:
    """`amount` is how thick it is; options: `x`, `y` where it rises (canvas pixels), `height` how
    far it rises, `depth`."""
    options = effect.options
    x0 = float(options.get("x", space.canvas_width / 2))
    y0 = float(options.get("y", space.canvas_height * 0.62))
    tall = float(options.get("height", space.canvas_height * 0.26))
    depth = float(options.get("depth", DEPTH))
    colour, cloud = rgb(effect.colour), puff(space.seed)
    rng = space.random("steam")
    wisps = [(rng.uniform(-1, 1), rng.random()) for _ in range(WISPS)]

    def draw(plate: Plate, lens: Lens, t: float) -> None:
        for side, phase in wisps:
            for number in range(PUFFS):
                life = (t / SECONDS + phase + number / PUFFS) % 1
                curl = (0.05 + 0.16 * life) * wave(t - life * 2.4, 3.4, phase)
                x = x0 + tall * (side * (0.05 + 0.08 * life) + curl + space.wind * 0.25 * life**2)
                y = y0 - tall * life
                wide = tall * (0.12 + 0.30 * life) * lens.scale(depth)
                turn = 2 * math.pi * (number / PUFFS + phase) + life
                at = Placing(*lens.at(x, y, depth), wide, wide * 1.9, turn * 0.1)
                strength = (0.07 + 0.10 * effect.amount) * fade(life, 0.2, 0.8)
                cloud.shine(plate, at, colour, strength)

    return draw


def puff(seed: int) -> Sprite:
    """A ragged cloud."""
    rough = noise(array_stream(seed, "effect", "puff"), SIDE, SIDE, 3, 3, 3)
    return mask(np.clip(1 - distance(SIDE), 0, 1) ** 1.5 * (0.3 + 1.4 * rough))
