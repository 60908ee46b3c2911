"""Drawings become sprites: SVG fragments rasterised phase by phase, their feet known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generation.providers.local.illustrator.canvas import Patch, cropped, vector
from generation.providers.local.illustrator.scene import Pixels
from generation.providers.local.illustrator.subjects import find
from generation.providers.local.illustrator.subjects.drawing import Drawing, Light, Pose, Sighting
from generation.seeds import stream

BUDGET = 900_000  # pixels that the frames of one sprite may have in all
FEWEST, MOST = 4, 8  # frames of a cycle; the camera fades between them
BRISK = 2.0  # seconds of a cycle below which it gets more frames
PROBE = 0.5  # pixels per drawing unit when looking for the extent
MARGIN = 2.0  # drawing units


@dataclass(frozen=True, slots=True)
class Actor:
    """One subject as it will be drawn: `name` makes its looks its own (`person 0`)."""

    sighting: Sighting
    drawing: Drawing
    name: str

    @property
    def kind(self) -> str:
        return self.drawing.KIND.replace("-", "_")

    @property
    def aloft(self) -> bool:
        """Whether it hangs in the air: by its nature, or because it flies."""
        return self.drawing.FLOATS or bool(self.sighting.traits & {"flying", "fairy"})


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a drawing reaches from its feet, in its own units."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Sprite:
    """Frames of one size; the feet stand at (`x`, `y`) in them."""

    frames: tuple[Pixels, ...]
    x: float
    y: float
    period: float


def actor(sighting: Sighting, name: str) -> Actor | None:
    """The subject with its drawing, or None where nobody has drawn its kind."""
    drawing = find(sighting.kind)
    return Actor(sighting, drawing, name) if drawing else None


def fragment(who: Actor, pose: Pose, light: Light, seed: int) -> str:
    """The SVG of one phase; the same person in every shot, and somebody's own character whatever
    the seed."""
    own = who.sighting.own
    looks = stream(0, "own", own.casefold()) if own else stream(seed, "character", who.name)
    return who.drawing.draw(who.sighting, pose, light, looks)


def cycle(who: Actor) -> tuple[int, float]:
    """Phases and seconds of the subject's movement; some drawings move as their traits say."""
    of = getattr(who.drawing, "cycle", None)
    phases, seconds = of(who.sighting) if of else (who.drawing.PHASES, who.drawing.PERIOD)
    return max(1, phases), seconds


def extent(who: Actor, pose: Pose, light: Light, seed: int) -> Extent:
    """How far the drawing reaches over its whole cycle."""
    reach = who.drawing.WIDTH * 0.75 + 30
    left, top, width, height = -reach, -230.0, 2 * reach, 300.0
    boxes = list[Patch]()
    probes = min(3, cycle(who)[0])
    for k in range(probes):
        at = Pose(k / probes, pose.facing, pose.view, pose.close)
        seen = vector(fragment(who, at, light, seed), left, top, width, height, PROBE)
        patch = cropped(Patch(_small(seen.pixels)))
        boxes += [patch] if patch else []
    if not boxes:
        return Extent(-10, -100, 10, 0)
    return Extent(
        left + min(b.left for b in boxes) / PROBE - MARGIN,
        top + min(b.top for b in boxes) / PROBE - MARGIN,
        left + max(b.right for b in boxes) / PROBE + MARGIN,
        top + max(b.bottom for b in boxes) / PROBE + MARGIN,
    )


def _small(pixels: Pixels) -> Pixels:
    step = round(1 / PROBE)
    return pixels[::step, ::step]


def sprite(
    who: Actor,
    pose: Pose,
    light: Light,
    seed: int,
    scale: float,
    window: Extent,
    under: str = "",
) -> Sprite:
    """Rasterise the cycle at `scale` pixels per unit within `window` (units). `under` is SVG in the
    same units that lies beneath the drawing: its shadow or its reflection."""
    w, h = max(2, round(window.width * scale)), max(2, round((window.bottom - window.top) * scale))
    phases, period = cycle(who)
    fewest = FEWEST if period > BRISK else MOST
    count = min(phases, max(fewest, min(MOST, BUDGET // (w * h))))
    frames = list[Pixels]()
    for k in range(count):
        at = Pose(k / count, pose.facing, pose.view, pose.close)
        body = under + fragment(who, at, light, seed)
        frames.append(_raster(body, window, scale, w, h))
    return Sprite(
        tuple(frames),
        -window.left * scale,
        -window.top * scale,
        period if count > 1 else 0.0,
    )


def _raster(body: str, window: Extent, scale: float, w: int, h: int) -> Pixels:
    moved = (
        f'<g transform="scale({scale:.5f}) translate({-window.left:.3f} '
        f'{-window.top:.3f})">{body}</g>'
    )
    return np.asarray(vector(moved, 0, 0, w, h).pixels)
