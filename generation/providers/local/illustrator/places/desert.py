"""Dunes with knife-edge crests, far mesas, rippled sand."""

from __future__ import annotations

import numpy as np

from generation.providers.local.illustrator import air, flora, land
from generation.providers.local.illustrator.canvas import Patch
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.59
SAND = "#e8b878"


def lay(stage: Stage) -> Site:
    """Sky, mesas in the haze, four dunes, a few dry shrubs."""
    tones = stage.tones
    near = _crest(stage, 0.76, 0.06, "near", 0.75)
    return Site(
        [
            air.sky(stage, HORIZON),
            air.clouds(stage, HORIZON, cover=0.22),
            stage.layer(
                _mesas(stage),
                air.mist(stage, 0.58, 0.06, 0.7),
                land.dune(stage, _crest(stage, 0.615, 0.05, "a", 1.6), SAND, 0.32, "a"),
                depth=0.22,
            ),
            stage.layer(
                land.dune(stage, _crest(stage, 0.67, 0.06, "b", 1.1), SAND, 0.55, "b"),
                air.mist(stage, 0.70, 0.05, 0.35, name="blown"),
                depth=0.45,
            ),
            stage.layer(
                land.dune(stage, near, SAND, 0.85, "near"), _shrubs(stage, near), depth=0.75
            ),
            stage.layer(
                land.dune(
                    stage, _crest(stage, 0.935, 0.05, "front", 0.7), tones.earth, 1.0, "front"
                ),
                depth=1.0,
            ),
        ],
        [
            Slot(
                stage.across(0.60),
                land.height_at(near, stage.x(0.60)) / stage.height + 0.025,
                0.32,
                0.75,
            ),
            Slot(
                stage.across(0.42),
                land.height_at(near, stage.x(0.42)) / stage.height + 0.03,
                0.31,
                0.75,
            ),
            Slot(
                stage.across(0.75),
                land.height_at(near, stage.x(0.75)) / stage.height + 0.04,
                0.34,
                0.75,
            ),
            Slot(stage.across(0.40), 0.665, 0.13, 0.45, "far"),
            Slot(stage.across(0.60), 0.32, 0.2, 0.4, "air"),
            Slot(stage.across(0.40), 0.25, 0.16, 0.4, "air"),
        ],
        HORIZON,
    )


def _crest(stage: Stage, base: float, swing: float, name: str, waves: float) -> land.Field:
    """A dune line: long windward slopes, short lee slopes."""
    rng = stage.shot("crest", name)
    x = np.arange(stage.width, dtype=np.float32) / stage.unit * waves * 0.8 + rng.uniform(0, 3)
    t = x % 1.0
    lean = 0.68
    wave = np.where(
        t < lean,
        np.sin(t / lean * np.pi / 2) ** 1.3,
        np.cos((t - lean).clip(0, None) / (1 - lean) * np.pi / 2).clip(0, None) ** 1.2,
    )
    tall = 0.7 + 0.3 * np.sin(x * 1.7 + rng.uniform(0, 6))
    return (stage.height * (base + 0.02) - wave * tall * swing * 1.6 * stage.unit).astype(
        np.float32
    )


def _mesas(stage: Stage) -> Patch:
    rng, tones, u = stage.shot("mesas"), stage.tones, stage.unit
    foot, body = stage.height * 0.60, ""
    for part in (0.10, 0.30, 0.86):
        x, w, h = stage.x(part), u * rng.uniform(0.16, 0.34), u * rng.uniform(0.07, 0.15)
        d = (
            f"M{x - w * 0.7:.1f} {foot:.1f}L{x - w * 0.5:.1f} {foot - h * 0.45:.1f}"
            f"L{x - w * 0.44:.1f} {foot - h:.1f}L{x - w * 0.1:.1f} {foot - h * 1.04:.1f}"
            f"L{x + w * 0.2:.1f} {foot - h * 0.98:.1f}L{x + w * 0.42:.1f} {foot - h:.1f}"
            f"L{x + w * 0.5:.1f} {foot - h * 0.42:.1f}L{x + w * 0.75:.1f} {foot:.1f}Z"
        )
        key = f"m{round(part * 100)}"
        body += (
            f'<linearGradient id="{key}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" '
            f'stop-color="{tones.lit("#b4684a", 0.35)}"/><stop offset="1" '
            f'stop-color="{tones.haze}"/></linearGradient>'
        )
        body += flora.path(d, f"url(#{key})")
        bands = "".join(
            f"M{x - w * 0.44:.1f} {foot - h * t:.1f}H{x + w * 0.44:.1f}" for t in (0.86, 0.74, 0.58)
        )
        body += flora.line(bands, tones.shade("#9a5238", 0.35, 0.3), max(1.0, h * 0.03), 0.35)
    return stage.vector(body, 0.38, 0.62)


def _shrubs(stage: Stage, crest: land.Field) -> Patch:
    rng, u, tones, body = stage.shot("shrubs"), stage.unit, stage.tones, ""
    for _ in range(9):
        x = stage.x(rng.choice((rng.uniform(0.02, 0.35), rng.uniform(0.82, 0.98))))
        y = land.height_at(crest, x) + u * rng.uniform(0.03, 0.16)
        body += flora.path(
            flora.grass(rng, x - u * 0.012, x + u * 0.012, y, u * rng.uniform(0.03, 0.06), 16, 0.1),
            tones.shade("#8f8a52", 0.9, 0.3),
        )
    return stage.vector(body, 0.6, 1.0)
