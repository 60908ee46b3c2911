"""A still mountain lake that mirrors its far shore; reeds, a wooden jetty."""

from __future__ import annotations

import numpy as np

from generation.providers.local.illustrator import air, flora, land, trees
from generation.providers.local.illustrator.canvas import Patch, mix, rgb, stacked
from generation.providers.local.illustrator.scene import Effect
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.57


def lay(stage: Stage) -> Site:
    """Peaks and woods, their reflection, a jetty to stand on, reeds before the lens."""
    far = stacked(_shore(stage), stage.width, stage.height)
    return Site(
        [
            air.sky(stage, HORIZON),
            air.clouds(stage, HORIZON),
            stage.layer(far, depth=0.22),
            stage.layer(
                _mirror(stage, far),
                air.mist(stage, HORIZON + 0.01, 0.035, 0.8, name="veil"),
                depth=0.4,
            ),
            stage.layer(_jetty(stage), depth=0.75),
            stage.layer(_front(stage), depth=1.0),
        ],
        [
            Slot(stage.across(0.27), 0.815, 0.34, 0.75),
            Slot(stage.across(0.16), 0.822, 0.34, 0.75),
            Slot(stage.across(0.66), 0.70, 0.36, 0.5, "water"),
            Slot(stage.across(0.52), 0.64, 0.14, 0.4, "water"),
            Slot(stage.across(0.75), 0.585, 0.12, 0.3, "far"),
            Slot(stage.across(0.62), 0.32, 0.2, 0.4, "air"),
            Slot(stage.across(0.42), 0.25, 0.16, 0.4, "air"),
        ],
        HORIZON,
        [
            Effect(
                "water",
                0.3,
                stage.tones.sun,
                {"top": stage.height * HORIZON, "bottom": stage.height * 0.95},
            )
        ],
    )


def _shore(stage: Stage) -> list[Patch]:
    tones, rng, u = stage.tones, stage.shot("shore"), stage.unit
    range_ = land.peaks(stage, HORIZON, 0.28, "range", count=2.4)
    line = land.rolling(stage, HORIZON - 0.02, 0.025, "bank")
    wood = ""
    for _ in range(int(stage.width / u * 22)):
        x = rng.uniform(0, stage.width)
        if rng.random() < (0.75 if stage.season != "autumn" else 0.35):
            wood += trees.pine(
                tones,
                rng,
                x,
                stage.height * HORIZON,
                u * rng.uniform(0.04, 0.085),
                0.42,
                stage.sun[0] < 0.5,
            )
        else:
            wood += trees.tree(
                tones,
                rng,
                x,
                stage.height * HORIZON,
                u * rng.uniform(0.04, 0.07),
                0.45,
                stage.sun[0] < 0.5,
                fine=0.35,
            )
    return [
        land.crags(stage, range_, "#74829c", 0.22, snow=0.1, name="range"),
        air.mist(stage, HORIZON - 0.045, 0.06, 0.7, name="valley"),
        land.mass(
            stage,
            line,
            (tones.lit(tones.leaves[2], 0.4), tones.lit(tones.grass, 0.4)),
            0.08,
            HORIZON + 0.004,
            name="bank",
        ),
        stage.vector(wood, HORIZON - 0.14, HORIZON + 0.006),
    ]


def _mirror(stage: Stage, far: Patch) -> Patch:
    """Water that shows sky and shore upside down, broken by ripples towards us."""
    water = air.water(stage, HORIZON, 1.0, calm=0.9)
    pixels = water.pixels.copy()
    h = pixels.shape[0]
    shore = int(stage.height * HORIZON)
    t = np.linspace(0, 1, h, dtype=np.float32)
    ripple = np.sin(40 / (t + 0.12)) * 5 * t
    source = (shore - 1 - far.top - np.arange(h) * 1.15).astype(int)
    rows = np.flatnonzero((source >= 0) & (source < far.pixels.shape[0]))
    tint = np.array(rgb(mix(stage.tones.sky[-2], stage.tones.dark, 0.2)), np.float32)
    for row in rows:
        strip = np.roll(far.pixels[source[row]], int(ripple[row]), 0).astype(np.float32)
        alpha = strip[:, 3:] / 255 * (0.72 - 0.5 * t[row])
        span = slice(far.left, far.left + strip.shape[0])
        under = pixels[row, span, :3]
        pixels[row, span, :3] = (
            under * (1 - alpha) + (strip[:, :3] * 0.82 + tint * 0.18) * alpha
        ).astype(np.uint8)
    return Patch(pixels, 0, water.top)


def _jetty(stage: Stage) -> Patch:
    """Planks that run out from the near corner."""
    tones, w, h = stage.tones, stage.width, stage.height
    wood = "#8a6a50"
    x = stage.x

    def quad(a: float, b: float, y0: float, c: float, d: float, y1: float) -> str:
        return (
            f"M{x(a):.1f} {h * y0:.1f}L{x(b):.1f} {h * y0:.1f}L{x(d):.1f} {h * y1:.1f}"
            f"L{x(c):.1f} {h * y1:.1f}Z"
        )

    posts = "".join(
        (
            f'<rect x="{x(p) - w * 0.006:.1f}" y="{h * y:.1f}" width="{w * 0.012:.1f}" '
            f'height="{h * 0.14:.1f}" fill="{tones.shade(wood, 1, 0.6)}"/>'
        )
        for p, y in ((0.40, 0.772), (0.385, 0.845), (0.13, 0.80))
    )
    top, bottom = 0.79, 0.845
    body = posts + flora.path(
        quad(-0.05, 0.41, bottom, -0.05, 0.405, bottom + 0.022), tones.shade(wood, 1, 0.65)
    )
    body += flora.path(quad(-0.05, 0.395, top, -0.05, 0.41, bottom), tones.lit(wood, 1))
    seams = "".join(
        f"M{x(-0.04 + 0.03 * k):.1f} {h * top:.1f}L{x(-0.05 + 0.031 * k):.1f} {h * bottom:.1f}"
        for k in range(1, 15)
    )
    body += flora.line(seams, tones.shade(wood, 1, 0.5), 1.6)
    body += flora.path(
        quad(-0.05, 0.395, top, -0.05, 0.396, top + 0.005), tones.gleam(wood, 1, 0.5)
    )
    return stage.vector(body, 0.72, 1.0)


def _front(stage: Stage) -> Patch:
    rng, u = stage.shot("front"), stage.unit
    tones = stage.tones
    green = "#7f9a5c" if stage.season in ("spring", "summer") else "#a8925c"
    body = ""
    for part, tall in ((0.93, 0.34), (0.99, 0.42), (0.02, 0.24), (0.84, 0.2)):
        blades, tails = flora.reeds(rng, stage.x(part), stage.height * 1.02, u * tall, 26)
        body += flora.path(blades, tones.shade(green, 1, rng.uniform(0.35, 0.6))) + flora.path(
            tails, tones.shade("#6b4630", 1, 0.3)
        )
    hang = flora.overhang(stage, stage.side, flora.canopy_kind(stage), reach=0.42)
    return stage.vector(body + hang, 0.0, 1.0, soft=0.0015)
