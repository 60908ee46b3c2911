"""A studio: a seamless sweep in soft light, a plinth, shapes that float, for products."""

from __future__ import annotations

import colorsys

import numpy as np

from generation.providers.local.illustrator import air, flora
from generation.providers.local.illustrator.canvas import (
    Patch,
    hexed,
    luminance,
    mix,
    noise,
    painted,
)
from generation.providers.local.illustrator.scene import Effect, Layer, Motion
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.55
SCHEMES = ("#f2b8a0", "#a9c8c0", "#f0cf8e", "#b9b4dc", "#e8a9b4", "#9fc2de")


def lay(stage: Stage) -> Site:
    """The sweep with a pool of light, an arch and discs behind, a plinth, leaves at the edge."""
    base = _scheme(stage)
    plinth = not stage.kinds & {"plinth", "person"}
    top = 0.70 if plinth else 0.815
    return Site(
        [
            stage.layer(_sweep(stage, base), depth=0.0),
            stage.layer(_arches(stage, base), depth=0.35),
            *_floating(stage, base),
            stage.layer(_plinth(stage, base, plinth), depth=0.7),
            stage.glow(_beam(stage), depth=0.75),
            stage.layer(_leaves(stage, base), depth=1.0),
        ],
        [
            Slot(stage.across(0.5), top, 0.62, 0.72, "table"),
            Slot(stage.across(0.5), 0.815 if not plinth else 0.86, 0.60, 0.72),
            Slot(stage.across(0.74), 0.83, 0.5, 0.72),
            Slot(stage.across(0.26), 0.83, 0.5, 0.72),
            Slot(stage.across(0.76), 0.83, 0.4, 0.72, "table"),
            Slot(stage.across(0.5), 0.40, 0.4, 0.6, "air"),
            Slot(stage.across(0.26), 0.30, 0.3, 0.5, "air"),
            Slot(stage.across(0.28), 0.74, 0.3, 0.5, "far"),
        ],
        HORIZON,
        [Effect("dust", 0.3, "#ffffff")],
        lamp="#fff6ea",
    )


def _scheme(stage: Stage) -> str:
    """One colour for the whole film; deep at night, light by day."""
    base = stage.film("scheme").choice(SCHEMES)
    return mix(base, "#1a1836", 0.72) if stage.night else mix(base, stage.tones.haze, 0.12)


def _sweep(stage: Stage, base: str) -> Patch:
    w, h = stage.width, stage.height
    t = np.linspace(0, 1, h, dtype=np.float32)[:, None]
    columns = np.linspace(-1, 1, w, dtype=np.float32)[None]
    bend = np.exp(-(((t - 0.70) / 0.09) ** 2)) * 0.10
    spot = np.exp(-((columns**2) * 1.5 + ((t - 0.42) / 0.55) ** 2 * 1.3))
    soft = noise(stage.film_array("sweep"), w, h, 2, 2, 2) - 0.5
    index = 0.18 + spot * 0.66 + (t > 0.70) * 0.05 - bend + soft * 0.05
    deep = mix(base, "#3a2f4a" if not stage.night else "#05050f", 0.42)
    return Patch(painted(index, [deep, mix(base, deep, 0.4), base, mix(base, "#ffffff", 0.45)]))


def _arches(stage: Stage, base: str) -> Patch:
    """An arch and a large disc, tone on tone; stairs at one side."""
    u, h, x = stage.unit, stage.height, stage.x
    floor = h * 0.755
    light, dark = mix(base, "#ffffff", 0.28), mix(base, "#2a2040", 0.16)
    accent = _accent(stage, base)
    cx, r = x(0.5), u * 0.27
    out = (
        f'<circle cx="{x(0.36):.0f}" cy="{h * 0.36:.0f}" r="{u * 0.24:.0f}" fill="{accent}" '
        'fill-opacity=".85"/>'
    )
    arch = (
        f"M{cx - r:.1f} {floor:.1f}V{h * 0.40:.1f}A{r:.1f} {r:.1f} 0 0 1 {cx + r:.1f} "
        f"{h * 0.40:.1f}V{floor:.1f}Z"
    )
    shade = (
        f"M{cx - r:.1f} {floor:.1f}V{h * 0.40:.1f}A{r:.1f} {r:.1f} 0 0 1 {cx - r * 0.1:.1f} "
        f"{h * 0.40 - r * 0.99:.1f}A{r * 0.9:.1f} {r:.1f} 0 0 0 {cx - r * 0.78:.1f} "
        f"{h * 0.42:.1f}V{floor:.1f}Z"
    )
    out += (
        '<linearGradient id="arch" x1="0" x2="1" y1="0" y2="1"><stop offset="0" '
        f'stop-color="{light}"/><stop offset="1" stop-color="{mix(light, base, 0.7)}"/>'
        "</linearGradient>"
    )
    out += flora.path(arch, "url(#arch)") + flora.path(shade, dark, 0.6)
    for k in range(3):
        sx, sw, sh = x(0.80), u * (0.34 - 0.07 * k), u * 0.05
        out += (
            f'<rect x="{sx - sw / 2:.1f}" y="{floor - sh * (k + 1) + u * 0.012:.1f}" '
            f'width="{sw:.1f}" height="{sh + 1:.1f}" '
            f'fill="{mix(dark, light, 0.25 + 0.3 * k)}"/>'
        )
        out += (
            f'<rect x="{sx - sw / 2:.1f}" y="{floor - sh * (k + 1) + u * 0.012:.1f}" '
            f'width="{sw:.1f}" height="{u * 0.008:.1f}" fill="{mix(light, "#ffffff", 0.4)}"/>'
        )
    return stage.vector(out, 0, 0.8)


def _accent(stage: Stage, base: str) -> str:
    """The scheme's complement, softened."""
    red, green, blue = (int(base[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, light, sat = colorsys.rgb_to_hls(red, green, blue)
    r, g, b = colorsys.hls_to_rgb((hue + 0.46) % 1, min(0.72, light + 0.02), min(1.0, sat * 0.8))
    return mix(hexed(r * 255, g * 255, b * 255), base, 0.25)


def _floating(stage: Stage, base: str) -> list[Layer]:
    """Spheres and a ring that hover."""
    out, u = list[Layer](), stage.unit
    accent = _accent(stage, base)
    for k, (px, py, r, colour) in enumerate(
        (
            (0.24, 0.30, 0.040, accent),
            (0.79, 0.24, 0.055, mix(base, "#ffffff", 0.4)),
            (0.70, 0.47, 0.022, accent),
            (0.30, 0.55, 0.018, mix(base, "#ffffff", 0.5)),
        )
    ):
        x, y, size = stage.x(px), stage.height * py, u * r
        body = (
            f'<radialGradient id="ball" cx="{0.32 if stage.sun[0] < 0.5 else 0.68}" cy=".28" '
            f'r=".85"><stop offset="0" stop-color="{mix(colour, "#ffffff", 0.6)}"/><stop '
            f'offset=".5" stop-color="{colour}"/><stop offset="1" '
            f'stop-color="{mix(colour, "#2a1f3a", 0.5)}"/></radialGradient><circle '
            f'cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="url(#ball)"/>'
        )
        layer = stage.layer(stage.vector(body, max(0, py - 0.12), py + 0.12), depth=0.5)
        out.append(
            Layer(
                layer.frames,
                layer.left,
                layer.top,
                0.5,
                motion=Motion("float", 0, u * 0.006, 4.5, 0.25 * k),
            )
        )
    return out[:2]


def _plinth(stage: Stage, base: str, wanted: bool) -> Patch:
    """Two round steps in the light, or just the shadow of what stands there."""
    u, h, x = stage.unit, stage.height, stage.x(0.5)
    foot = h * 0.855
    shadow = (
        '<radialGradient id="shadow"><stop offset="0" stop-color="#1a1028" '
        'stop-opacity=".42"/><stop offset="1" stop-color="#1a1028" stop-opacity="0"/>'
        "</radialGradient><ellipse "
        f'cx="{x + u * 0.05 * (1 if stage.sun[0] < 0.5 else -1):.0f}" '
        f'cy="{foot + u * 0.01:.0f}" rx="{u * 0.42:.0f}" ry="{u * 0.075:.0f}" '
        'fill="url(#shadow)"/>'
    )
    if not wanted:
        return stage.vector(shadow, 0.7, 1)
    light, dark = mix(base, "#ffffff", 0.62), mix(base, "#2a2040", 0.3)
    side = (
        f'<linearGradient id="side" x1="{0 if stage.sun[0] < 0.5 else 1}" '
        f'x2="{1 if stage.sun[0] < 0.5 else 0}" y1="0" y2="0"><stop offset="0" '
        f'stop-color="{mix(base, "#ffffff", 0.35)}"/><stop offset=".45" stop-color="{base}"/>'
        f'<stop offset="1" stop-color="{dark}"/></linearGradient>'
    )
    out = shadow + side
    for r, low, high in ((0.33, foot, h * 0.80), (0.235, h * 0.803, h * 0.705)):
        rx, ry = u * r, u * r * 0.13
        out += (
            f'<path d="M{x - rx:.1f} {high:.1f}V{low:.1f}A{rx:.1f} {ry:.1f} 0 0 0 '
            f'{x + rx:.1f} {low:.1f}V{high:.1f}Z" fill="url(#side)"/><ellipse cx="{x:.1f}" '
            f'cy="{high:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="{light}"/>'
        )
    return stage.vector(out, 0.6, 1)


def _beam(stage: Stage) -> Patch:
    """A soft cone of light from above."""
    return air.pool(
        stage,
        0.5,
        0.42,
        0.62,
        mix(stage.tones.key, "#ffffff", 0.5),
        0.20 if not stage.night else 0.32,
    )


def _leaves(stage: Stage, base: str) -> Patch:
    """Leaves and their blurred shadow at the edge."""
    rng, u, out = stage.shot("leaves"), stage.unit, ""
    for part, y in ((-0.01, 0.98), (1.0, 0.10)):
        x0, y0 = stage.x(part), stage.height * y
        toward = 1 if x0 < stage.width / 2 else -1
        for _ in range(7):
            a = rng.uniform(-1.1, 0.2) if y > 0.5 else rng.uniform(-0.2, 1.1)
            reach = u * rng.uniform(0.10, 0.20)
            out += flora.leaf(
                x0 + toward * np.cos(a) * reach,
                y0 + np.sin(a) * reach,
                reach * 0.62,
                a if toward > 0 else np.pi - a,
                0.28,
            )
    green = mix("#5f8a6a", base, 0.35)
    green = mix(green, "#10142a", 0.55) if luminance(base) < 90 else green
    return stage.vector(flora.path(out, mix(green, "#22303a", 0.25)), 0, 1, soft=0.004)
