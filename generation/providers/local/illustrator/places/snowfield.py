"""A snowfield: drifts with blue shadows, laden firs in rows, far white hills."""

from __future__ import annotations

from dataclasses import replace

from generation.providers.local.illustrator import air, flora, land, trees
from generation.providers.local.illustrator.canvas import Patch, mix
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.58


def lay(stage: Stage) -> Site:
    """Pale ranges, firs in the haze, drifts, tracks, boughs under snow."""
    stage = replace(stage, tones=replace(stage.tones, snowy=True))
    drift = land.rolling(stage, 0.755, 0.022, "drift", waves=0.8)
    return Site(
        [
            air.sky(stage, HORIZON),
            air.clouds(stage, HORIZON),
            stage.layer(*_far(stage), depth=0.3),
            stage.layer(_snow(stage, drift, 0.85, "drift"), _near(stage, drift), depth=0.74),
            stage.layer(_front(stage), depth=1.0),
        ],
        [
            Slot(stage.across(0.60), 0.815, 0.34, 0.74),
            Slot(stage.across(0.42), 0.815, 0.33, 0.74),
            Slot(stage.across(0.74), 0.83, 0.36, 0.74),
            Slot(stage.across(0.46), 0.70, 0.15, 0.5, "far"),
            Slot(stage.across(0.60), 0.33, 0.2, 0.4, "air"),
            Slot(stage.across(0.40), 0.26, 0.16, 0.4, "air"),
        ],
        HORIZON,
    )


def _snow(stage: Stage, line: land.Field, depth: float, name: str) -> Patch:
    """Snow lies bright on the crest and falls into blue shade."""
    tones = stage.tones
    blue = tones.shade("#a9c4e4", depth, 0.16)
    return land.mass(
        stage,
        line,
        (
            tones.gleam("#ffffff", depth, 0.5),
            tones.lit("#eaf1f7", depth),
            mix(tones.lit("#cddcec", depth), blue, 0.5),
            blue,
        ),
        0.24,
        rim=0.5,
        texture=0.2,
        name=name,
        stretch=(4, 10),
    )


def _far(stage: Stage) -> list[Patch]:
    out = [
        land.crags(
            stage,
            land.peaks(stage, 0.60, 0.22, "range", count=2.4),
            "#8fa3bc",
            0.2,
            snow=0.3,
            name="range",
        ),
        air.mist(stage, 0.57, 0.08, 0.75),
    ]
    for k, (base, depth) in enumerate(((0.615, 0.4), (0.675, 0.6))):
        line = land.rolling(stage, base, 0.03, "hill", k)
        rng, u = stage.shot("firs", k), stage.unit
        spots = list[tuple[float, float, float]]()
        for _ in range(int(stage.width / u * (26 - 8 * k))):
            x = rng.uniform(-10, stage.width + 10)
            if k and abs(x / stage.width - 0.5) < 0.14 and rng.random() < 0.8:
                continue
            spots.append(
                (
                    land.height_at(line, x) + u * rng.uniform(0, 0.035),
                    x,
                    u * rng.uniform(0.06, 0.11) * (1 + 0.8 * k),
                )
            )
        body = "".join(
            trees.pine(stage.tones, rng, x, y, h, depth, stage.sun[0] < 0.5)
            for y, x, h in sorted(spots)
        )
        out += [
            _snow(stage, line, depth, f"hill{k}"),
            stage.vector(body, base - 0.24, base + 0.09),
            air.mist(stage, base + 0.06, 0.05, 0.6, name=f"m{k}"),
        ]
    return out


def _near(stage: Stage, drift: land.Field) -> Patch:
    """A track of footprints, shrubs and soft blue hollows."""
    rng, u, tones = stage.shot("near"), stage.unit, stage.tones
    hollow = tones.shade("#9fbce0", 0.9, 0.3)
    steps = ""
    for k in range(16):
        t = k / 15
        x = stage.x(0.50 + 0.06 * t) + (k % 2 - 0.5) * u * 0.018 * (1 + t)
        y = stage.height * (0.775 + 0.2 * t * t + 0.02 * t)
        steps += (
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{u * (0.004 + 0.009 * t):.1f}" '
            f'ry="{u * (0.0018 + 0.004 * t):.1f}"/>'
        )
    twigs = ""
    for _ in range(8):
        x = stage.x(rng.choice((rng.uniform(0.02, 0.34), rng.uniform(0.8, 0.98))))
        twigs += flora.grass(
            rng,
            x - u * 0.01,
            x + u * 0.01,
            land.height_at(drift, x) + u * rng.uniform(0.03, 0.12),
            u * 0.05,
            8,
        )
    body = f'<g fill="{hollow}" fill-opacity=".7">{steps}</g>' + flora.path(
        twigs, tones.shade("#8a7560", 0.9, 0.3)
    )
    body += trees.pine(
        tones, rng, stage.x(0.19), stage.height * 0.80, u * 0.44, 0.85, stage.sun[0] < 0.5
    )
    body += trees.pine(
        tones, rng, stage.x(0.29), stage.height * 0.785, u * 0.27, 0.8, stage.sun[0] < 0.5
    )
    body += trees.pine(
        tones, rng, stage.x(0.90), stage.height * 0.79, u * 0.34, 0.85, stage.sun[0] < 0.5
    )
    return stage.vector(body, 0.1, 1)


def _front(stage: Stage) -> Patch:
    """Snowy boughs from above and a near drift."""
    body = flora.overhang(stage, stage.side, "pine", reach=0.4)
    rng, u = stage.shot("boughs"), stage.unit
    white = "".join(
        flora.leaf(
            stage.x(rng.uniform(0.78, 1.0)),
            stage.height * rng.uniform(0.0, 0.14),
            u * 0.02,
            rng.uniform(-0.3, 0.3),
            0.4,
        )
        for _ in range(12)
    )
    drift = land.mass(
        stage,
        land.rolling(stage, 0.955, 0.02, "front"),
        (stage.tones.lit("#ffffff"), stage.tones.shade("#a9c4e4", 1, 0.3)),
        0.08,
        name="front",
    )
    from generation.providers.local.illustrator.canvas import stacked

    return stacked(
        [
            stage.vector(
                body + flora.path(white, stage.tones.lit("#ffffff"), 0.9), 0, 0.5, soft=0.002
            ),
            drift,
        ],
        stage.width,
        stage.height,
    )
