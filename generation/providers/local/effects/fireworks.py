"""Fireworks: shells that climb, burst and rain down."""

from __future__ import annotations

import math
from random import Random

from generation.providers.local.effects import Draw, Space
from generation.providers.local.effects._sprites import glow
from generation.providers.local.illustrator.scene import Effect
from generation.providers.local.moves import Lens
from generation.providers.local.plate import Colour, Placing, Plate, mixed, rgb

DEPTH = 0.4
CLIMB, BURN = 0.9, 1.9  # seconds
STARS = 64
COLOURS = ("#ffd27a", "#ff6f91", "#7ad7ff", "#c9a2ff", "#8dffb0", "#fff3d0")
WHITE = (255, 255, 255)


def prepare(effect: Effect, space: Space) -> Draw:
    """`amount` is how often one goes up: every 1.6 to 0.6 seconds."""
    every = 1.6 - effect.amount

    def draw(plate: Plate, lens: Lens, t: float) -> None:
        first = math.floor((t - CLIMB - BURN) / every)
        for number in range(first, math.floor(t / every) + 1):
            rng = space.random("fireworks", number)
            age = t - number * every - rng.uniform(0, 0.4) * every
            if 0 <= age < CLIMB + BURN:
                Shell(rng, space).draw(plate, lens, age)

    return draw


class Shell:
    """One shell; all lengths in canvas pixels."""

    def __init__(self, rng: Random, space: Space) -> None:
        tall = space.canvas_height
        self._x = rng.uniform(0.16, 0.84) * space.canvas_width
        self._y = rng.uniform(0.16, 0.38) * tall
        self._reach = rng.uniform(0.12, 0.21) * tall
        self._tall, self._size = tall, space.unit
        self._colour = rgb(rng.choice(COLOURS))
        self._stars = [
            (2 * math.pi * (n + rng.uniform(-0.4, 0.4)) / STARS, 1 - 0.8 * rng.random() ** 2)
            for n in range(STARS)
        ]

    def draw(self, plate: Plate, lens: Lens, age: float) -> None:
        """The shell `age` seconds after it was lit."""
        if age < CLIMB:
            left = (1 - age / CLIMB) ** 2
            y = self._y + left * (self._tall * 0.75 - self._y)
            self._dot(plate, lens, (self._x, y), 0.012, 0.8 * min(1.0, age * 6), (255, 214, 150))
            return
        burnt = (age - CLIMB) / BURN
        self._dot(plate, lens, (self._x, self._y), 0.5, 0.5 * math.exp(-burnt * 14), self._colour)
        for angle, force in self._stars:
            for trail, strength in ((0.0, 1.0), (0.04, 0.5), (0.08, 0.25)):
                self._star(plate, lens, angle, force, max(0.0, burnt - trail), strength)

    def _star(
        self, plate: Plate, lens: Lens, angle: float, force: float, burnt: float, strength: float
    ) -> None:
        out = self._reach * force * (1 - (1 - burnt) ** 3)
        x = self._x + math.cos(angle) * out
        y = self._y + math.sin(angle) * out + 0.10 * self._tall * burnt**2
        light = strength * (1 - burnt) ** 0.8
        tone = mixed(WHITE, self._colour, min(1.0, burnt * 5))
        self._dot(plate, lens, (x, y), 0.024 * (1 - 0.4 * burnt), light, tone)

    def _dot(
        self,
        plate: Plate,
        lens: Lens,
        at: tuple[float, float],
        size: float,
        light: float,
        tone: Colour,
    ) -> None:
        wide = size * self._size * lens.scale(DEPTH)
        glow().shine(plate, Placing(*lens.at(*at, DEPTH), wide, wide), tone, light)
