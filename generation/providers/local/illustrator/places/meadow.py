"""Rolling hills under a wide sky: flowers, a lone tree, tall grass in front."""

from __future__ import annotations

from generation.providers.local.illustrator import air, flora, land, trees
from generation.providers.local.illustrator.canvas import Patch
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.60
FLOWERS = {
    "spring": ("#ffd1dc", "#fff2b0", "#f6a6c1", "#ffffff"),
    "summer": ("#ffe066", "#ffffff", "#f28a8a", "#b9a3ff"),
    "autumn": ("#f0c26a", "#e88d4f", "#f7e3b5"),
    "winter": ("#ffffff", "#e6f0f8"),
}


def lay(stage: Stage) -> Site:
    """Sky, far hills, the flowering field, a tree on the sunny side, grass before the lens."""
    tones, left = stage.tones, stage.sun[0] < 0.5
    crest = land.rolling(stage, 0.70, 0.035, "field", waves=1.1)
    field = land.mass(
        stage,
        crest,
        (
            tones.gleam(tones.grass, 0.75, 0.3),
            tones.lit(tones.grass, 0.9),
            tones.shade(tones.grass, 1, 0.45),
        ),
        0.34,
        rim=0.5,
        name="field",
        stretch=(5, 18),
    )
    return Site(
        [
            air.sky(stage, HORIZON),
            air.clouds(stage, HORIZON),
            stage.layer(*_far(stage), depth=0.3),
            stage.layer(field, _trees(stage, crest, left), depth=0.72),
            stage.layer(_front(stage), depth=1.0),
        ],
        [
            Slot(stage.across(0.63), 0.80, 0.36, 0.72),
            Slot(stage.across(0.42), 0.785, 0.33, 0.72),
            Slot(stage.across(0.78), 0.83, 0.38, 0.72),
            Slot(stage.across(0.5), 0.70, 0.14, 0.6, "far"),
            Slot(stage.across(0.62), 0.36, 0.2, 0.5, "air"),
            Slot(stage.across(0.40), 0.28, 0.16, 0.4, "air"),
        ],
        HORIZON,
    )


def _far(stage: Stage) -> list[Patch]:
    tones = stage.tones
    hills = [air.mist(stage, HORIZON, 0.10, 0.35)]
    heaps = "".join(
        air.cumulus(stage, stage.x(x), stage.y(y), stage.unit * s, f"{k}")
        for k, (x, y, s) in enumerate(((0.2, 0.54, 0.55), (0.55, 0.575, 0.4), (0.9, 0.53, 0.62)))
    )
    if not stage.night and stage.weather in ("clear", "wind"):
        hills.append(stage.vector(heaps, 0.2, 0.62))
    for k, (base, swing) in enumerate(((0.585, 0.05), (0.63, 0.045), (0.665, 0.035))):
        depth = 0.2 + 0.2 * k
        line = land.rolling(stage, base, swing, "hill", k, waves=1.3)
        green = (tones.gleam(tones.grass, depth, 0.25), tones.lit(tones.leaves[2], depth))
        hills.append(land.mass(stage, line, green, 0.16, rim=0.35, name=f"hill{k}"))
        hills.append(_groves(stage, line, depth, k))
        hills.append(air.mist(stage, base + 0.05, 0.05, 0.30, name=f"mist{k}"))
    return hills


def _groves(stage: Stage, line: land.Field, depth: float, k: int) -> Patch:
    """Small trees in loose groups along a hill line."""
    rng, body = stage.shot("groves", k), ""
    for _ in range(5 + 2 * k):
        at = rng.uniform(0, stage.width)
        for _ in range(rng.randrange(1, 5)):
            x = at + rng.gauss(0, stage.unit * 0.05)
            h = stage.unit * rng.uniform(0.03, 0.055) * (0.6 + depth)
            foot = land.height_at(line, x) + 3
            from_left = stage.sun[0] < 0.5
            body += trees.tree(stage.tones, rng, x, foot, h, depth, from_left, fine=0.3)
    top = float(line.min()) / stage.height - 0.09
    return stage.vector(body, max(0.0, top), float(line.max()) / stage.height + 0.02)


def _trees(stage: Stage, crest: land.Field, left: bool) -> Patch:
    rng, u = stage.film("meadow tree"), stage.unit
    body = flora.meadow_flowers(
        stage, stage.shot("flowers"), 0.735, 0.93, 420, FLOWERS[stage.season]
    )
    leaves = stage.tones.blossom if stage.season == "spring" else None
    x = stage.x(0.24 + stage.shot("tree at").uniform(-0.04, 0.06))
    body += trees.tree(
        stage.tones,
        rng,
        x,
        land.height_at(crest, x) + u * 0.03,
        u * 0.46,
        0.85,
        left,
        leaves,
        fine=1.5,
    )
    body += flora.path(
        flora.grass(
            rng, x - u * 0.06, x + u * 0.06, land.height_at(crest, x) + u * 0.035, u * 0.03, 24
        ),
        stage.tones.shade(stage.tones.grass, 0.9, 0.4),
    )
    return stage.vector(body, 0.15, 0.95)


def _front(stage: Stage) -> Patch:
    rng, u, w = stage.shot("front"), stage.unit, stage.width
    tones = stage.tones
    back = flora.grass(rng, 0, w, stage.height * 1.01, u * 0.15, int(w / u * 110))
    front = flora.grass(rng, 0, w, stage.height * 1.01, u * 0.10, int(w / u * 80))
    heads = {c: "" for c in FLOWERS[stage.season]}
    for _ in range(26):
        colour = rng.choice(FLOWERS[stage.season])
        x = rng.choice((rng.uniform(0, 0.3), rng.uniform(0.7, 1.0))) * w
        heads[colour] += flora.blossom(
            x,
            stage.height * rng.uniform(0.885, 0.99),
            u * rng.uniform(0.010, 0.02),
            rng.uniform(0, 6),
            6,
        )
    body = flora.path(back, tones.shade(tones.grass, 1, 0.62)) + flora.path(
        front, tones.shade(tones.leaves[2], 1, 0.5)
    )
    body += "".join(flora.path(d, tones.lit(c)) for c, d in heads.items())
    return stage.vector(body, 0.80, 1.0, soft=0.0022)
