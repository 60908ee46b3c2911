"""The plate: the picture a frame is exposed on, and what can be put on it.

Numpy and Pillow share its memory: covering is fastest in Pillow, adding light in numpy.
Four bytes a pixel, red, green, blue and one that means nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

Bytes = NDArray[np.uint8]
Colour = tuple[int, int, int]

# a pixel as one number: two of its parts are multiplied at once
EIGHT, SIXTEEN = np.uint32(8), np.uint32(16)
RED_AND_BLUE, GREEN = np.uint32(0x00FF00FF), np.uint32(0x0000FF00)
SMOOTH = Image.Resampling.BILINEAR
PAD = 2  # clear pixels round a sprite, for its edge to fade into


def picture(pixels: Bytes) -> Image.Image:
    """Height × width × 4 pixels as a picture, without copying them."""
    size = pixels.shape[1], pixels.shape[0]
    return Image.frombuffer("RGBX", size, np.ascontiguousarray(pixels), "raw", "RGBX", 0, 1)


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a sprite goes: its middle, its size in pixels on its own axes, its turn in radians."""

    x: float
    y: float
    width: float
    height: float
    turn: float = 0.0


class Plate:
    """`width` × `height` pixels, black at first. Coordinates are pixels; what lies outside is
    left out."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.pixels: Bytes = np.zeros((height, width, 4), np.uint8)
        self.image = picture(self.pixels)
        self.image.readonly = 0  # it is ours to write on

    def cover(self, pixels: Bytes, left: int, top: int) -> None:
        """Replace what is there."""
        self.pixels[top : top + pixels.shape[0], left : left + pixels.shape[1]] = pixels

    def over(self, image: Image.Image, left: int, top: int) -> None:
        """Lay straight (not premultiplied) colours over it, by the fourth channel."""
        self.image.paste(image, (left, top), image.getchannel(3))

    def ink(self, mask: Image.Image, colour: Colour, left: int, top: int) -> None:
        """Lay one colour over it, by a mask."""
        self.image.paste((*colour, 0), (left, top), mask)

    def add(self, light: Bytes, left: int, top: int) -> None:
        """Add light, up to white."""
        ground, light = self._meet(light, left, top)
        if light.size:
            room = np.invert(ground)
            ground += np.minimum(room, light, out=room)

    def dim(self, shade: Bytes, left: int, top: int) -> None:
        """Take light away, down to black."""
        ground, shade = self._meet(shade, left, top)
        ground -= np.minimum(ground, shade)

    def multiply(self, image: Image.Image, left: int, top: int) -> None:
        """See what is there through coloured glass."""
        box = left, top, left + image.width, top + image.height
        self.image.paste(ImageChops.multiply(self.image.crop(box), image), (left, top))

    def shows(self, at: Placing) -> bool:
        """Whether a sprite there can be seen."""
        reach = at.width + at.height
        return -reach < at.x < self.width + reach and -reach < at.y < self.height + reach

    def rgb(self) -> bytes:
        """The frame as raw rgb24."""
        return self.image.convert("RGB").tobytes()

    def _meet(self, pixels: Bytes, left: int, top: int) -> tuple[Bytes, Bytes]:
        """The part of the plate under `pixels`, and the part of them over it."""
        x0, y0 = max(0, left), max(0, top)
        x1 = min(self.width, left + pixels.shape[1])
        y1 = min(self.height, top + pixels.shape[0])
        if x1 <= x0 or y1 <= y0:
            return self.pixels[:0, :0], pixels[:0, :0]
        return self.pixels[y0:y1, x0:x1], pixels[y0 - top : y1 - top, x0 - left : x1 - left]


class Sprite:
    """A small square drawn once and placed anywhere, at fractions of a pixel, in any size: a mask
    (`L`), or colours with a fourth channel that covers (`RGBX`). It is kept in halving sizes, so
    that a small copy does not flicker."""

    def __init__(self, master: Image.Image) -> None:
        self._sizes = [_padded(master)]
        while master.width >= 8:
            half = master.width // 2
            master = master.resize((half, half), Image.Resampling.BOX)
            self._sizes.append(_padded(master))

    def placed(self, at: Placing) -> tuple[Image.Image, int, int]:
        """The sprite as it falls on the pixel grid, and its left top corner there."""
        source = self._nearest(max(at.width, at.height))
        inner = source.width - 2 * PAD
        across, down = inner / max(at.width, 0.25), inner / max(at.height, 0.25)
        cos, sin = math.cos(at.turn), math.sin(at.turn)
        reach_x = (abs(cos) * at.width + abs(sin) * at.height) / 2 + 1.5
        reach_y = (abs(sin) * at.width + abs(cos) * at.height) / 2 + 1.5
        left, top = math.floor(at.x - reach_x), math.floor(at.y - reach_y)
        size = math.ceil(at.x + reach_x) - left, math.ceil(at.y + reach_y) - top
        x, y = at.x - left, at.y - top
        matrix = (
            *(cos * across, sin * across, source.width / 2 - (cos * x + sin * y) * across),
            *(-sin * down, cos * down, source.height / 2 - (cos * y - sin * x) * down),
        )
        return source.transform(size, Image.Transform.AFFINE, matrix, SMOOTH), left, top

    def _nearest(self, size: float) -> Image.Image:
        """The smallest copy that needs not be enlarged much: a little, and its edges stay soft."""
        for copy in reversed(self._sizes):
            if copy.width - 2 * PAD >= 0.8 * size:
                return copy
        return self._sizes[0]

    def stamp(self, plate: Plate, at: Placing, colour: Colour) -> None:
        """Lay a mask on the plate in one colour."""
        if not plate.shows(at):
            return
        mask, left, top = self.placed(at)
        plate.ink(mask, colour, left, top)

    def lay(self, plate: Plate, at: Placing) -> None:
        """Lay a coloured sprite on the plate."""
        if plate.shows(at):
            plate.over(*self.placed(at))

    def shine(self, plate: Plate, at: Placing, colour: Colour, strength: float) -> None:
        """Add a mask to the plate as light; `strength` 0 to 1."""
        if strength <= 0.008 or not plate.shows(at):
            return
        mask, left, top = self.placed(at)
        red, green, blue = (np.uint32(part * min(strength, 1.0) + 0.5) for part in colour)
        amount = np.asarray(mask).astype(np.uint32)
        light = (amount * (red | blue << SIXTEEN) >> EIGHT) & RED_AND_BLUE
        light |= (amount * green) & GREEN
        plate.add(light[..., None].view(np.uint8), left, top)


def _padded(image: Image.Image) -> Image.Image:
    clear = Image.new(image.mode, (image.width + 2 * PAD, image.height + 2 * PAD))
    clear.paste(image, (PAD, PAD))
    return clear


def rgb(colour: str) -> Colour:
    """`#rrggbb` as three numbers."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(a: Sequence[float], b: Sequence[float], amount: float) -> Colour:
    """`a` at 0, `b` at 1."""
    red, green, blue = (round(x + (y - x) * amount) for x, y in zip(a, b, strict=True))
    return red, green, blue
