"""Water: glints that open and close on its surface, wider the nearer they are."""

from __future__ import annotations

import math

from generation.providers.local.effects import Draw, Space, wave
from generation.providers.local.effects._sprites import disc
from generation.providers.local.illustrator.scene import Effect
from generation.providers.local.moves import Lens
from generation.providers.local.plate import Placing, Plate, rgb

DEPTH = 0.45
GOLDEN = 0.618034


def prepare(effect: Effect, space: Space) -> Draw:
    """`amount` is how much it glitters; options, in canvas pixels: `top` and `bottom` of the water,
    `x` the middle of the light on it."""
    rng = space.random("water")
    top = float(effect.options.get("top", space.canvas_height * 0.62))
    bottom = float(effect.options.get("bottom", space.canvas_height * 0.95))
    middle = effect.options.get("x")
    colour = rgb(effect.colour)
    count = round(50 + 170 * effect.amount)
    glints = [[rng.random() for _ in range(4)] for _ in range(count)]

    def draw(plate: Plate, lens: Lens, t: float) -> None:
        for u, v, phase, size in glints:
            age = phase + t / (1.4 + 1.6 * size)
            opened = math.sin(math.pi * (age % 1)) ** 2
            u = (u + math.floor(age) * GOLDEN) % 1
            near = (v + math.floor(age) * GOLDEN) % 1
            y = top + (bottom - top) * (0.02 + 0.98 * near**1.6)
            across, depth = u * 1.2 - 0.1, 0.3 + 0.45 * near
            if middle is not None:
                spread = (0.05 + 0.22 * near) * (2 * u - 1) * abs(2 * u - 1) ** 0.5
                across = float(middle) / space.canvas_width + spread
            x = (across + 0.004 * wave(t, 3.1, phase)) * space.canvas_width
            wide = space.unit * (0.006 + 0.05 * near * (0.4 + 0.6 * size)) * lens.scale(depth)
            at = Placing(*lens.at(x, y, depth), wide * (0.5 + 0.5 * opened), 1.0 + wide * 0.07)
            disc(0.8).shine(plate, at, colour, 0.62 * opened)

    return draw
