"""Wide, medium, close, detail: the same place seen from nearer, with less depth of field."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PIL import Image

from generation.model import Framing
from generation.providers.local.illustrator.canvas import blurred
from generation.providers.local.illustrator.scene import Effect, Layer, Pixels
from generation.providers.local.illustrator.stage import Stage

STEP: dict[Framing, float] = {"wide": 1.0, "medium": 1.38, "close": 1.75, "detail": 2.1}
SOFTNESS: dict[Framing, float] = {"wide": 0.0, "medium": 0.0012, "close": 0.0048, "detail": 0.0075}


def enlargement(framing: Framing, depth: float) -> float:
    """How much larger something at `depth` looks than in the wide shot."""
    return 1 + (STEP[framing] - 1) * (0.30 + 0.70 * min(1.0, depth / 0.72))


def sketched(stage: Stage) -> tuple[Stage, int]:
    """The stage to lay the place on, and how much smaller it is: what will be blurred is painted
    at half size."""
    if stage.framing not in ("close", "detail"):
        return stage, 1
    return replace(stage, width=-(-stage.width // 2), height=-(-stage.height // 2)), 2


def nearer(layer: Layer, stage: Stage, horizon: float, towards: float, factor: int = 1) -> Layer:
    """The layer, laid `factor` times too small, as the shot's framing sees it: enlarged round the
    horizon at column `towards` (pixels); what is near grows more, what is far blurs more."""
    if stage.framing == "wide":
        return layer
    drifts = layer.motion is not None and layer.motion.kind == "drift"
    step = 1.0 if drifts else enlargement(stage.framing, layer.depth)
    if step * factor == 1:
        return layer
    radius = SOFTNESS[stage.framing] * stage.unit * max(0.25, 1.1 - layer.depth)
    radius *= 2.2 if layer.depth >= 0.95 else 1.0
    ax, ay = towards, stage.height * horizon
    left, top = ax + (layer.left * factor - ax) * step, ay + (layer.top * factor - ay) * step
    frames, x, y = _enlarged(layer.frames, left, top, step * factor, stage)
    motion = layer.motion and replace(
        layer.motion, x=layer.motion.x * factor, y=layer.motion.y * factor
    )
    soft = frames if drifts else [blurred(f, radius) for f in frames]
    return replace(layer, frames=tuple(soft), left=x, top=y, motion=motion)


def placed(effect: Effect, factor: int) -> Effect:
    """The effect with its lengths (canvas pixels) as on the full canvas."""
    lengths = {k: v * factor for k, v in effect.options.items() if isinstance(v, int | float)}
    return replace(effect, options={**effect.options, **lengths})


def _enlarged(
    frames: tuple[Pixels, ...], left: float, top: float, step: float, stage: Stage
) -> tuple[list[Pixels], float, float]:
    """Resample what falls on the canvas."""
    h, w = frames[0].shape[:2]
    x0, y0 = max(0.0, left), max(0.0, top)
    x1, y1 = min(float(stage.width), left + w * step), min(float(stage.height), top + h * step)
    size = round(x1 - x0), round(y1 - y0)
    if size[0] < 1 or size[1] < 1:
        return [np.zeros((1, 1, 4), np.uint8)], 0.0, 0.0
    box = (
        max(0.0, (x0 - left) / step),
        max(0.0, (y0 - top) / step),
        min(float(w), (x1 - left) / step),
        min(float(h), (y1 - top) / step),
    )
    out = list[Pixels]()
    for frame in frames:
        source = Image.fromarray(frame)
        mode = source if int(frame[..., 3].min()) == 255 else source.convert("RGBa")
        out.append(np.asarray(mode.resize(size, Image.Resampling.BICUBIC, box=box).convert("RGBA")))
    return out, round(x0), round(y0)
