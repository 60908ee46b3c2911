"""Fireflies: warm points that wander and glow up in turn."""

from __future__ import annotations

from generation.providers.local.effects import Draw, Space, wave
from generation.providers.local.effects._sprites import glow
from generation.providers.local.illustrator.scene import Effect
from generation.providers.local.moves import Lens
from generation.providers.local.plate import Placing, Plate, rgb

DEPTH = 1.0


def prepare(effect: Effect, space: Space) -> Draw:
    """`amount` is how many there are."""
    rng = space.random("fireflies")
    colour = rgb(effect.colour)
    count = round(12 + 42 * effect.amount)
    flies = [[rng.random() for _ in range(5)] for _ in range(count)]

    def draw(plate: Plate, lens: Lens, t: float) -> None:
        for u, v, near, phase, other in flies:
            x = 0.08 + 0.84 * u + 0.025 * wave(t, 5 + 4 * phase, other)
            y = 0.38 + 0.5 * v + 0.03 * wave(t, 4 + 5 * other, phase)
            depth = 0.5 + 0.6 * near
            pulse = max(0.0, 0.5 + 0.62 * wave(t, 2.2 + 2.4 * other, phase)) ** 1.5
            wide = space.unit * (0.025 + 0.05 * near) * lens.scale(depth)
            at = Placing(*lens.at(*space.point(x, y), depth), wide, wide)
            glow().shine(plate, at, colour, min(1.0, pulse))

    return draw
