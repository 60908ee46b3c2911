"""Where a scene is laid: the canvas, its hour and light, and the slots where subjects may stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Literal

import numpy as np

from generation.model import Framing
from generation.providers.local.illustrator.canvas import Patch, blurred, stacked, vector
from generation.providers.local.illustrator.palette import Palette
from generation.providers.local.illustrator.scene import Effect, Layer, Motion
from generation.seeds import array_stream, stream

Ground = Literal["ground", "water", "air", "sill", "table", "far"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one subject: its feet at (`x`, `y`) in parts of the canvas; a grown person is
    `stature` units tall there. `on` says what it stands on."""

    x: float
    y: float
    stature: float
    depth: float
    on: Ground = "ground"


@dataclass(frozen=True, slots=True)
class Stage:
    """The canvas in pixels and everything a place needs to know. `sun` is in parts of the canvas.
    Numbers from `film` are the same in every shot, those from `shot` change with the viewpoint."""

    width: int
    height: int
    seed: int
    index: int
    tones: Palette
    time: str
    season: str
    weather: str
    sun: tuple[float, float]
    framing: Framing = "wide"
    accents: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    headroom: float = 0.0  # parts of the film's height that a look keeps free above

    @property
    def unit(self) -> float:
        """The length that sizes are told in: about the height of a landscape canvas, pixels."""
        return 0.75 * (self.width * self.height) ** 0.5 * (1.12 if self.tall else 1.0)

    @property
    def tall(self) -> bool:
        return self.height > self.width * 1.05

    @property
    def night(self) -> bool:
        return self.time in ("night", "neon")

    @property
    def snowy(self) -> bool:
        return self.tones.snowy

    @property
    def side(self) -> int:
        """1 when the shot's weight lies right, -1 left: away from the sun."""
        return 1 if self.sun[0] < 0.5 else -1

    def across(self, part: float) -> float:
        """A part of the width, mirrored where the weight lies left."""
        return part if self.side > 0 else 1 - part

    def x(self, part: float) -> float:
        """The same in pixels."""
        return self.width * self.across(part)

    def y(self, part: float) -> float:
        return self.height * part

    def film(self, *names: str | int) -> Random:
        return stream(self.seed, *names)

    def shot(self, *names: str | int) -> Random:
        return stream(self.seed, "shot", self.index, *names)

    def film_array(self, *names: str | int) -> np.random.Generator:
        return array_stream(self.seed, *names)

    def shot_array(self, *names: str | int) -> np.random.Generator:
        return array_stream(self.seed, "shot", self.index, *names)

    def vector(
        self,
        body: str,
        top: float = 0.0,
        bottom: float = 1.0,
        soft: float = 0.0,
        scale: float = 1.0,
    ) -> Patch:
        """Rasterise over the whole width between two parts of the height; `soft` blurs by units,
        `scale` below 1 draws coarsely, for mere light."""
        y0, y1 = int(self.height * top), int(np.ceil(self.height * bottom))
        coarse = min(scale, 0.5 if soft * self.unit > 1.2 else 1.0)
        patch = vector(body, 0, y0, self.width, y1 - y0, coarse)
        return Patch(blurred(patch.pixels, soft * self.unit), patch.left, patch.top)

    def layer(self, *patches: Patch, depth: float, motion: Motion | None = None) -> Layer:
        """Patches from back to front as one layer."""
        whole = stacked(patches, self.width, self.height)
        return Layer((whole.pixels,), whole.left, whole.top, depth, motion=motion)

    def glow(self, *patches: Patch, depth: float) -> Layer:
        """Light that adds to what is behind it."""
        whole = stacked(patches, self.width, self.height)
        return Layer((whole.pixels,), whole.left, whole.top, depth, blend="add")


@dataclass(frozen=True, slots=True)
class Site:
    """A place, laid: layers from far to near, and where subjects may stand, the best first."""

    layers: list[Layer]
    slots: list[Slot]
    horizon: float = 0.62  # the height of the eyes, in parts of the canvas
    effects: list[Effect] = field(default_factory=list[Effect])
    lamp: str = ""  # the colour of the light indoors or at a stall, where it is not the sky's
