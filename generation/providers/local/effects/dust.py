"""Dust: motes that float through the light and catch it now and then."""

from __future__ import annotations

from generation.providers.local.effects import Draw, Space, wave
from generation.providers.local.effects._sprites import disc
from generation.providers.local.illustrator.scene import Effect
from generation.providers.local.moves import Lens
from generation.providers.local.plate import Placing, Plate, rgb

DEPTH = 1.0


def prepare(effect: Effect, space: Space) -> Draw:
    """`amount` is how many motes there are."""
    rng = space.random("dust")
    colour = rgb(effect.colour)
    count = round(50 + 110 * effect.amount)
    motes = [[rng.random() for _ in range(4)] for _ in range(count)]

    def draw(plate: Plate, lens: Lens, t: float) -> None:
        for u, v, size, phase in motes:
            near = size**3
            x = (u + space.wind * 0.008 * (0.5 + near) * t + 0.01 * wave(t, 7, phase)) % 1
            y = (v - 0.006 * (0.4 + phase) * t + 0.008 * wave(t, 6, u)) % 1
            depth = 0.5 + 0.6 * near
            wide = space.unit * (0.006 + 0.022 * near) * lens.scale(depth)
            caught = 0.46 + 0.30 * wave(t, 3 + 3 * phase, v) - 0.22 * near
            at = Placing(*lens.at(*space.point(x, y), depth), wide, wide)
            disc(1.0).shine(plate, at, colour, caught)

    return draw
