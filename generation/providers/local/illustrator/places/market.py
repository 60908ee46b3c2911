"""A market: stalls under striped awnings, strings of lanterns, baskets, a lane between."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator import air, built, flora, land
from generation.providers.local.illustrator.canvas import Patch, mix, multiply
from generation.providers.local.illustrator.scene import Effect, Layer
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.55
WARES = ("#d9a441", "#b8503a", "#5f8a6a", "#e8dcc0", "#4f6a8a")
AWNINGS = (
    ("#c8452f", "#f4e6cf"),
    ("#2f7f7a", "#f4e6cf"),
    ("#d99a32", "#f7efdc"),
    ("#7a4a8a", "#f0dfe8"),
)


def lay(stage: Stage) -> Site:
    """Roofs against the sky, a far row of stalls, two near stalls, lanterns overhead."""
    return Site(
        [
            air.sky(stage, HORIZON),
            air.clouds(stage, HORIZON),
            stage.layer(*_behind(stage), depth=0.3),
            stage.layer(_ground(stage), _stalls(stage), depth=0.68),
            *_overhead(stage),
            stage.layer(_front(stage), depth=1.0),
        ],
        [
            Slot(stage.across(0.52), 0.82, 0.38, 0.72),
            Slot(stage.across(0.40), 0.81, 0.36, 0.72),
            Slot(stage.across(0.62), 0.84, 0.38, 0.72),
            Slot(
                stage.across(0.17), 0.835 - 0.155 * stage.unit / stage.height, 0.38, 0.70, "table"
            ),
            Slot(stage.across(0.50), 0.68, 0.15, 0.5, "far"),
            Slot(stage.across(0.50), 0.30, 0.18, 0.5, "air"),
            Slot(stage.across(0.42), 0.22, 0.15, 0.4, "air"),
        ],
        HORIZON,
        [
            Effect("lights", 0.4, "#ffcf80"),
            Effect(
                "steam",
                0.35,
                "#fff4e0",
                {"x": stage.x(0.80), "y": stage.height * 0.64, "width": stage.unit * 0.05},
            ),
        ],
        lamp="#ffc88a",
    )


def _cloth(stage: Stage, colour: str, dim: float = 0.0) -> str:
    """A local colour in lantern light."""
    warm = mix(
        stage.tones.lit(colour),
        multiply(colour, "#ffc88a"),
        0.75 * max(0.0, stage.tones.glow - 0.3),
    )
    return mix(warm, stage.tones.dark, dim)


def _behind(stage: Stage) -> list[Patch]:
    """Old roofs in the haze with lit windows, and a glow from the lane."""
    rng, u, body = stage.shot("roofs"), stage.unit, ""
    for k in range(9):
        x, w = stage.width * (k + rng.uniform(0.1, 0.9)) / 9, u * rng.uniform(0.20, 0.34)
        body += built.hall(
            stage,
            x,
            stage.height * (0.66 + 0.02 * (k % 2)),
            w,
            0.42 + 0.1 * (k % 2),
            stage.tones.glow > 0.3,
            1 + k % 2,
        )
    light = mix("#ffb060", stage.tones.haze, 0.3 if stage.tones.glow > 0.4 else 0.8)
    hills = land.mass(
        stage,
        land.rolling(stage, 0.52, 0.04, "hill"),
        (stage.tones.lit(stage.tones.leaves[2], 0.2), stage.tones.haze),
        0.14,
        name="hill",
    )
    return [
        hills,
        stage.vector(body, 0.25, 0.70),
        air.pool(stage, stage.across(0.5), 0.63, 0.5, light, 0.65),
        air.mist(stage, 0.66, 0.05, 0.4, light),
    ]


def _ground(stage: Stage) -> Patch:
    """Flagstones, wet with light at night."""
    u, w, h = stage.unit, stage.width, stage.height
    top = h * 0.675
    near, far = (
        _cloth(stage, "#6a5f62", 0.45),
        mix(_cloth(stage, "#a09088"), "#ffb870", 0.3 * stage.tones.glow),
    )
    body = built.fade("flags", far, near, top, h) + flora.path(
        built.box(-5, top, w + 10, h), "url(#flags)"
    )
    c = stage.x(0.5)
    seams = "".join(
        f"M{c + k * u * 0.05:.1f} {top:.1f}L{c + k * u * 0.30:.1f} {h * 1.02:.1f}"
        for k in range(-18, 19)
    )
    seams += "".join(f"M0 {h * y:.1f}H{w}" for y in (0.695, 0.725, 0.77, 0.835, 0.92))
    body += flora.line(seams, _cloth(stage, "#4a4248", 0.5), 1.4, 0.45)
    if stage.tones.glow > 0.5:
        rng = stage.shot("shine")
        body += built.lamp("shine", "#ffb45a")
        for _ in range(16):
            body += (
                f'<ellipse cx="{rng.uniform(0.15, 0.85) * w:.0f}" '
                f'cy="{h * rng.uniform(0.72, 0.95):.0f}" rx="{u * 0.018:.0f}" '
                f'ry="{u * rng.uniform(0.03, 0.08):.0f}" fill="url(#shine)" '
                f'fill-opacity="{rng.uniform(0.2, 0.5):.2f}"/>'
            )
    return stage.vector(body, 0.66, 1)


def _stalls(stage: Stage) -> Patch:
    """Small stalls far back, a large one on each side."""
    rng, u, h = stage.shot("stalls"), stage.unit, stage.height
    body = built.lamp("stall", "#ffc070")
    for k, part in enumerate((0.35, 0.65, 0.42, 0.585)):
        size = 0.20 if k < 2 else 0.12
        body = body + _stall(
            stage, rng, stage.x(part), h * (0.735 if k < 2 else 0.705), u * size, AWNINGS[k % 4]
        )
    body += _stall(
        stage, rng, stage.x(0.17), h * 0.835, u * 0.40, AWNINGS[stage.film("awning").randrange(4)]
    )
    body += _stall(
        stage,
        rng,
        stage.x(0.85),
        h * 0.835,
        u * 0.42,
        AWNINGS[stage.film("awning").randrange(4) - 1],
    )
    return stage.vector(body, 0.2, 0.92)


def _stall(stage: Stage, rng: Random, x: float, y: float, w: float, awning: tuple[str, str]) -> str:
    wood = _cloth(stage, "#7a5236", 0.1)
    top, desk = y - w * 0.92, y - w * 0.36
    out = (
        built.glow(x, y - w * 0.55, w * 0.8, "stall", 0.75 * stage.tones.glow)
        if stage.tones.glow > 0.3
        else ""
    )
    out += flora.path(
        built.box(x - w * 0.47, top, w * 0.03, y - top)
        + built.box(x + w * 0.44, top, w * 0.03, y - top),
        _cloth(stage, "#5a3a26", 0.25),
    )
    out += flora.path(
        built.box(x - w * 0.44, top + w * 0.1, w * 0.88, w * 0.46),
        mix(_cloth(stage, "#4a3030", 0.35), "#ff9a50", 0.25 * stage.tones.glow),
    )
    shelf = "".join(built.box(x - w * 0.4, top + w * dy, w * 0.8, w * 0.018) for dy in (0.30, 0.44))
    out += flora.path(shelf, wood)
    for dy in (0.30, 0.44):
        for k in range(7):
            out += (
                f'<rect x="{x + w * (-0.37 + 0.11 * k):.1f}" y="{top + w * (dy - 0.075):.1f}" '
                f'width="{w * 0.07:.1f}" height="{w * 0.075:.1f}" rx="{w * 0.015:.1f}" '
                f'fill="{_cloth(stage, rng.choice(WARES))}"/>'
            )
    out += flora.path(built.box(x - w * 0.5, desk, w, w * 0.36), wood) + flora.path(
        built.box(x - w * 0.52, desk - w * 0.03, w * 1.04, w * 0.04), _cloth(stage, "#a8784c")
    )
    out += flora.line(
        "".join(
            f"M{x - w * 0.5 + w * k / 6:.1f} {desk + w * 0.02:.1f}V{y:.1f}" for k in range(1, 6)
        ),
        _cloth(stage, "#4a2f20", 0.3),
        max(1, w * 0.008),
        0.7,
    )
    for k in range(5):
        bx, tone = (
            x + w * (-0.38 + 0.19 * k),
            rng.choice(("#e2632f", "#f0b23a", "#c8303a", "#8fb04a", "#f2d8a0")),
        )
        pile = "".join(
            (
                f'<circle cx="{bx + w * dx:.1f}" cy="{desk - w * (0.055 + dy):.1f}" '
                f'r="{w * 0.032:.1f}"/>'
            )
            for dx, dy in (
                (-0.045, 0),
                (0.0, 0),
                (0.045, 0),
                (-0.022, 0.04),
                (0.022, 0.04),
                (0, 0.075),
            )
        )
        out += f'<g fill="{_cloth(stage, tone)}">{pile}</g>' + flora.path(
            (
                f"M{bx - w * 0.085:.1f} {desk - w * 0.06:.1f}h{w * 0.17:.1f}l{-w * 0.02:.1f} "
                f"{w * 0.045:.1f}h{-w * 0.13:.1f}z"
            ),
            _cloth(stage, "#b98a54"),
        )
    stripes, n = "", 8
    for k in range(n):
        a, b = x + w * (-0.5 + k / n), x + w * (-0.5 + (k + 1) / n)
        fa, fb = x + w * (-0.62 + 1.24 * k / n), x + w * (-0.62 + 1.24 * (k + 1) / n)
        d = (
            f"M{a:.1f} {top:.1f}H{b:.1f}L{fb:.1f} {top + w * 0.20:.1f}a{(fb - fa) / 2:.1f} "
            f"{w * 0.05:.1f} 0 0 1 {fa - fb:.1f} 0Z"
        )
        stripes += flora.path(d, _cloth(stage, awning[k % 2]))
    out += stripes + flora.path(
        (
            f"M{x - w * 0.5:.1f} {top:.1f}H{x + w * 0.5:.1f}L{x + w * 0.53:.1f} "
            f"{top + w * 0.05:.1f}H{x - w * 0.53:.1f}Z"
        ),
        stage.tones.key,
        0.22,
    )
    return out + "".join(
        built.lantern(x + w * dx, top + w * 0.20, w * 0.055, "#e2503a", stage.tones, "stall")
        for dx in (-0.42, 0.42)
    )


def _overhead(stage: Stage) -> list[Layer]:
    """Lines of lanterns from side to side."""
    u, w, h = stage.unit, stage.width, stage.height
    body = built.lamp("hang", "#ff9a5a")
    for k, (y0, y1, sag, size, count) in enumerate(
        ((0.30, 0.27, 0.10, 0.018, 13), (0.20, 0.16, 0.13, 0.026, 10), (0.07, 0.11, 0.15, 0.038, 8))
    ):
        body += flora.line(
            (
                f"M-5 {h * y0:.1f}Q{w / 2:.1f} {h * (y0 + y1) / 2 + 2 * sag * u:.1f} {w + 5} "
                f"{h * y1:.1f}"
            ),
            mix(stage.tones.dark, stage.tones.haze, 0.2),
            1.2 + 0.6 * k,
        )
        for j in range(count):
            t = (j + 0.5) / count
            y = h * (y0 + (y1 - y0) * t) + 4 * sag * u * t * (1 - t)
            body += built.lantern(
                w * t,
                y,
                u * size,
                ("#e2503a", "#f0a03a", "#d8405a")[(j + k) % 3],
                stage.tones,
                "hang",
            )
    return [stage.layer(stage.vector(body, 0, 0.62), depth=0.55)]


def _front(stage: Stage) -> Patch:
    """The corner of a near awning and a hanging lantern, out of focus."""
    u, h = stage.unit, stage.height
    x = stage.x(0.965)
    body = (
        built.lamp("near", "#ff9a5a")
        + built.lantern(x, -u * 0.02, u * 0.085, "#d8402f", stage.tones, "near")
        + built.lantern(stage.x(0.02), h * 0.10, u * 0.06, "#e0602f", stage.tones, "near")
    )
    return stage.vector(body, 0, 0.6, soft=0.004)
