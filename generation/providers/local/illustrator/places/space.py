"""Deep space: nebulae, a ringed planet, the ground of a moon."""

from __future__ import annotations

import math

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
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.70
WORLDS = (
    ("#e59a5f", "#f7d8a8"),
    ("#6fa8dc", "#cfe8ff"),
    ("#a07cc5", "#f0c8ff"),
    ("#5fb39a", "#d8ffe8"),
)


def lay(stage: Stage) -> Site:
    """Stars and gas clouds, a planet with its ring, rocks adrift, cratered ground."""
    return Site(
        [
            stage.layer(*_heavens(stage), depth=0.0),
            stage.layer(_planet(stage), depth=0.15),
            stage.layer(_ridge(stage), depth=0.4),
            stage.layer(*_ground(stage), depth=0.75),
            stage.layer(_rocks(stage), depth=1.0),
        ],
        [
            Slot(stage.across(0.36), 0.815, 0.34, 0.75),
            Slot(stage.across(0.24), 0.83, 0.34, 0.75),
            Slot(stage.across(0.54), 0.82, 0.34, 0.75),
            Slot(stage.across(0.36), 0.42, 0.34, 0.6, "air"),
            Slot(stage.across(0.20), 0.28, 0.2, 0.5, "air"),
            Slot(stage.across(0.72), 0.715, 0.14, 0.5, "far"),
        ],
        HORIZON,
    )


def _heavens(stage: Stage) -> list[Patch]:
    w, h = stage.width // 2, stage.height // 2
    rng = stage.film_array("nebula")
    a, b = stage.film("gas").sample(("#7a2f8f", "#2f5fae", "#b0486a", "#1f8a8a"), 2)
    gas, dust = noise(rng, w, h, 2.2, 2, 6, 0.58), noise(rng, w, h, 3, 2.5, 6, 0.6)
    rows, columns = np.mgrid[0 : 1 : h * 1j, 0 : 1 : w * 1j].astype(np.float32)
    band = np.exp(-(((rows - 0.42 - (columns - 0.5) * 0.45 * stage.side) / 0.24) ** 2))
    base = painted(gas * 0.6, ["#03040f", "#090d26", "#121638"])
    first = solid(a, smooth(0.42, 0.8, gas) * band * 0.75)
    second = solid(b, smooth(0.46, 0.85, dust) * band * 0.7)
    core = solid("#ffd9f0", smooth(0.55, 0.9, gas * 0.6 + dust * 0.5) * band * 0.35)
    size = stage.width, stage.height
    out = [Patch(enlarged(p, *size)) for p in (base, first, second, core)]
    return [*out, air.stars(stage, 1.0, 900), _bright(stage)]


def _bright(stage: Stage) -> Patch:
    rng, u, body = stage.film("bright stars"), stage.unit, ""
    for k in range(14):
        x, y, r = (
            rng.uniform(0, stage.width),
            rng.uniform(0, stage.height * 0.7),
            u * rng.uniform(0.008, 0.022),
        )
        body += (
            f'<radialGradient id="s{k}"><stop offset="0" stop-color="#fff"/><stop offset=".2" '
            'stop-color="#cfe0ff" stop-opacity=".5"/><stop offset="1" stop-color="#9fc0ff" '
            'stop-opacity="0"/></radialGradient>'
        )
        body += f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.1f}" fill="url(#s{k})"/>' + flora.path(
            flora.leaf(x, y, r * 1.5, 0, 0.06) + flora.leaf(x, y, r * 1.5, 1.571, 0.06),
            "#ffffff",
            0.8,
        )
    return stage.vector(body, 0, 0.75)


def _planet(stage: Stage) -> Patch:
    """A banded world with a soft terminator and a ring in front and behind."""
    rng, u = stage.film("planet"), stage.unit
    dark, bright = rng.choice(WORLDS)
    r = int(u * 0.20)
    rows, columns = np.mgrid[-1 : 1 : 2 * r * 1j, -1 : 1 : 2 * r * 1j].astype(np.float32)
    away = np.hypot(rows, columns)
    depth = np.sqrt(np.clip(1 - away**2, 0, 1))
    tilt = rows * 0.94 + columns * 0.33
    warp = noise(stage.film_array("bands"), 2 * r, 2 * r, 3, 6, 5) - 0.5
    bands = 0.5 + 0.28 * np.sin(tilt * 13 + warp * 5) + 0.18 * np.sin(tilt * 29 + warp * 9)
    light = columns * (-0.62 if stage.sun[0] < 0.5 else 0.62) - rows * 0.45 + depth * 0.62
    index = smooth(-0.25, 1.0, light) * (0.62 + 0.38 * bands)
    disc = painted(
        index,
        ["#05060f", mix(dark, "#0a0a20", 0.55), dark, bright, "#ffffff"],
        ((1 - away) * r).clip(0, 1),
    )
    x, y = stage.x(0.70), stage.height * (0.36 if not stage.tall else 0.30)
    halo = air.pool(stage, x / stage.width, y / stage.height, 0.36, bright, 0.3)
    ball = Patch(disc, int(x - r), int(y - r))
    back, front = (_ring(stage, x, y, r, bright, half) for half in (0, 1))
    from generation.providers.local.illustrator.canvas import stacked

    return stacked([halo, back, ball, front], stage.width, stage.height)


def _ring(stage: Stage, x: float, y: float, r: float, colour: str, front: int) -> Patch:
    arcs = ""
    for scale, width, opacity in ((1.55, 0.09, 0.75), (1.78, 0.13, 0.5), (1.98, 0.04, 0.65)):
        rx, ry = r * scale, r * scale * 0.24
        sweep = (
            f"M{x - rx:.1f} {y:.1f}A{rx:.1f} {ry:.1f} 0 0 {0 if front else 1} {x + rx:.1f} {y:.1f}"
        )
        arcs += (
            f'<path d="{sweep}" fill="none" stroke="{colour}" stroke-width="{r * width:.1f}" '
            f'stroke-opacity="{opacity}"/>'
        )
    return stage.vector(
        f'<g transform="rotate({19 * stage.side} {x:.1f} {y:.1f})">{arcs}</g>', 0, 0.8
    )


def _ridge(stage: Stage) -> Patch:
    line = land.peaks(stage, 0.735, 0.12, "moon", count=2.6)
    return land.mass(stage, line, ("#4a5078", "#232848", "#161a34"), 0.22, rim=0.6, name="moon")


def _ground(stage: Stage) -> list[Patch]:
    rng, u, h = stage.shot("craters"), stage.unit, stage.height
    line = land.rolling(stage, 0.765, 0.02, "ground", waves=0.8)
    soil = land.mass(
        stage,
        line,
        ("#8f93b8", "#5c608a", "#2a2d52", "#14162e"),
        0.28,
        rim=0.5,
        texture=0.2,
        name="soil",
        stretch=(14, 10),
    )
    body = ""
    for _ in range(16):
        t = rng.random()
        x, y = rng.uniform(0, stage.width), h * (0.79 + 0.2 * t)
        rx = u * (0.012 + 0.05 * t) * rng.uniform(0.5, 1.2)
        body += (
            f'<ellipse cx="{x:.0f}" cy="{y:.0f}" rx="{rx:.1f}" ry="{rx * 0.27:.1f}" '
            f'fill="#b9bddd" fill-opacity=".5"/><ellipse cx="{x + rx * 0.03:.0f}" '
            f'cy="{y + rx * 0.05:.0f}" rx="{rx * 0.94:.1f}" ry="{rx * 0.24:.1f}" '
            f'fill="#34385f"/><ellipse cx="{x:.0f}" cy="{y + rx * 0.11:.0f}" '
            f'rx="{rx * 0.72:.1f}" ry="{rx * 0.14:.1f}" fill="#565a86"/>'
        )
    return [soil, stage.vector(body, 0.75, 1.0)]


def _rocks(stage: Stage) -> Patch:
    """Stones adrift before the lens."""
    rng, u, body = stage.shot("rocks"), stage.unit, ""
    for k, (part, y) in enumerate(((0.97, 0.86), (0.90, 0.97), (0.04, 0.97), (0.95, 0.13))):
        x, r = stage.x(part), u * rng.uniform(0.03, 0.075)
        turns = sorted(rng.uniform(0, 2 * math.pi) for _ in range(9))
        points = "L".join(
            (
                f"{x + math.cos(a) * r * rng.uniform(0.8, 1.1):.1f} "
                f"{stage.height * y + math.sin(a) * r * 0.8:.1f}"
            )
            for a in turns
        )
        body += (
            f'<linearGradient id="r{k}" x1="{0 if stage.sun[0] < 0.5 else 1}" y1="0" '
            f'x2="{1 if stage.sun[0] < 0.5 else 0}" y2="1"><stop offset="0" stop-color="#7'
            'a7fa6"/><stop offset=".6" stop-color="#1c1f3a"/></linearGradient>'
        )
        body += flora.path(f"M{points}Z", f"url(#r{k})")
    return stage.vector(body, 0, 1, soft=0.003)
