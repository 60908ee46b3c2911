"""Effects: what falls, floats, rises and glows, one small file each, found by walking this folder.

An effect is a file with

- `DEPTH`    where it hangs; layers nearer than this are exposed over it;
- `prepare(effect, space) -> Draw`, which draws its sprites once, casts its particles, and returns
  what puts them on the plate at any second.

The same effect and space draw the same picture at the same second, in any process. Everything moves
steadily: a particle comes and goes outside the film, or faded out.
"""

from __future__ import annotations

import importlib
import math
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Protocol, cast

from generation.providers.local.illustrator.scene import Effect
from generation.providers.local.moves import Lens
from generation.providers.local.plate import Plate
from generation.seeds import stream

Draw = Callable[[Plate, Lens, float], None]
"""Puts the effect on a plate as the lens sees it at a second."""


@dataclass(frozen=True, slots=True)
class Space:
    """Where an effect plays: the film's and the canvas' size in pixels, and the film's seed."""

    width: int
    height: int
    canvas_width: int
    canvas_height: int
    seed: int

    def random(self, *names: str | int) -> Random:
        """A stream of its own for whatever bears these names."""
        return stream(self.seed, "effect", *names)

    @property
    def wind(self) -> float:
        """−1 (to the left) to 1, the same for every effect and shot of a film; never quite calm."""
        return _wind(self.seed)

    @property
    def unit(self) -> float:
        """What sizes are given in parts of: the film's height at 16:9, the same area otherwise."""
        return math.sqrt(self.width * self.height) * 0.75

    def pace(self, speed: float) -> float:
        """Units a second as parts of the way from above the canvas to below it."""
        return speed * self.unit / (1.2 * self.canvas_height)

    def point(self, u: float, v: float) -> tuple[float, float]:
        """A canvas point from parts of the canvas and a tenth beyond each of its edges."""
        return (u * 1.2 - 0.1) * self.canvas_width, (v * 1.2 - 0.1) * self.canvas_height


@cache
def _wind(seed: int) -> float:
    rng = stream(seed, "wind")
    return rng.choice((-1, 1)) * rng.uniform(0.4, 1.0)


class Kind(Protocol):
    """The module of one effect."""

    DEPTH: float

    def prepare(self, effect: Effect, space: Space) -> Draw: ...


@cache
def kinds() -> frozenset[str]:
    """The names of all effects."""
    return frozenset(m.name for m in pkgutil.iter_modules(__path__) if m.name[0] != "_")


def find(kind: str) -> Kind | None:
    """The effect of this name, or None where nobody has made it yet."""
    if kind not in kinds():
        return None
    return cast(Kind, importlib.import_module(f"{__name__}.{kind}"))


def wave(t: float, period: float, phase: float) -> float:
    """−1 to 1, once round in `period` seconds."""
    return math.sin(2 * math.pi * (t / period + phase))


def fade(life: float, rise: float = 0.2, fall: float = 0.3) -> float:
    """0 at both ends of a life from 0 to 1, 1 between."""
    return max(0.0, min(1.0, life / rise, (1 - life) / fall))
