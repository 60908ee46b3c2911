"""Ink storyboard: paper, an unsteady pencil, hatching, wash, and a slate above the panel."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from generation.providers.contract import PaintRequest
from generation.providers.local.illustrator import lettering
from generation.providers.local.illustrator.canvas import Field, noise, rgb, smooth
from generation.providers.local.illustrator.finish import dressed, merged
from generation.providers.local.illustrator.scene import Layer, Pixels, Scene, Screen
from generation.providers.local.illustrator.stage import Stage
from generation.seeds import array_stream, stream
from generation.styles import Paint, Style

PAPER, PENCIL, RED, GREY = "#f6f0e2", "#2a2830", "#c8452f", "#77706a"
SLATE = 0.118  # the height of the strip above the panel, in parts of the film's height
EDGE = 0.030  # the paper's margin on the other three sides, in parts of the shorter side


def dress(scene: Scene, request: PaintRequest, stage: Stage, style: Style, *, known: bool) -> Scene:
    """Each layer drawn and washed by itself, so that the camera can still move between them."""
    paint = pencilled(style)
    few = merged([x for x in scene.layers if x.blend == "over"], stage.width, stage.height)
    layers = [
        _sketched(dressed(x, paint, stage.width, stage.height, stage.seed), stage) for x in few
    ]
    size = scene.width, scene.height
    return replace(
        scene,
        layers=tuple(layers),
        effects=tuple(e for e in scene.effects if e.kind in ("rain", "snow", "petals", "leaves")),
        screens=(Screen(_tooth(*size), "multiply"), slate(request, *size)),
        grain=0.0,
    )


def pencilled(style: Style) -> Paint:
    """The style's colours, paled and drawn with a pencil."""
    return style.paint.model_copy(
        update={
            "outline": 1.6,
            "outline_colour": PENCIL,
            "wobble": 0.75,
            "saturation": style.paint.saturation * 1.0,
            "haze": max(0.42, style.paint.haze),
            "contrast": style.paint.contrast,
            "glow": 0.0,
            "posterize": 0,
            "texture": "none",
        }
    )


def _sketched(layer: Layer, stage: Stage) -> Layer:
    frames = tuple(_washed(f, layer, stage) for f in layer.frames)
    return replace(layer, frames=frames)


def _washed(pixels: Pixels, layer: Layer, stage: Stage) -> Pixels:
    """Wash that lets the paper through, with hatching where it is dark."""
    h, w = pixels.shape[:2]
    if h < 4 or w < 4:
        return pixels
    out = pixels.astype(np.float32)
    luma = (
        np.asarray(
            Image.fromarray(pixels).convert("RGB").convert("L").filter(ImageFilter.BoxBlur(5)),
            np.float32,
        )
        / 255
    )
    left, top = round(layer.left), round(layer.top)
    hatch, blots = _hatching(stage.width, stage.height, stage.seed)
    y0, x0 = (
        min(max(0, top), stage.height - h) if h <= stage.height else 0,
        min(max(0, left), stage.width - w) if w <= stage.width else 0,
    )
    window = (slice(y0, y0 + h), slice(x0, x0 + w))
    lines, blot = hatch[(slice(None), *window)], blots[window]
    if lines.shape[1:] != (h, w):
        return pixels
    ink = np.zeros((h, w), np.float32)
    for line, dark in zip(lines, (0.50, 0.34, 0.22), strict=True):
        ink = np.maximum(ink, line * smooth(dark + 0.12, dark - 0.04, luma))
    paper = np.array(rgb(PAPER), np.float32)
    thin = (0.20 + 0.26 * blot)[..., None]
    out[..., :3] = out[..., :3] * (1 - thin) + paper * thin
    out[..., :3] = (
        out[..., :3] * (1 - ink[..., None] * 0.42)
        + np.array(rgb(PENCIL), np.float32) * ink[..., None] * 0.42
    )
    return out.clip(0, 255).astype(np.uint8)


@lru_cache(maxsize=2)
def _hatching(width: int, height: int, seed: int) -> tuple[Field, Field]:
    """Three directions of pencil strokes, and the blots of a wash, over the whole canvas."""
    rng = array_stream(seed, "hatching")
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    bend = (noise(rng, width, height, 30, 18, 3, 0.7) - 0.5) * 13
    press = 0.35 + noise(rng, width, height, 110, 64, 2, 0.8) * 0.9
    strokes = [
        (
            1 - np.abs(((columns * math.cos(a) + rows * math.sin(a) + bend) / gap) % 1 - 0.5) * 5.2
        ).clip(0, 1)
        * press
        for a, gap in ((0.9, height / 100), (-0.75, height / 110), (0.15, height / 120))
    ]
    return np.stack(strokes).astype(np.float32), noise(rng, width, height, 7, 4, 5, 0.6)


@lru_cache(maxsize=2)
def _tooth(width: int, height: int) -> Pixels:
    """The paper's grain, to multiply with."""
    rng = array_stream(0, "storyboard paper")
    fine = noise(rng, width, height, width / 5, height / 5, 2, 0.8) - 0.5
    broad = noise(rng, width, height, 3, 2, 3) - 0.5
    tone = (0.985 + fine * 0.03 + broad * 0.03)[..., None] * np.array(rgb("#fffaf0"), np.float32)
    out = np.full((height, width, 4), 255, np.uint8)
    out[..., :3] = tone.clip(0, 255).astype(np.uint8)
    return out


def slate(request: PaintRequest, width: int, height: int) -> Screen:
    """Paper around the panel, its pencilled frame, and above it number, title, camera, seconds."""
    unit = min(width, height)
    sheet = Image.new("RGBA", (width, height), (*rgb(PAPER), 255))
    edge = round(unit * EDGE)
    box = (edge, round(height * SLATE), width - edge, height - edge)
    hole = Image.new("L", (width, height), 0)
    ImageDraw.Draw(hole).rectangle(box, fill=255)
    ragged = _ragged(hole, request.seed)
    sheet.putalpha(Image.fromarray(255 - ragged))
    pen, rng = ImageDraw.Draw(sheet), stream(request.seed, "frame", request.index)
    for _ in range(2):
        corners = [(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])]
        points = [(x + rng.uniform(-3, 3), y + rng.uniform(-3, 3)) for x, y in corners]
        pen.line([*points, points[0]], fill=(*rgb(PENCIL), 255), width=max(2, unit // 300))
    _write(sheet, request, width, height, edge)
    return Screen(np.asarray(sheet))


def _ragged(hole: Image.Image, seed: int) -> np.ndarray:
    """The panel's edge where the wash runs out unevenly."""
    w, h = hole.size
    soft = np.asarray(hole.filter(ImageFilter.GaussianBlur(min(w, h) * 0.035)), np.float32) / 255
    blot = noise(array_stream(seed, "wash edge"), w, h, 9, 6, 5, 0.6) - 0.5
    inside = smooth(0.5, 0.72, soft + blot * 0.9)
    return (inside * (np.asarray(hole, np.float32) / 255) * 255).astype(np.uint8)


def _write(sheet: Image.Image, request: PaintRequest, width: int, height: int, edge: int) -> None:
    strip = height * SLATE
    number = lettering.Setting((f"{request.index + 1:02d}",), max(12, round(strip * 0.56)), 0)
    lettering.draw(sheet, number, edge, strip * 0.16, RED)
    left = edge + lettering.face(number.size, True).getlength(number.lines[0]) + strip * 0.24
    room = round(width * 0.74 - left)
    if heading := lettering.fitted(
        request.title, room, round(strip * 0.5), max(11, round(strip * 0.32)), 1
    ):
        lettering.draw(sheet, heading, left, strip * 0.16, PENCIL)
    facts = f"{request.camera}   {request.seconds:.1f} s   {request.index + 1}/{request.total}"
    if note := lettering.fitted(facts, room, round(strip * 0.4), max(10, round(strip * 0.21)), 1):
        lettering.draw(sheet, note, left, strip * 0.58, GREY, bold=False)
