"""The last pass: how a style treats every layer (colour, line, edge) and the whole picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from generation.providers.local import colours
from generation.providers.local.illustrator.canvas import (
    Field,
    noise,
    rgb,
    smooth,
)
from generation.providers.local.illustrator.scene import Layer, Pixels, Screen
from generation.seeds import array_stream
from generation.styles import Paint

MOST_STATIC = 5
STEPS = 17  # of a colour table, along each axis
LED, LED_SUBJECT = 0.85, 0.6  # of the way to the colours of a person's picture
LIFT = 0.42  # how much a fully hazy style pales every colour
Curve = Callable[[float, float, float], tuple[float, float, float]]


def colour_table(paint: Paint, towards: float = LED) -> ImageFilter.Color3DLUT | None:
    """Saturation, contrast, tint, duotone and the way `towards` a palette in one table; None where
    contrast alone will do."""
    return _table(paint.model_dump_json(), towards if paint.palette else 0.0)


@lru_cache(maxsize=8)
def _table(said: str, amount: float) -> ImageFilter.Color3DLUT | None:
    paint = Paint.model_validate_json(said)
    plain = (paint.saturation, paint.tint_amount, paint.duotone_amount, paint.haze) == (1, 0, 0, 0)
    if plain and not paint.palette:
        return None
    table = ImageFilter.Color3DLUT.generate(STEPS, _curve(paint))
    if not paint.palette:
        return table
    points = np.array(table.table, np.float64).reshape(-1, 3) * 255
    led = colours.led(points, paint.palette, amount) / 255
    return ImageFilter.Color3DLUT(STEPS, led.ravel().tolist())


def _curve(paint: Paint) -> Curve:
    tint = np.array(rgb(paint.tint), np.float64) / 255
    ends = [np.array(rgb(c), np.float64) / 255 for c in paint.duotone or ("#000000", "#ffffff")]

    def curve(r: float, g: float, b: float) -> tuple[float, float, float]:
        colour = np.array((r, g, b))
        luma = float(colour @ (0.2126, 0.7152, 0.0722))
        colour = luma + (colour - luma) * paint.saturation
        colour = 0.5 + (colour - 0.5) * paint.contrast
        colour = 1 - (1 - colour) * (1 - paint.haze * LIFT)
        bright = min(1.0, max(0.0, float(colour @ (0.2126, 0.7152, 0.0722))))
        colour += (ends[0] + (ends[1] - ends[0]) * bright - colour) * paint.duotone_amount
        # a tint as light through coloured glass, kept from darkening the picture
        glass = colour * tint / max(0.35, 0.6 * float(tint.mean()) + 0.4 * float(tint.max()))
        colour += (glass - colour) * paint.tint_amount
        red, green, blue = np.clip(colour, 0, 1)
        return float(red), float(green), float(blue)

    return curve


def dressed(layer: Layer, paint: Paint, width: int, height: int, seed: int) -> Layer:
    """The layer in this style. `width` × `height` is the canvas."""
    frames = tuple(_dressed(f, layer, paint, width, height, seed) for f in layer.frames)
    return replace(layer, frames=frames)


def _dressed(
    pixels: Pixels, layer: Layer, paint: Paint, width: int, height: int, seed: int
) -> Pixels:
    picture = Image.fromarray(pixels)
    if layer.blend == "over":
        if paint.wobble > 0 and layer.depth > 0:
            picture = _wobbled(picture, paint.wobble * height * 0.0035, seed, layer)
        if paint.outline > 0 and layer.depth > 0.1 and not layer.subject:
            picture = _outlined(picture, paint, height)
    if table := colour_table(paint, LED_SUBJECT if layer.subject else LED):
        picture = _filtered(picture, table)
    elif paint.contrast != 1:
        picture = _contrasted(picture, paint.contrast)
    if paint.glow > 0.25 and layer.blend == "over" and len(layer.frames) == 1 and layer.depth < 1:
        picture = _bloom(picture, paint.glow)
    if paint.posterize:
        picture = _posterized(picture, paint.posterize)
    if paint.texture == "mosaic":
        picture = _mosaic(picture, layer, max(2, round(height * 0.0078 * paint.texture_amount)))
    return np.asarray(picture)


def _filtered(picture: Image.Image, table: ImageFilter.Color3DLUT) -> Image.Image:
    out = picture.convert("RGB").filter(table)
    out.putalpha(picture.getchannel("A"))
    return out


def _contrasted(picture: Image.Image, contrast: float) -> Image.Image:
    curve = [min(255, max(0, round(127.5 + (v - 127.5) * contrast))) for v in range(256)]
    return picture.point([*curve * 3, *range(256)])


def _posterized(picture: Image.Image, levels: int) -> Image.Image:
    """Few steps of light, the hue kept: flat areas with clear edges."""
    soft = picture.convert("RGB").filter(ImageFilter.BoxBlur(2))
    luma = np.arange(256, dtype=np.float32).clip(6, None) / 255
    steps = ((luma * (levels - 1)).round() / (levels - 1)).clip(0.5 / levels, 1) / luma
    ratio = (0.25 + 0.75 * steps)[np.asarray(soft.convert("L"))]
    out = np.asarray(picture).copy()
    out[..., :3] = (np.asarray(soft) * ratio[..., None]).clip(0, 255).astype(np.uint8)
    return Image.fromarray(out)


def _bloom(picture: Image.Image, amount: float) -> Image.Image:
    """Bright places shine over their surroundings."""
    w, h = max(1, picture.width // 8), max(1, picture.height // 8)
    small = picture.convert("RGBa").resize((w, h), Image.Resampling.BOX).convert("RGB")
    bright = small.point([round(max(0, v - 128) * 2.0 * amount * 0.6) for v in range(256)] * 3)
    soft = bright.filter(ImageFilter.GaussianBlur(max(1.0, h / 24)))
    light = soft.resize(picture.size, Image.Resampling.BICUBIC)
    out = ImageChops.screen(picture.convert("RGB"), light)
    out.putalpha(picture.getchannel("A"))
    return out


def _mosaic(picture: Image.Image, layer: Layer, size: int) -> Image.Image:
    """Square pixels on the canvas' own grid, with hard edges."""
    left, top = int(layer.left) % size, int(layer.top) % size
    w = -(-(picture.width + left) // size) * size
    h = -(-(picture.height + top) // size) * size
    sheet = Image.new("RGBA", (w, h))
    sheet.paste(picture, (left, top))
    small = (
        sheet.convert("RGBa").resize((w // size, h // size), Image.Resampling.BOX).convert("RGBA")
    )
    hard = (
        small.getchannel("A").point([0] * 112 + [255] * 144)
        if layer.subject or layer.depth > 0.3
        else small.getchannel("A")
    )
    small.putalpha(hard)
    big = small.resize((w, h), Image.Resampling.NEAREST)
    return big.crop((left, top, left + picture.width, top + picture.height))


def _wobbled(picture: Image.Image, amount: float, seed: int, layer: Layer) -> Image.Image:
    """Edges shifted by smooth noise, as an unsteady hand draws them."""
    w, h = picture.size
    if w < 8 or h < 8:
        return picture
    rng = array_stream(seed, "wobble", round(layer.depth * 100), w, h)
    cells = max(3.0, w / 60), max(3.0, h / 60)
    dx = ((noise(rng, w, h, *cells, 2) - 0.5) * 2 * amount * 2).astype(np.int32)
    dy = ((noise(rng, w, h, *cells, 2) - 0.5) * 2 * amount * 2).astype(np.int32)
    rows = (np.arange(h)[:, None] + dy).clip(0, h - 1)
    columns = (np.arange(w)[None] + dx).clip(0, w - 1)
    flat = np.asarray(picture).view(np.uint32)[..., 0]
    return Image.fromarray(
        flat.reshape(-1)[rows * w + columns].view(np.uint8).reshape(h, w, 4).copy()
    )


def _outlined(picture: Image.Image, paint: Paint, height: int) -> Image.Image:
    """Ink where shapes meet: along the layer's own edge and its strongest inner edges."""
    width = max(1.0, paint.outline * height / 1000)
    alpha = picture.getchannel("A")
    size = int(width) // 2 * 2 + 3
    inner = ImageChops.subtract(alpha, alpha.filter(ImageFilter.MinFilter(min(9, size))))
    grey = picture.convert("L").filter(ImageFilter.GaussianBlur(width * 0.5))
    steep = ImageChops.difference(
        grey.filter(ImageFilter.MaxFilter(3)), grey.filter(ImageFilter.MinFilter(3))
    )
    ink = ImageChops.lighter(inner, ImageChops.multiply(steep.point(_steepness()), alpha))
    over = Image.new("RGB", picture.size, paint.outline_colour)
    out = Image.composite(
        over, picture.convert("RGB"), ink.point([round(v * 0.85) for v in range(256)])
    )
    out.putalpha(alpha)
    return out


@lru_cache(maxsize=1)
def _steepness() -> list[int]:
    return [min(255, max(0, (v - 26) * 7)) for v in range(256)]


def merged(layers: list[Layer], width: int, height: int) -> list[Layer]:
    """Neighbouring still layers as one, until few are left, so that the camera is quick."""
    out = sorted(layers, key=lambda layer: layer.depth)
    while sum(map(_still, out)) > MOST_STATIC:
        pairs = [
            (out[i + 1].depth - out[i].depth, i)
            for i in range(len(out) - 1)
            if _still(out[i]) and _still(out[i + 1]) and out[i].depth > 0
        ]
        if not pairs:
            break
        _, i = min(pairs)
        out[i : i + 2] = [_one(out[i], out[i + 1], width, height)]
    return out


def _still(layer: Layer) -> bool:
    return (
        len(layer.frames) == 1 and not layer.motion and layer.blend == "over" and not layer.subject
    )


def _one(back: Layer, front: Layer, width: int, height: int) -> Layer:
    from generation.providers.local.illustrator.canvas import Patch, stacked

    whole = stacked(
        [Patch(x.frames[0], round(x.left), round(x.top)) for x in (back, front)], width, height
    )
    return Layer((whole.pixels,), whole.left, whole.top, (back.depth + front.depth) / 2)


def screen(paint: Paint, width: int, height: int, seed: int) -> Screen | None:
    """Vignette and texture between picture and viewer, in film size."""
    light = np.ones((height, width), np.float32)
    if paint.vignette > 0:
        light *= _vignette(width, height, paint.vignette)
    if paint.texture_amount > 0 and paint.texture in TEXTURES:
        light *= TEXTURES[paint.texture](width, height, paint.texture_amount, seed)
    if not (light < 0.995).any():
        return None
    pixels = np.empty((height, width, 4), np.uint8)
    tone = light[..., None] * (np.array(_paper_colour(paint), np.float32) / 255)
    pixels[..., :3] = (tone.clip(0, 1) * 255).astype(np.uint8)
    pixels[..., 3] = 255
    return Screen(pixels, "multiply")


def margin(paint: Paint, width: int, height: int, seed: int) -> Screen | None:
    """The unpainted edge of a watercolour's paper, ragged, in film size."""
    if paint.texture != "paper" or paint.wobble < 0.6:
        return None
    rng = array_stream(seed, "margin")
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    edge = np.minimum(np.minimum(columns, width - columns), np.minimum(rows, height - rows)) / min(
        width, height
    )
    blot = noise(rng, width, height, 9, 7, 5, 0.6) - 0.5
    alpha = 1 - smooth(0.028, 0.050, edge + blot * 0.085)
    pigment = np.exp(-(((edge + blot * 0.085 - 0.052) / 0.006) ** 2)) * 0.16
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[..., :3] = np.where((alpha > pigment)[..., None], rgb("#fbf7ee"), rgb("#4a4658"))
    pixels[..., 3] = (np.maximum(alpha, pigment) * 255).astype(np.uint8)
    return Screen(pixels, "over")


def _paper_colour(paint: Paint) -> tuple[int, int, int]:
    warm = {"paper": "#fffaf0", "washi": "#fbf3df", "canvas": "#fdf6ea"}
    return rgb(warm.get(paint.texture, "#ffffff"))


def _vignette(width: int, height: int, amount: float) -> Field:
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    away = (rows**2 + columns**2) ** 1.25
    return (1.02 - amount * 0.42 * away).clip(0, 1)


def _paper(width: int, height: int, amount: float, seed: int) -> Field:
    rng = array_stream(seed, "paper")
    tooth = noise(rng, width, height, width / 6, height / 6, 2, 0.8) - 0.5
    mottle = noise(rng, width, height, 5, 4, 3) - 0.5
    return 1 + amount * (np.minimum(tooth, 0.05) * 0.13 + np.minimum(mottle, 0.1) * 0.10)


def _washi(width: int, height: int, amount: float, seed: int) -> Field:
    """Long fibres in every direction on a mottled ground."""
    rng = array_stream(seed, "washi")
    mottle = noise(rng, width, height, 6, 4, 5, 0.6) - 0.5
    bend = noise(rng, width, height, 9, 6, 5, 0.62)
    fibres = np.exp(-(((bend * 14) % 1 - 0.5) ** 2) / 0.0006) * smooth(
        0.5, 0.7, noise(rng, width, height, 40, 26, 2)
    )
    return 1 + amount * (np.minimum(mottle, 0.1) * 0.20 - fibres * 0.10)


def _canvas(width: int, height: int, amount: float, seed: int) -> Field:
    rows, columns = np.ogrid[0:height, 0:width]
    weave = np.sin(rows * 1.9) * np.sin(columns * 1.9)
    rough = noise(array_stream(seed, "canvas"), width, height, 60, 40, 3) - 0.5
    return (1 + amount * (weave * 0.03 + np.minimum(rough, 0.05) * 0.16)).astype(np.float32)


def _halftone(width: int, height: int, amount: float, seed: int) -> Field:
    size = max(4.0, height / 130)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    u, v = (columns + rows) / size * 0.7071, (columns - rows) / size * 0.7071
    dots = np.sin(u * 2 * np.pi) * np.sin(v * 2 * np.pi)
    ramp = np.linspace(-0.55, 0.25, height, dtype=np.float32)[:, None]
    return 1 - amount * 0.34 * smooth(0.0, 0.28, dots.astype(np.float32) + ramp - 0.25)


def _scanlines(width: int, height: int, amount: float, seed: int) -> Field:
    rows = np.arange(height, dtype=np.float32)[:, None] * np.ones((1, width), np.float32)
    return 1 - amount * 0.22 * (0.5 + 0.5 * np.sin(rows * np.pi / 2 * 720 / height * 1.0))


TEXTURES: dict[str, Callable[[int, int, float, int], Field]] = {
    "paper": _paper,
    "washi": _washi,
    "canvas": _canvas,
    "halftone": _halftone,
    "scanlines": _scanlines,
}
