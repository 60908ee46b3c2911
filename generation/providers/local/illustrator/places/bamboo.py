"""A bamboo grove in the mist: culms behind culms, falling light, a stone path."""

from __future__ import annotations

from generation.providers.local.illustrator import air, flora, land, trees
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
    """Three depths of culms, hanging leaves, moss and flat stones."""
    tones = stage.tones
    clearing = air.pool(stage, stage.across(0.54), 0.45, 0.85, mix(tones.haze, "#e9f2c8", 0.5), 0.8)
    return Site(
        [
            air.sky(stage, 0.85, disc=stage.night),
            stage.layer(
                _green(stage),
                clearing,
                _row(stage, 0.25, 34, 0.66),
                air.mist(stage, 0.60, 0.22, 0.7, name="far"),
                _row(stage, 0.5, 22, 0.70),
                depth=0.3,
            ),
            stage.layer(
                air.mist(stage, 0.68, 0.10, 0.75, name="near"),
                *_floor(stage),
                _row(stage, 0.8, 9, 0.755, gap=True),
                depth=0.72,
            ),
            stage.glow(air.rays(stage, 0.30, (stage.sun[0], 0.05), 0.5), depth=0.8),
            stage.layer(_front(stage), depth=1.0),
        ],
        [
            Slot(stage.across(0.55), 0.80, 0.34, 0.72),
            Slot(stage.across(0.40), 0.80, 0.32, 0.72),
            Slot(stage.across(0.70), 0.825, 0.36, 0.72),
            Slot(stage.across(0.47), 0.71, 0.18, 0.5, "far"),
            Slot(stage.across(0.56), 0.38, 0.2, 0.6, "air"),
            Slot(stage.across(0.42), 0.3, 0.16, 0.5, "air"),
        ],
        HORIZON,
        [Effect("fireflies", 0.5, "#e8ffa0")]
        if stage.night
        else [Effect("leaves", 0.18, tones.lit("#9cc46a"))],
    )


def _green(stage: Stage) -> Patch:
    """The grove's far end: leaves dissolved in light."""
    import numpy as np

    tones, h, w = stage.tones, stage.height, stage.width
    rows = np.linspace(0, 1, h // 4, dtype=np.float32)[:, None] * np.ones((1, w // 4), np.float32)
    streaks = noise(stage.shot_array("green"), w // 4, h // 4, 40, 3, 4, 0.6) - 0.5
    deep, light = tones.lit("#4f8a58", 0.45), tones.lit("#a8cf86", 0.3)
    pixels = painted(
        rows * 1.3 + streaks * 0.5,
        [deep, mix(deep, light, 0.7), mix(light, tones.haze, 0.6), tones.haze],
    )
    pixels[..., 3] = (smooth(1.15, 0.35, rows) * 235).astype(np.uint8)
    return Patch(enlarged(pixels, w, h))


def _row(stage: Stage, depth: float, count: int, foot: float, gap: bool = False) -> Patch:
    """Culms side by side; with `gap` the middle stays open for the subject."""
    rng, tones, u = stage.shot("row", round(depth * 100)), stage.tones, stage.unit
    body, sprays = "", ""
    count = max(5, int(count * stage.width / u / 1.8))
    for k in range(count):
        part = (k + rng.uniform(0.1, 0.9)) / count
        if gap and 0.27 < part < 0.76:
            continue
        x = part * stage.width
        w = u * rng.uniform(0.008, 0.013) * (0.5 + 1.7 * depth)
        y = stage.height * foot + rng.uniform(-0.01, 0.02) * u
        body += trees.bamboo(tones, rng, x, -20, y, w, depth, stage.sun[0] < 0.5)
        for _ in range(4):
            sprays += flora.spray(
                rng,
                x + rng.uniform(-1, 1) * u * 0.03,
                stage.height * rng.uniform(0.02, 0.5),
                u * 0.022 * (0.6 + depth),
                6,
                1.2 + rng.uniform(-0.5, 0.5),
            )
    for _ in range(int(26 * depth * stage.width / u)):
        sprays += flora.spray(
            rng,
            rng.uniform(0, stage.width),
            stage.height * rng.uniform(0.0, 0.2),
            u * 0.026 * (0.6 + depth),
            7,
        )
    return stage.vector(
        body + flora.path(sprays, tones.lit("#5f9a58", depth), 0.92), 0, foot + 0.04
    )


def _floor(stage: Stage) -> list[Patch]:
    tones, rng, u, h = stage.tones, stage.shot("floor"), stage.unit, stage.height
    line = land.rough(
        land.rolling(stage, 0.725, 0.012, "floor"), stage.shot_array("floor rough"), u * 0.006, 50
    )
    moss = "#6f9a4e" if not stage.snowy else "#e2eaee"
    ground = land.mass(
        stage,
        line,
        (tones.gleam(moss, 0.8, 0.2), tones.shade(moss, 1, 0.3), tones.shade(moss, 1, 0.75)),
        0.24,
        name="moss",
    )
    stones, tops = "", ""
    for k in range(9):
        t = k / 8
        x = stage.x(0.50 + 0.10 * (t - 0.3) * (1 if k % 2 else -0.6)) + (t * t) * u * 0.04
        y, rx = h * (0.735 + 0.24 * t**1.5), u * (0.022 + 0.075 * t)
        stones += (
            f'<ellipse cx="{x:.1f}" cy="{y + rx * 0.09:.1f}" rx="{rx:.1f}" ry="{rx * 0.26:.1f}"/>'
        )
        tops += f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{rx * 0.24:.1f}"/>'
    body = (
        f'<g fill="{tones.shade("#7d8078", 1, 0.6)}">{stones}</g><g '
        f'fill="{tones.gleam("#a3a698", 0.9, 0.2)}">{tops}</g>'
    )
    litter = "".join(
        flora.leaf(
            rng.uniform(0, stage.width),
            h * rng.uniform(0.74, 1.0),
            u * rng.uniform(0.004, 0.009),
            rng.uniform(-0.7, 0.7),
            0.22,
        )
        for _ in range(120)
    )
    tufts = "".join(
        flora.grass(rng, px - u * 0.04, px + u * 0.04, h * rng.uniform(0.755, 0.86), u * 0.045, 12)
        for px in (rng.uniform(0, stage.width) for _ in range(20))
    )
    return [
        ground,
        stage.vector(
            body
            + flora.path(litter, tones.lit("#b9b070"), 0.8)
            + flora.path(tufts, tones.shade(moss, 0.9, 0.3)),
            0.7,
            1,
        ),
    ]


def _front(stage: Stage) -> Patch:
    rng, tones, u, h = stage.shot("front"), stage.tones, stage.unit, stage.height
    body = ""
    for part, w in ((0.035, 0.034), (0.115, 0.022), (0.97, 0.03)):
        body += trees.bamboo(
            tones, rng, stage.x(part), -20, h * 1.05, u * w, 1.0, stage.sun[0] < 0.5
        )
    leaves = "".join(
        flora.spray(
            rng,
            stage.x(rng.choice((rng.uniform(-0.02, 0.22), rng.uniform(0.84, 1.02)))),
            h * rng.uniform(-0.02, 0.16),
            u * 0.06,
            7,
            1.25,
        )
        for _ in range(16)
    )
    return stage.vector(
        body + flora.path(leaves, tones.shade("#4d8a4c", 1, 0.5)), 0, 1, soft=0.0022
    )
