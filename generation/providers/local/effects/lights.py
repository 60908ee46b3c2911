"""Lights: lamps far out of focus, large soft discs that breathe."""

from __future__ import annotations

from generation.providers.local.effects import Draw, Space, wave
from generation.providers.local.effects._sprites import bokeh
from generation.providers.local.illustrator.scene import Effect
from generation.providers.local.moves import Lens
from generation.providers.local.plate import Placing, Plate, mixed, rgb

DEPTH = 1.0


def prepare(effect: Effect, space: Space) -> Draw:
    """`amount` is how many there are; their colours lie round `colour`."""
    rng = space.random("lights")
    tone = rgb(effect.colour)
    tones = (tone, mixed(tone, (255, 214, 150), 0.6), mixed(tone, (255, 255, 255), 0.4))
    count = round(10 + 24 * effect.amount)
    lamps = [(rng.choice(tones), [rng.random() for _ in range(4)]) for _ in range(count)]

    def draw(plate: Plate, lens: Lens, t: float) -> None:
        for colour, (u, v, near, phase) in lamps:
            depth = 0.6 + 0.6 * near
            x = (u + space.wind * 0.006 * t) % 1
            y = (0.06 + 0.88 * v) + 0.006 * wave(t, 6 + 3 * phase, phase)
            wide = space.unit * (0.03 + 0.085 * near**2) * lens.scale(depth)
            strength = (0.40 - 0.18 * near) * (0.72 + 0.28 * wave(t, 3.5 + 3 * phase, phase))
            at = Placing(*lens.at(*space.point(x, y), depth), wide, wide)
            bokeh().shine(plate, at, colour, strength)

    return draw
