"""How light things fall: they turn over, swing, and go with the wind."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from generation.providers.local.effects import Space, wave
from generation.providers.local.moves import Lens
from generation.providers.local.plate import Placing, Plate, Sprite

GOLDEN = 0.618034  # where something falls next time: far from where it fell before


@dataclass(frozen=True, slots=True)
class Habit:
    """`size` in units, `fall` in units a second; `wind` and `swing` in parts of the canvas' width;
    `roll` and `spin` in turns a second."""

    size: tuple[float, float]
    fall: tuple[float, float]
    wind: float
    swing: float
    roll: float
    spin: float


@dataclass(frozen=True, slots=True)
class Faller:
    """One thing that falls; `near` 0 to 1."""

    sprite: Sprite
    u: float
    v: float
    near: float
    phase: float
    roll: float
    spin: float


def cast(sprites: Sequence[Sprite], count: int, habit: Habit, rng: Random) -> list[Faller]:
    """`count` things, most of them far away."""
    return [
        Faller(
            sprite=rng.choice(sprites),
            u=rng.random(),
            v=rng.random(),
            near=rng.random() ** 1.6,
            phase=rng.random(),
            roll=habit.roll * rng.uniform(0.6, 1.4) * rng.choice((-1, 1)),
            spin=habit.spin * rng.uniform(0.4, 1.6) * rng.choice((-1, 1)),
        )
        for _ in range(count)
    ]


def fall(
    fallers: Sequence[Faller], habit: Habit, space: Space, plate: Plate, lens: Lens, t: float
) -> None:
    """Everything where it is at second `t`."""
    for one in fallers:
        down = one.v + t * space.pace(_between(habit.fall, one.near) * (0.85 + 0.3 * one.phase))
        across = one.u + math.floor(down) * GOLDEN
        across += space.wind * habit.wind * (0.6 + one.near) * t
        across += habit.swing * wave(t, 2.6 + 1.8 * one.phase, one.phase)
        depth = 0.6 + 0.55 * one.near
        x, y = lens.at(*space.point(across % 1, down % 1), depth)
        wide = _between(habit.size, one.near) * space.unit * lens.scale(depth)
        turned = math.cos(2 * math.pi * (one.phase + t * one.roll))
        thin = max(0.18, abs(turned))
        turn = 2 * math.pi * (one.phase + t * one.spin) + 0.5 * wave(t, 2.2, one.phase)
        one.sprite.lay(plate, Placing(x, y, wide, wide * thin, turn))


def _between(ends: tuple[float, float], part: float) -> float:
    return ends[0] + (ends[1] - ends[0]) * part
