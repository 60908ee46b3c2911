"""Small requests for the illustrator, and a look at what it painted."""

from __future__ import annotations

import numpy as np

from generation.model import Aspect, Framing
from generation.providers.contract import PaintRequest, frame_size
from generation.providers.local.illustrator.scene import OVERSCAN, Layer, Scene


def asked(aspect: Aspect = "16:9", framing: Framing = "wide", index: int = 0) -> PaintRequest:
    """A request for a small picture, 144 pixels on its shorter side."""
    width, height = frame_size(aspect, 540)
    return PaintRequest(
        prompt="",
        negative="",
        seed=5,
        width=width * 144 // 540 // 2 * 2,
        height=height * 144 // 540 // 2 * 2,
        aspect=aspect,
        lang="en",
        style="cinematic",
        look="illustration",
        framing=framing,
        characters=(),
        index=index,
        total=4,
        title="A quiet day",
        camera="push-in",
        seconds=4.0,
    )


def flat(scene: Scene) -> np.ndarray:
    """The scene's still picture before its screens, RGB, canvas size."""
    w, h = round(scene.width * OVERSCAN), round(scene.height * OVERSCAN)
    out = np.zeros((h, w, 3), np.float32)
    for layer in scene.layers:
        _lay(out, layer)
    return out


def _lay(out: np.ndarray, layer: Layer) -> None:
    pixels = layer.frames[0]
    left, top = round(layer.left), round(layer.top)
    y0, x0 = max(0, top), max(0, left)
    y1, x1 = min(out.shape[0], top + pixels.shape[0]), min(out.shape[1], left + pixels.shape[1])
    if y1 <= y0 or x1 <= x0:
        return
    seen = pixels[y0 - top : y1 - top, x0 - left : x1 - left].astype(np.float32)
    alpha = seen[..., 3:] / 255
    base = out[y0:y1, x0:x1]
    over = base * (1 - alpha) + seen[..., :3] * alpha
    out[y0:y1, x0:x1] = over if layer.blend == "over" else base + seen[..., :3] * alpha
