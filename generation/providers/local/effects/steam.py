"""Steam: wisps that curl up, widen and thin out."""

from __future__ import annotations

import math

import numpy as np

from generation.providers.local.effects import Draw, Space, fade, wave
from generation.providers.local.effects._sprites import distance, mask
from generation.providers.local.illustrator.scene import Effect
from generation.providers.local.moves import Lens
from generation.providers.local.plate import Placing, Plate, Sprite, rgb
from generation.seeds import array_stream

DEPTH = 0.9
WISPS, PUFFS = 3, 10
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
                wide = tall * (0.10 + 0.34 * life) * lens.scale(depth)
                turn = 2 * math.pi * (number / PUFFS + phase) + life
                at = Placing(*lens.at(x, y, depth), wide, wide * 1.5, turn * 0.15)
                strength = (0.10 + 0.12 * effect.amount) * fade(life, 0.18, 0.65)
                cloud.shine(plate, at, colour, strength)

    return draw


def puff(seed: int) -> Sprite:
    """A ragged cloud."""
    d = distance(96)
    rng = array_stream(seed, "effect", "puff")
    rough = np.kron(rng.random((6, 6)), np.ones((16, 16)))
    for _ in range(3):
        rough = (rough + np.roll(rough, 5, 0) + np.roll(rough, -5, 0)) / 3
        rough = (rough + np.roll(rough, 5, 1) + np.roll(rough, -5, 1)) / 3
    return mask(np.clip(1 - d, 0, 1) ** 1.4 * (0.45 + 0.9 * rough))
