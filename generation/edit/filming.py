"""How the local camera's recipe becomes the film's picture: in which size it is filmed, and what of
that is seen where the film has another shape than what was painted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generation.edit.footage import Shape, shape_for
from generation.edit.match import look_at_picture, window
from generation.edit.motion import Canvas, Use
from generation.model import Reframe

Find = Callable[[], Path]  # where a picture lies
SAME = 0.01  # of a shape; sizes are even numbers
SHARPEST = 1080  # pixels of the shorter side that are filmed, of which the film may show a part


@dataclass(frozen=True, slots=True)
class Filming:
    """A `recipe` that makes pictures of the size of `filmed`, and the `use` that is made of them;
    None where they are the film's own."""

    recipe: dict[str, Any]
    filmed: Canvas
    use: Use | None = None


def filming(recipe: dict[str, Any], keyframe: Find, canvas: Canvas, wanted: Shape) -> Filming:
    """How a recipe is filmed for a canvas: in its size where both have one shape, else just as
    large as it is seen. What is cropped is what stands out in the keyframe. Blocks, and reads the
    keyframe only for that."""
    paint = recipe.get("paint")
    if not paint or _alike(paint["width"] / paint["height"], canvas.width / canvas.height):
        return Filming(_sized(recipe, canvas), canvas)
    width, height = paint["width"], paint["height"]
    shape = shape_for(width, height, canvas, wanted)
    scales = canvas.width / width, canvas.height / height
    scale = max(scales) if shape == "crop" else min(scales)
    scale = min(scale, max(1.0, SHARPEST / min(width, height)))
    filmed = Canvas(_even(width * scale), _even(height * scale), canvas.fps)
    return Filming(_sized(recipe, filmed), filmed, _use(shape, filmed, canvas, keyframe))


def _use(shape: Reframe, filmed: Canvas, canvas: Canvas, keyframe: Find) -> Use:
    if shape != "crop":
        return Use(shape=shape)
    seen = look_at_picture(keyframe())
    ours, theirs = canvas.width / canvas.height, filmed.width / filmed.height
    if theirs > ours:
        return Use(shape=shape, left=window(seen.columns, ours / theirs))
    return Use(shape=shape, top=window(seen.rows, theirs / ours))


def _sized(recipe: dict[str, Any], canvas: Canvas) -> dict[str, Any]:
    paint = recipe.get("paint")
    if not paint:
        return recipe
    return {**recipe, "paint": {**paint, "width": canvas.width, "height": canvas.height}}


def _alike(one: float, other: float) -> bool:
    return abs(one / other - 1) < SAME


def _even(length: float) -> int:
    return max(2, 2 * round(length / 2))
