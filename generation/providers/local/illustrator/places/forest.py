"""Inside a wood: trunks behind trunks in the haze, shafts of light, ferns, a path."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator import air, flora, land
from generation.providers.local.illustrator.canvas import (
    Patch,
    enlarged,
    mix,
    noise,
    painted,
    smooth,
)
from generation.providers.local.illustrator.scene import Effect
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.60


def lay(stage: Stage) -> Site:
    """Glowing air, three depths of trunks under crowns, a lit path, ferns in front."""
    tones = stage.tones
    sun = (stage.sun[0], 0.12)
    clearing = air.pool(
        stage, stage.across(0.52), 0.52, 0.75, mix(tones.haze, tones.sun, 0.6), 0.75
    )
    return Site(
        [
            air.sky(stage, 0.8, disc=stage.night),
            stage.layer(
                _green(stage),
                clearing,
                *_depth(stage, 0.3, 17, 0.64),
                *_depth(stage, 0.5, 11, 0.68),
                depth=0.3,
            ),
            stage.layer(*_floor(stage), depth=0.72),
            stage.glow(air.rays(stage, 0.30, sun, 0.55), depth=0.8),
            stage.layer(*_front(stage), depth=1.0),
        ],
        [
            Slot(stage.across(0.55), 0.80, 0.34, 0.72),
            Slot(stage.across(0.38), 0.80, 0.32, 0.72),
            Slot(stage.across(0.70), 0.825, 0.36, 0.72),
            Slot(stage.across(0.50), 0.70, 0.16, 0.5, "far"),
            Slot(stage.across(0.56), 0.40, 0.2, 0.6, "air"),
            Slot(stage.across(0.40), 0.34, 0.16, 0.5, "air"),
        ],
        HORIZON,
        [Effect("fireflies", 0.6, "#ffe9a0")] if stage.night else [Effect("dust", 0.5, tones.key)],
    )


def _green(stage: Stage) -> Patch:
    """The far end of the wood: foliage dissolved in light."""
    import numpy as np

    tones, h, w = stage.tones, stage.height, stage.width
    rows = np.linspace(0, 1, h // 4, dtype=np.float32)[:, None] * np.ones((1, w // 4), np.float32)
    leafy = noise(stage.shot_array("green"), w // 4, h // 4, 12, 9, 5, 0.62) - 0.5
    deep, light = tones.lit(tones.leaves[2], 0.45), tones.lit(tones.leaves[1], 0.3)
    pixels = painted(
        rows * 1.25 + leafy * 0.55,
        [deep, mix(deep, light, 0.7), mix(light, tones.haze, 0.6), tones.haze],
    )
    pixels[..., 3] = (smooth(1.15, 0.35, rows) * 235).astype(np.uint8)
    return Patch(enlarged(pixels, w, h))


def _trunk(stage: Stage, rng: Random, x: float, foot: float, w: float, depth: float) -> str:
    tones = stage.tones
    bark = rng.choice(("#6b5345", "#5d4c44", "#755c48"))
    if stage.season == "autumn" and rng.random() < 0.4:
        bark = "#c9bfb2"  # birches
    lean, top = rng.uniform(-0.05, 0.05) * stage.height, -20.0
    d = (
        f"M{x - w * 0.95:.1f} {foot + w * 0.1:.1f}Q{x - w * 0.5:.1f} {foot - w * 0.8:.1f} "
        f"{x - w * 0.42 + lean:.1f} {top:.1f}"
        f"H{x + w * 0.42 + lean:.1f}Q{x + w * 0.5:.1f} {foot - w * 0.8:.1f} "
        f"{x + w * 0.95:.1f} {foot + w * 0.1:.1f}Z"
    )
    edge = -1 if stage.sun[0] * stage.width < x else 1
    lit = (
        f"M{x + edge * w * 0.9:.1f} {foot:.1f}Q{x + edge * w * 0.48:.1f} "
        f"{foot - w * 0.8:.1f} {x + edge * w * 0.4 + lean:.1f} {top:.1f}"
        f"h{-edge * w * 0.2:.1f}Q{x + edge * w * 0.3:.1f} {foot - w * 0.8:.1f} "
        f"{x + edge * w * 0.6:.1f} {foot:.1f}Z"
    )
    cracks = ""
    if depth > 0.6:
        for _ in range(14):
            cx, cy = x + rng.uniform(-0.35, 0.35) * w, rng.uniform(0, foot * 0.95)
            cracks += flora.leaf(
                cx + lean * (1 - cy / foot), cy, w * rng.uniform(0.15, 0.4), 1.57, 0.08
            )
    return (
        flora.path(d, tones.shade(bark, depth, 0.35))
        + flora.path(lit, tones.gleam(bark, depth, 0.45), 0.8)
        + flora.path(cracks, tones.shade(bark, depth, 0.7), 0.7)
    )


def _depth(stage: Stage, depth: float, count: int, foot: float) -> list[Patch]:
    """One row of trees in the haze, with its undergrowth and a veil of mist."""
    rng, tones, u = stage.shot("row", round(depth * 10)), stage.tones, stage.unit
    count = max(4, int(count * stage.width / u / 1.8))
    body = ""
    for k in range(count):
        x = (k + rng.uniform(0.1, 0.9)) / count * stage.width
        w = u * rng.uniform(0.018, 0.034) * (0.5 + depth * 1.4)
        body += _trunk(stage, rng, x, stage.height * foot + rng.uniform(-6, 6), w, depth)
    light, bright, deep = tones.leaves
    crowns = lit = ""
    for _ in range(int(26 * stage.width / u / 1.8)):
        x, y = rng.uniform(0, stage.width), stage.height * rng.uniform(0.0, 0.32 - 0.16 * depth)
        crowns += flora.dabs(rng, x, y, u * 0.09, u * (0.012 + 0.012 * depth), 16)
        lit += flora.dabs(rng, x, y - u * 0.02, u * 0.08, u * (0.009 + 0.01 * depth), 8)
    body += flora.path(crowns, tones.shade(deep, depth, 0.25)) + flora.path(
        lit, tones.gleam(bright, depth, 0.3)
    )
    bank = land.treeline(
        stage,
        land.rolling(stage, foot, 0.01, "bank", round(depth * 10)),
        0.05,
        "bush",
        round(depth * 10),
    )
    floor = land.mass(
        stage, bank, (tones.lit(light, depth), tones.lit(deep, depth)), 0.15, name=f"bank{depth}"
    )
    return [
        stage.vector(body, 0, foot + 0.03),
        floor,
        air.mist(stage, foot, 0.10, 0.75, name=f"veil{depth}"),
    ]


def _floor(stage: Stage) -> list[Patch]:
    """The ground with a winding path, moss, fallen leaves and two large trunks."""
    tones, rng, u, h = stage.tones, stage.shot("floor"), stage.unit, stage.height
    line = land.rolling(stage, 0.715, 0.012, "floor")
    moss = tones.leaves[2] if not stage.snowy else "#dfe8ee"
    ground = land.mass(
        stage,
        line,
        (tones.gleam(moss, 0.8, 0.2), tones.shade(moss, 1, 0.35), tones.shade(moss, 1, 0.8)),
        0.26,
        name="floor",
    )
    c, x = stage.x(0.5), stage.x
    path = (
        f"M{c - u * 0.03:.1f} {h * 0.715:.1f}Q{x(0.62):.1f} {h * 0.755:.1f} {x(0.46):.1f} "
        f"{h * 0.80:.1f}Q{x(0.30):.1f} {h * 0.88:.1f} {x(0.34):.1f} {h * 1.02:.1f}"
        f"L{x(0.78):.1f} {h * 1.02:.1f}Q{x(0.66):.1f} {h * 0.87:.1f} {x(0.68):.1f} "
        f"{h * 0.80:.1f}Q{x(0.70):.1f} {h * 0.75:.1f} {c + u * 0.035:.1f} {h * 0.715:.1f}Z"
    )
    body = flora.path(path, tones.gleam(tones.earth, 0.85, 0.3), 0.85)
    for part, w in ((0.20, 0.062), (0.84, 0.075)):
        body += _trunk(stage, rng, x(part), h * (0.79 + 0.03 * (part > 0.5)), u * w, 0.82)
    litter = dict.fromkeys((*tones.leaves, tones.earth), "")
    for _ in range(200):
        colour = rng.choice(list(litter))
        t = rng.random()
        litter[colour] += flora.leaf(
            rng.uniform(0, stage.width),
            h * (0.735 + 0.25 * t),
            u * (0.002 + 0.006 * t),
            rng.uniform(-0.5, 0.5),
            0.5,
        )
    body += "".join(flora.path(d, tones.lit(c), 0.8) for c, d in litter.items())
    tufts = "".join(
        flora.grass(rng, px - u * 0.04, px + u * 0.04, h * rng.uniform(0.76, 0.9), u * 0.05, 12)
        for px in (
            stage.x(rng.choice((rng.uniform(0, 0.3), rng.uniform(0.78, 1)))) for _ in range(22)
        )
    )
    return [
        ground,
        stage.vector(body + flora.path(tufts, tones.shade(tones.leaves[0], 0.9, 0.25)), 0, 1),
    ]


def _front(stage: Stage) -> list[Patch]:
    rng, u = stage.shot("front"), stage.unit
    tones, h = stage.tones, stage.height
    ferns = "".join(
        flora.fern(rng, stage.x(p), h * 1.0, u * s, 8)
        for p, s in ((0.03, 0.24), (0.15, 0.15), (0.97, 0.26), (0.86, 0.16))
    )
    body = flora.path(ferns, tones.shade(tones.leaves[2], 1, 0.62))
    body += "".join(
        flora.overhang(stage, c, "maple" if stage.season == "autumn" else "leaf", reach=0.4)
        for c in (-1, 1)
    )
    return [stage.vector(body, 0, 1, soft=0.002)]
