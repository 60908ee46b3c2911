"""Sparks: embers that fly up from a fire, cool down and go out."""

from __future__ import annotations

import math

from generation.providers.local.effects import Draw, Space, fade, wave
from generation.providers.local.effects._sprites import glow
from generation.providers.local.illustrator.scene import Effect
from generation.providers.local.moves import Lens
from generation.providers.local.plate import Placing, Plate, mixed

DEPTH = 0.95
HOT, COLD = (255, 226, 150), (255, 84, 24)
GOLDEN = 0.618034


def prepare(effect: Effect, space: Space) -> Draw:
    """`amount` is how many fly; options: `x`, `y` where the fire is (canvas pixels) and `width` of
    it; without them they fly up all along the bottom."""
    rng = space.random("sparks")
    base_x = float(effect.options.get("x", space.canvas_width / 2))
    base_y = float(effect.options.get("y", space.canvas_height * 0.98))
    spread = float(effect.options.get("width", space.canvas_width * 0.9))
    count = round(26 + 70 * effect.amount)
    sparks = [[rng.random() for _ in range(4)] for _ in range(count)]

    def draw(plate: Plate, lens: Lens, t: float) -> None:
        for u, v, speed, phase in sparks:
            age = v + t / (2.2 + 2.0 * phase)
            life = age % 1
            u = (u + math.floor(age) * GOLDEN) % 1
            rise = (0.25 + 0.5 * speed) * life**0.85 * space.canvas_height
            drift = space.wind * 0.12 * life**2 + 0.02 * wave(t, 1.7, phase) * life
            x, y = base_x + (u - 0.5) * spread + drift * space.canvas_height, base_y - rise
            depth = 0.7 + 0.4 * speed
            wide = space.unit * (0.020 + 0.026 * speed) * (1 - 0.5 * life) * lens.scale(depth)
            flicker = 0.8 + 0.2 * wave(t, 0.35 + 0.2 * phase, v)
            at = Placing(*lens.at(x, y, depth), wide, wide)
            glow().shine(plate, at, mixed(HOT, COLD, life), fade(life, 0.06, 0.6) * flicker)

    return draw
