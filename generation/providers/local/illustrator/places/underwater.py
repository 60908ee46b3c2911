"""Under water: light that breaks from above, rocks, corals, swaying weed, distant shoals."""

from __future__ import annotations

import math
from random import Random

import numpy as np

from generation.providers.local.illustrator import air, flora, land
from generation.providers.local.illustrator.canvas import (
    Patch,
    enlarged,
    mix,
    noise,
    painted,
    smooth,
    solid,
)
from generation.providers.local.illustrator.scene import Effect, Layer, Motion
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.5


def lay(stage: Stage) -> Site:
    """Water from light to deep, rays and caustics, a reef in three distances, weed in front."""
    tones = _sea(stage)
    return Site(
        [
            stage.layer(_water(stage, tones), depth=0.0),
            stage.layer(_far(stage, tones), depth=0.25),
            stage.glow(air.rays(stage, 0.42, (stage.sun[0], -0.12), 0.42), depth=0.3),
            stage.layer(*_reef(stage, tones), depth=0.68),
            *_weed(stage, tones),
            stage.layer(_front(stage, tones), depth=1.0),
        ],
        [
            Slot(stage.across(0.56), 0.46, 0.44, 0.7, "air"),
            Slot(stage.across(0.34), 0.34, 0.30, 0.6, "air"),
            Slot(stage.across(0.76), 0.58, 0.26, 0.65, "air"),
            Slot(stage.across(0.36), 0.60, 0.24, 0.65, "air"),
            Slot(stage.across(0.66), 0.24, 0.2, 0.5, "air"),
            Slot(stage.across(0.56), 0.815, 0.34, 0.7),
            Slot(stage.across(0.38), 0.82, 0.32, 0.7),
            Slot(stage.across(0.56), 0.30, 0.3, 0.6, "water"),
            Slot(stage.across(0.7), 0.76, 0.16, 0.5, "far"),
        ],
        HORIZON,
        [Effect("bubbles", 0.5, "#e6fbff")],
    )


def _sea(stage: Stage) -> tuple[str, ...]:
    """Surface, middle, deep, abyss."""
    hour = {"night": "#10307a", "neon": "#5a2fae", "sunset": "#e08a6a", "dawn": "#d9b0a0"}.get(
        stage.time
    )
    day = ("#c8f4ea", "#4fc0cf", "#1a7fa8", "#0a3a66")
    if not hour:
        return day
    dark = 0.55 if stage.night else 0.2
    return tuple(
        mix(mix(c, hour, 0.4 - 0.1 * k), "#04081c", dark * (0.5 + 0.2 * k))
        for k, c in enumerate(day)
    )


def _water(stage: Stage, sea: tuple[str, ...]) -> Patch:
    w, h = stage.width // 2, stage.height // 2
    rng = stage.film_array("sea")
    rows, columns = np.mgrid[0 : 1 : h * 1j, 0 : 1 : w * 1j].astype(np.float32)
    away = np.hypot((columns - stage.sun[0]) * 1.1, rows * 0.9)
    cloud = noise(rng, w, h, 3, 3, 4) - 0.5
    base = painted((0.06 + away * 0.95 + cloud * 0.16), list(sea))
    net = np.abs(noise(rng, w, h, 16, 40, 3, 0.6) - 0.5)
    light = np.exp(-net / 0.018) * smooth(0.34, 0.0, rows) * 0.55
    surface = solid("#f4fffb", light)
    size = stage.width, stage.height
    from generation.providers.local.illustrator.canvas import stacked

    return stacked([Patch(enlarged(base, *size)), Patch(enlarged(surface, *size))], *size)


def _far(stage: Stage, sea: tuple[str, ...]) -> Patch:
    """Blue cliffs and a shoal."""
    from generation.providers.local.illustrator.canvas import stacked

    back = land.mass(
        stage,
        land.peaks(stage, 0.80, 0.34, "cliff", count=1.7),
        (mix(sea[1], sea[2], 0.75), sea[2]),
        0.3,
        name="cliff",
    )
    front = land.mass(
        stage,
        land.peaks(stage, 0.86, 0.24, "cliff2", count=2.4),
        (mix(sea[2], sea[3], 0.35), mix(sea[2], sea[3], 0.6)),
        0.3,
        name="cliff2",
    )
    rng, u, shoal = stage.shot("shoal"), stage.unit, ""
    cx, cy = stage.x(0.26), stage.height * 0.36
    for _ in range(46):
        x, y, s = (
            cx + rng.gauss(0, u * 0.13),
            cy + rng.gauss(0, u * 0.05),
            u * rng.uniform(0.007, 0.013),
        )
        t = stage.side
        shoal += (
            flora.leaf(x, y, s, 0.05, 0.5)
            + f"M{x - t * s * 0.8:.1f} {y:.1f}l{-t * s * 0.7:.1f} {-s * 0.45:.1f}v{s * 0.9:.1f}z"
        )
    return stacked(
        [back, front, stage.vector(flora.path(shoal, mix(sea[2], sea[3], 0.45), 0.8), 0.1, 0.7)],
        stage.width,
        stage.height,
    )


def _reef(stage: Stage, sea: tuple[str, ...]) -> list[Patch]:
    """The sea floor with rocks, corals and starfish, light playing over the sand."""
    line = land.rolling(stage, 0.775, 0.03, "floor", waves=0.9)
    sand = mix("#e8d9a8", sea[2], 0.45 if not stage.night else 0.7)
    floor = land.mass(
        stage,
        line,
        (mix(sand, "#ffffff", 0.2), sand, mix(sand, sea[3], 0.7)),
        0.22,
        texture=0.2,
        name="sand",
        stretch=(6, 20),
    )
    rng, u, body = stage.shot("reef"), stage.unit, ""
    colours = ("#f2788a", "#f7b267", "#c58bf2", "#f25f5c", "#5fd0b8")
    spots = [stage.x(p) for p in (0.04, 0.13, 0.22, 0.30, 0.80, 0.88, 0.97)]
    for k, x in enumerate(spots):
        y = land.height_at(line, x) + u * rng.uniform(0.015, 0.06)
        body += _stone(
            x,
            y,
            u * rng.uniform(0.05, 0.11),
            mix("#5a6a7a", sea[3], 0.55),
            mix("#8fa0a8", sea[1], 0.4),
        )
        coral = mix(rng.choice(colours), sea[2], 0.22 if not stage.night else 0.5)
        body += (_fan if k % 2 else _tubes)(
            rng, x + rng.uniform(-1, 1) * u * 0.06, y, u * rng.uniform(0.09, 0.17), coral
        )
    return [floor, stage.vector(body, 0.45, 1.0)]


def _stone(x: float, y: float, s: float, dark: str, lit: str) -> str:
    d = (
        f"M{x - s:.1f} {y:.1f}Q{x - s * 0.9:.1f} {y - s * 0.8:.1f} {x - s * 0.2:.1f} "
        f"{y - s * 0.9:.1f}Q{x + s * 0.7:.1f} {y - s:.1f} {x + s * 1.1:.1f} {y:.1f}Z"
    )
    top = (
        f"M{x - s * 0.85:.1f} {y - s * 0.4:.1f}Q{x - s * 0.7:.1f} {y - s * 0.8:.1f} "
        f"{x - s * 0.2:.1f} {y - s * 0.9:.1f}Q{x + s * 0.4:.1f} {y - s * 0.95:.1f} "
        f"{x + s * 0.75:.1f} {y - s * 0.6:.1f}Q{x:.1f} {y - s * 0.75:.1f} {x - s * 0.85:.1f} "
        f"{y - s * 0.4:.1f}Z"
    )
    return flora.path(d, dark) + flora.path(top, lit, 0.7)


def _fan(rng: Random, x: float, y: float, s: float, colour: str) -> str:
    """A branching coral."""
    out, tips = "", [(x, y, -math.pi / 2, s * 0.34, s * 0.085)]
    for _ in range(4):
        grown = list[tuple[float, float, float, float, float]]()
        for px, py, a, length, width in tips:
            nx, ny = px + math.cos(a) * length, py + math.sin(a) * length
            out += flora.line(f"M{px:.1f} {py:.1f}L{nx:.1f} {ny:.1f}", colour, width)
            grown += [
                (nx, ny, a + t + rng.uniform(-0.15, 0.15), length * 0.78, width * 0.78)
                for t in (-0.45, 0.45)
            ]
        tips = grown
    return out


def _tubes(rng: Random, x: float, y: float, s: float, colour: str) -> str:
    """Tube sponges with open mouths."""
    out = ""
    for k in range(6):
        w, h, px = s * rng.uniform(0.12, 0.2), s * rng.uniform(0.45, 1.0), x + s * (k - 2.5) * 0.2
        out += (
            f'<rect x="{px - w / 2:.1f}" y="{y - h:.1f}" width="{w:.1f}" height="{h:.1f}" '
            f'rx="{w * 0.4:.1f}" fill="{mix(colour, "#1a2a4a", 0.10 * (k % 3))}"/><ellipse '
            f'cx="{px:.1f}" cy="{y - h + w * 0.22:.1f}" rx="{w * 0.36:.1f}" '
            f'ry="{w * 0.18:.1f}" fill="{mix(colour, "#1a1030", 0.6)}"/>'
        )
    return out


def _weed(stage: Stage, sea: tuple[str, ...]) -> list[Layer]:
    """Kelp that sways."""
    out, u, h = list[Layer](), stage.unit, stage.height
    for group, parts in enumerate(((0.08, 0.17, 0.86), (0.94, 0.25, 0.12))):
        rng, body = stage.shot("weed", group), ""
        for part in parts:
            x, foot, tall = stage.x(part), h * 0.86, u * rng.uniform(0.30, 0.52)
            green = mix(
                rng.choice(("#3f9a6a", "#7fae4a", "#2f7f7a")),
                sea[3],
                0.35 if not stage.night else 0.6,
            )
            for _ in range(3):
                px, lean = x + rng.gauss(0, u * 0.015), rng.uniform(-0.06, 0.06) * u
                d = (
                    f"M{px:.1f} {foot:.1f}q{u * 0.04:.1f} {-tall * 0.25:.1f} {lean:.1f} "
                    f"{-tall * 0.5:.1f}t{lean + u * 0.01:.1f} {-tall * 0.5:.1f}"
                )
                body += flora.line(d, green, u * 0.007)
                leaves = "".join(
                    flora.leaf(
                        px
                        + lean * t
                        + (1 if j % 2 else -1) * u * 0.02
                        + math.sin(t * 6) * u * 0.012,
                        foot - tall * t,
                        u * 0.026,
                        -0.6 if j % 2 else -2.5,
                        0.35,
                    )
                    for j, t in enumerate(k / 12 for k in range(1, 12))
                )
                body += flora.path(leaves, mix(green, sea[1], 0.18))
        layer = stage.layer(stage.vector(body, 0.25, 0.9), depth=0.72)
        out.append(
            Layer(
                layer.frames,
                layer.left,
                layer.top,
                0.72,
                motion=Motion("sway", u * 0.008, 0, 4.5, 0.5 * group),
            )
        )
    return out


def _front(stage: Stage, sea: tuple[str, ...]) -> Patch:
    """Dark rock and weed at the edge."""
    rng, u, h = stage.shot("front"), stage.unit, stage.height
    dark = mix(sea[3], "#020814", 0.55)
    body = _stone(stage.x(0.0), h * 1.02, u * 0.26, dark, mix(dark, sea[2], 0.3)) + _stone(
        stage.x(1.0), h * 1.03, u * 0.2, dark, mix(dark, sea[2], 0.3)
    )
    blades = flora.grass(
        rng, stage.x(0.02) - u * 0.14, stage.x(0.02) + u * 0.14, h * 1.0, u * 0.36, 26, 0.15
    )
    return stage.vector(body + flora.path(blades, mix(dark, "#1f6f5a", 0.3)), 0.5, 1, soft=0.0025)
