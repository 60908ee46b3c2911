"""The open sea with a shore to stand on: sun path, an island, waves that run in."""

from __future__ import annotations

from generation.providers.local.illustrator import air, flora, land
from generation.providers.local.illustrator.canvas import Patch, mix
from generation.providers.local.illustrator.scene import Effect
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.56


def lay(stage: Stage) -> Site:
    """Sky, a far cape, water, surf, sand with stones and beach grass."""
    water = air.water(
        stage, HORIZON, 0.94, calm=0.35 if stage.weather in ("wind", "storm") else 0.55
    )
    return Site(
        [
            air.sky(stage, HORIZON),
            air.clouds(stage, HORIZON),
            stage.layer(*_cape(stage), water, depth=0.3),
            stage.layer(_shore(stage), depth=0.75),
            stage.layer(_front(stage), depth=1.0),
        ],
        [
            Slot(stage.across(0.36), 0.825, 0.36, 0.75),
            Slot(stage.across(0.22), 0.835, 0.36, 0.75),
            Slot(stage.across(0.66), 0.655, 0.34, 0.4, "water"),
            Slot(stage.across(0.80), 0.61, 0.14, 0.35, "water"),
            Slot(stage.across(0.82), 0.575, 0.12, 0.3, "far"),
            Slot(stage.across(0.60), 0.32, 0.2, 0.4, "air"),
            Slot(stage.across(0.40), 0.25, 0.16, 0.4, "air"),
        ],
        HORIZON,
        [
            Effect(
                "water",
                0.5,
                stage.tones.sun,
                {"top": stage.height * HORIZON, "bottom": stage.height * 0.9},
            )
        ],
    )


def _cape(stage: Stage) -> list[Patch]:
    import numpy as np

    x = np.arange(stage.width, dtype=np.float32) / stage.width
    line = land.peaks(stage, HORIZON + 0.004, 0.10, "cape", count=3)
    slant = (np.abs(x - stage.across(0.9)) * 0.30 * stage.unit).astype(np.float32)
    line = np.minimum(line + slant, stage.height * HORIZON + 3)
    tones = stage.tones
    rock = land.mass(
        stage,
        line,
        (tones.lit("#6b7f86", 0.34), tones.haze),
        0.10,
        HORIZON + 0.005,
        rim=0.3,
        name="cape",
    )
    return [rock, air.mist(stage, HORIZON, 0.03, 0.45)]


def _shore(stage: Stage) -> Patch:
    """Sand below a lace of foam, darker where it is wet."""
    tones, w, h, u = stage.tones, stage.width, stage.height, stage.unit
    rng = stage.shot("shore")
    steps = 9
    edge = [
        (
            k / steps * w,
            h * (0.775 + 0.035 * (k / steps if stage.side > 0 else 1 - k / steps))
            + rng.uniform(-1, 1) * u * 0.012,
        )
        for k in range(steps + 1)
    ]
    curve = "".join(
        (
            f"Q{edge[k][0]:.1f} {edge[k][1]:.1f} {(edge[k][0] + edge[k + 1][0]) / 2:.1f} "
            f"{(edge[k][1] + edge[k + 1][1]) / 2:.1f}"
        )
        for k in range(steps)
    )

    def sheet(drop: float, colour: str, opacity: float = 1.0) -> str:
        return (
            f'<g transform="translate(0 {drop * u:.1f})">'
            + flora.path(
                f"M-20 {edge[0][1]:.1f}{curve}L{w + 20} {edge[-1][1]:.1f}V{h * 1.1:.0f}H-20Z",
                colour,
                opacity,
            )
            + "</g>"
        )

    sand = "#e2c79a" if not stage.snowy else "#eef2f5"
    foam = mix(tones.lit("#ffffff"), tones.sun, 0.35)
    body = sheet(-0.03, foam, 0.28) + sheet(-0.022, mix(tones.sky[-2], tones.dark, 0.25), 0.5)
    body += (
        sheet(-0.004, foam, 0.9)
        + sheet(0.004, tones.shade(sand, 0.9, 0.42))
        + sheet(0.035, tones.shade(sand, 1, 0.22))
    )
    body += sheet(0.075, tones.lit(sand, 1))
    specks = "".join(
        flora.leaf(
            rng.uniform(0, w), h * rng.uniform(0.84, 1.0), u * rng.uniform(0.001, 0.004), 0, 0.8
        )
        for _ in range(160)
    )
    return stage.vector(body + flora.path(specks, tones.shade(sand, 1, 0.4)), 0.7, 1.0)


def _front(stage: Stage) -> Patch:
    rng, u = stage.shot("front"), stage.unit
    tones, near = stage.tones, stage.x(0.02)
    span = stage.width * 0.3
    lo, hi = (
        (near - span * 0.2, near + span)
        if near < stage.width / 2
        else (near - span, near + span * 0.2)
    )
    back = flora.grass(rng, lo, hi, stage.height * 1.02, u * 0.28, 70, 0.4 * stage.side)
    front = flora.grass(rng, lo, hi, stage.height * 1.02, u * 0.20, 60, 0.4 * stage.side)
    body = flora.path(back, tones.shade("#8fa06a", 1, 0.6)) + flora.path(
        front, tones.shade("#b5b27c", 1, 0.4)
    )
    return stage.vector(body, 0.6, 1.0, soft=0.002)
