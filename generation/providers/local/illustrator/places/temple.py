"""A mountain temple: stone stairs between pines and lanterns up to a hall with curved roofs."""

from __future__ import annotations

from generation.providers.local.illustrator import air, built, flora, land, trees
from generation.providers.local.illustrator.canvas import Patch, mix
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.58


def lay(stage: Stage) -> Site:
    """Peaks, woods in the mist, the hall on its terrace, the stairs, boughs before the lens."""
    return Site(
        [
            air.sky(stage, HORIZON),
            air.clouds(stage, HORIZON),
            stage.layer(*_behind(stage), depth=0.22),
            stage.layer(_hall(stage), air.mist(stage, 0.66, 0.05, 0.55, name="terrace"), depth=0.5),
            stage.layer(*_court(stage), depth=0.74),
            stage.layer(_front(stage), depth=1.0),
        ],
        [
            Slot(stage.across(0.33), 0.815, 0.34, 0.74),
            Slot(stage.across(0.22), 0.82, 0.34, 0.74),
            Slot(stage.across(0.62), 0.83, 0.35, 0.74),
            Slot(stage.across(0.26), 0.655, 0.14, 0.45, "far"),
            Slot(stage.across(0.34), 0.33, 0.2, 0.4, "air"),
            Slot(stage.across(0.22), 0.25, 0.16, 0.4, "air"),
        ],
        HORIZON,
    )


def _behind(stage: Stage) -> list[Patch]:
    tones = stage.tones
    out = [
        land.crags(
            stage,
            land.peaks(stage, 0.60, 0.30, "p", count=2.6),
            "#74859a",
            0.2,
            snow=0.05,
            name="p",
        ),
        air.mist(stage, 0.55, 0.10, 0.8),
    ]
    for k in range(2):
        line = land.rolling(stage, 0.60 + 0.035 * k, 0.04, "w", k)
        rng, body = stage.shot("w", k), ""
        for _ in range(int(stage.width / stage.unit * (20 + 8 * k))):
            x = rng.uniform(0, stage.width)
            foot = land.height_at(line, x) + 6
            if rng.random() < 0.5:
                body += trees.pine(
                    tones,
                    rng,
                    x,
                    foot,
                    stage.unit * rng.uniform(0.06, 0.11),
                    0.35 + 0.15 * k,
                    stage.sun[0] < 0.5,
                )
            else:
                leaves = tones.blossom if stage.season == "spring" and rng.random() < 0.6 else None
                body += trees.tree(
                    tones,
                    rng,
                    x,
                    foot,
                    stage.unit * rng.uniform(0.06, 0.09),
                    0.38 + 0.15 * k,
                    stage.sun[0] < 0.5,
                    leaves,
                    fine=0.35,
                )
        green = (tones.lit(tones.leaves[2], 0.35 + 0.15 * k), tones.haze)
        out += [
            stage.vector(body, 0.40, 0.70),
            land.mass(stage, line, green, 0.12, name=f"w{k}"),
            air.mist(stage, 0.64 + 0.03 * k, 0.05, 0.7, name=f"m{k}"),
        ]
    return out


def _hall(stage: Stage) -> Patch:
    lit = stage.time != "day"
    x, w = (
        stage.x(0.66 if not stage.tall else 0.58),
        stage.unit * (0.62 if not stage.tall else 0.68),
    )
    body = built.hall(stage, x, stage.height * 0.695, w, 0.62, lit)
    if stage.tones.glow > 0.4:
        body = (
            built.lamp("door", "#ffc878")
            + body
            + built.glow(x, stage.height * 0.66, w * 0.5, "door", 0.35 * stage.tones.glow)
        )
    return stage.vector(body, 0.2, 0.72)


def _court(stage: Stage) -> list[Patch]:
    """Terrace wall, stairs, stone lanterns, a flagged court."""
    tones, h, u, x = stage.tones, stage.height, stage.unit, stage.x
    stone = "#a39c90" if not stage.snowy else "#dfe6ea"
    top = land.rolling(stage, 0.735, 0.008, "court")
    ground = land.mass(
        stage,
        top,
        (
            tones.gleam(tones.grass, 0.8, 0.2),
            tones.shade(tones.grass, 1, 0.4),
            tones.shade(tones.grass, 1, 0.75),
        ),
        0.24,
        name="court",
    )
    cx = x(0.66 if not stage.tall else 0.58)
    body = ""
    for k in range(8):
        t = k / 7
        y0, half = h * (0.688 + 0.085 * t**1.25), u * (0.085 + 0.075 * t)
        rise = h * 0.0125 * (1 + 0.5 * t)
        body += flora.path(
            built.box(cx - half, y0, 2 * half, rise * 0.5), tones.gleam(stone, 0.8, 0.35)
        ) + flora.path(
            built.box(cx - half, y0 + rise * 0.45, 2 * half, rise), tones.shade(stone, 0.85, 0.4)
        )
    flags = (
        f"M{cx - u * 0.16:.1f} {h * 0.782:.1f}H{cx + u * 0.16:.1f}L{x(0.80):.1f} "
        f"{h * 1.02:.1f}L{x(0.08):.1f} {h * 1.02:.1f}Z"
    )
    body += flora.path(flags, tones.lit(stone, 0.9))
    a, b = sorted((x(0.08), x(0.80)))
    seams = "".join(
        (
            f"M{cx + u * 0.32 * (k / 6 - 0.5):.1f} {h * 0.782:.1f}L{a + (b - a) * k / 6:.1f} "
            f"{h * 1.02:.1f}"
        )
        for k in range(1, 6)
    )
    seams += "".join(
        (
            f"M{cx - u * (0.17 + 0.5 * t):.1f} {h * (0.782 + 0.24 * t * t):.1f}"
            f"H{cx + u * (0.17 + 0.34 * t):.1f}"
        )
        for t in (0.35, 0.6, 0.85)
    )
    body += flora.line(seams, tones.shade(stone, 0.9, 0.5), 1.4, 0.6)
    body += built.lamp("stone", "#ffc878")
    for part, y, size in ((0.47, 0.775, 0.13), (0.86, 0.775, 0.13), (0.40, 0.86, 0.2)):
        body += _stone_lantern(stage, x(part), h * y, u * size)
    rng = stage.film("court trees")
    leaves = {
        "spring": tones.blossom,
        "autumn": tones.leaves,
        "winter": tones.leaves,
        "summer": tones.leaves,
    }[stage.season]
    tree = trees.tree(
        tones, rng, x(0.93), h * 0.79, u * 0.40, 0.85, stage.sun[0] < 0.5, leaves, fine=1.3
    )
    return [ground, stage.vector(body + tree, 0.2, 1)]


def _stone_lantern(stage: Stage, x: float, y: float, h: float) -> str:
    tones = stage.tones
    stone = "#8d8980"
    lit, dark = tones.lit(stone), tones.shade(stone, 1, 0.45)
    edge = 0 if stage.sun[0] * stage.width < x else -1
    out = flora.path(
        built.box(x - h * 0.2, y - h * 0.08, h * 0.4, h * 0.08)
        + built.box(x - h * 0.07, y - h * 0.5, h * 0.14, h * 0.44)
        + built.box(x - h * 0.18, y - h * 0.57, h * 0.36, h * 0.08),
        dark,
    )
    out += flora.path(built.box(x - h * 0.14, y - h * 0.78, h * 0.28, h * 0.22), lit) + flora.path(
        built.box(x - h * 0.07, y - h * 0.75, h * 0.14, h * 0.16), mix(dark, "#ffc060", tones.glow)
    )
    out += flora.path(
        (
            f"M{x - h * 0.3:.1f} {y - h * 0.76:.1f}Q{x - h * 0.1:.1f} {y - h * 0.82:.1f} "
            f"{x:.1f} {y - h:.1f}Q{x + h * 0.1:.1f} {y - h * 0.82:.1f} {x + h * 0.3:.1f} "
            f"{y - h * 0.76:.1f}Z"
        ),
        dark if not stage.snowy else tones.lit("#f4f8fa"),
    )
    out += flora.path(
        built.box(x + edge * h * 0.07, y - h * 0.5, h * 0.05, h * 0.44),
        tones.gleam(stone, 1, 0.4),
        0.7,
    )
    return out + (
        built.glow(x, y - h * 0.67, h * 0.7, "stone", 0.7 * tones.glow) if tones.glow > 0.4 else ""
    )


def _front(stage: Stage) -> Patch:
    kind = flora.canopy_kind(stage)
    body = flora.overhang(stage, -stage.side, kind, reach=0.55)
    rng, u = stage.shot("front"), stage.unit
    tufts = flora.grass(
        rng, 0, stage.width, stage.height * 1.01, u * 0.09, int(90 * stage.width / u / 1.8)
    )
    return stage.vector(
        body + flora.path(tufts, stage.tones.shade(stage.tones.grass, 1, 0.65)), 0, 1, soft=0.0016
    )
