"""A village in a valley: cottages with lit windows along a lane, fields, smoke, fences."""

from __future__ import annotations

from generation.providers.local.illustrator import air, built, flora, land, trees
from generation.providers.local.illustrator.canvas import Patch, mix
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.58


def lay(stage: Stage) -> Site:
    """Hills, two rows of cottages, the lane, a fence and tall flowers in front."""
    tones = stage.tones
    slope = land.rolling(stage, 0.745, 0.02, "slope", waves=0.9)
    ground = land.mass(
        stage,
        slope,
        (
            tones.gleam(tones.grass, 0.85, 0.3),
            tones.lit(tones.grass, 0.95),
            tones.shade(tones.grass, 1, 0.55),
        ),
        0.26,
        rim=0.4,
        name="slope",
    )
    return Site(
        [
            air.sky(stage, HORIZON),
            air.clouds(stage, HORIZON),
            stage.layer(*_valley(stage), depth=0.32),
            stage.layer(ground, _lane(stage, slope), depth=0.72),
            stage.layer(_front(stage), depth=1.0),
        ],
        [
            Slot(stage.across(0.58), 0.815, 0.34, 0.72),
            Slot(stage.across(0.42), 0.82, 0.34, 0.72),
            Slot(stage.across(0.72), 0.825, 0.35, 0.72),
            Slot(stage.across(0.50), 0.70, 0.16, 0.5, "far"),
            Slot(stage.across(0.60), 0.33, 0.2, 0.4, "air"),
            Slot(stage.across(0.40), 0.26, 0.16, 0.4, "air"),
        ],
        HORIZON,
    )


def _valley(stage: Stage) -> list[Patch]:
    tones, u = stage.tones, stage.unit
    out = [
        land.mass(
            stage,
            land.peaks(stage, 0.58, 0.16, "far", count=1.8),
            (tones.lit("#6f8794", 0.2), tones.haze),
            0.2,
            name="far",
        ),
        air.mist(stage, 0.56, 0.07, 0.6),
    ]
    for k, (base, depth) in enumerate(((0.60, 0.35), (0.665, 0.55))):
        line = land.rolling(stage, base, 0.03, "hill", k)
        rng, body = stage.shot("village", k), ""
        things = list[tuple[float, str]]()
        for _ in range(6 + k):
            x = rng.uniform(0, stage.width)
            y = land.height_at(line, x) + u * rng.uniform(0.012, 0.05)
            things.append(
                (
                    y,
                    built.house(
                        stage,
                        rng,
                        x,
                        y,
                        u * rng.uniform(0.075, 0.10) * (1 + 0.45 * k),
                        depth,
                        rng.random() < 0.8,
                    )
                    + _smoke(stage, x, y, u * 0.08 * (1 + 0.45 * k), depth),
                )
            )
        for _ in range(12):
            x = rng.uniform(0, stage.width)
            y = land.height_at(line, x) + u * rng.uniform(0.0, 0.05)
            conifer = rng.random() < 0.4
            h = u * rng.uniform(0.05, 0.08) * (1 + 0.4 * k)
            from_left = stage.sun[0] < 0.5
            if conifer:
                things.append((y, trees.pine(tones, rng, x, y, h, depth, from_left)))
            else:
                things.append((y, trees.tree(tones, rng, x, y, h, depth, from_left, fine=0.45)))
        body = "".join(svg for _, svg in sorted(things))
        out += [
            land.mass(
                stage,
                line,
                (tones.gleam(tones.grass, depth, 0.2), tones.lit(tones.grass, depth)),
                0.14,
                rim=0.3,
                name=f"hill{k}",
            ),
            stage.vector(_strips(stage, line, k) + body, 0.38, 0.78),
            air.mist(stage, base + 0.06, 0.045, 0.4, name=f"m{k}"),
        ]
    return out


def _strips(stage: Stage, line: land.Field, k: int) -> str:
    """Fields: thin bands of crops that follow the hill."""
    rng, u, out = stage.shot("strips", k), stage.unit, ""
    for _ in range(5):
        lo = stage.width * rng.uniform(0, 0.8)
        hi, drop = lo + u * rng.uniform(0.25, 0.5), u * rng.uniform(0.01, 0.06)
        top = "L".join(
            (
                f"{lo + (hi - lo) * t / 6:.1f} "
                f"{land.height_at(line, lo + (hi - lo) * t / 6) + drop:.1f}"
            )
            for t in range(7)
        )
        low = "L".join(
            (
                f"{lo + (hi - lo) * t / 6 + u * 0.06:.1f} "
                f"{land.height_at(line, lo + (hi - lo) * t / 6) + drop + u * 0.022:.1f}"
            )
            for t in range(6, -1, -1)
        )
        out += flora.path(
            f"M{top}L{low}Z",
            stage.tones.lit(
                rng.choice((stage.tones.leaves[1], "#d9b860", stage.tones.leaves[0])),
                0.45 + 0.1 * k,
            ),
            0.55,
        )
    return out


def _smoke(stage: Stage, x: float, y: float, w: float, depth: float) -> str:
    tone = mix(stage.tones.haze, "#ffffff", 0.3)
    return "".join(
        (
            f'<circle cx="{x + w * (0.22 + 0.10 * k * stage.side):.1f}" '
            f'cy="{y - w * (1.02 + 0.30 * k):.1f}" r="{w * (0.05 + 0.04 * k):.1f}" '
            f'fill="{tone}" fill-opacity="{0.34 - 0.06 * k:.2f}"/>'
        )
        for k in range(5)
    )


def _lane(stage: Stage, slope: land.Field) -> Patch:
    tones, u, h, x = stage.tones, stage.unit, stage.height, stage.x
    c = x(0.52)
    lane = (
        f"M{c - u * 0.018:.1f} {h * 0.745:.1f}Q{x(0.62):.1f} {h * 0.775:.1f} {x(0.48):.1f} "
        f"{h * 0.81:.1f}Q{x(0.34):.1f} {h * 0.87:.1f} {x(0.40):.1f} {h * 1.02:.1f}"
        f"H{x(0.40) + stage.side * stage.width * 0.3:.1f}Q{x(0.58):.1f} {h * 0.87:.1f} "
        f"{x(0.61):.1f} {h * 0.81:.1f}Q{x(0.68):.1f} {h * 0.77:.1f} {c + u * 0.02:.1f} "
        f"{h * 0.745:.1f}Z"
    )
    body = flora.path(lane, tones.gleam(tones.earth, 0.85, 0.35), 0.9)
    rng = stage.film("big house")
    hx = x(0.17)
    body += built.lamp("hearth", "#ffc878")
    big = u * 0.34
    body += built.house(stage, rng, hx, h * 0.79, big, 0.9, True)
    body += (
        built.glow(hx + big * 0.27, h * 0.79 - big * 0.26, big * 0.42, "hearth", 0.6 * tones.glow)
        if tones.glow > 0.4
        else ""
    )
    body += trees.tree(
        tones,
        rng,
        x(0.90),
        h * 0.80,
        u * 0.36,
        0.9,
        stage.sun[0] < 0.5,
        tones.blossom if stage.season == "spring" else None,
        fine=1.2,
    )
    posts = rails = ""
    for run in ((0.26, 0.020), (0.66, 0.026)):
        tops = [_post(stage, slope, run[0] + run[1] * k, k) for k in range(6)]
        posts += "".join(built.box(px - u * 0.004, y, u * 0.008, u * 0.055) for px, y in tops)
        for lift in (0.010, 0.028):
            rails += "M" + "L".join(f"{px:.1f} {y + u * lift:.1f}" for px, y in tops)
    wood = tones.shade("#9a7a5c", 0.9, 0.25)
    body += flora.path(posts, wood) + flora.line(rails, wood, u * 0.005)
    return stage.vector(
        body
        + flora.meadow_flowers(
            stage, stage.shot("flowers"), 0.80, 0.94, 160, ("#fff2b0", "#f6a6c1", "#ffffff")
        ),
        0.2,
        1.0,
    )


def _post(stage: Stage, slope: land.Field, part: float, k: int) -> tuple[float, float]:
    """The top of one fence post, in pixels."""
    x = stage.x(part)
    return x, land.height_at(slope, x) - stage.unit * (0.02 - 0.006 * k)


def _front(stage: Stage) -> Patch:
    rng, u = stage.shot("front"), stage.unit
    body = flora.overhang(
        stage, stage.side, "leaf" if stage.season != "autumn" else "maple", reach=0.36
    )
    tufts = flora.grass(
        rng, 0, stage.width, stage.height * 1.01, u * 0.11, int(130 * stage.width / u / 1.8)
    )
    return stage.vector(
        body + flora.path(tufts, stage.tones.shade(stage.tones.grass, 1, 0.6)), 0, 1, soft=0.002
    )
