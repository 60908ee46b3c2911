"""Things that no place has by itself: a table's edge for small subjects, a branch for a detail."""

from __future__ import annotations

from dataclasses import replace

from generation.providers.local.illustrator import built, flora
from generation.providers.local.illustrator.blocking import LEDGE
from generation.providers.local.illustrator.canvas import mix
from generation.providers.local.illustrator.scene import Layer, Motion
from generation.providers.local.illustrator.stage import Stage


def twig(stage: Stage) -> Layer:
    """A branch of the season, near and sharp, where a detail has no thing to show."""
    kind = "leaf" if stage.season == "summer" else flora.canopy_kind(stage)
    body = flora.overhang(stage, -stage.side, kind, "twig", 0.62)
    corner = stage.width if stage.side < 0 else 0
    body = (
        f'<g transform="translate({corner} 0) scale(1.75) translate({-corner} 0) translate(0 '
        f'{stage.unit * 0.05:.0f})">{body}</g>'
    )
    layer = stage.layer(stage.vector(body), depth=0.85)
    return replace(
        layer, motion=Motion("sway", stage.unit * 0.004, stage.unit * 0.002, 4.0), subject=True
    )


def ledge(stage: Stage) -> Layer:
    """A wooden table's edge in the foreground, for things too small for the ground."""
    tones, w, h, u = stage.tones, stage.width, stage.height, stage.unit
    rng, top = stage.film("ledge"), stage.height * LEDGE
    wood = tones.lit("#a8744a")
    body = built.fade("ledge", mix(wood, tones.key, 0.45), mix(wood, tones.dark, 0.55), top, h)
    body += flora.path(built.box(-5, top, w + 10, h), "url(#ledge)")
    grain = "".join(
        (
            f"M{rng.uniform(-0.2, 0.9) * w:.0f} {top + u * rng.uniform(0.012, 0.2):.1f}"
            f"h{u * rng.uniform(0.2, 0.9):.0f}"
        )
        for _ in range(46)
    )
    body += flora.line(grain, mix(wood, tones.dark, 0.6), 1.4, 0.3)
    body += flora.path(built.box(-5, top, w + 10, u * 0.004), mix(wood, tones.key, 0.8))
    return stage.layer(stage.vector(body, LEDGE - 0.01, 1), depth=0.775)
