"""Raster and vector helpers: colours, noise, gradients in linear light, SVG → pixels, patches."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from generation.providers.local.illustrator.scene import Pixels

Field = NDArray[np.floating[Any]]
"""One value per pixel, height × width."""


def rgb(colour: str) -> tuple[int, int, int]:
    """`#rrggbb` as three numbers from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def hexed(red: float, green: float, blue: float) -> str:
    """Three numbers from 0 to 255 as `#rrggbb`; what lies outside is clipped."""
    return "#" + "".join(f"{min(255, max(0, round(v))):02x}" for v in (red, green, blue))


def mix(a: str, b: str, amount: float) -> str:
    """`a` at 0, `b` at 1."""
    red, green, blue = (x + (y - x) * amount for x, y in zip(rgb(a), rgb(b), strict=True))
    return hexed(red, green, blue)


def multiply(a: str, b: str) -> str:
    """`a` seen in the light of `b`."""
    red, green, blue = (x * y / 255 for x, y in zip(rgb(a), rgb(b), strict=True))
    return hexed(red, green, blue)


def saturate(colour: str, amount: float) -> str:
    """Grey at 0, unchanged at 1."""
    grey = luminance(colour)
    return mix(hexed(grey, grey, grey), colour, amount)


def luminance(colour: str) -> float:
    """Rec. 709 luma, 0 to 255."""
    red, green, blue = rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def strength(colour: str) -> int:
    """How far a colour is from grey, 0 to 255."""
    return max(rgb(colour)) - min(rgb(colour))


def ramp(stops: Sequence[str], size: int = 256) -> NDArray[np.uint8]:
    """`size` colours through evenly spaced stops, interpolated in linear light."""
    light = (np.array([rgb(s) for s in stops], np.float32) / 255) ** 2.2
    at = np.linspace(0, len(stops) - 1, size)
    whole = np.arange(len(stops))
    mixed = np.stack([np.interp(at, whole, light[:, i]) for i in range(3)], -1)
    return (mixed ** (1 / 2.2) * 255 + 0.5).astype(np.uint8)


def noise(
    rng: np.random.Generator,
    width: int,
    height: int,
    across: float,
    down: float,
    octaves: int = 4,
    roughness: float = 0.55,
    wraps: bool = False,
) -> Field:
    """Fractal value noise around 0.5 with `across` × `down` cells in its first octave.

    With `wraps` the right edge continues on the left."""
    out, weight, total = np.zeros((height, width), np.float32), 1.0, 0.0
    for octave in range(octaves):
        cells = max(2, round(down * 2**octave)) + 1, max(2, round(across * 2**octave)) + 1
        grid = rng.random(cells, dtype=np.float32)
        out += weight * (
            _wrapped(grid, width, height) if wraps else _stretched(grid, width, height)
        )
        total, weight = total + weight, weight * roughness
    return out / total


def _stretched(grid: Field, width: int, height: int) -> Field:
    picture = Image.fromarray(grid).resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(picture, np.float32)


def _wrapped(grid: Field, width: int, height: int) -> Field:
    columns = grid.shape[1]
    padded = Image.fromarray(np.concatenate([grid[:, -2:], grid, grid[:, :2]], 1))
    box = (2.0, 0.0, 2.0 + columns, float(grid.shape[0]))
    resized = padded.resize((width, height), Image.Resampling.BICUBIC, box=box)
    return np.asarray(resized, np.float32)


def smooth(low: float, high: float, value: Field) -> Field:
    """0 below `low`, 1 above `high`, an S between."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


@dataclass(frozen=True, slots=True)
class Patch:
    """Pixels with their top left corner at (`left`, `top`) of the canvas."""

    pixels: Pixels
    left: int = 0
    top: int = 0

    @property
    def right(self) -> int:
        return self.left + self.pixels.shape[1]

    @property
    def bottom(self) -> int:
        return self.top + self.pixels.shape[0]


def vector(
    body: str,
    left: float,
    top: float,
    width: float,
    height: float,
    scale: float = 1.0,
) -> Patch:
    """Rasterise an SVG fragment; the window is in canvas pixels. `scale` below 1 draws coarsely and
    enlarges, for what will be blurred anyway."""
    import resvg_py

    x, y, w, h = int(left), int(top), max(1, int(width)), max(1, int(height))
    across, down = max(1, round(w * scale)), max(1, round(h * scale))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{across}" height="{down}" viewBox="{x} {y} {w} {h}">{body}</svg>'
    )
    png = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
    picture = Image.open(io.BytesIO(png)).convert("RGBA")
    if (across, down) != (w, h):
        picture = picture.convert("RGBa").resize((w, h), Image.Resampling.BILINEAR).convert("RGBA")
    return Patch(np.asarray(picture), x, y)


def solid(colour: str, alpha: Field) -> Pixels:
    """One colour with `alpha` (0 to 1)."""
    out = np.empty((*alpha.shape, 4), np.uint8)
    out[..., :3] = rgb(colour)
    out[..., 3] = (np.clip(alpha, 0, 1) * 255 + 0.5).astype(np.uint8)
    return out


def painted(index: Field, stops: Sequence[str], alpha: Field | None = None) -> Pixels:
    """A gradient map: `index` 0 to 1 picks a colour along the stops."""
    out = np.empty((*index.shape, 4), np.uint8)
    out[..., :3] = ramp(stops)[(np.clip(index, 0, 1) * 255 + 0.5).astype(np.uint8)]
    out[..., 3] = 255 if alpha is None else (np.clip(alpha, 0, 1) * 255 + 0.5).astype(np.uint8)
    return out


def blurred(pixels: Pixels, radius: float) -> Pixels:
    """Out of focus by `radius` pixels; edges do not darken."""
    if radius < 0.6:
        return pixels
    picture = Image.fromarray(pixels).convert("RGBa")
    small = max(1, int(radius / 2.5))
    size = max(1, picture.width // small), max(1, picture.height // small)
    soft = picture.resize(size, Image.Resampling.BOX).filter(
        ImageFilter.GaussianBlur(radius / small)
    )
    return np.asarray(soft.resize(picture.size, Image.Resampling.BICUBIC).convert("RGBA"))


def enlarged(pixels: Pixels, width: int, height: int) -> Pixels:
    """Pixels resampled to `width` × `height` without dark fringes."""
    picture = Image.fromarray(pixels).convert("RGBa")
    resized = picture.resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(resized.convert("RGBA"))


def stacked(patches: Iterable[Patch], width: int, height: int) -> Patch:
    """Several patches, the first at the back, as one on a `width` × `height` canvas, cropped."""
    kept = [p for p in (cropped(clipped(p, width, height)) for p in patches) if p]
    if not kept:
        return Patch(np.zeros((1, 1, 4), np.uint8))
    left, top = min(p.left for p in kept), min(p.top for p in kept)
    right, bottom = max(p.right for p in kept), max(p.bottom for p in kept)
    if len(kept) == 1:
        return kept[0]
    sheet = Image.new("RGBA", (right - left, bottom - top))
    for patch in kept:
        sheet.alpha_composite(Image.fromarray(patch.pixels), (patch.left - left, patch.top - top))
    return Patch(np.asarray(sheet), left, top)


def clipped(patch: Patch, width: int, height: int) -> Patch:
    """Without what lies outside the canvas."""
    left, top = max(0, -patch.left), max(0, -patch.top)
    right, bottom = max(left, width - patch.left), max(top, height - patch.top)
    return Patch(patch.pixels[top:bottom, left:right], patch.left + left, patch.top + top)


def cropped(patch: Patch) -> Patch | None:
    """Without transparent margins; None when nothing is left."""
    alpha = patch.pixels[..., 3]
    rows, columns = np.flatnonzero(alpha.any(1)), np.flatnonzero(alpha.any(0))
    if not len(rows):
        return None
    inner = patch.pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return Patch(inner, patch.left + int(columns[0]), patch.top + int(rows[0]))


def escaped(text: str) -> str:
    """Text as SVG character data: control characters gone, markup harmless."""
    kept = "".join(c for c in text if c.isprintable())
    table = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
    return "".join(table.get(c, c) for c in kept)
