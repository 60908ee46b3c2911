"""The multiplane camera: a scene's layers as planes of glass, each exposed on the plate in turn."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageFilter

from generation.providers.local.coverage import (
    ACROSS,
    DOWN,
    Coverage,
    Flags,
    Region,
    regions,
    tiles,
)
from generation.providers.local.illustrator.scene import Layer, Motion, Pixels
from generation.providers.local.moves import Ground, Lens
from generation.providers.local.plate import Bytes, Plate, picture
from generation.providers.local.resample import Words, sampled

BLURS = (0.0, 0.0022, 0.005, 0.010)  # radii of a rack focus, in parts of the film's height
EDGE = 2  # clear pixels round a layer, for its edge to fade into
BEHIND_GLASS = {"over": 0, "add": 0, "multiply": 255}  # what changes nothing, per blend


class Exposure(NamedTuple):
    """A plane about to be exposed: its left top corner on the film, and which regions of it."""

    plane: Plane
    source: Words
    corner: tuple[float, float]
    scale: float
    regions: tuple[Region, ...]

    def expose(self, plate: Plate) -> None:
        """Put it on the plate."""
        x, y = self.corner
        height, width = self.source.shape
        columns = _pixels(x, x + width * self.scale, plate.width)
        rows = _pixels(y, y + height * self.scale, plate.height)
        for region in self.regions:
            left, right = max(region.left, columns.start), min(region.right, columns.stop)
            top, bottom = max(region.top, rows.start), min(region.bottom, rows.stop)
            if left >= right or top >= bottom:
                continue
            at = (left - x) / self.scale, (top - y) / self.scale
            piece = sampled(self.source, *at, 1 / self.scale, right - left, bottom - top)
            self.plane.blend(plate, piece, left, top, region.solid)


class Plane:
    """A layer, ready to be exposed; `racks` says that its focus may change."""

    def __init__(self, layer: Layer, ground: Ground, racks: bool) -> None:
        self.depth = layer.depth
        self._layer, self._ground = layer, ground
        soft = math.ceil(3 * BLURS[-1] * ground.height) if racks else 0
        self._edge = 0 if _fills(layer, ground) else EDGE + soft
        self._coverage = self._covered(soft)
        self._levels: dict[int, list[Words]] = {}

    def exposures(self, lens: Lens, t: float, covered: Flags) -> Iterator[Exposure]:
        """What is to be seen of it at second `t`, where nothing nearer has `covered` the film's
        tiles; adds what it covers itself."""
        g = self._ground
        xs, ys = tiles(g.width, ACROSS), tiles(g.height, DOWN)
        x, y = displacement(self._layer.motion, t)
        scale, blur = lens.scale(self.depth), lens.blur(self.depth)
        for left in self._copies(self._layer.left + x):
            corner = lens.at(left - self._edge, self._layer.top + y - self._edge, self.depth)
            some, solid = self._coverage.of((xs - corner[0]) / scale, (ys - corner[1]) / scale)
            seen = tuple(regions(some & ~covered, solid, xs, ys))
            covered |= solid
            if seen:
                yield Exposure(self, self._source(t, blur), corner, scale, seen)

    def _covered(self, soft: int) -> Coverage:
        layer, edge = self._layer, self._edge
        alphas = [frame[..., 3] for frame in layer.frames]
        some = np.logical_or.reduce([alpha > 0 for alpha in alphas])
        solid = np.logical_and.reduce([alpha == 255 for alpha in alphas])
        if layer.blend != "over":
            solid[:] = False
        some, solid = np.pad(some, edge), np.pad(solid, edge)
        if soft:
            some, solid = _spread(some, soft), ~_spread(~solid, soft)
        return Coverage(some, solid)

    def _copies(self, left: float) -> list[float]:
        """Where its left edge lies; twice where it wraps round."""
        motion, width = self._layer.motion, self._layer.frames[0].shape[1]
        if not motion or motion.kind != "drift":
            return [left]
        canvas = self._ground.canvas_width
        span = width if width >= canvas else width + canvas  # tiles, or leaves and comes again
        left = (left + width) % span - width
        return [left, left + span]

    def blend(self, plate: Plate, piece: Words, left: int, top: int, solid: bool) -> None:
        """Put a piece on the plate in the layer's own way."""
        pixels = piece.view(np.uint8).reshape(*piece.shape, 4)
        if solid:
            plate.cover(pixels, left, top)
        elif self._layer.blend == "over":
            plate.over(picture(pixels), left, top)
        elif self._layer.blend == "add":
            plate.add(pixels, left, top)
        else:
            plate.multiply(picture(pixels), left, top)

    def _source(self, t: float, blur: float) -> Words:
        """The frame of second `t`, as sharp as the focus has it."""
        level = blur * (len(BLURS) - 1)
        here, following, between = self._phase(t)
        sharp = _between(self._level(math.floor(level)), here, following, between)
        if level == math.floor(level):
            return sharp
        soft = _between(self._level(math.ceil(level)), here, following, between)
        return _faded(sharp, soft, level % 1)

    def _phase(self, t: float) -> tuple[int, int, float]:
        """The frame of the cycle, the one after it, and how far it has faded into that. Drawn
        things change at once, as in animation; lights fade."""
        count = len(self._layer.frames)
        if count == 1 or not self._layer.period:
            return 0, 0, 0.0
        at = t / self._layer.period * count
        here = int(at) % count
        return here, (here + 1) % count, at % 1.0 if self._layer.blend == "add" else 0.0

    def _level(self, level: int) -> list[Words]:
        """All frames at one of the `BLURS`."""
        if level not in self._levels:
            radius = BLURS[level] * self._ground.height
            solid = self._edge == 0 or self._layer.blend != "over"
            self._levels[level] = [
                _words(_blurred(self._developed(frame), radius, solid))
                for frame in self._layer.frames
            ]
        return self._levels[level]

    def _developed(self, frame: Pixels) -> Bytes:
        """A frame as the plate wants it, with a border that changes nothing."""
        if self._edge == 0:
            return frame
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
        return bordered


def _fills(layer: Layer, ground: Ground) -> bool:
    """Whether it is a backdrop: the whole canvas, without a hole."""
    height, width = layer.frames[0].shape[:2]
    return (
        layer.blend == "over"
        and layer.motion is None
        and (layer.left, layer.top) == (0, 0)
        and (width, height) == (ground.canvas_width, ground.canvas_height)
        and all(bool((frame[..., 3] == 255).all()) for frame in layer.frames)
    )


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
    """The same picture, its colours spread a little under its clear parts, so that its edges get no
    dark fringe when it is resized."""
    image = Image.fromarray(frame)
    spread = image.convert("RGBa").filter(ImageFilter.BoxBlur(3)).convert("RGBA")
    spread.paste(image, (0, 0), image.getchannel("A").point([0] + [255] * 255))
    spread.putalpha(image.getchannel("A"))
    return np.array(spread)


def _blurred(pixels: Bytes, radius: float, solid: bool) -> Bytes:
    if radius == 0:
        return pixels
    blur = ImageFilter.GaussianBlur(radius)
    if solid:
        return np.asarray(picture(pixels).filter(blur))
    return np.asarray(Image.fromarray(pixels).convert("RGBa").filter(blur).convert("RGBA"))


def _spread(flags: Flags, reach: int) -> Flags:
    """Set as well within `reach` pixels of those that are set."""
    wide = Image.fromarray(flags.astype(np.uint8) * 255).filter(ImageFilter.BoxBlur(reach))
    return np.asarray(wide) > 0


def _words(pixels: Bytes) -> Words:
    return np.ascontiguousarray(pixels).view(np.uint32)[..., 0]


def _between(frames: list[Words], here: int, following: int, part: float) -> Words:
    return _faded(frames[here], frames[following], part) if part else frames[here]


def _faded(a: Words, b: Words, part: float) -> Words:
    """`a` at 0, `b` at 1."""
    mixed = Image.blend(_image(a), _image(b), part)
    return _words(np.asarray(mixed))


def _image(words: Words) -> Image.Image:
    return picture(words[..., None].view(np.uint8))


def _pixels(start: float, end: float, limit: int) -> range:
    """The whole pixels between two edges."""
    return range(max(0, math.ceil(start - 1e-6)), min(limit, math.floor(end + 1e-6)))
