"""A cave wall as at Dunhuang: ochre plaster, a halo, cloud scrolls, ribbons, lotus borders."""

from __future__ import annotations

import math

import numpy as np

from generation.providers.local.illustrator import flora
from generation.providers.local.illustrator.canvas import Patch, mix, noise, painted, smooth, solid
from generation.providers.local.illustrator.scene import Effect, Layer, Motion
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.5
OCHRE, RED, TEAL, BLUE, GOLD, CREAM = (
    "#c99a5e",
    "#a8452f",
    "#3f8a7a",
    "#34618f",
    "#e0b050",
    "#f2e2c0",
)


def lay(stage: Stage) -> Site:
    """The wall, its painted sky, a halo of rays, drifting cloud scrolls and ribbons, a border."""
    return Site(
        [
            stage.layer(_plaster(stage), depth=0.0),
            stage.layer(_halo(stage), depth=0.2),
            *_clouds(stage),
            stage.layer(_ribbons(stage), depth=0.55),
            stage.layer(_border(stage), _wear(stage), depth=0.95),
        ],
        [
            Slot(stage.across(0.52), 0.50, 0.62, 0.7, "air"),
            Slot(stage.across(0.26), 0.34, 0.34, 0.6, "air"),
            Slot(stage.across(0.80), 0.36, 0.3, 0.6, "air"),
            Slot(stage.across(0.52), 0.80, 0.52, 0.7),
            Slot(stage.across(0.30), 0.80, 0.46, 0.7),
            Slot(stage.across(0.74), 0.80, 0.46, 0.7),
        ],
        HORIZON,
        [Effect("dust", 0.4, GOLD)],
        lamp="#f0cf98",
    )


def old(stage: Stage, colour: str) -> str:
    """A mineral pigment under the hour's light."""
    dim = 0.34 if stage.night else 0.0
    return mix(mix(colour, stage.tones.lit(colour), 0.35), "#2a1a10", dim)


def _plaster(stage: Stage) -> Patch:
    w, h = stage.width, stage.height
    rng = stage.film_array("plaster")
    broad, fine = noise(rng, w, h, 3, 2.5, 5, 0.6), noise(rng, w, h, 60, 40, 3, 0.7)
    rows, columns = np.mgrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j].astype(np.float32)
    lamp = np.exp(-(columns**2 * 0.9 + (rows + 0.1) ** 2 * 1.1))
    index = 0.16 + lamp * 0.62 + (broad - 0.5) * 0.55 + (fine - 0.5) * 0.22
    return Patch(
        painted(index, [old(stage, c) for c in ("#6f4426", "#a8713f", OCHRE, "#e0bd84", "#f0d9a8")])
    )


def _halo(stage: Stage) -> Patch:
    """Rings behind the figure: flames, petals, a band of dots."""
    x, y, r = stage.x(0.52), stage.height * 0.44, stage.unit * 0.30
    out = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r * 1.18:.1f}" fill="{old(stage, RED)}" '
        'fill-opacity=".85"/>'
    )
    flames = "".join(_flame(x, y, r * 1.12, k * math.tau / 40, r * 0.17) for k in range(40))
    out += flora.path(flames, old(stage, "#c8623f"), 0.9)
    for size, colour in (
        (1.06, GOLD),
        (1.03, TEAL),
        (0.86, CREAM),
        (0.84, BLUE),
        (0.66, GOLD),
        (0.645, "#e6c48a"),
    ):
        out += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r * size:.1f}" fill="{old(stage, colour)}"/>'
    petals = "".join(_flame(x, y, r * 0.67, k * math.tau / 24, r * 0.15, 0.62) for k in range(24))
    inner = "".join(
        _flame(x, y, r * 0.685, (k + 0.5) * math.tau / 24, r * 0.10, 0.5) for k in range(24)
    )
    out += flora.path(petals, old(stage, TEAL)) + flora.path(inner, old(stage, CREAM))
    dots = "".join(
        (
            f'<circle cx="{x + math.cos(a) * r * 0.945:.1f}" '
            f'cy="{y + math.sin(a) * r * 0.945:.1f}" r="{r * 0.022:.1f}"/>'
        )
        for a in (k * math.tau / 48 for k in range(48))
    )
    rays = "".join(
        (
            f"M{x + math.cos(a) * r * 0.2:.1f} {y + math.sin(a) * r * 0.2:.1f}"
            f"L{x + math.cos(a) * r * 0.6:.1f} {y + math.sin(a) * r * 0.6:.1f}"
        )
        for a in (k * math.tau / 36 for k in range(36))
    )
    return stage.vector(
        out
        + f'<g fill="{old(stage, CREAM)}">{dots}</g>'
        + flora.line(rays, old(stage, GOLD), r * 0.010, 0.6),
        0,
        1,
    )


def _flame(x: float, y: float, r: float, a: float, size: float, wide: float = 0.55) -> str:
    return flora.leaf(
        x + math.cos(a) * (r + size * 0.5), y + math.sin(a) * (r + size * 0.5), size * 0.62, a, wide
    )


def scroll(x: float, y: float, s: float, turn: int) -> str:
    """Path data of an auspicious cloud: three curls and a tail."""
    t = turn
    return (
        f"M{x - 2.2 * t * s:.1f} {y + 0.55 * s:.1f}q{0.9 * t * s:.1f} {-0.2 * s:.1f} "
        f"{1.3 * t * s:.1f} {-0.5 * s:.1f}"
        f"a{0.55 * s:.1f} {0.55 * s:.1f} 0 1 {1 if t > 0 else 0} {0.85 * t * s:.1f} {-0.45 * s:.1f}"
        f"a{0.7 * s:.1f} {0.7 * s:.1f} 0 1 {1 if t > 0 else 0} {1.15 * t * s:.1f} {0.25 * s:.1f}"
        f"a{0.42 * s:.1f} {0.42 * s:.1f} 0 1 {1 if t > 0 else 0} {0.45 * t * s:.1f} {0.72 * s:.1f}"
        f"q{-1.9 * t * s:.1f} {0.35 * s:.1f} {-3.75 * t * s:.1f} {-0.02 * s:.1f}Z"
    )


def _clouds(stage: Stage) -> list[Layer]:
    """Cloud scrolls in three pigments that float up and down."""
    out, rng, u = list[Layer](), stage.shot("scrolls"), stage.unit
    spots = (
        (0.15, 0.24),
        (0.87, 0.20),
        (0.12, 0.66),
        (0.90, 0.64),
        (0.30, 0.80),
        (0.72, 0.83),
        (0.36, 0.15),
        (0.68, 0.13),
    )
    for group in range(2):
        body = ""
        for k, (px, py) in enumerate(spots):
            if k % 2 != group:
                continue
            x, y, s, t = (
                stage.width * px,
                stage.height * py,
                u * rng.uniform(0.034, 0.055),
                1 if px < 0.5 else -1,
            )
            colour = (TEAL, CREAM, BLUE, RED)[k % 4]
            d = scroll(x, y, s, t)
            body += (
                f'<path d="{d}" fill="{old(stage, colour)}" stroke="{old(stage, "#5a2f1c")}" '
                f'stroke-width="{s * 0.06:.1f}"/>'
            )
            body += flora.path(
                scroll(x, y + s * 0.02, s * 0.7, t), old(stage, mix(colour, CREAM, 0.5)), 0.9
            )
            body += flora.path(scroll(x, y + s * 0.04, s * 0.4, t), old(stage, colour), 0.9)
        layer = stage.layer(stage.vector(body, 0, 1), depth=0.4)
        motion = Motion("float", u * 0.008, u * 0.004, 7.0, 0.5 * group)
        out.append(Layer(layer.frames, layer.left, layer.top, 0.4, motion=motion))
    return out


def _ribbons(stage: Stage) -> Patch:
    """Long scarves that wind across the wall, and scattered flowers."""
    rng, u, w, h, out = stage.shot("ribbons"), stage.unit, stage.width, stage.height, ""
    for colour, y0 in ((TEAL, 0.74), (RED, 0.70), (BLUE, 0.26), (GOLD, 0.22)):
        points = list[tuple[float, float, float]]()
        turn = rng.uniform(0, 6)
        for j in range(41):
            t = j / 40
            swing = math.sin(t * 9 + turn) * 0.055 + math.sin(t * 4 + turn) * 0.05
            points.append(
                (
                    w * (-0.02 + 1.04 * t),
                    h * y0 + u * swing,
                    u * (0.007 + 0.009 * math.sin(t * 13 + turn) ** 2),
                )
            )
        top = "L".join(f"{x:.1f} {y - v:.1f}" for x, y, v in points)
        low = "L".join(f"{x:.1f} {y + v:.1f}" for x, y, v in reversed(points))
        out += (
            f'<path d="M{top}L{low}Z" fill="{old(stage, colour)}" '
            f'stroke="{old(stage, "#5a2f1c")}" stroke-width="1.2"/>'
        )
        out += flora.line(
            "M" + "L".join(f"{x:.1f} {y - v * 0.3:.1f}" for x, y, v in points),
            old(stage, CREAM),
            1.6,
            0.7,
        )
    flowers = {c: "" for c in (CREAM, RED, TEAL)}
    for _ in range(30):
        colour = rng.choice(list(flowers))
        flowers[colour] += flora.blossom(
            rng.uniform(0, w),
            rng.uniform(0.08, 0.9) * h,
            u * rng.uniform(0.006, 0.013),
            rng.uniform(0, 6),
            6,
        )
    return stage.vector(
        out + "".join(flora.path(d, old(stage, c), 0.85) for c, d in flowers.items()), 0, 1
    )


def _border(stage: Stage) -> Patch:
    """Bands of lotus petals above and below."""
    w, h, u, out = stage.width, stage.height, stage.unit, ""
    for y, down in ((h * 0.005, 1), (h * 0.995, -1)):
        band = u * 0.105
        y0 = y if down > 0 else y - band
        out += (
            f'<rect x="-5" y="{y0:.1f}" width="{w + 10}" height="{band:.1f}" '
            f'fill="{old(stage, "#6b2f22")}"/>'
        )
        edge = y + down * band
        out += flora.line(f"M-5 {edge:.1f}H{w + 5}", old(stage, GOLD), u * 0.007) + flora.line(
            f"M-5 {edge + down * u * 0.009:.1f}H{w + 5}", old(stage, TEAL), u * 0.005
        )
        step = u * 0.062
        for k in range(int(w / step) + 2):
            x, m = k * step, y + down * band * 0.5
            colour = (TEAL, BLUE, "#b0603a")[k % 3]
            for size, tone in (
                (1.0, CREAM),
                (0.82, colour),
                (0.5, mix(colour, CREAM, 0.6)),
                (0.22, GOLD),
            ):
                out += (
                    f'<path d="{flora.leaf(x, m, step * 0.66 * size, math.pi / 2, 0.78)}" '
                    f'fill="{old(stage, tone)}"/>'
                )
    return stage.vector(out, 0, 1)


def _wear(stage: Stage) -> Patch:
    """Where the paint has flaked, and fine cracks."""
    w, h = stage.width, stage.height
    rng = stage.film_array("wear")
    patchy, fine = noise(rng, w, h, 7, 5, 5, 0.62), noise(rng, w, h, 5, 4, 6, 0.62)
    flakes = smooth(0.66, 0.69, patchy) * 0.55
    cracks = np.exp(-(((fine - 0.5) / 0.0035) ** 2)) * smooth(0.45, 0.6, patchy) * 0.5
    colour = solid(old(stage, "#d9b887"), np.maximum(flakes, 0))
    dark = cracks > flakes
    colour[dark, :3] = (70, 42, 24)
    colour[..., 3] = np.maximum(colour[..., 3], (cracks * 255).astype(np.uint8))
    return Patch(colour)
