"""Trees as SVG: broad ones of leaf strokes, conifers, bamboo."""

from __future__ import annotations

import math
from random import Random

from generation.providers.local.illustrator.canvas import mix
from generation.providers.local.illustrator.flora import dabs, line, path
from generation.providers.local.illustrator.palette import Palette


def trunk(
    rng: Random, x: float, y: float, h: float, lean: float = 0.0
) -> tuple[list[tuple[float, float]], str, str]:
    """Boughs of a broad tree: where its clumps go, and path data of bark and of its lit edge."""
    w = h * 0.045
    fork = (x + lean * h * 0.07, y - h * rng.uniform(0.26, 0.34))
    bark = (
        f"M{x - w * 1.7:.1f} {y:.1f}Q{x - w * 0.6:.1f} {y - h * 0.06:.1f} "
        f"{fork[0] - w * 0.75:.1f} {fork[1]:.1f}"
        f"L{fork[0] + w * 0.75:.1f} {fork[1]:.1f}Q{x + w * 0.7:.1f} {y - h * 0.06:.1f} "
        f"{x + w * 1.9:.1f} {y:.1f}Z"
    )
    boughs, tips = "", list[tuple[float, float]]()
    turns = [-1.3, -0.85, -0.4, 0.05, 0.45, 0.9, 1.3]
    for k, turn in enumerate(turns):
        turn += rng.uniform(-0.15, 0.15)
        reach = h * rng.uniform(0.42, 0.52) * (1.0 - 0.12 * abs(turn))
        tx, ty = fork[0] + math.sin(turn) * reach, fork[1] - math.cos(turn) * reach * 0.92
        bend = (fork[0] + math.sin(turn * 0.5) * reach * 0.5, fork[1] - reach * 0.35)
        v = w * (0.62 if k in (2, 3, 4) else 0.42)
        boughs += (
            f"M{fork[0] - v:.1f} {fork[1] + 2:.1f}Q{bend[0] - v * 0.5:.1f} {bend[1]:.1f} "
            f"{tx:.1f} {ty:.1f}"
            f"Q{bend[0] + v * 0.7:.1f} {bend[1]:.1f} {fork[0] + v:.1f} {fork[1] + 2:.1f}Z"
        )
        tips += (
            [(tx, ty), (fork[0] + (tx - fork[0]) * 0.45, fork[1] + (ty - fork[1]) * 0.62)]
            if k == 3
            else []
        )
        tips += [(tx, ty), ((tx + bend[0]) / 2 + rng.uniform(-1, 1) * h * 0.04, (ty + bend[1]) / 2)]
    edge = (
        f"M{x - w:.1f} {y - h * 0.02:.1f}Q{x - w * 0.2:.1f} {y - h * 0.1:.1f} "
        f"{fork[0] - w * 0.35:.1f} {fork[1]:.1f}"
    )
    return tips, bark + boughs, edge


def tree(
    tones: Palette,
    rng: Random,
    x: float,
    y: float,
    h: float,
    depth: float,
    from_left: bool,
    leaves: tuple[str, ...] | None = None,
    bare: float = 0.0,
    fine: float = 1.0,
) -> str:
    """A broad tree `h` pixels tall with its foot at (x, y). `fine` is the number of strokes."""
    light, bright, deep = leaves or tones.leaves
    tips, bark, edge = trunk(rng, x, y, h, rng.uniform(-1, 1))
    wood = tones.shade("#6a4a3c", depth, 0.35)
    out = path(bark, wood) + line(edge, tones.gleam("#8a6450", depth), h * 0.008, 0.6)
    if bare >= 1:
        return out
    toward = -1 if from_left else 1
    size = h * 0.021 / fine**0.5
    shade = body = lit = glint = ""
    n = fine * (1 - bare)
    backing = ""
    for cx, cy in tips:
        r = h * rng.uniform(0.135, 0.175)
        backing += dabs(rng, cx, cy + r * 0.1, r * 0.5, r * 0.5, int(4 * n))
        shade += dabs(rng, cx - toward * r * 0.2, cy + r * 0.28, r, size * 1.5, int(20 * n))
        body += dabs(rng, cx, cy, r * 0.95, size * 1.15, int(24 * n))
        lit += dabs(rng, cx + toward * r * 0.25, cy - r * 0.26, r * 0.72, size, int(17 * n))
        glint += dabs(rng, cx + toward * r * 0.42, cy - r * 0.5, r * 0.42, size * 0.75, int(7 * n))
    return (
        out
        + path(backing + shade, tones.shade(deep, depth, 0.3))
        + path(body, tones.lit(light, depth))
        + path(lit, tones.gleam(bright, depth, 0.22))
        + path(glint, tones.gleam(bright, depth, 0.62))
    )


def pine(
    tones: Palette, rng: Random, x: float, y: float, h: float, depth: float, from_left: bool
) -> str:
    """A conifer with drooping tiers, a lit side, and snow where the season brings it."""
    tiers = 7 if h > 60 else 5
    w = h * rng.uniform(0.17, 0.22)
    sides: dict[int, list[tuple[float, float]]] = {-1: [], 1: []}
    caps = ""
    for side, points in sides.items():
        for k in range(tiers):
            t = (k + 1) / tiers
            ty = y - h * (1 - 0.90 * t) + rng.uniform(-0.012, 0.012) * h
            reach = w * t**0.9 * rng.uniform(0.82, 1.15)
            points += [
                (x + side * reach * 0.62, ty - h * 0.030),
                (x + side * reach, ty + h * 0.012),
                (x + side * reach * 0.72, ty - h * 0.004),
                (x + side * reach * 0.42, ty - h * 0.018),
            ]
            if tones.snowy:
                caps += (
                    f"M{x + side * reach:.1f} {ty + h * 0.010:.1f}"
                    f"Q{x + side * reach * 0.5:.1f} {ty - h * 0.052:.1f} "
                    f"{x + side * reach * 0.12:.1f} {ty - h * 0.105:.1f}"
                    f"L{x + side * reach * 0.16:.1f} {ty - h * 0.055:.1f}"
                    f"Q{x + side * reach * 0.5:.1f} {ty - h * 0.012:.1f} "
                    f"{x + side * reach:.1f} {ty + h * 0.010:.1f}Z"
                )
    needle = "#2f5a50" if not tones.snowy else "#3d5f66"
    left = "".join(f"L{a:.1f} {b:.1f}" for a, b in sides[-1])
    right = "".join(f"L{a:.1f} {b:.1f}" for a, b in sides[1])
    back = "".join(f"L{a:.1f} {b:.1f}" for a, b in reversed(sides[1]))
    whole = f"M{x:.1f} {y - h:.1f}{left}L{x:.1f} {y - h * 0.06:.1f}{back}Z"
    half = (
        f"M{x:.1f} {y - h:.1f}{left if from_left else right}L{x + h * 0.01:.1f} {y - h * 0.1:.1f}Z"
    )
    stem = (
        f"M{x - h * 0.018:.1f} {y - h * 0.12:.1f}h{h * 0.036:.1f}v{h * 0.125:.1f}h{-h * 0.036:.1f}z"
    )
    return (
        path(stem, tones.shade("#5a4034", depth))
        + path(whole, tones.shade(needle, depth, 0.32))
        + path(half, tones.gleam(needle, depth, 0.16), 0.75)
        + path(caps, tones.gleam("#eef5fa", depth, 0.3))
    )


def bamboo(
    tones: Palette,
    rng: Random,
    x: float,
    top: float,
    foot: float,
    w: float,
    depth: float,
    from_left: bool,
) -> str:
    """One culm from `foot` up to `top` (pixels), with nodes and sprays of leaves."""
    green = mix("#7fae58", "#5c9a5a", rng.random())
    sway = rng.uniform(-0.045, 0.045)
    base, lit, dark = (
        tones.lit(green, depth),
        tones.gleam(green, depth, 0.4),
        tones.shade(green, depth, 0.45),
    )
    edge = -1 if from_left else 1
    culm = shine = nodes = dusk = ""
    y, step = foot, w * rng.uniform(6.5, 8.5)
    while y > top:
        xa, xb = x + (foot - y) * sway, x + (foot - y + step) * sway
        culm += (
            f"M{xa - w / 2:.1f} {y:.1f}L{xb - w / 2:.1f} {y - step + 2:.1f}H{xb + w / 2:.1f}"
            f"L{xa + w / 2:.1f} {y:.1f}Z"
        )
        shine += (
            f"M{xa + edge * w * 0.42:.1f} {y:.1f}L{xb + edge * w * 0.42:.1f} "
            f"{y - step + 3:.1f}h{-edge * w * 0.22:.1f}L{xa + edge * w * 0.2:.1f} {y:.1f}Z"
        )
        dusk += (
            f"M{xa - edge * w * 0.5:.1f} {y:.1f}L{xb - edge * w * 0.5:.1f} {y - step + 3:.1f}"
            f"h{edge * w * 0.25:.1f}L{xa - edge * w * 0.25:.1f} {y:.1f}Z"
        )
        nodes += (
            f"M{xa - w * 0.62:.1f} {y - 1.2:.1f}h{w * 1.24:.1f}v{max(1.6, w * 0.14):.1f}"
            f"h{-w * 1.24:.1f}z"
        )
        y -= step
    return path(culm, base) + path(dusk, dark, 0.7) + path(shine, lit, 0.85) + path(nodes, dark)
