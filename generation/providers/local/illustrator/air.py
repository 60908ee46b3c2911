"""Sky, sun and moon, stars, clouds, mist, rays of light and water."""

from __future__ import annotations

import math

import numpy as np

from generation.providers.local.illustrator.canvas import (
    Field,
    Patch,
    blurred,
    enlarged,
    hexed,
    mix,
    noise,
    painted,
    ramp,
    rgb,
    smooth,
    solid,
    vector,
)
from generation.providers.local.illustrator.scene import Layer, Motion
from generation.providers.local.illustrator.stage import Stage

COARSE = 2  # soft things are painted at half size


def sky(stage: Stage, horizon: float = 0.62, disc: bool = True) -> Layer:
    """The whole canvas: gradient, glow around the sun or moon, stars at night; opaque."""
    w, h = stage.width // COARSE, stage.height // COARSE
    rng = stage.film_array("sky")
    rows = (np.linspace(0, 1, h, dtype=np.float32) / horizon).clip(0, 1) ** 0.85
    drift = (noise(rng, w, h, 2, 2, 3) - 0.5) * 0.10
    stops = ramp(stage.tones.sky, 1024)
    base = stops[((rows[:, None] + drift).clip(0, 1) * 1023).astype(np.int32)].astype(np.float32)
    veil = 0.35 if stage.weather in ("rain", "storm", "fog") else 1.0
    glow = sun_glow(stage, w, h) * veil
    sun = np.array(rgb(stage.tones.sun), np.float32)
    base = 255 - (255 - base) * (1 - glow[..., None] * sun / 255)
    picture = enlarged_rgb(base, stage.width, stage.height)
    grain = rng.integers(-2, 3, picture.shape[:2], dtype=np.int16)[..., None]
    picture = (picture + grain).clip(0, 255).astype(np.uint8)
    patches = [Patch(np.dstack([picture, np.full(picture.shape[:2], 255, np.uint8)]))]
    if stage.night and veil == 1.0:
        patches.append(stars(stage, horizon))
    if disc and veil == 1.0:
        patches.append(sun_disc(stage))
    return stage.layer(*patches, depth=0.0)


def enlarged_rgb(base: Field, width: int, height: int) -> Field:
    """A soft float picture at full size."""
    from PIL import Image

    planes = [
        Image.fromarray(np.ascontiguousarray(base[..., i])).resize(
            (width, height), Image.Resampling.BILINEAR
        )
        for i in range(3)
    ]
    return np.stack([np.asarray(p, np.float32) for p in planes], -1)


def sun_glow(stage: Stage, width: int, height: int) -> Field:
    """How strongly the sun or moon shines through the air at each point, 0 to 1."""
    x, y = stage.sun[0] * width, stage.sun[1] * height
    rows, columns = np.ogrid[0:height, 0:width]
    away = np.hypot(columns - x, (rows - y) * 1.12).astype(np.float32) / height
    tight, wide = (0.32, 0.20) if stage.night else (0.55, 0.42)
    return np.exp(-away / 0.07) * tight + np.exp(-away / 0.32) * wide


def sun_disc(stage: Stage) -> Patch:
    """The sun, or a moon with its seas."""
    radius = stage.unit * (0.052 if stage.night else 0.058)
    size = math.ceil(radius * 2 + 8)
    rows, columns = np.mgrid[0:size, 0:size].astype(np.float32) - size / 2
    alpha = (radius - np.hypot(rows, columns) + 0.7).clip(0, 1)
    left = round(stage.sun[0] * stage.width - size / 2)
    top = round(stage.sun[1] * stage.height - size / 2)
    if not stage.night:
        return Patch(solid(mix(stage.tones.sun, "#ffffff", 0.35), alpha), left, top)
    seas = smooth(0.45, 0.62, noise(stage.film_array("moon"), size, size, 3, 3, 4))
    return Patch(
        painted(seas, [stage.tones.sun, mix(stage.tones.sun, stage.tones.sky[2], 0.3)], alpha),
        left,
        top,
    )


def stars(stage: Stage, horizon: float, count: int = 420) -> Patch:
    """A starry sky that thins out towards the horizon, a few of them large and soft."""
    rng = stage.film_array("stars")
    w, h = stage.width, int(stage.height * horizon)
    field = np.zeros((h, w), np.float32)
    x, y = rng.integers(2, w - 2, count), (rng.random(count) ** 1.4 * (h - 4)).astype(int) + 1
    bright = rng.random(count, dtype=np.float32) ** 3
    field[y, x] = 0.35 + 0.65 * bright
    large = bright > 0.55
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        field[(y[large] + dy).clip(0, h - 1), x[large] + dx] = 0.45
    fade = np.linspace(1, 0.15, h, dtype=np.float32)[:, None]
    return Patch(solid("#eef4ff", field * fade))


def clouds(
    stage: Stage, horizon: float = 0.62, cover: float | None = None, depth: float = 0.06
) -> Layer:
    """Clouds with lit edges that flatten towards the horizon; they drift and wrap round."""
    w, h = stage.width // COARSE, max(8, int(stage.height * horizon) // COARSE)
    rng = stage.film_array("clouds")
    cover = _cover(stage) if cover is None else cover
    far = np.linspace(0, 1, h, dtype=np.float32) ** 1.9
    rows = (far * (2 * h - 1)).astype(int)
    across = 3.2 * max(0.5, stage.width / stage.unit / 1.8)
    body = noise(rng, w, 2 * h, across, 7, 6, 0.52, wraps=True)[rows]
    puffs = 1 - np.abs(noise(rng, w, 2 * h, across * 3, 14, 4, 0.6, wraps=True) - 0.5)[rows] * 2
    density = body * 0.74 + puffs * 0.26
    edge = 0.66 - 0.2 * cover
    alpha = smooth(edge, edge + 0.16, density)
    shift = max(2, h // 40)
    under = np.concatenate([np.repeat(density[:1], shift, 0), density[:-shift]])
    lift = (density - under) * 4.5 + 0.52 - (density - edge) * 0.9
    t = np.linspace(0, 1, h, dtype=np.float32)[:, None]
    window = smooth(0.0, 0.22, t) * 0.35 + smooth(0.15, 0.5, t) * 0.65
    window = window * (1 - smooth(0.86, 1.0, t))
    low, mid = stage.tones.sky[2], stage.tones.sky[3]
    bright = mix(
        mix(stage.tones.sky[-1], stage.tones.sun, 0.6), "#ffffff", 0.0 if stage.night else 0.25
    )
    strength = 0.42 if stage.night else 0.9
    pixels = painted(
        lift, [mix(low, stage.tones.haze, 0.2), mid, bright], alpha * window * strength
    )
    full = enlarged(pixels, stage.width, h * COARSE)
    speed = stage.unit * (0.012 if stage.weather != "wind" else 0.035)
    return Layer((full,), 0, 0, depth, motion=Motion("drift", x=speed))


def _cover(stage: Stage) -> float:
    """How much of the sky is clouded, 0 to 1."""
    busy = {"rain": 0.95, "storm": 1.0, "fog": 0.25, "snow": 0.7, "wind": 0.7}
    return busy.get(stage.weather, 0.42 if not stage.night else 0.3)


def mist(
    stage: Stage,
    y: float,
    thickness: float,
    amount: float = 0.6,
    colour: str | None = None,
    name: str = "mist",
) -> Patch:
    """A bank of mist around `y` (a part of the canvas' height), soft above, torn by noise."""
    top, rows = int(stage.height * (y - thickness)), int(stage.height * thickness * 2)
    w, h = stage.width // 4, max(4, rows // 4)
    t = np.linspace(-1, 1, h, dtype=np.float32)[:, None]
    torn = noise(stage.shot_array(name, round(y * 100)), w, h, 3, 1.5, 4)
    alpha = np.exp(-((t / 0.5) ** 2)) * (0.45 + 0.9 * (torn - 0.2)) * amount
    alpha = alpha * smooth(-1.0, -0.7, t) * (1 - smooth(0.7, 1.0, t))
    pixels = solid(colour or stage.tones.haze, alpha)
    return Patch(enlarged(pixels, stage.width, max(1, rows)), 0, top)


def pool(stage: Stage, x: float, y: float, radius: float, colour: str, amount: float) -> Patch:
    """A soft round light; `x`, `y` in parts of the canvas, `radius` in units."""
    r = max(4, int(radius * stage.unit))
    n = max(8, r // 4)
    rows, columns = np.mgrid[-1 : 1 : n * 1j, -1 : 1 : n * 1j].astype(np.float32)
    fall = (1 - np.hypot(rows, columns)).clip(0, 1)
    pixels = enlarged(solid(colour, fall**1.8 * amount), 2 * r, 2 * r)
    return Patch(pixels, int(x * stage.width) - r, int(y * stage.height) - r)


def rays(
    stage: Stage,
    amount: float = 0.3,
    origin: tuple[float, float] | None = None,
    spread: float = 0.9,
    name: str = "rays",
) -> Patch:
    """Shafts of light fanning out from the sun, or from `origin` in parts of the canvas."""
    w, h = stage.width // 4, stage.height // 4
    x, y = origin or stage.sun
    rows, columns = np.mgrid[0:h, 0:w].astype(np.float32)
    dx, dy = columns - x * w, rows - y * h
    angle = np.arctan2(dx, dy + 1e-3) / spread
    waves = stage.film(name)
    beam = np.zeros((h, w), np.float32)
    for k in range(5):
        turn = waves.uniform(0, 6.28)
        beam += np.sin(angle * (7 + 5 * k) + turn).astype(np.float32) / (1 + 0.5 * k)
    beam = smooth(-0.2, 2.8, beam)
    away = np.hypot(dx, dy) / (stage.unit / 4)
    alpha = beam * np.exp(-away / 0.9) * (1 - np.exp(-away / 0.12)) * amount
    pixels = solid(stage.tones.key, alpha)
    return Patch(enlarged(blurred(pixels, 2.5), stage.width, stage.height))


def water(
    stage: Stage,
    horizon: float,
    bottom: float = 1.0,
    calm: float = 0.5,
    mirror: str | None = None,
    deep: str | None = None,
) -> Patch:
    """Open water from `horizon` down: sky colour far, depth near, ripples, the path of light."""
    top, h = int(stage.height * horizon), int(stage.height * (bottom - horizon)) + 1
    w = stage.width
    t = np.linspace(0, 1, h, dtype=np.float32)[:, None]
    rng = stage.film_array("water")
    far = mirror or mix(stage.tones.sky[-1], stage.tones.sky[-2], 0.5)
    near = deep or mix(stage.tones.lit("#1f6f8a"), stage.tones.sky[1], 0.35)
    warp = noise(rng, w, h, 3, 5, 4)
    lines = np.zeros((h, w), np.float32)
    for rate, weight in ((16.0, 1.0), (34.0, 0.7), (70.0, 0.5)):
        lines += weight * np.sin(rate / (t + 0.07) * 0.32 + warp * 9)
    index = t**0.6 + lines * 0.018 * (1.6 - calm) + (warp - 0.5) * 0.10 * (1 - calm)
    pixels = painted(
        index.clip(0, 1), [far, mix(far, near, 0.5), near, mix(near, stage.tones.dark, 0.35)]
    )
    glints = _glints(stage, rng, t, w, h, calm)
    light = np.array(rgb(stage.tones.sun), np.float32)
    pixels[..., :3] = (
        pixels[..., :3] * (1 - glints[..., None]) + light * glints[..., None]
    ).astype(np.uint8)
    return Patch(pixels, 0, top)


def _glints(stage: Stage, rng: np.random.Generator, t: Field, w: int, h: int, calm: float) -> Field:
    """The path of light below sun or moon, broken into dashes that widen towards us."""
    if stage.weather in ("rain", "storm", "fog"):
        return np.zeros((h, w), np.float32)
    across = (np.arange(w, dtype=np.float32) - stage.sun[0] * w) / stage.unit
    path = np.exp(-((across[None] / (0.045 + 0.20 * t)) ** 2))
    dashes = noise(rng, w, h, 46 * w / stage.unit / 1.8, 130 * h / stage.unit, 2, 0.7)
    spark = smooth(0.56, 0.66, dashes + path * 0.05)
    return ((spark * (0.95 - 0.4 * t) + 0.32) * path * (0.95 if not stage.night else 0.7)).clip(
        0, 1
    )


def disc(x: float, y: float, r: float) -> str:
    """Path data of a circle; several in one path unite instead of darkening where they overlap."""
    return (
        f"M{x - r:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 1 1 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 1 "
        f"{-2 * r:.1f} 0z"
    )


def cumulus(stage: Stage, x: float, y: float, size: float, name: str) -> str:
    """SVG of one heaped cloud with a flat foot; `x`, `y` pixels, `size` its width in pixels."""
    rng = stage.film("cumulus", name)
    bright = mix(stage.tones.sky[-1], "#ffffff" if not stage.night else stage.tones.sky[-1], 0.7)
    bright = mix(bright, stage.tones.key, 0.25)
    low = mix(stage.tones.sky[3], stage.tones.haze, 0.5)
    key, toward = f"c{name}", -1 if stage.sun[0] * stage.width < x else 1
    lumps = [
        (
            x + (k / 8 - 0.5) * size * 0.86,
            size * (0.09 + 0.13 * math.sin(k / 8 * math.pi)) * rng.uniform(0.8, 1.25),
        )
        for k in range(9)
    ]
    shape = "".join(
        disc(cx, y - r * 0.75, r) + disc(cx + r * 0.4, y - r * 1.35, r * 0.62) for cx, r in lumps
    )
    shine = "".join(
        disc(cx + toward * r * 0.25, y - r * 0.9, r * 0.75)
        + disc(cx + r * (0.4 + toward * 0.2), y - r * 1.45, r * 0.45)
        for cx, r in lumps
    )
    return (
        f'<linearGradient id="{key}" gradientUnits="userSpaceOnUse" x1="0" '
        f'y1="{y - size * 0.34:.0f}" '
        f'x2="0" y2="{y:.0f}"><stop offset="0" stop-color="{bright}"/>'
        f'<stop offset=".55" stop-color="{mix(bright, low, 0.45)}"/>'
        f'<stop offset="1" stop-color="{low}" stop-opacity="0"/></linearGradient>'
        f'<linearGradient id="{key}s" gradientUnits="userSpaceOnUse" x1="0" '
        f'y1="{y - size * 0.36:.0f}" x2="0" y2="{y - size * 0.1:.0f}">'
        f'<stop offset="0" stop-color="{bright}" stop-opacity=".8"/><stop offset="1" '
        f'stop-color="{bright}" stop-opacity="0"/></linearGradient>'
        f'<path d="{shape}" fill="url(#{key})" '
        f'fill-opacity="{0.8 if stage.time == "day" else 0.42:.2f}"/>'
        f'<path d="{shine}" fill="url(#{key}s)" '
        f'fill-opacity="{0.9 if stage.time == "day" else 0.4:.2f}"/>'
    )


def cloud_sea(stage: Stage, y: float, name: str, near: float) -> Patch:
    """A bank of heaped cloud seen from above, from `y` down; `near` 0 to 1."""
    rng, u, tones = stage.shot("cloud sea", name), stage.unit, stage.tones
    bright = mix(mix(tones.sky[-1], "#ffffff", 0.1 if stage.night else 0.5), tones.key, 0.3)
    low = mix(mix(tones.haze, tones.sky[1], 0.30 + 0.25 * near), tones.dark, 0.12 * near)
    body, rows = "", 4
    for k in range(rows):
        at = stage.height * y + u * (0.035 + 0.05 * near) * k
        size = u * (0.035 + 0.075 * near) * (1 + 0.22 * k)
        lumps, shine, x = "", "", -size
        while x < stage.width + size:
            r = size * rng.uniform(0.55, 1.25)
            top = at + rng.uniform(-0.3, 0.4) * size
            lumps += disc(x, top, r)
            toward = -1 if stage.sun[0] * stage.width < x else 1
            shine += disc(x + toward * r * 0.2, top - r * 0.14, r * 0.78)
            x += r * rng.uniform(0.7, 1.1)
        key, t = f"k{name}{k}", k / rows
        crest, foot = mix(bright, low, 0.15 + 0.35 * t), mix(low, tones.dark, 0.10 * t * near)
        body += (
            f'<linearGradient id="{key}" gradientUnits="userSpaceOnUse" x1="0" '
            f'y1="{at - size:.0f}" x2="0" y2="{at + size * 1.9:.0f}">'
            f'<stop offset="0" stop-color="{crest}"/><stop offset="1" '
            f'stop-color="{foot}"/></linearGradient>'
            f'<path d="{lumps}M0 {at + size * 0.3:.0f}h{stage.width}v{stage.height}'
            f'h{-stage.width}z" fill="url(#{key})"/>'
            f'<linearGradient id="{key}s" gradientUnits="userSpaceOnUse" x1="0" '
            f'y1="{at - size * 1.2:.0f}" x2="0" y2="{at + size * 0.5:.0f}">'
            f'<stop offset="0" stop-color="{bright}" stop-opacity=".85"/><stop offset="1" '
            f'stop-color="{bright}" stop-opacity="0"/></linearGradient>'
            f'<path d="{shine}" fill="url(#{key}s)"/>'
        )
    return stage.vector(body, max(0.0, y - 0.16), 1.0)


def bokeh(
    stage: Stage, count: int, colours: tuple[str, ...], top: float, bottom: float, name: str
) -> Patch:
    """Out-of-focus lamps."""
    rng = stage.shot(name)
    discs = ""
    for _ in range(count):
        r = stage.unit * rng.uniform(0.008, 0.034)
        discs += (
            f'<circle cx="{rng.uniform(0, stage.width):.0f}" '
            f'cy="{stage.height * rng.uniform(top, bottom):.0f}" '
            f'r="{r:.1f}" fill="{rng.choice(colours)}" '
            f'fill-opacity="{rng.uniform(0.10, 0.42):.2f}"/>'
        )
    return vector(discs, 0, 0, stage.width, stage.height, 0.5)


def grey(value: float) -> str:
    """A neutral of 0 (black) to 1 (white)."""
    return hexed(value * 255, value * 255, value * 255)
