"""A wooden tea house: a round moon window on bamboo, lattices, lanterns, a low table."""

from __future__ import annotations

import math

from generation.providers.local.illustrator import air, built, flora, land, trees
from generation.providers.local.illustrator.canvas import Patch, mix, multiply
from generation.providers.local.illustrator.scene import Effect, Layer, Motion
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.52
CENTRE, MIDDLE, RADIUS = 0.5, 0.40, 0.30  # the moon window: parts of the canvas, radius in units


def lay(stage: Stage) -> Site:
    """Misty hills and bamboo outside; the wall with its round opening; boards, table, cushions."""
    return Site(
        [
            air.sky(stage, 0.6),
            stage.layer(*_outside(stage), depth=0.25),
            stage.layer(_wall(stage), _table(stage), depth=0.66),
            *_lanterns(stage),
            stage.layer(_front(stage), depth=1.0),
        ],
        [
            Slot(stage.across(0.62), 0.83, 0.50, 0.7),
            Slot(stage.across(0.38), 0.83, 0.48, 0.7),
            Slot(stage.across(0.40), 0.755, 0.5, 0.68, "table"),
            Slot(stage.across(0.76), 0.84, 0.50, 0.7),
            Slot(stage.across(0.50), 0.34, 0.24, 0.5, "air"),
            Slot(stage.across(0.50), 0.60, 0.12, 0.3, "far"),
        ],
        HORIZON,
        [
            Effect(
                "steam",
                0.5,
                "#ffffff",
                {"x": stage.x(0.40), "y": stage.height * 0.71, "width": stage.unit * 0.05},
            ),
            Effect("dust", 0.3, stage.tones.key),
        ],
        lamp="#ffcf9a",
    )


def wood(stage: Stage, local: str, dim: float = 0.0) -> str:
    """Timber in lamplight or in the day that comes from outside."""
    lamp = "#ffc080" if stage.tones.glow > 0.35 else "#f2dcc0"
    lit = mix(multiply(local, lamp), multiply(local, stage.tones.light), 0.35)
    return mix(lit, stage.tones.dark, dim + 0.22 * (stage.tones.glow > 0.8))


def _outside(stage: Stage) -> list[Patch]:
    tones, rng, u = stage.tones, stage.shot("outside"), stage.unit
    hills = [
        land.mass(
            stage,
            land.peaks(stage, 0.56, 0.22, "h", count=2.6),
            (tones.lit("#6f8f8a", 0.3), tones.haze),
            0.2,
            name="h",
        ),
        air.mist(stage, 0.52, 0.10, 0.8),
        land.mass(
            stage,
            land.treeline(stage, land.rolling(stage, 0.56, 0.02, "t"), 0.07, "t"),
            (tones.lit(tones.leaves[2], 0.45), tones.haze),
            0.16,
            name="t",
        ),
        air.mist(stage, 0.60, 0.08, 0.7, name="low"),
    ]
    body = "".join(
        trees.bamboo(
            tones,
            rng,
            stage.x(p),
            -10,
            stage.height * 0.70,
            u * 0.016,
            0.6 + 0.2 * (k % 2),
            stage.sun[0] < 0.5,
        )
        for k, p in enumerate((0.34, 0.375, 0.60, 0.64, 0.655))
    )
    sprays = "".join(
        flora.spray(
            rng,
            stage.x(rng.uniform(0.32, 0.68)),
            stage.height * rng.uniform(0.08, 0.34),
            u * 0.03,
            6,
        )
        for _ in range(22)
    )
    return [*hills, stage.vector(body + flora.path(sprays, tones.lit("#5f9a58", 0.7)), 0, 0.72)]


def _wall(stage: Stage) -> Patch:
    """Plaster and timber with a round hole; lattice panels beside it; floor boards."""
    w, h, u = stage.width, stage.height, stage.unit
    cx, cy, r = stage.x(CENTRE), h * MIDDLE, u * RADIUS
    floor = h * 0.735
    plaster, beam = wood(stage, "#d8c09c"), wood(stage, "#6b4028", 0.15)
    body = (
        f'<radialGradient id="plaster" gradientUnits="userSpaceOnUse" cx="{cx:.0f}" '
        f'cy="{cy:.0f}" r="{u:.0f}"><stop offset=".3" stop-color="{plaster}"/><stop '
        f'offset="1" stop-color="{wood(stage, "#a88a68", 0.42)}"/></radialGradient>'
        f'<path fill-rule="evenodd" fill="url(#plaster)" d="M-5 -5H{w + 5}V{floor + 2:.0f}'
        f"H-5ZM{cx - r:.1f} {cy:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {r:.1f} "
        f'0 1 0 {-2 * r:.1f} 0Z"/>'
        f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{r:.1f}" fill="none" stroke="{beam}" '
        f'stroke-width="{u * 0.024:.1f}"/>'
        f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{r + u * 0.010:.1f}" fill="none" '
        f'stroke="{wood(stage, "#a8703f")}" stroke-width="{u * 0.004:.1f}"/>'
    )
    body += _lattice(stage, cx, r, floor) + _scroll(stage)
    top = h * 0.035
    body += flora.path(built.box(-5, top, w + 10, u * 0.05), beam) + flora.path(
        built.box(-5, top + u * 0.046, w + 10, u * 0.006), wood(stage, "#a8703f", 0.1)
    )
    for part in (0.085, 0.915):
        body += flora.path(
            built.box(w * part - u * 0.022, -5, u * 0.044, floor + 5), beam
        ) + flora.path(
            built.box(w * part - u * 0.022, -5, u * 0.010, floor + 5), wood(stage, "#a8703f")
        )
    body += built.fade(
        "boards", wood(stage, "#9a6840", 0.05), wood(stage, "#5a3826", 0.4), floor, h
    ) + flora.path(built.box(-5, floor, w + 10, h), "url(#boards)")
    seams = "".join(
        f"M{w / 2 + k * u * 0.10:.1f} {floor:.1f}L{w / 2 + k * u * 0.34:.1f} {h * 1.02:.1f}"
        for k in range(-16, 17)
    )
    body += flora.line(seams, wood(stage, "#3f2418", 0.3), 1.3, 0.5)
    body += (
        f'<ellipse cx="{cx:.0f}" cy="{h * 0.83:.0f}" rx="{u * 0.44:.0f}" ry="{u * 0.07:.0f}" '
        f'fill="{stage.tones.key}" fill-opacity=".16"/>'
    )
    return stage.vector(body, 0, 1)


def _lattice(stage: Stage, cx: float, r: float, floor: float) -> str:
    """Paper screens with wooden lattice on both sides, glowing a little."""
    u, h, out = stage.unit, stage.height, ""
    paper = mix(wood(stage, "#f4e6c8"), "#ffe2a8", 0.35 * stage.tones.glow)
    bar = wood(stage, "#6b4028", 0.1)
    for side in (-1, 1):
        x0 = cx + side * (r + u * 0.09)
        pw = u * 0.20 * side
        for k in range(3):
            left = min(x0 + pw * k * 1.08, x0 + pw * (k * 1.08 + 1))
            t, ph = h * 0.135, floor - h * 0.135
            out += flora.path(built.box(left, t, abs(pw), ph), paper, 0.95)
            d = "".join(
                f"M{left + abs(pw) * j / 4:.1f} {t:.1f}v{ph * 0.72:.1f}" for j in range(5)
            ) + "".join(f"M{left:.1f} {t + ph * 0.72 * j / 7:.1f}h{abs(pw):.1f}" for j in range(8))
            out += flora.line(d, bar, u * 0.0035) + flora.path(
                built.box(left, t + ph * 0.72, abs(pw), ph * 0.28), wood(stage, "#7d4f30", 0.12)
            )
            out += (
                f'<rect x="{left:.1f}" y="{t:.1f}" width="{abs(pw):.1f}" height="{ph:.1f}" '
                f'fill="none" stroke="{bar}" stroke-width="{u * 0.010:.1f}"/>'
            )
    return out


def _scroll(stage: Stage) -> str:
    """A painted scroll without words: one mountain, one sun."""
    u, x, y = stage.unit, stage.x(0.885 if not stage.tall else 0.86), stage.height * 0.19
    if stage.tall:
        return ""
    w, h = u * 0.10, u * 0.30
    out = flora.path(built.box(x - w / 2, y, w, h), wood(stage, "#c9a878")) + flora.path(
        built.box(x - w * 0.4, y + h * 0.08, w * 0.8, h * 0.84), wood(stage, "#f6efdf")
    )
    out += flora.path(
        (
            f"M{x - w * 0.4:.1f} {y + h * 0.8:.1f}l{w * 0.25:.1f} {-h * 0.3:.1f}"
            f"l{w * 0.15:.1f} {h * 0.12:.1f}l{w * 0.18:.1f} {-h * 0.2:.1f}l{w * 0.22:.1f} "
            f"{h * 0.38:.1f}z"
        ),
        "#5a6468",
        0.7,
    )
    out += (
        f'<circle cx="{x + w * 0.14:.1f}" cy="{y + h * 0.3:.1f}" r="{w * 0.11:.1f}" '
        'fill="#c8452f"/>'
    )
    return out + flora.path(
        built.box(x - w * 0.6, y - u * 0.006, w * 1.2, u * 0.012)
        + built.box(x - w * 0.6, y + h - u * 0.006, w * 1.2, u * 0.012),
        wood(stage, "#5a3420", 0.1),
    )


def _table(stage: Stage) -> Patch:
    """A low tea table with pot and cups, unless the cast brings its own."""
    if "teatable" in stage.kinds:
        return stage.vector("", 0.7, 0.72)
    u, x, y = stage.unit, stage.x(0.40), stage.height * 0.755
    top, leg = wood(stage, "#8a5434"), wood(stage, "#4a2a1a", 0.2)
    out = (
        f'<ellipse cx="{x:.0f}" cy="{y + u * 0.112:.0f}" rx="{u * 0.24:.0f}" '
        f'ry="{u * 0.028:.0f}" fill="{stage.tones.dark}" fill-opacity=".4"/>'
    )
    out += flora.path(
        built.box(x - u * 0.19, y + u * 0.02, u * 0.026, u * 0.09)
        + built.box(x + u * 0.164, y + u * 0.02, u * 0.026, u * 0.09),
        leg,
    )
    out += flora.path(
        (
            f"M{x - u * 0.23:.1f} {y + u * 0.014:.1f}L{x - u * 0.19:.1f} {y - u * 0.022:.1f}"
            f"H{x + u * 0.19:.1f}L{x + u * 0.23:.1f} {y + u * 0.014:.1f}Z"
        ),
        mix(top, stage.tones.key, 0.25),
    ) + flora.path(built.box(x - u * 0.23, y + u * 0.014, u * 0.46, u * 0.018), top)
    if not stage.kinds & {"cup", "product"}:
        pot, py = wood(stage, "#4f6a62"), y - u * 0.012
        out += (
            f'<ellipse cx="{x:.1f}" cy="{py - u * 0.026:.1f}" rx="{u * 0.036:.1f}" '
            f'ry="{u * 0.030:.1f}" fill="{pot}"/>'
        )
        out += flora.line(
            (
                f"M{x + u * 0.03:.1f} {py - u * 0.022:.1f}q{u * 0.025:.1f} {-u * 0.004:.1f} "
                f"{u * 0.034:.1f} {-u * 0.028:.1f}M{x - u * 0.034:.1f} {py - u * 0.042:.1f}"
                f"q{u * 0.034:.1f} {-u * 0.06:.1f} {u * 0.068:.1f} 0"
            ),
            pot,
            u * 0.007,
        )
        out += (
            f'<ellipse cx="{x - u * 0.010:.1f}" cy="{py - u * 0.036:.1f}" '
            f'rx="{u * 0.012:.1f}" ry="{u * 0.008:.1f}" fill="{mix(pot, "#ffffff", 0.5)}" '
            'fill-opacity=".7"/>'
        )
        for k in (-0.12, 0.11, 0.155):
            out += flora.path(
                (
                    f"M{x + u * (k - 0.016):.1f} {py - u * 0.018:.1f}h{u * 0.032:.1f}"
                    f"l{-u * 0.006:.1f} {u * 0.020:.1f}h{-u * 0.020:.1f}z"
                ),
                wood(stage, "#f0e8da"),
            )
    for k in (-0.34, 0.34):
        cx, cy = x + u * k, y + u * 0.112
        out += (
            f'<ellipse cx="{cx:.1f}" cy="{cy:.1f}" rx="{u * 0.088:.1f}" ry="{u * 0.024:.1f}" '
            f'fill="{wood(stage, "#8a3a34", 0.25)}"/><ellipse cx="{cx:.1f}" '
            f'cy="{cy - u * 0.010:.1f}" rx="{u * 0.086:.1f}" ry="{u * 0.020:.1f}" '
            f'fill="{wood(stage, "#b5533f")}"/>'
        )
    return stage.vector(out, 0.64, 0.96)


def _lanterns(stage: Stage) -> list[Layer]:
    """Two paper lanterns that swing a little."""
    out = list[Layer]()
    for k, part in enumerate((0.17, 0.80)):
        body = built.lamp("tea", "#ffb870") + built.lantern(
            stage.x(part), stage.height * 0.085, stage.unit * 0.052, "#e8d2a0", stage.tones, "tea"
        )
        layer = stage.layer(stage.vector(body, 0.0, 0.45), depth=0.8)
        out.append(
            Layer(
                layer.frames,
                layer.left,
                layer.top,
                0.8,
                motion=Motion("sway", stage.unit * 0.003, 0, 4.0, 0.4 * k),
            )
        )
    return out


def _front(stage: Stage) -> Patch:
    """A branch in a vase at the edge, out of focus."""
    rng, u, h, x = stage.shot("front"), stage.unit, stage.height, stage.x(0.945)
    toward = -stage.side
    twigs, tips = "", list[tuple[float, float]]()
    for k in range(3):
        angle, px, py = math.radians(62 + 18 * k), x, h * 0.84
        for j in range(6):
            nx, ny = px + toward * math.cos(angle) * u * 0.055, py - math.sin(angle) * u * 0.055
            twigs += flora.line(
                f"M{px:.1f} {py:.1f}L{nx:.1f} {ny:.1f}",
                wood(stage, "#4a2f22", 0.3),
                u * 0.008 * (1 - j / 8),
            )
            px, py, angle = nx, ny, angle + rng.uniform(-0.25, 0.12)
            tips += [(px, py)] if j > 1 else []
    flowers = "".join(
        flora.blossom(
            px + rng.gauss(0, u * 0.012),
            py + rng.gauss(0, u * 0.012),
            u * rng.uniform(0.010, 0.018),
            rng.uniform(0, 6),
        )
        for px, py in tips
        for _ in range(2)
    )
    vase = (
        f"M{x - u * 0.02:.1f} {h * 0.83:.1f}q{-u * 0.06:.1f} {u * 0.10:.1f} {-u * 0.02:.1f} "
        f"{u * 0.2:.1f}h{u * 0.08:.1f}q{u * 0.04:.1f} {-u * 0.10:.1f} {-u * 0.02:.1f} "
        f"{-u * 0.2:.1f}z"
    )
    return stage.vector(
        twigs
        + flora.path(vase, wood(stage, "#3f5a66", 0.3))
        + flora.path(flowers, wood(stage, "#f2b8c0")),
        0.4,
        1,
        soft=0.002,
    )
