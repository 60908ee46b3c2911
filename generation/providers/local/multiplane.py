"""The multiplane camera: a scene's layers as planes of glass, each exposed on the plate in turn."""

from __future__ import annotations

import math
from functools import cached_property
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageFilter

from generation.providers.local.illustrator.scene import Layer, Motion, Pixels
from generation.providers.local.moves import Ground, Lens
from generation.providers.local.plate import SMOOTH, Bytes, Plate, picture

BLURS = (0.0, 0.0022, 0.005, 0.010)  # radii of a rack focus, in parts of the film's height
EDGE = 2  # clear pixels round a layer, for its edge to fade into
BEHIND_GLASS = {"over": 0, "add": 0, "multiply": 255}  # what changes nothing, per blend


class Rect(NamedTuple):
    """Left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float


class Plane:
    """A layer, ready to be exposed; `racks` says that its focus may change."""

    def __init__(self, layer: Layer, ground: Ground, racks: bool) -> None:
        self.depth = layer.depth
        self._layer, self._ground = layer, ground
        self._opaque = layer.blend == "over" and all((f[..., 3] == 255).all() for f in layer.frames)
        soft = math.ceil(3 * BLURS[-1] * ground.height) if racks else 0
        self._edge = 0 if self._opaque else EDGE + soft
        self._levels: dict[int, list[Image.Image]] = {}

    @cached_property
    def floor(self) -> float:
        """The canvas row from which on downwards nothing can be seen through it."""
        layer, ground = self._layer, self._ground
        height, width = layer.frames[0].shape[:2]
        still = len(layer.frames) == 1 and not layer.motion
        wide = layer.left <= 0 and layer.left + width >= ground.canvas_width
        deep = layer.top + height >= ground.canvas_height
        if not (still and wide and deep and layer.blend == "over"):
            return math.inf
        clear = np.flatnonzero(layer.frames[0][..., 3].min(axis=1) < 255)
        return layer.top + (int(clear[-1]) + 1 if clear.size else 0)

    def floor_on(self, lens: Lens) -> float:
        """The film row from which on downwards it hides everything farther away."""
        if math.isinf(self.floor) or lens.blur(self.depth):
            return math.inf
        return lens.at(0, self.floor, self.depth)[1] + 1

    def expose(self, plate: Plate, lens: Lens, t: float, bottom: int) -> None:
        """Put the plane on the plate as it is at second `t`, down to the film row `bottom`."""
        x, y = displacement(self._layer.motion, t)
        for left in self._copies(self._layer.left + x):
            self._put(plate, lens, t, left - self._edge, self._layer.top + y - self._edge, bottom)

    def _copies(self, left: float) -> list[float]:
        """Where its left edge lies; twice where it wraps round."""
        motion, width = self._layer.motion, self._layer.frames[0].shape[1]
        if not motion or motion.kind != "drift":
            return [left]
        canvas = self._ground.canvas_width
        span = width if width >= canvas else width + canvas  # tiles, or leaves and comes again
        left = (left + width) % span - width
        return [left, left + span]

    def _put(
        self, plate: Plate, lens: Lens, t: float, left: float, top: float, bottom: int
    ) -> None:
        source = self._source(t, lens.blur(self.depth))
        x, y = lens.at(left, top, self.depth)
        scale = lens.scale(self.depth)
        across, down = (
            _pixels(x, x + source.width * scale, plate.width),
            _pixels(y, y + source.height * scale, bottom),
        )
        if not across or not down:
            return
        box = (
            *(
                _inside((across[0] - x) / scale, source.width),
                _inside((down[0] - y) / scale, source.height),
            ),
            *(
                _inside((across[-1] + 1 - x) / scale, source.width),
                _inside((down[-1] + 1 - y) / scale, source.height),
            ),
        )
        piece = source.resize((len(across), len(down)), SMOOTH, box=box)
        self._blend(plate, piece, across[0], down[0])

    def _blend(self, plate: Plate, piece: Image.Image, left: int, top: int) -> None:
        if self._opaque:
            plate.cover(piece, left, top)
        elif self._layer.blend == "over":
            plate.over(piece, left, top)
        elif self._layer.blend == "add":
            plate.add(np.asarray(piece), left, top)
        else:
            plate.multiply(piece, left, top)

    def _source(self, t: float, blur: float) -> Image.Image:
        """The frame of second `t`, as sharp as the focus has it."""
        level = blur * (len(BLURS) - 1)
        here, following, between = self._phase(t)
        sharp = _between(self._level(math.floor(level)), here, following, between)
        if level == math.floor(level):
            return sharp
        soft = _between(self._level(math.ceil(level)), here, following, between)
        return Image.blend(sharp, soft, level % 1)

    def _phase(self, t: float) -> tuple[int, int, float]:
        """The frame of the cycle, the one after it, and how far it has faded into that. Drawn things
        change at once, as in animation; lights fade."""
        count = len(self._layer.frames)
        if count == 1 or not self._layer.period:
            return 0, 0, 0.0
        at = t / self._layer.period * count
        here = int(at) % count
        return here, (here + 1) % count, at % 1.0 if self._layer.blend == "add" else 0.0

    def _level(self, level: int) -> list[Image.Image]:
        """All frames at one of the `BLURS`."""
        if level not in self._levels:
            radius = BLURS[level] * self._ground.height
            self._levels[level] = [
                _blurred(
                    self._developed(frame), radius, self._opaque or self._layer.blend != "over"
                )
                for frame in self._layer.frames
            ]
        return self._levels[level]

    def _developed(self, frame: Pixels) -> Image.Image:
        """A frame as the plate wants it, with a border that changes nothing."""
        if self._opaque:
            return picture(frame)
        nothing = BEHIND_GLASS[self._layer.blend]
        if self._layer.blend == "over":
            pixels = bled(frame)
        else:
            flat = Image.new("RGBA", (frame.shape[1], frame.shape[0]), (nothing,) * 3)
            flat.alpha_composite(Image.fromarray(frame))
            pixels = np.array(flat)
            pixels[..., 3] = nothing
        edge = self._edge
        bordered = np.pad(pixels, ((edge, edge), (edge, edge), (0, 0)), "edge")
        for side in (bordered[:edge], bordered[-edge:], bordered[:, :edge], bordered[:, -edge:]):
            side[..., 3 if self._layer.blend == "over" else slice(None)] = nothing
        return picture(bordered)


def displacement(motion: Motion | None, t: float) -> tuple[float, float]:
    """How far a layer has moved by itself at second `t`, in canvas pixels."""
    if not motion:
        return 0.0, 0.0
    turn = 2 * math.pi * (t / motion.period + motion.phase)
    match motion.kind:
        case "drift":
            return motion.x * t, motion.y * t
        case "walk":  # two steps a period; the body is lowest when a foot comes down
            return motion.x * t, -motion.y * abs(math.sin(turn))
        case "float":
            return motion.x * math.sin(turn), motion.y * math.sin(1.7 * turn + 0.6)
        case "sway" | "bob":
            return motion.x * math.sin(turn), motion.y * math.sin(turn)


def bled(frame: Pixels) -> Bytes:
    """The same picture, its colours spread a little under its clear parts: resized, its edges get no
    dark fringe."""
    image = Image.fromarray(frame)
    spread = image.convert("RGBa").filter(ImageFilter.BoxBlur(3)).convert("RGBA")
    spread.paste(image, (0, 0), image.getchannel("A").point([0] + [255] * 255))
    spread.putalpha(image.getchannel("A"))
    return np.array(spread)


def _blurred(image: Image.Image, radius: float, solid: bool) -> Image.Image:
    if radius == 0:
        return image
    if solid:
        return image.filter(ImageFilter.GaussianBlur(radius))
    straight = Image.frombuffer("RGBA", image.size, image.tobytes(), "raw", "RGBA", 0, 1)
    soft = straight.convert("RGBa").filter(ImageFilter.GaussianBlur(radius)).convert("RGBA")
    return picture(np.array(soft))


def _between(frames: list[Image.Image], here: int, following: int, part: float) -> Image.Image:
    return Image.blend(frames[here], frames[following], part) if part else frames[here]


def _pixels(start: float, end: float, limit: int) -> range:
    """The whole pixels between two edges."""
    return range(max(0, math.ceil(start - 1e-6)), min(limit, math.floor(end + 1e-6)))


def _inside(value: float, size: int) -> float:
    return min(max(0.0, value), float(size))
