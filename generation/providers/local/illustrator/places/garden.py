"""A scholar's garden: a wall with a moon gate, a lotus pond, an arched bridge, a rock, a tree."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator import air, built, flora, land, trees
from generation.providers.local.illustrator.canvas import Patch, mix
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.58


def lay(stage: Stage) -> Site:
    """Hills and a pavilion far off, the wall, the pond, the near bank under a tree."""
    tones = stage.tones
    bank = land.rolling(stage, 0.765, 0.014, "bank", waves=0.9)
    ground = land.mass(
        stage,
        bank,
        (
            tones.gleam(tones.grass, 0.85, 0.28),
            tones.lit(tones.grass, 0.95),
            tones.shade(tones.grass, 1, 0.55),
        ),
        0.2,
        rim=0.4,
        name="bank",
    )
    return Site(
        [
            air.sky(stage, HORIZON),
            air.clouds(stage, HORIZON),
            stage.layer(*_far(stage), _wall(stage), depth=0.34),
            stage.layer(
                air.water(
                    stage, 0.665, 0.80, calm=0.95, mirror=mix(tones.haze, tones.sky[-1], 0.4)
                ),
                _pond(stage),
                depth=0.52,
            ),
            stage.layer(ground, _near(stage, bank), depth=0.74),
            stage.layer(_front(stage), depth=1.0),
        ],
        [
            Slot(stage.across(0.56), 0.82, 0.36, 0.74),
            Slot(stage.across(0.40), 0.815, 0.34, 0.74),
            Slot(stage.across(0.70), 0.83, 0.37, 0.74),
            Slot(stage.across(0.42), 0.735, 0.16, 0.55, "water"),
            Slot(stage.across(0.55), 0.672, 0.14, 0.4, "far"),
            Slot(stage.across(0.60), 0.36, 0.2, 0.5, "air"),
            Slot(stage.across(0.44), 0.28, 0.16, 0.4, "air"),
        ],
        HORIZON,
    )


def _far(stage: Stage) -> list[Patch]:
    tones = stage.tones
    ridge = land.peaks(stage, 0.60, 0.16, "far", count=2.2)
    wood = land.treeline(stage, land.rolling(stage, 0.605, 0.02, "wood"), 0.06, "wood")
    pagoda = built.hall(
        stage, stage.x(0.36), stage.height * 0.60, stage.unit * 0.16, 0.35, stage.time != "day", 3
    )
    return [
        land.mass(stage, ridge, (tones.lit("#6f8794", 0.25), tones.haze), 0.18, name="far"),
        air.mist(stage, 0.57, 0.08, 0.7),
        stage.vector(pagoda, 0.3, 0.62),
        land.mass(
            stage,
            wood,
            (tones.lit(tones.leaves[0], 0.42), tones.lit(tones.leaves[2], 0.4)),
            0.12,
            0.68,
            name="wood",
        ),
        air.mist(stage, 0.615, 0.04, 0.5, name="low"),
    ]


def _wall(stage: Stage) -> Patch:
    """A white wall with grey tiles, a moon gate and a lattice window."""
    tones, h, u = stage.tones, stage.height, stage.unit
    top, foot = h * 0.565, h * 0.672
    gate, r = stage.x(0.74), u * 0.062
    a, b = sorted((stage.x(0.58), stage.x(1.08)))
    white, tile = tones.lit("#efe9de", 0.6), tones.lit("#4f5a62", 0.6)
    gy = foot - r * 0.92
    body = built.fade("wall", white, mix(white, tones.haze, 0.25), top, foot)
    body += (
        f'<path fill-rule="evenodd" fill="url(#wall)" d="M{a:.1f} {top:.1f}H{b:.1f}V{foot:.1f}'
        f"H{a:.1f}ZM{gate - r:.1f} {gy:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} "
        f'{r:.1f} 0 1 0 {-2 * r:.1f} 0Z"/>'
    )
    body += (
        f'<circle cx="{gate:.1f}" cy="{gy:.1f}" r="{r:.1f}" fill="none" stroke="{tile}" '
        f'stroke-width="{u * 0.006:.1f}"/>'
    )
    waves = "".join(
        f"q{u * 0.014:.1f} {-u * 0.012:.1f} {u * 0.028:.1f} 0"
        for _ in range(int((b - a) / u / 0.028) + 1)
    )
    body += flora.path(
        f"M{a - 4:.1f} {top + u * 0.010:.1f}v{-u * 0.014:.1f}{waves}v{u * 0.014:.1f}Z", tile
    )
    for part in (0.645, 0.86):
        cx, s = stage.x(part), u * 0.026
        d = f"M{cx:.1f} {top + s:.1f}l{s:.1f} {s:.1f}l{-s:.1f} {s:.1f}l{-s:.1f} {-s:.1f}z"
        body += flora.path(d, tones.shade("#6f8a70", 0.5, 0.3)) + (
            f'<path d="{d}M{cx - s:.1f} {top + 2 * s:.1f}h{2 * s:.1f}M{cx:.1f} '
            f'{top + s:.1f}v{2 * s:.1f}" fill="none" stroke="{tile}" '
            f'stroke-width="{u * 0.004:.1f}"/>'
        )
    rng = stage.shot("wall trees")
    for part in (0.62, 0.97):
        body = (
            trees.tree(
                tones,
                rng,
                stage.x(part),
                foot,
                u * 0.20,
                0.5,
                stage.sun[0] < 0.5,
                tones.blossom if stage.season == "spring" else None,
                fine=0.7,
            )
            + body
        )
    return stage.vector(body, 0.3, 0.69)


def _pond(stage: Stage) -> Patch:
    """Lotus leaves and flowers, an arched bridge with its mirror image, bank stones."""
    tones, rng, u, h = stage.tones, stage.shot("pond"), stage.unit, stage.height
    bridge = _bridge(stage, stage.x(0.20 if not stage.tall else 0.16), h * 0.695, u * 0.30)
    flip = f'<g transform="translate(0 {2 * h * 0.695:.1f}) scale(1 -1)" opacity=".28">{bridge}</g>'
    pads = tops = buds = ""
    if stage.season in ("summer", "spring", "autumn"):
        for _ in range(34):
            t = rng.random()
            x, y, rx = rng.uniform(0, stage.width), h * (0.69 + 0.075 * t), u * (0.010 + 0.018 * t)
            pads += (
                f'<ellipse cx="{x:.1f}" cy="{y + rx * 0.12:.1f}" rx="{rx:.1f}" '
                f'ry="{rx * 0.3:.1f}"/>'
            )
            tops += f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{rx * 0.28:.1f}"/>'
            if stage.season == "summer" and rng.random() < 0.35:
                buds += "".join(
                    flora.leaf(x + k * rx * 0.22, y - rx * 0.55, rx * 0.5, 1.571 + k * 0.5, 0.5)
                    for k in (-1, 0, 1)
                )
    body = (
        flip
        + bridge
        + (
            f'<g fill="{tones.shade("#3f7a58", 0.7, 0.5)}">{pads}</g><g '
            f'fill="{tones.gleam("#6aa46a", 0.7, 0.15)}">{tops}</g>'
        )
    )
    return stage.vector(body + flora.path(buds, tones.lit("#f4a6bd", 0.8)), 0.55, 0.82)


def _bridge(stage: Stage, x: float, y: float, w: float) -> str:
    tones = stage.tones
    stone, dark = tones.lit("#c9c2b4", 0.62), tones.shade("#a49c8e", 0.62, 0.35)
    arch = (
        f"M{x - w * 0.62:.1f} {y:.1f}Q{x:.1f} {y - w * 0.50:.1f} {x + w * 0.62:.1f} {y:.1f}"
        f"H{x + w * 0.30:.1f}Q{x:.1f} {y - w * 0.44:.1f} {x - w * 0.30:.1f} {y:.1f}Z"
    )
    rail = (
        f"M{x - w * 0.62:.1f} {y - w * 0.07:.1f}Q{x:.1f} {y - w * 0.57:.1f} "
        f"{x + w * 0.62:.1f} {y - w * 0.07:.1f}"
    )
    posts = ""
    for k in range(9):
        t = k / 8
        px, lift = x + w * 1.24 * (t - 0.5), w * 0.25 * 4 * t * (1 - t)
        posts += f"M{px:.1f} {y - lift:.1f}v{-w * 0.085:.1f}"
    return (
        flora.path(arch, stone)
        + flora.line(posts, dark, w * 0.016)
        + flora.line(rail, stone, w * 0.018)
    )


def _near(stage: Stage, bank: land.Field) -> Patch:
    """The tree of the garden, a scholar's rock, flowers along the bank."""
    tones, rng, u = stage.tones, stage.shot("near"), stage.unit
    leaves = {"spring": tones.blossom}.get(stage.season)
    x = stage.x(0.24 if not stage.tall else 0.18)
    body = _rock(
        stage, rng, stage.x(0.83), land.height_at(bank, stage.x(0.83)) + u * 0.03, u * 0.17
    )
    body += trees.tree(
        tones,
        stage.film("garden tree"),
        x,
        land.height_at(bank, x) + u * 0.045,
        u * 0.60,
        0.9,
        stage.sun[0] < 0.5,
        leaves,
        fine=1.7,
    )
    tufts = "".join(
        flora.grass(
            rng,
            px - u * 0.05,
            px + u * 0.05,
            land.height_at(bank, px) + u * rng.uniform(0.01, 0.14),
            u * 0.045,
            14,
        )
        for px in (rng.uniform(0, stage.width) for _ in range(26))
    )
    body += flora.path(tufts, tones.shade(tones.grass, 0.95, 0.3))
    colours = {
        "spring": ("#f6b8c8", "#fff0f2"),
        "summer": ("#b99cf0", "#fff4d0"),
        "autumn": ("#f0b040", "#e8773a"),
        "winter": ("#ffffff", "#e0ecf4"),
    }[stage.season]
    return stage.vector(
        body + flora.meadow_flowers(stage, rng, 0.785, 0.93, 150, colours), 0.05, 0.96
    )


def _rock(stage: Stage, rng: Random, x: float, y: float, s: float) -> str:
    tones = stage.tones
    d = (
        f"M{x - s * 0.5:.1f} {y:.1f}Q{x - s * 0.62:.1f} {y - s * 0.5:.1f} {x - s * 0.34:.1f} "
        f"{y - s * 0.7:.1f}Q{x - s * 0.4:.1f} {y - s * 1.1:.1f} {x - s * 0.05:.1f} "
        f"{y - s * 1.3:.1f}Q{x + s * 0.3:.1f} {y - s * 1.25:.1f} {x + s * 0.24:.1f} "
        f"{y - s * 0.9:.1f}Q{x + s * 0.5:.1f} {y - s * 0.7:.1f} {x + s * 0.4:.1f} "
        f"{y - s * 0.45:.1f}Q{x + s * 0.6:.1f} {y - s * 0.2:.1f} {x + s * 0.55:.1f} {y:.1f}Z"
    )
    hollows = (
        f"M{x - s * 0.12:.1f} {y - s * 0.85:.1f}a{s * 0.1:.1f} {s * 0.13:.1f} 0 1 0 "
        f"{s * 0.2:.1f} 0a{s * 0.1:.1f} {s * 0.13:.1f} 0 1 0 {-s * 0.2:.1f} 0Z"
        f"M{x - s * 0.3:.1f} {y - s * 0.4:.1f}a{s * 0.09:.1f} {s * 0.1:.1f} 0 1 0 "
        f"{s * 0.18:.1f} 0a{s * 0.09:.1f} {s * 0.1:.1f} 0 1 0 {-s * 0.18:.1f} 0Z"
    )
    lit = (
        f"M{x - s * 0.34:.1f} {y - s * 0.7:.1f}Q{x - s * 0.4:.1f} {y - s * 1.1:.1f} "
        f"{x - s * 0.05:.1f} {y - s * 1.3:.1f}Q{x - s * 0.2:.1f} {y - s:.1f} "
        f"{x - s * 0.2:.1f} {y - s * 0.7:.1f}Q{x - s * 0.4:.1f} {y - s * 0.4:.1f} "
        f"{x - s * 0.5:.1f} {y:.1f}Q{x - s * 0.62:.1f} {y - s * 0.5:.1f} {x - s * 0.34:.1f} "
        f"{y - s * 0.7:.1f}Z"
    )
    return (
        flora.path(d, tones.shade("#8f949a", 0.9, 0.35))
        + flora.path(lit, tones.gleam("#a8adb2", 0.9, 0.3), 0.8)
        + flora.path(hollows, tones.shade("#4a5058", 0.9, 0.5))
    )


def _front(stage: Stage) -> Patch:
    rng, u = stage.shot("front"), stage.unit
    kind = {"spring": "blossom", "summer": "willow", "autumn": "maple", "winter": "pine"}[
        stage.season
    ]
    body = flora.overhang(stage, stage.side, kind, reach=0.46)
    back = flora.grass(
        rng, 0, stage.width, stage.height * 1.01, u * 0.09, int(120 * stage.width / u / 1.8)
    )
    return stage.vector(
        body + flora.path(back, stage.tones.shade(stage.tones.grass, 1, 0.6)), 0, 1, soft=0.0018
    )
