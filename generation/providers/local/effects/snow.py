"""Snow: flakes of many depths; the nearest are large, soft and few."""

from __future__ import annotations

import math

from generation.providers.local.effects import Draw, Space, wave
from generation.providers.local.effects._sprites import disc
from generation.providers.local.illustrator.scene import Effect
from generation.providers.local.moves import Lens
from generation.providers.local.plate import Placing, Plate, rgb

DEPTH = 1.0
GOLDEN = 0.618034
FLAKES = ((0.6, 0.95), (0.7, 0.85), (0.85, 0.7), (1.0, 0.55))  # softness and strength, by nearness


def prepare(effect: Effect, space: Space) -> Draw:
    """`amount` is how thick it falls."""
    rng = space.random("snow")
    colour = rgb(effect.colour)
    count = round(110 + 290 * effect.amount)
    flakes = [(rng.random(), rng.random(), rng.random(), rng.random()) for _ in range(count)]

    def draw(plate: Plate, lens: Lens, t: float) -> None:
        for u, v, size, phase in flakes:
            near = size**2.6
            fall = v + t * space.pace(0.065 + 0.144 * near + 0.03 * phase)
            drift = space.wind * (0.015 + 0.03 * near) * t
            sway = (0.006 + 0.010 * near) * wave(t, 3.2 + 2 * phase, phase)
            u += math.floor(fall) * GOLDEN + drift + sway
            depth = 0.55 + 0.6 * near
            x, y = lens.at(*space.point(u % 1, fall % 1), depth)
            wide = space.unit * (0.005 + 0.026 * near) * lens.scale(depth)
            disc(*FLAKES[int(3.99 * near)]).stamp(plate, Placing(x, y, wide, wide), colour)

    return draw
