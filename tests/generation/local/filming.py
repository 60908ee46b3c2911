"""Small scenes, requests and measures for the camera's tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from generation.model import Camera
from generation.providers.contract import PaintRequest
from generation.providers.local.camera import Setup
from generation.providers.local.illustrator.scene import Effect, Layer, Pixels, Scene
from generation.providers.local.recipe import Recipe

WIDTH, HEIGHT = 320, 180
ACROSS, DOWN = 384, 216
Frame = NDArray[np.uint8]


def request(**changes: Any) -> PaintRequest:
    """A small picture of a cat by the sea."""
    plain = PaintRequest(
        prompt="a cat by the sea at sunset",
        negative="",
        seed=7,
        width=WIDTH,
        height=HEIGHT,
        aspect="16:9",
        lang="en",
        style="cinematic",
        look="illustration",
        framing="wide",
        characters=(),
        index=0,
        total=2,
        title="The cat",
        camera="push-in",
        seconds=4.0,
    )
    return replace(plain, **changes)


def flat(
    colour: tuple[int, int, int], width: int = ACROSS, height: int = DOWN, alpha: int = 255
) -> Pixels:
    """One colour."""
    return np.full((height, width, 4), (*colour, alpha), np.uint8)


def textured(seed: int = 1, width: int = ACROSS, height: int = DOWN) -> Pixels:
    """Soft spots everywhere, so that every shift can be measured."""
    rng = np.random.default_rng(seed)
    coarse = Image.fromarray(rng.integers(0, 255, (height // 8, width // 8), dtype=np.uint8))
    grey = np.asarray(coarse.resize((width, height), Image.Resampling.BICUBIC))
    return np.dstack([grey, grey, grey, np.full_like(grey, 255)])


def hill(top: int, seed: int = 2) -> Layer:
    """Textured ground from the canvas row `top` on downwards, its upper edge jagged."""
    pixels = textured(seed, ACROSS, DOWN - top)
    for x in range(ACROSS):
        pixels[: 6 + x * 7 % 11, x, 3] = 0
    return Layer((pixels,), 0, top, depth=0.8)


def scene(*layers: Layer, effects: tuple[Effect, ...] = (), **changes: Any) -> Scene:
    """Layers on a film of 320 × 180."""
    return Scene(WIDTH, HEIGHT, layers, effects, **changes)


def landscape(**changes: Any) -> Scene:
    """Sky, a hill before it, and a round subject."""
    ball = flat((220, 60, 40), 40, 40)
    rows, columns = np.mgrid[-1:1:40j, -1:1:40j]
    ball[..., 3] = np.where(rows**2 + columns**2 < 1, 255, 0)
    subject = Layer((ball,), 200, 110, depth=0.6, subject=True)
    return scene(Layer((textured(),), depth=0.0), subject, hill(150), **changes)


def setup(painted: Scene, camera: Camera = "push-in", seconds: float = 4.0) -> Setup:
    """The scene before the camera."""
    return Setup(painted, Recipe(paint=request(seconds=seconds), camera=camera))


def shown(prepared: Setup, index: int, frames: int = 96) -> Frame:
    """One frame: height × width × 3."""
    return np.frombuffer(prepared.expose(index, frames).rgb(), np.uint8).reshape(HEIGHT, WIDTH, 3)


def shift(a: NDArray[np.floating], b: NDArray[np.floating]) -> tuple[float, float]:
    """How far picture `b` has moved against `a`, in pixels, to a fraction: least squares on the
    gradients, which is exact for small shifts."""
    mean = (a + b) / 2
    down, across = np.gradient(mean, axis=0), np.gradient(mean, axis=1)
    later = b - a
    inner = (slice(4, -4), slice(4, -4))
    matrix = np.stack([across[inner].ravel(), down[inner].ravel()], axis=1)
    x, y = np.linalg.lstsq(matrix, -later[inner].ravel(), rcond=None)[0]
    return float(x), float(y)
