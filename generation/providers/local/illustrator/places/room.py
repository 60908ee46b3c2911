"""A warm room: a large window with a view, curtains, a sill, a table, light on the floor."""

from __future__ import annotations

from generation.providers.local.illustrator import air, built, flora, land
from generation.providers.local.illustrator.canvas import Patch, mix, multiply
from generation.providers.local.illustrator.scene import Effect, Layer, Motion
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.52
LEFT, RIGHT, TOP, SILL = 0.28, 0.74, 0.10, 0.625  # the window, in parts of the canvas


def lay(stage: Stage) -> Site:
    """The view outside; wall and window; what the room holds; things near the lens."""
    return Site(
        [
            air.sky(stage, SILL),
            air.clouds(stage, SILL),
            stage.layer(*_view(stage), depth=0.2),
            stage.layer(_wall(stage), depth=0.62),
            *_curtains(stage),
            stage.glow(_shaft(stage), depth=0.8),
            stage.layer(_front(stage), depth=1.0),
        ],
        [
            Slot(stage.across(0.57), SILL + 0.012, 0.46, 0.66, "sill"),
            Slot(stage.across(0.42), SILL + 0.012, 0.42, 0.66, "sill"),
            Slot(stage.across(0.60), 0.845, 0.62, 0.7),
            Slot(stage.across(0.40), 0.85, 0.60, 0.7),
            Slot(stage.across(0.17), 0.705, 0.40, 0.68, "table"),
            Slot(stage.across(0.74), 0.87, 0.62, 0.7),
            Slot(stage.across(0.50), 0.32, 0.3, 0.66, "air"),
            Slot(stage.across(0.48), SILL - 0.05, 0.1, 0.3, "far"),
        ],
        HORIZON,
        [Effect("dust", 0.5, stage.tones.key)],
        lamp="#ffdfb8",
    )


def _warm(stage: Stage, local: str, dim: float = 0.0) -> str:
    """A local colour indoors: lamplight at night, bounced daylight otherwise."""
    lamp = "#ffcf96" if stage.tones.glow > 0.5 else stage.tones.light
    lit = mix(local, multiply(local, lamp), 0.75)
    return mix(
        mix(lit, stage.tones.lit(local), 0.25),
        stage.tones.dark,
        dim + 0.26 * (stage.tones.glow > 0.8),
    )


def _view(stage: Stage) -> list[Patch]:
    """Hills and roofs, or snow, seen through the panes."""
    tones, rng, u = stage.tones, stage.film("view"), stage.unit
    line = land.rolling(stage, SILL - 0.06, 0.05, "view")
    near = land.treeline(stage, land.rolling(stage, SILL - 0.02, 0.02, "trees"), 0.06, "trees")
    homes = ""
    for part in (0.36, 0.47, 0.66):
        homes += built.house(
            stage,
            rng,
            stage.x(part),
            stage.height * (SILL - 0.005),
            u * rng.uniform(0.09, 0.12),
            0.5,
            True,
        )
    return [
        land.mass(stage, line, (tones.lit(tones.leaves[2], 0.3), tones.haze), 0.14, name="view"),
        air.mist(stage, SILL - 0.03, 0.05, 0.6),
        land.mass(
            stage,
            near,
            (tones.lit(tones.leaves[0], 0.5), tones.lit(tones.leaves[2], 0.5)),
            0.1,
            name="trees",
        ),
        stage.vector(homes, 0.4, SILL + 0.01),
    ]


def _wall(stage: Stage) -> Patch:
    """Wall with a window cut out, frame and sill, floor, shelf, picture, table."""
    w, h, u, x = stage.width, stage.height, stage.unit, stage.x
    wall = stage.film("wall").choice(("#d9b99b", "#b9c2b0", "#c9b6c0", "#d8c7a8"))
    left, right = sorted((x(LEFT), x(RIGHT)))
    t, s = h * TOP, h * SILL
    floor = h * 0.78
    lit, dim = _warm(stage, wall), _warm(stage, wall, 0.3)
    from_left = stage.x(0.5) > (left + right) / 2
    body = (
        f'<linearGradient id="wall" x1="{0 if from_left else 1}" '
        f'x2="{1 if from_left else 0}" y1="0" y2=".4"><stop offset="0" '
        f'stop-color="{dim}"/><stop offset=".5" stop-color="{lit}"/><stop offset="1" '
        f'stop-color="{dim}"/></linearGradient>'
        f'<path fill-rule="evenodd" fill="url(#wall)" d="M-5 -5H{w + 5}V{floor:.1f}H-5Z'
        f'M{left:.1f} {t:.1f}V{s:.1f}H{right:.1f}V{t:.1f}Z"/>'
    )
    wood = "#8a5d3c"
    body += built.fade(
        "floor", _warm(stage, "#a87850", 0.1), _warm(stage, "#6d4a34", 0.45), floor, h
    ) + flora.path(built.box(-5, floor, w + 10, h), "url(#floor)")
    seams = "".join(
        f"M{w / 2 + k * u * 0.10:.1f} {floor:.1f}L{w / 2 + k * u * 0.30:.1f} {h * 1.02:.1f}"
        for k in range(-14, 15)
    )
    body += flora.line(seams, _warm(stage, "#5a3a28", 0.4), 1.3, 0.5)
    body += flora.path(
        built.box(-5, floor - u * 0.022, w + 10, u * 0.026), _warm(stage, "#efe4d2", 0.12)
    )
    body += _light_on_floor(stage, left, right, floor)
    frame = _warm(stage, "#f2e8d8", 0.05)
    f = u * 0.016
    body += (
        f'<path fill-rule="evenodd" fill="{frame}" d="M{left - f:.1f} {t - f:.1f}H{right + f:.1f}'
        f"V{s:.1f}H{left - f:.1f}ZM{left + f * 0.4:.1f} {t + f * 0.4:.1f}"
        f'V{s:.1f}H{right - f * 0.4:.1f}V{t + f * 0.4:.1f}Z"/>'
    )
    bars = (
        "".join(f"M{left + (right - left) * k / 3:.1f} {t:.1f}V{s:.1f}" for k in (1, 2))
        + f"M{left:.1f} {t + (s - t) * 0.30:.1f}H{right:.1f}"
    )
    body += flora.line(bars, frame, u * 0.010) + flora.line(
        bars, _warm(stage, "#c9b8a0", 0.2), u * 0.002
    )
    body += flora.path(
        built.box(left - u * 0.035, s, right - left + u * 0.07, u * 0.020), _warm(stage, "#f6ecdc")
    ) + flora.path(
        built.box(left - u * 0.03, s + u * 0.020, right - left + u * 0.06, u * 0.012),
        _warm(stage, "#a58a70", 0.3),
    )
    return stage.vector(body + _things(stage, wood, left, right, s), 0, 1)


def _light_on_floor(stage: Stage, left: float, right: float, floor: float) -> str:
    h, u = stage.height, stage.unit
    lean = u * 0.22 * (1 if stage.sun[0] < 0.5 else -1)
    panes = ""
    for k in range(3):
        a, b = left + (right - left) * (k + 0.06) / 3, left + (right - left) * (k + 0.94) / 3
        panes += (
            f"M{a + lean * 0.2:.1f} {floor + u * 0.02:.1f}H{b + lean * 0.2:.1f}"
            f"L{b + lean:.1f} {h * 0.97:.1f}H{a + lean:.1f}Z"
        )
    return flora.path(panes, stage.tones.key, 0.28 if not stage.night else 0.14)


def _things(stage: Stage, wood: str, left: float, right: float, s: float) -> str:
    """A plant on the sill, a table with books and a lamp, framed pictures, a shelf."""
    rng, u, h, x = stage.film("things"), stage.unit, stage.height, stage.x
    tx, ty = x(0.16), h * 0.70
    out = flora.path(
        built.box(tx - u * 0.19, ty, u * 0.38, u * 0.018), _warm(stage, wood)
    ) + flora.path(
        built.box(tx - u * 0.17, ty + u * 0.018, u * 0.014, u * 0.16)
        + built.box(tx + u * 0.155, ty + u * 0.018, u * 0.014, u * 0.16),
        _warm(stage, wood, 0.35),
    )
    lx = tx - u * 0.10 * stage.side
    out += built.lamp("reading", "#ffd9a0") + built.glow(
        lx, ty - u * 0.17, u * 0.30, "reading", 0.25 + 0.7 * stage.tones.glow
    )
    out += flora.line(
        f"M{lx:.1f} {ty:.1f}v{-u * 0.13:.1f}", _warm(stage, "#3f3a3a"), u * 0.006
    ) + flora.path(
        (
            f"M{lx - u * 0.055:.1f} {ty - u * 0.125:.1f}L{lx - u * 0.03:.1f} "
            f"{ty - u * 0.20:.1f}h{u * 0.06:.1f}L{lx + u * 0.055:.1f} {ty - u * 0.125:.1f}Z"
        ),
        mix(_warm(stage, "#f0d9b0"), "#ffe9b8", stage.tones.glow),
    )
    for k in range(4):
        out += flora.path(
            built.box(
                tx + u * (0.02 - 0.006 * k * rng.uniform(-1, 1)) - u * 0.02,
                ty - u * 0.018 * (k + 1),
                u * rng.uniform(0.09, 0.12),
                u * 0.016,
            ),
            _warm(stage, rng.choice(("#a8483a", "#3f6a7a", "#d9a441", "#5f7a52"))),
        )
    px = right - u * 0.05 if stage.side > 0 else left + u * 0.05
    leaves = "".join(
        flora.leaf(
            px + rng.gauss(0, u * 0.02),
            s - u * rng.uniform(0.05, 0.13),
            u * rng.uniform(0.016, 0.03),
            rng.uniform(0.4, 2.7),
            0.5,
        )
        for _ in range(26)
    )
    out += flora.path(
        (
            f"M{px - u * 0.028:.1f} {s - u * 0.05:.1f}h{u * 0.056:.1f}l{-u * 0.010:.1f} "
            f"{u * 0.05:.1f}h{-u * 0.036:.1f}z"
        ),
        _warm(stage, "#c46a48"),
    ) + flora.path(leaves, _warm(stage, "#5d8f58"))
    for part, y, pw, ph in (
        (0.865, 0.25, 0.11, 0.14),
        (0.145, 0.30, 0.13, 0.10),
        (0.93, 0.46, 0.08, 0.08),
    ):
        cx, cy = x(part), h * y
        out += flora.path(
            built.box(cx - u * pw / 2 - 4, cy - u * ph / 2 - 4, u * pw + 8, u * ph + 8),
            _warm(stage, wood, 0.1),
        ) + flora.path(
            built.box(cx - u * pw / 2, cy - u * ph / 2, u * pw, u * ph), _warm(stage, "#efe6d4")
        )
        hill = rng.choice(stage.tones.leaves)
        out += flora.path(
            (
                f"M{cx - u * pw * 0.42:.1f} {cy + u * ph * 0.4:.1f}q{u * pw * 0.2:.1f} "
                f"{-u * ph * 0.5:.1f} {u * pw * 0.42:.1f} {-u * ph * 0.1:.1f}"
                f"t{u * pw * 0.42:.1f} {u * ph * 0.1:.1f}z"
            ),
            _warm(stage, hill),
        ) + (
            f'<circle cx="{cx + u * pw * 0.15:.1f}" cy="{cy - u * ph * 0.15:.1f}" '
            f'right="{u * ph * 0.12:.1f}" fill="{_warm(stage, "#e8a24a")}"/>'
        )
    return out


def _curtains(stage: Stage) -> list[Layer]:
    """Two curtains that breathe."""
    out = list[Layer]()
    colour = stage.film("curtain").choice(("#e9ddcb", "#9fb4b8", "#d9a48f", "#b8a0b8"))
    left, right = sorted((stage.x(LEFT), stage.x(RIGHT)))
    u, t, foot = stage.unit, stage.height * (TOP - 0.035), stage.height * 0.74
    for k, (at, toward) in enumerate(((left, 1), (right, -1))):
        wide = u * 0.13
        folds = ""
        for j in range(6):
            a = at - toward * u * 0.045 + toward * wide * j / 6
            b = at - toward * u * 0.045 + toward * wide * (j + 1) / 6
            pull = -toward * u * 0.03 * j / 6
            tone = _warm(stage, colour, 0.05 + 0.22 * (j % 2))
            folds += flora.path(
                (
                    f"M{a:.1f} {t:.1f}Q{(a + b) / 2 + pull * 2:.1f} {(t + foot) / 2:.1f} "
                    f"{a + pull:.1f} {foot:.1f}H{b + pull:.1f}Q{b + pull * 2:.1f} "
                    f"{(t + foot) / 2:.1f} {b:.1f} {t:.1f}Z"
                ),
                tone,
                0.96,
            )
        rod = (
            flora.line(
                f"M{left - u * 0.09:.1f} {t:.1f}H{right + u * 0.09:.1f}",
                _warm(stage, "#6b4a36", 0.2),
                u * 0.010,
            )
            if k
            else ""
        )
        patch = stage.vector(folds + rod, 0, 0.76)
        layer = stage.layer(patch, depth=0.64)
        out.append(
            Layer(
                layer.frames,
                layer.left,
                layer.top,
                0.64,
                motion=Motion("sway", u * 0.0035, 0, 5.0, 0.3 * k),
            )
        )
    return out


def _shaft(stage: Stage) -> Patch:
    """Daylight or moonlight that falls slantwise through the window."""
    left, right = sorted((stage.x(LEFT), stage.x(RIGHT)))
    lean = stage.unit * 0.30 * (1 if stage.sun[0] < 0.5 else -1)
    t, s, foot = stage.height * TOP, stage.height * SILL, stage.height * 0.98
    body = built.fade(
        "shaft", stage.tones.key, stage.tones.key, t, foot, 0.20 if not stage.night else 0.10, 0
    )
    for k in range(3):
        a, b = left + (right - left) * (k + 0.1) / 3, left + (right - left) * (k + 0.9) / 3
        body += flora.path(
            (
                f"M{a:.1f} {t:.1f}H{b:.1f}V{s:.1f}L{b + lean:.1f} {foot:.1f}H{a + lean:.1f}"
                f"L{a:.1f} {s:.1f}Z"
            ),
            "url(#shaft)",
        )
    return stage.vector(body, 0, 1, soft=0.006)


def _front(stage: Stage) -> Patch:
    """Leaves of a house plant at the edge, and the back of a chair, out of focus."""
    rng, u, h = stage.shot("front"), stage.unit, stage.height
    x, leaves = stage.x(0.985), ""
    for k in range(9):
        a = 0.5 + 0.26 * k + rng.uniform(-0.1, 0.1)
        leaves += flora.leaf(
            x + u * 0.14 * rng.uniform(0.6, 1.1) * -stage.side * abs(1.2 - a) * 0.6,
            h * 0.86 - u * 0.16 * rng.uniform(0.6, 1.2),
            u * 0.10,
            a,
            0.4,
        )
    return stage.vector(flora.path(leaves, _warm(stage, "#3f6a48", 0.45)), 0.4, 1, soft=0.004)
