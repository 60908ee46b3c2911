"""Nothing known: folded bands of light and colour, for a picture led by its title."""

from __future__ import annotations

import math
from dataclasses import replace

from generation.providers.local.illustrator import air
from generation.providers.local.illustrator.canvas import Patch, mix
from generation.providers.local.illustrator.scene import Effect, Layer, Motion
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.6


def lay(stage: Stage) -> Site:
    """Sky, a large sun, waves like folded paper, floating discs."""
    stage = replace(stage, sun=(stage.across(0.62), 0.46))
    return Site(
        [
            air.sky(stage, 0.9, disc=False),
            stage.layer(_disc(stage), depth=0.12),
            *(stage.layer(_fold(stage, k), depth=0.3 + 0.17 * k) for k in range(5)),
            *_drops(stage),
        ],
        [
            Slot(stage.across(0.62), 0.80, 0.36, 0.7),
            Slot(stage.across(0.38), 0.80, 0.34, 0.7),
            Slot(stage.across(0.62), 0.42, 0.3, 0.6, "air"),
            Slot(stage.across(0.38), 0.34, 0.24, 0.5, "air"),
            Slot(stage.across(0.5), 0.72, 0.18, 0.5, "far"),
        ],
        HORIZON,
        [Effect("dust", 0.5, stage.tones.key)],
    )


def _disc(stage: Stage) -> Patch:
    tones, x, y, r = stage.tones, stage.sun[0] * stage.width, stage.height * 0.46, stage.unit * 0.27
    bright = mix(tones.sun, tones.accent, 0.18)
    body = (
        '<linearGradient id="disc" x1="0" y1="0" x2="0" y2="1"><stop offset="0" '
        f'stop-color="{bright}"/><stop offset="1" '
        f'stop-color="{mix(bright, tones.sky[-2], 0.75)}"/></linearGradient>'
    )
    for k in range(3):
        body += (
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r * (1.7 - 0.22 * k):.0f}" '
            f'fill="{bright}" fill-opacity=".07"/>'
        )
    return stage.vector(
        body + f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.0f}" fill="url(#disc)"/>', 0, 1
    )


def _fold(stage: Stage, k: int) -> Patch:
    """One band: a long wave with a lit edge."""
    rng, tones, u = stage.shot("fold", k), stage.tones, stage.unit
    t = k / 4
    base = stage.height * (0.58 + 0.09 * k)
    turn, rate = rng.uniform(0, 6.28), rng.uniform(0.8, 1.3)
    points = [
        (
            x,
            base
            - u
            * (
                0.06 * math.sin(x / u * 2.2 * rate + turn)
                + 0.03 * math.sin(x / u * 4.7 * rate + turn * 2)
            ),
        )
        for x in range(-20, stage.width + 40, 20)
    ]
    top = "L".join(f"{x} {y:.1f}" for x, y in points)
    colour = mix(mix(tones.sky[2], tones.sky[1], t), tones.dark, 0.12 + 0.5 * t)
    crest = mix(colour, tones.sky[-1], 0.55 - 0.25 * t)
    body = (
        f'<linearGradient id="f{k}" gradientUnits="userSpaceOnUse" x1="0" '
        f'y1="{base - u * 0.1:.0f}" x2="0" y2="{base + u * 0.26:.0f}"><stop offset="0" '
        f'stop-color="{crest}"/><stop offset="1" stop-color="{colour}"/></linearGradient>'
    )
    body += (
        f'<path d="M{top}V{stage.height + 5}H-20Z" fill="url(#f{k})"/><path d="M{top}" '
        f'fill="none" stroke="{tones.key}" stroke-width="{u * 0.003:.1f}" '
        'stroke-opacity=".55"/>'
    )
    return stage.vector(body, 0.4, 1)


def _drops(stage: Stage) -> list[Layer]:
    """Discs that hover, tone in tone."""
    out, u = list[Layer](), stage.unit
    for k, (px, py, r) in enumerate(((0.26, 0.30, 0.045), (0.84, 0.26, 0.028))):
        body = (
            f'<circle cx="{stage.x(px):.0f}" cy="{stage.height * py:.0f}" r="{u * r:.0f}" '
            f'fill="{stage.tones.accent}" fill-opacity=".75"/>'
        )
        layer = stage.layer(stage.vector(body, py - 0.1, py + 0.1), depth=0.5)
        out.append(
            Layer(
                layer.frames,
                layer.left,
                layer.top,
                0.5,
                motion=Motion("float", 0, u * 0.008, 5.0, 0.4 * k),
            )
        )
    return out
