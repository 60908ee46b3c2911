"""Small coloured shapes, cut out of a square by a smooth outline."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from generation.providers.local.plate import Sprite, picture

SIZE = 96  # pixels of a sprite's square
FINE = 4  # outlines are drawn this much larger

Outline = tuple[tuple[float, float], ...]
"""Points in parts of the square."""


def rounded(outline: Outline) -> Image.Image:
    """A mask with soft corners."""
    side = SIZE * FINE
    large = Image.new("L", (side, side))
    ImageDraw.Draw(large).polygon([(x * side, y * side) for x, y in outline], fill=255)
    steep = [min(255, max(0, (v - 96) * 4)) for v in range(256)]
    soft = large.filter(ImageFilter.GaussianBlur(side / 42)).point(steep)
    return soft.resize((SIZE, SIZE), Image.Resampling.BOX)


def painted(colours: NDArray[np.floating], mask: Image.Image) -> Sprite:
    """Colours (0 to 255) that a mask cuts out."""
    pixels = np.empty((SIZE, SIZE, 4), np.uint8)
    pixels[..., :3] = np.clip(colours, 0, 255)
    pixels[..., 3] = np.asarray(mask)
    return Sprite(picture(pixels))
