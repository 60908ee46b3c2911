"""A painted scene before the camera looks at it: layers from far to near, and what falls or glows
in front of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

OVERSCAN = 1.2  # the canvas is this much larger than the film, so that the camera can move

Pixels = NDArray[np.uint8]
"""Height × width × 4, straight (not premultiplied) RGBA."""


@dataclass(frozen=True, slots=True)
class Motion:
    """How a layer moves by itself. `drift`: x and y pixels per second, wrapping round; `sway`,
    `bob`, `float`: ± x and y pixels over `period` seconds; `walk`: drift with a bob in step."""

    kind: Literal["drift", "sway", "bob", "float", "walk"]
    x: float = 0.0
    y: float = 0.0
    period: float = 4.0
    phase: float = 0.0


@dataclass(frozen=True, slots=True)
class Layer:
    """`frames` of one size with their top left corner at (`left`, `top`) of the canvas; more than
    one is a cycle of `period` seconds. `depth` 0 is the sky, 1 the nearest: it steers the parallax
    and the blur of a rack focus. `blend` is how it meets what is behind: lights `add`."""

    frames: tuple[Pixels, ...]
    left: float = 0.0
    top: float = 0.0
    depth: float = 0.5
    period: float = 0.0
    motion: Motion | None = None
    blend: Literal["over", "add", "multiply"] = "over"
    subject: bool = False  # the camera keeps it in view and focus


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that moves in front of everything: `rain`, `snow`, `petals`, `leaves`, `fireflies`,
    `steam`, `dust`, `lights`, `bubbles`, `sparks`, `water`. `amount` 0 to 1; `options` are the
    effect's own, e.g. where steam rises or the water's top edge (canvas pixels)."""

    kind: str
    amount: float = 0.6
    colour: str = "#ffffff"
    options: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Screen:
    """A still picture between scene and viewer, in film size: vignette, paper, slate, title."""

    pixels: Pixels
    blend: Literal["over", "multiply"] = "over"


@dataclass(frozen=True, slots=True)
class Scene:
    """`width` × `height` is the film's size; layers lie on a canvas OVERSCAN times larger.
    `focus` is the canvas point the camera favours. `grain` 0 to 1."""

    width: int
    height: int
    layers: tuple[Layer, ...]
    effects: tuple[Effect, ...] = ()
    screens: tuple[Screen, ...] = ()
    focus: tuple[float, float] = (0.5, 0.5)  # as parts of the canvas
    grain: float = 0.0
    seed: int = 0
