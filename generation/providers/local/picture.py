"""Pictures from outside: a person's photograph, another painter's keyframe. They are read with care
and become a scene of one or two flat layers."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from generation.errors import BadInput
from generation.providers.contract import PaintRequest
from generation.providers.local.illustrator.scene import OVERSCAN, Effect, Layer, Pixels, Scene
from generation.providers.local.reading import read
from generation.seeds import derive

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
CROPPED_AT_MOST = 0.45  # of the picture; beyond that it is shown whole, before a blurred copy
FLAT = 0.5  # the depth of a picture
SHOWN = 0.92  # of the canvas is picture; at rest the camera sees 0.83
FALLING = {"rain": "#dfe8f2", "snow": "#ffffff", "petals": "#f7b8cc", "leaves": "#d08a3c"}
GLOWING = {"fireflies": "#ffe9a0", "lights": "#ffd9a0", "dust": "#fff1d0", "sparks": "#ffb060"}
FITTING = {**FALLING, **GLOWING, "bubbles": "#ffffff"}
"""Effects that suit a picture whose inside we do not know, and their colours."""


def check(path: str, tell: Callable[[float, float], None]) -> None:
    """Raises `BadInput` when we cannot read the picture."""
    opened(Path(path))


def opened(path: Path) -> Image.Image:
    """The picture upright, in RGB, the first frame of a moving one; what is clear becomes white.

    Raises `BadInput` for anything but a whole JPEG, PNG or WebP of at most `MOST_PIXELS`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # damaged metadata; too many pixels we count ourselves
            with Image.open(path, formats=FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise BadInput("picture.too_large", limit=MOST_PIXELS // 1_000_000)
                return _flattened(ImageOps.exif_transpose(image))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadInput("picture.unreadable") from error


def _flattened(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    return image.convert("RGB")


def flat_scene(path: Path, paint: PaintRequest) -> Scene:
    """The picture over the whole canvas; in front of it what the prompt says falls or glows."""
    width, height = round(paint.width * OVERSCAN), round(paint.height * OVERSCAN)
    image = opened(path)
    found = read(paint.prompt, paint.lang).effects
    effects = [Effect(kind, 0.4, FITTING[kind]) for kind in found if kind in FITTING]
    return Scene(
        width=paint.width,
        height=paint.height,
        layers=_layers(image, width, height),
        effects=tuple(effects),
        seed=derive(paint.seed, paint.index),
    )


def _layers(image: Image.Image, width: int, height: int) -> tuple[Layer, ...]:
    shape, wanted = image.width / image.height, width / height
    shown = round(width * SHOWN), round(height * SHOWN)
    cover = ImageOps.fit(image, shown, Image.Resampling.LANCZOS)
    if 1 - min(shape / wanted, wanted / shape) <= CROPPED_AT_MOST:
        return (Layer((_mirrored(cover, width, height),), depth=FLAT),)
    soft = cover.filter(ImageFilter.GaussianBlur(height / 28))
    dim = ImageEnhance.Brightness(soft).enhance(0.6)
    inner = round(width / OVERSCAN * 0.94), round(height / OVERSCAN * 0.94)
    whole = ImageOps.contain(image, inner, Image.Resampling.LANCZOS)
    left, top = (width - whole.width) // 2, (height - whole.height) // 2
    return (
        Layer((_mirrored(dim, width, height),), depth=0.1),
        Layer((_pixels(whole),), left, top, FLAT, subject=True),
    )


def _mirrored(image: Image.Image, width: int, height: int) -> Pixels:
    """The picture in the middle of the canvas, its edges mirrored all round: the camera may come to
    the edge, but not far beyond it."""
    pixels = _pixels(image)
    across, down = width - image.width, height - image.height
    sides = (down // 2, down - down // 2), (across // 2, across - across // 2), (0, 0)
    return np.pad(pixels, sides, "symmetric")


def _pixels(image: Image.Image) -> Pixels:
    return np.array(image.convert("RGBA"))
