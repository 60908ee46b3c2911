"""Land by height profiles: ridges, hills, dunes, tree lines. A profile is one y per column."""

from __future__ import annotations

import math

import numpy as np

from generation.providers.local.illustrator.canvas import (
    Field,
    Patch,
    mix,
    noise,
    painted,
    rgb,
)
from generation.providers.local.illustrator.stage import Stage


def rolling(stage: Stage, base: float, swing: float, *name: str | int, waves: float = 1.6) -> Field:
    """A hill line around `base` (part of the height), ± `swing` units."""
    rng = stage.shot("rolling", *name)
    x = np.arange(stage.width, dtype=np.float32) / stage.unit
    y = np.zeros(stage.width, np.float32)
    for k in range(4):
        rate = waves * 1.9**k * rng.uniform(0.85, 1.2)
        y += np.sin(x * rate * 2.4 + rng.uniform(0, 6.28)).astype(np.float32) * 0.5**k
    return stage.height * base - y * (swing * stage.unit / 1.6)


def peaks(stage: Stage, base: float, rise: float, *name: str | int, count: float = 3.0) -> Field:
    """A mountain line: ridged noise that reaches `rise` units above `base`."""
    rng = stage.shot("peaks", *name)
    x = np.arange(stage.width, dtype=np.float32) / stage.unit
    y, weight = np.zeros(stage.width, np.float32), 1.0
    for k in range(7):
        rate = count * 0.62 * 2.03**k * rng.uniform(0.9, 1.1)
        saw = np.abs((x * rate + rng.uniform(0, 4)) % 2 - 1)
        y += ((1 - saw) ** 1.15).astype(np.float32) * weight
        weight *= 0.44
    y = (y - y.min()) / max(1e-3, float(y.max() - y.min()))
    return stage.height * base - y * rise * stage.unit


def rough(line: Field, rng: np.random.Generator, amount: float, cells: int) -> Field:
    """A profile with small irregularities of `amount` pixels."""
    return line + (noise(rng, len(line), 2, cells, 1, 3, 0.6)[0] - 0.5) * 2 * amount


def treeline(
    stage: Stage, base: Field, height: float, *name: str | int, pines: bool = False
) -> Field:
    """`base` with crowns on it: round ones, or the saw of a pine wood. `height` in units."""
    rng = stage.shot_array("treeline", *name)
    h = height * stage.unit
    count = int(stage.width / h * (2.6 if pines else 2.0))
    x = np.arange(stage.width, dtype=np.float32)
    top = base.copy()
    crowding = noise(rng, stage.width, 2, 5, 1, 3)[0]
    for _ in range(count):
        at = float(rng.uniform(-h, stage.width + h))
        i = int(min(stage.width - 1, max(0, at)))
        size = h * float(rng.uniform(0.55, 1.1)) * (0.45 + 1.1 * float(crowding[i]))
        lo, hi = max(0, int(at - size * 0.6)), min(stage.width, int(at + size * 0.6) + 1)
        if lo < hi:
            near = x[lo:hi] - at
            crown = _pine(near, size, rng) if pines else _crown(near, size, rng)
            top[lo:hi] = np.minimum(top[lo:hi], base[i] - crown)
    return np.minimum(top, base)


def _pine(near: Field, size: float, rng: np.random.Generator) -> Field:
    """The outline of one conifer: a cone with steps."""
    out = np.abs(near) / (size * float(rng.uniform(0.15, 0.2)))
    steps = (out * 4) % 1 * 0.10
    return size * (1 - out + steps - 0.04).clip(0, None)


def _crown(near: Field, size: float, rng: np.random.Generator) -> Field:
    """The outline of one broad tree: three bumps."""
    top = np.zeros_like(near)
    for _ in range(3):
        cx, r = float(rng.uniform(-0.22, 0.22)) * size, float(rng.uniform(0.24, 0.34)) * size
        inside = (r * r - (near - cx) ** 2).clip(0, None)
        top = np.maximum(top, np.where(inside > 0, np.sqrt(inside) + size * 0.45, 0))
    return top


def mass(
    stage: Stage,
    line: Field,
    colours: tuple[str, ...],
    fall: float,
    bottom: float = 1.0,
    texture: float = 0.12,
    rim: float = 0.0,
    name: str = "mass",
    stretch: tuple[float, float] = (9.0, 14.0),
) -> Patch:
    """Everything below `line`: the first colour at the crest, the last `fall` units below it.

    `rim` lights the crest where it faces the sun; `texture` roughens the gradient."""
    top = max(0, int(line.min()) - 2)
    end = int(stage.height * bottom)
    if end <= top:
        return Patch(np.zeros((1, 1, 4), np.uint8))
    rows = np.arange(top, end, dtype=np.float32)[:, None]
    below = rows - line[None]
    rng = stage.shot_array("mass", name)
    grain = noise(rng, stage.width, end - top, stretch[0], stretch[1], 4, 0.6) - 0.5
    index = below / (fall * stage.unit) + grain * texture * 2
    pixels = painted(index, colours, (below + 0.5).clip(0, 1))
    if rim > 0:
        _light_crest(stage, pixels, below, line, rim)
    return Patch(pixels, 0, top)


def _light_crest(stage: Stage, pixels: np.ndarray, below: Field, line: Field, rim: float) -> None:
    """Brighten the crest, most where its slope faces the sun."""
    slope = np.gradient(line) * (1 if stage.sun[0] * stage.width > 0 else -1)
    toward = np.sign(stage.sun[0] * stage.width - np.arange(stage.width))
    facing = (0.45 + np.tanh(slope * toward * 2.0) * 0.55).clip(0.05, 1)
    near = np.exp(-((np.arange(stage.width) / stage.width - stage.sun[0]) ** 2) / 0.18)
    width = 0.010 * stage.unit
    strength = np.exp(-below.clip(0, None) / width) * (facing * (0.35 + 0.65 * near))[None] * rim
    strength = strength[..., None].astype(np.float32)
    key = np.array(rgb(stage.tones.key), np.float32)
    lit = pixels[..., :3] * (1 - strength) + key * strength
    pixels[..., :3] = lit.astype(np.uint8)


def crags(
    stage: Stage, line: Field, local: str, depth: float, snow: float = 0.0, name: str = "crags"
) -> Patch:
    """A mountain face with lit and shaded facets and, above `snow` of its height, snow."""
    top, end = max(0, int(line.min()) - 2), int(max(line.max() + 0.1 * stage.unit, line.min() + 8))
    end = min(stage.height, end + int(0.2 * stage.unit))
    rows = np.arange(top, end, dtype=np.float32)[:, None]
    below = rows - line[None]
    rng = stage.shot_array("crags", name)
    slope = np.gradient(np.convolve(np.pad(line, 12, "edge"), np.ones(25) / 25, "valid"))
    toward = 1.0 if stage.sun[0] < 0.5 else -1.0
    wander = noise(rng, stage.width, end - top, 16, 10, 5, 0.6) - 0.5
    columns = (np.arange(stage.width)[None] + wander * 0.30 * stage.unit).clip(0, stage.width - 1)
    facing = -slope[columns.astype(int)] * toward
    index = 0.5 - np.tanh(facing * 2.6) * 0.42 + wander * 0.28
    fade = (below / (0.42 * stage.unit)).clip(0, 1)
    tones = stage.tones
    dark, lit = tones.shade(local, depth, 0.42), tones.gleam(local, depth, 0.34)
    pixels = painted(index, [dark, mix(dark, lit, 0.45), lit], (below + 0.5).clip(0, 1))
    if snow > 0:
        cap = line.min() + snow * stage.unit
        edge = cap + wander * 0.22 * stage.unit + np.abs(slope)[None] * 10
        white = ((edge - rows) / 3).clip(0, 1) * (below > 0)
        bright = painted(
            index, [tones.shade("#b9cfe6", depth, 0.12), tones.gleam("#ffffff", depth, 0.5)]
        )
        pixels[..., :3] = _lerp(pixels[..., :3], bright[..., :3], white)
    haze = np.array(rgb(tones.haze), np.float32)
    pixels[..., :3] = _lerp(pixels[..., :3], haze, fade * (0.95 - 0.55 * depth))
    return Patch(pixels, 0, top)


def _lerp(a: np.ndarray, b: np.ndarray, amount: Field) -> np.ndarray:
    t = amount[..., None].astype(np.float32)
    return (a * (1 - t) + b * t).astype(np.uint8)


def dune(stage: Stage, crest: Field, local: str, depth: float, name: str = "dune") -> Patch:
    """Sand with a knife-edge crest: lit on the side of the sun, shaded on the other, rippled."""
    top, end = max(0, int(crest.min()) - 2), stage.height
    rows = np.arange(top, end, dtype=np.float32)[:, None]
    below = (rows - crest[None]) / stage.unit
    rng = stage.shot_array("dune", name)
    drift = noise(rng, stage.width, end - top, 3, 4, 3) - 0.5
    toward = 1.0 if stage.sun[0] < 0.5 else -1.0
    slope = np.gradient(np.convolve(np.pad(crest, 8, "edge"), np.ones(17) / 17, "valid"))
    # the shadow's edge runs down from the crest in a slant, as sand lies
    lee = below.clip(0, None) * stage.unit * 1.5 + drift * 0.16 * stage.unit * below.clip(0, 0.3)
    columns = (np.arange(stage.width)[None] - lee).clip(0, stage.width - 1).astype(int)
    shade = np.tanh(slope[columns] * 3.2) * toward * np.exp(-below.clip(0, None) / 0.3)
    ripple = np.sin((below * 190 + drift * 46) / (0.35 + below.clip(0, 1) * 2.2)) * 0.045 * depth
    index = 0.52 - shade * 0.44 + ripple + drift * 0.2 - below * 0.25
    tones = stage.tones
    dark, lit = tones.shade(local, depth, 0.55), tones.gleam(local, depth, 0.5)
    return Patch(
        painted(index, [dark, tones.lit(local, depth), lit], (below * stage.unit + 0.5).clip(0, 1)),
        0,
        top,
    )


def height_at(line: Field, x: float) -> float:
    """The profile at column `x`, pixels."""
    return float(line[min(len(line) - 1, max(0, math.floor(x)))])
