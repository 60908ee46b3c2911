"""Ranges behind ranges: snow peaks, mist in the valleys, a pine wood, an outcrop to stand on."""

from __future__ import annotations

from generation.providers.local.illustrator import air, flora, land, trees
from generation.providers.local.illustrator.canvas import Patch
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.60


def lay(stage: Stage) -> Site:
    """Two ranges, wooded ridges, a near slope, pines that frame the picture."""
    tones = stage.tones
    slope = land.rolling(stage, 0.785, 0.03, "slope", waves=0.9)
    ground = tones.grass if not stage.snowy else "#e6eef4"
    near = land.mass(
        stage,
        land.rough(slope, stage.shot_array("slope rough"), stage.unit * 0.006, 60),
        (
            tones.gleam(ground, 0.9, 0.25),
            tones.shade(ground, 1, 0.35),
            tones.shade(ground, 1, 0.75),
        ),
        0.2,
        rim=0.7,
        name="slope",
    )
    return Site(
        [
            air.sky(stage, HORIZON),
            air.clouds(stage, HORIZON),
            stage.layer(*_ranges(stage), depth=0.2),
            stage.layer(*_woods(stage), depth=0.45),
            stage.layer(near, _turf(stage, slope), depth=0.75),
            stage.layer(_frame(stage), depth=1.0),
        ],
        [
            Slot(stage.across(0.62), 0.80, 0.34, 0.75),
            Slot(stage.across(0.40), 0.80, 0.32, 0.75),
            Slot(stage.across(0.76), 0.82, 0.36, 0.75),
            Slot(stage.across(0.45), 0.69, 0.15, 0.5, "far"),
            Slot(stage.across(0.60), 0.34, 0.2, 0.4, "air"),
            Slot(stage.across(0.38), 0.27, 0.16, 0.4, "air"),
        ],
        HORIZON,
    )


def _ranges(stage: Stage) -> list[Patch]:
    snow = 0.16 if stage.season in ("winter", "spring") else 0.10
    back = land.peaks(stage, 0.60, 0.34, "back", count=2.2)
    front = land.peaks(stage, 0.64, 0.22, "front", count=3.2)
    return [
        land.crags(stage, back, "#7d86a8", 0.18, snow=snow + 0.05, name="back"),
        air.mist(stage, 0.56, 0.10, 0.6, name="high"),
        land.crags(stage, front, "#5f7088", 0.38, snow=snow * 0.5, name="front"),
        air.mist(stage, 0.63, 0.09, 0.85, name="low"),
    ]


def _woods(stage: Stage) -> list[Patch]:
    out = list[Patch]()
    tones = stage.tones
    for k, (base, depth) in enumerate(((0.665, 0.45), (0.72, 0.62))):
        line = land.rolling(stage, base, 0.05 - 0.01 * k, "wood", k)
        green = tones.lit("#3c6a58" if not stage.snowy else "#9fb4c0", depth)
        out.append(
            land.mass(stage, line, (green, tones.lit(tones.grass, depth)), 0.12, name=f"wood{k}")
        )
        out.append(_pines(stage, line, depth, k))
        out.append(air.mist(stage, base + 0.055, 0.045, 0.75 - 0.2 * k, name=f"between{k}"))
    return out


def _pines(stage: Stage, line: land.Field, depth: float, k: int) -> Patch:
    rng, u = stage.shot("pines", k), stage.unit
    count = int(stage.width / u * (34 - 10 * k))
    spots = list[tuple[float, float, float]]()
    for _ in range(count):
        x = rng.uniform(-20, stage.width + 20)
        thick = 0.5 + 0.5 * ((x / u * 2.3 + k) % 1.0)
        spots.append(
            (
                land.height_at(line, x) + u * rng.uniform(0.0, 0.04),
                x,
                u * rng.uniform(0.05, 0.085) * (1 + 0.7 * k) * thick,
            )
        )
    body = "".join(
        trees.pine(stage.tones, rng, x, y, h, depth, stage.sun[0] < 0.5)
        for y, x, h in sorted(spots)
    )
    return stage.vector(
        body, float(line.min()) / stage.height - 0.15, float(line.max()) / stage.height + 0.06
    )


def _turf(stage: Stage, slope: land.Field) -> Patch:
    rng, u = stage.shot("turf"), stage.unit
    blades = stones = lit = ""
    for _ in range(90):
        x = rng.uniform(0, stage.width)
        y = land.height_at(slope, x) + rng.uniform(0, 0.16) * u
        blades += flora.grass(rng, x - u * 0.02, x + u * 0.02, y, u * 0.025, 5)
    for _ in range(7):
        x, r = rng.uniform(0, stage.width), u * rng.uniform(0.012, 0.035)
        y = land.height_at(slope, x) + rng.uniform(0.02, 0.12) * u
        stones += (
            f"M{x - r:.1f} {y:.1f}L{x - r * 0.7:.1f} {y - r * 0.6:.1f}L{x + r * 0.1:.1f} "
            f"{y - r * 0.9:.1f}L{x + r * 0.8:.1f} {y - r * 0.4:.1f}L{x + r:.1f} {y:.1f}Z"
        )
        lit += (
            f"M{x - r * 0.7:.1f} {y - r * 0.6:.1f}L{x + r * 0.1:.1f} {y - r * 0.9:.1f}"
            f"L{x + r * 0.8:.1f} {y - r * 0.4:.1f}L{x:.1f} {y - r * 0.5:.1f}Z"
        )
    tones = stage.tones
    body = flora.path(stones, tones.shade("#7c8088", 0.9, 0.5)) + flora.path(
        lit, tones.gleam("#9aa0a8", 0.9, 0.3)
    )
    if not stage.snowy:
        body += flora.path(blades, tones.shade(tones.grass, 1, 0.3))
    return stage.vector(body, 0.7, 1.0)


def _frame(stage: Stage) -> Patch:
    """Large dark pines at the edge away from the subject, and their lower boughs."""
    rng, u = stage.shot("frame"), stage.unit
    body = ""
    for x, h in ((0.015, 0.86), (0.10, 0.6), (0.175, 0.38), (0.985, 0.46), (0.93, 0.3)):
        tall = u * h * rng.uniform(0.9, 1.1)
        body += trees.pine(
            stage.tones, rng, stage.x(x), stage.height * 1.02, tall, 1.0, stage.sun[0] < 0.5
        )
    return stage.vector(body, 0.0, 1.0, soft=0.0015)
