"""Bold flat graphic: rays, a large disc, a few tones per distance, the title set large."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from generation.providers.contract import PaintRequest
from generation.providers.local.illustrator import lettering
from generation.providers.local.illustrator.canvas import luminance, mix, rgb, saturate
from generation.providers.local.illustrator.finish import dressed, merged, screen
from generation.providers.local.illustrator.scene import (
    OVERSCAN,
    Layer,
    Pixels,
    Scene,
    Screen,
)
from generation.providers.local.illustrator.stage import Stage
from generation.styles import Style

CREAM, INK = "#fff3d8", "#16121f"


def dress(scene: Scene, request: PaintRequest, stage: Stage, style: Style, *, known: bool) -> Scene:
    """Every distance in three flat tones, subjects in few, rays for a sky, type on top."""
    tones = _tones(stage)
    flat = [
        layer
        for layer in scene.layers
        if layer.subject or layer.motion is None or layer.motion.kind != "drift"
    ]
    still = merged([layer for layer in flat if layer.blend == "over"], stage.width, stage.height)
    layers = [_flattened(layer, stage, tones) for layer in still]
    painted = style.paint.model_copy(
        update={"glow": 0.0, "wobble": 0.0, "vignette": 0.0, "posterize": 0, "outline": 0.0}
    )
    dots = painted.model_copy(update={"texture": "halftone", "texture_amount": 0.35})
    layers = [dressed(x, painted, stage.width, stage.height, stage.seed) for x in layers]
    front = screen(dots, scene.width, scene.height, stage.seed)
    screens = [s for s in (front, title(request, stage, scene)) if s]
    return replace(scene, layers=tuple(layers), screens=tuple(screens), grain=0.0)


def _tones(stage: Stage) -> tuple[str, ...]:
    """Four flat inks from the sky's colours to the dark of the foreground."""
    sky = stage.tones.sky
    return (
        saturate(mix(sky[1], sky[2], 0.45), 1.25),
        saturate(mix(sky[2], sky[-1], 0.25), 1.3),
        saturate(mix(sky[1], stage.tones.dark, 0.45), 1.2),
        mix(stage.tones.dark, sky[0], 0.25),
    )


def _flattened(layer: Layer, stage: Stage, tones: tuple[str, ...]) -> Layer:
    if layer.depth == 0:
        return Layer((_rays(stage, tones),), 0, 0, 0)
    if layer.subject or len(layer.frames) > 1:
        return replace(layer, frames=tuple(_few(f) for f in layer.frames))
    near = min(1.0, layer.depth)
    middle = (
        mix(tones[1], tones[2], min(1.0, near * 1.6))
        if near < 0.6
        else mix(tones[2], tones[3], (near - 0.6) / 0.4)
    )
    light = mix(middle, stage.tones.sun, 0.42 - 0.22 * near)
    return replace(
        layer,
        frames=tuple(
            _tritone(f, (mix(middle, tones[3], 0.45), middle, light)) for f in layer.frames
        ),
    )


def _few(pixels: Pixels) -> Pixels:
    """A subject in fewer, stronger colours."""
    levels = [round(round(v / 255 * 6) / 6 * 255) for v in range(256)]
    picture = Image.fromarray(pixels)
    out = picture.convert("RGB").filter(ImageFilter.ModeFilter(3)).point(levels * 3)
    out.putalpha(picture.getchannel("A"))
    return np.asarray(out)


def _tritone(pixels: Pixels, inks: tuple[str, str, str]) -> Pixels:
    """Shadow, body and light as three flat inks, each a third of the layer's own range."""
    luma = np.asarray(
        Image.fromarray(pixels).convert("RGB").convert("L").filter(ImageFilter.BoxBlur(2))
    )
    seen = luma[pixels[..., 3] > 40]
    low, high = (
        np.percentile(seen[:: max(1, seen.size // 4000)], (30, 84)) if seen.size else (85, 170)
    )
    table = np.array([rgb(i) for i in inks], np.uint8)
    out = np.empty_like(pixels)
    out[..., :3] = table[(luma > low).astype(np.uint8) + (luma > max(high, low + 6))]
    alpha = pixels[..., 3].astype(np.int16)
    out[..., 3] = ((alpha - 92) * 3).clip(0, 255).astype(np.uint8)
    return out


def _rays(stage: Stage, tones: tuple[str, ...]) -> Pixels:
    """Rays from a large disc, cut by bands, as printed."""
    scale = 2
    w, h = stage.width, stage.height
    sheet = Image.new("RGB", (w * scale // 2, h * scale // 2), tones[0])
    pen = ImageDraw.Draw(sheet)
    x, y = stage.x(0.62) * scale / 2, h * 0.44 * scale / 2
    reach = (w + h) * scale / 2
    for k in range(22):
        a, b = k * math.tau / 22, (k + 0.5) * math.tau / 22
        pen.polygon(
            [
                (x, y),
                (x + math.cos(a) * reach, y + math.sin(a) * reach),
                (x + math.cos(b) * reach, y + math.sin(b) * reach),
            ],
            fill=mix(tones[0], tones[1], 0.42),
        )
    r = stage.unit * 0.31 * scale / 2
    disc = mix(stage.tones.sun, stage.tones.accent, 0.25)
    pen.ellipse((x - r, y - r, x + r, y + r), fill=disc)
    for k in range(5):
        top = y + r * (0.18 + 0.17 * k)
        pen.rectangle((x - r, top, x + r, top + r * (0.018 + 0.016 * k)), fill=tones[0])
    return np.asarray(sheet.resize((w, h), Image.Resampling.LANCZOS).convert("RGBA"))


def title(request: PaintRequest, stage: Stage, scene: Scene) -> Screen | None:
    """The film's title, large in the first shot, smaller after it, on the side away from the
    subject; never in the captions' zone nor where the label is."""
    width, height = scene.width, scene.height
    unit, first = min(width, height), request.index == 0
    subject = (scene.focus[0] - 0.5) * OVERSCAN + 0.5
    beside = max(subject, 1 - subject) - 0.20
    room = round(width * (0.78 if width <= height else min(0.56, max(0.36, beside))))
    setting = lettering.fitted(
        request.title,
        room,
        round(height * (0.34 if width > height else 0.20)),
        round(unit * (0.16 if first else 0.09)),
    )
    if not setting:
        return None
    sheet = Image.new("RGBA", (width, height))
    left = width * 0.065
    if subject < 0.5 and width > height:
        left = width * 0.935 - setting.width
    top = height * (0.10 if left + setting.width < width * 0.72 else 0.14)
    light = luminance(_tones(stage)[0]) < 140
    ink, shade = (CREAM, INK) if light else (INK, CREAM)
    lettering.draw(sheet, setting, left + unit * 0.006, top + unit * 0.006, shade, alpha=110)
    lettering.draw(sheet, setting, left, top, ink)
    rule = top + setting.height + unit * 0.030
    pen = ImageDraw.Draw(sheet)
    accent = stage.accents[0] if stage.accents else stage.tones.accent
    pen.rectangle((left, rule, left + unit * 0.13, rule + max(3, unit * 0.009)), fill=rgb(accent))
    small = lettering.Setting(
        (f"{request.index + 1:02d} / {request.total:02d}",), max(10, round(unit * 0.026)), 0
    )
    lettering.draw(
        sheet, small, left + unit * 0.155, rule - unit * 0.013, ink, bold=False, alpha=220
    )
    return Screen(np.asarray(sheet))
