"""A skyline across water: towers behind towers, lit windows, neon after dark, reflections."""

from __future__ import annotations

from random import Random

import numpy as np

from generation.providers.local.illustrator import air, built, flora
from generation.providers.local.illustrator.canvas import Patch, blurred, mix, rgb, stacked
from generation.providers.local.illustrator.scene import Layer
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.60


def lay(stage: Stage) -> Site:
    """Three rows of towers, a wet embankment that mirrors them, a parapet to stand on."""
    far = [*_row(stage, 0.22, 26, 0.46), air.mist(stage, 0.56, 0.12, 0.6, name="smog")]
    near = [
        *_row(stage, 0.5, 19, 0.42),
        air.mist(stage, HORIZON, 0.07, 0.5, name="low"),
        *_row(stage, 0.85, 14, 0.25),
    ]
    skyline = stacked([*far, *near], stage.width, stage.height)
    return Site(
        [
            air.sky(stage, HORIZON),
            air.clouds(stage, HORIZON),
            stage.layer(*far, depth=0.2),
            stage.layer(*near, _wet(stage, skyline), depth=0.45),
            stage.layer(_embankment(stage), depth=0.75),
            *_beams(stage),
            stage.layer(_front(stage), depth=1.0),
        ],
        [
            Slot(stage.across(0.62), 0.815, 0.36, 0.75),
            Slot(stage.across(0.42), 0.81, 0.36, 0.75),
            Slot(stage.across(0.78), 0.825, 0.38, 0.75),
            Slot(stage.across(0.36), 0.70, 0.16, 0.5, "water"),
            Slot(stage.across(0.45), 0.60, 0.12, 0.4, "far"),
            Slot(stage.across(0.58), 0.30, 0.2, 0.5, "air"),
            Slot(stage.across(0.40), 0.24, 0.16, 0.4, "air"),
        ],
        HORIZON,
    )


def _lights(stage: Stage) -> float:
    return {"night": 0.5, "neon": 0.48, "sunset": 0.26, "dawn": 0.14, "day": 0.03}[stage.time]


def _row(stage: Stage, depth: float, count: int, rise: float) -> list[Patch]:
    """One row of towers; after dark its signs, and the glow around them."""
    rng, u, body, signs, glows = stage.shot("towers", round(depth * 100)), stage.unit, "", "", ""
    x, foot = -u * 0.05, stage.height * (HORIZON + 0.012)
    growth = 1.35 if stage.tall else 1.0
    while x < stage.width:
        w = u * rng.uniform(0.6, 1.35) * 1.75 / count * growth
        centre = 1 - abs((x + w / 2) / stage.width - 0.5) * 1.3
        top = foot - u * rise * rng.uniform(0.35, 1.0) * (0.55 + 0.75 * centre) * growth
        body += built.tower(stage, rng, x, top, w, foot, depth, _lights(stage))
        if stage.time == "neon" and depth > 0.4 and rng.random() < 0.65:
            sign, glow = _sign(stage, rng, x, top, w)
            signs, glows = signs + sign, glows + glow
        x += w * rng.uniform(0.82, 1.08)
    row = stage.vector(body + signs, 0, HORIZON + 0.015)
    return [row, stage.vector(glows, 0, HORIZON + 0.015, scale=0.25)] if glows else [row]


def _sign(stage: Stage, rng: Random, x: float, top: float, w: float) -> tuple[str, str]:
    """A neon sign on a tower, and its glow."""
    colour = rng.choice((*stage.accents, stage.tones.accent))
    sw, sh = (w * 0.2, w * rng.uniform(0.6, 1.0)) if rng.random() < 0.6 else (w * 0.6, w * 0.22)
    y, at = top + w * rng.uniform(0.15, 0.5), x + w * rng.uniform(0.05, 0.35)
    key = f"s{colour[1:]}"
    glow = built.glow(at + sw / 2, y + sh / 2, max(sw, sh) * 1.7, key, 0.7)
    return built.sign(rng, at, y, sw, sh, colour), built.lamp(key, colour) + glow


def _wet(stage: Stage, skyline: Patch) -> Patch:
    """Dark water that holds the skyline upside down, drawn out and broken."""
    top = int(stage.height * HORIZON)
    h, w = stage.height - top, stage.width
    water = air.water(
        stage,
        HORIZON,
        1.0,
        calm=0.8,
        mirror=mix(stage.tones.sky[-1], stage.tones.dark, 0.35),
        deep=mix(stage.tones.dark, stage.tones.sky[1], 0.4),
    )
    base = water.pixels[..., :3].astype(np.float32)
    t = np.linspace(0, 1, base.shape[0], dtype=np.float32)
    source = (top - skyline.top - 2 - np.arange(base.shape[0]) / 1.2).astype(int)
    rows = np.flatnonzero(source >= 0)
    smear = blurred(skyline.pixels, stage.unit * 0.004)
    shift = np.sin(34 / (t + 0.10)) * stage.unit * 0.008 * (0.2 + t)
    for row in rows:
        strip = np.roll(smear[source[row]], int(shift[row]), 0).astype(np.float32)
        alpha = strip[:, 3:] / 255 * (0.68 - 0.45 * t[row])
        span = slice(skyline.left, skyline.left + strip.shape[0])
        base[row, span] = base[row, span] * (1 - alpha) + strip[:, :3] * 0.85 * alpha
    shine = np.array(rgb(stage.tones.haze), np.float32)
    edge = np.exp(-t / 0.04)[:, None, None] * 0.35
    pixels = np.dstack([(base * (1 - edge) + shine * edge).astype(np.uint8), water.pixels[..., 3]])
    return Patch(pixels[:h, :w], 0, top)


def _embankment(stage: Stage) -> Patch:
    """The paved edge we stand on, with a railing; puddles shine at night and in the rain."""
    tones, w, h, u = stage.tones, stage.width, stage.height, stage.unit
    rng = stage.shot("paving")
    stone = "#7c7f8c"
    top = h * 0.775
    body = built.fade("pave", tones.gleam(stone, 0.8, 0.25), tones.shade(stone, 1, 0.7), top, h)
    body += flora.path(built.box(-5, top, w + 10, h), "url(#pave)")
    seams = "".join(f"M0 {top + u * d:.1f}H{w}" for d in (0.022, 0.058, 0.115, 0.2))
    vanish = w / 2
    for k in range(-14, 15):
        seams += (
            f"M{vanish + k * u * 0.11:.1f} {top:.1f}L{vanish + k * u * 0.30:.1f} {h * 1.02:.1f}"
        )
    body += flora.line(seams, tones.shade(stone, 1, 0.65), 1.4, 0.55)
    if stage.night or stage.weather in ("rain", "storm"):
        colours = (
            (*stage.accents, tones.accent, "#ffd98a")
            if stage.time == "neon"
            else (tones.sky[-1], "#ffd98a")
        )
        for k in range(22):
            colour, key = rng.choice(colours), f"p{k}"
            x, y = rng.uniform(0, w), h * rng.uniform(0.79, 0.98)
            body += built.lamp(key, colour) + (
                f'<ellipse cx="{x:.0f}" cy="{y:.0f}" '
                f'rx="{u * rng.uniform(0.01, 0.022):.0f}" '
                f'ry="{u * rng.uniform(0.03, 0.10):.0f}" fill="url(#{key})" '
                f'fill-opacity="{rng.uniform(0.15, 0.5):.2f}"/>'
            )
    iron = mix(tones.dark, tones.lit("#4a5262"), 0.35)
    rail = f"M-5 {top - u * 0.085:.1f}H{w + 5}M-5 {top - u * 0.02:.1f}H{w + 5}"
    posts = "".join(
        f"M{k * u * 0.034:.1f} {top - u * 0.085:.1f}V{top:.1f}"
        for k in range(int(w / u / 0.034) + 2)
    )
    body += flora.line(posts, iron, 1.5, 0.8) + flora.line(rail, iron, u * 0.006)
    body += flora.line(
        f"M-5 {top - u * 0.088:.1f}H{w + 5}", tones.gleam("#8892a4", 1, 0.4), 1.4, 0.8
    )
    body += built.lamp("post", "#ffe2a0")
    for part in (0.17, 0.90):
        body += built.street_lamp(
            stage,
            stage.x(part),
            top + u * 0.02,
            u * 0.42,
            "post",
            1 if stage.x(part) < w / 2 else -1,
        )
    return stage.vector(body, 0.25, 1.0)


def _beams(stage: Stage) -> list[Layer]:
    """Searchlights over a city that never sleeps."""
    if stage.time != "neon" or stage.weather != "clear":
        return []
    body = ""
    for k, (part, lean) in enumerate(((0.3, 0.16), (0.72, -0.2))):
        x, y = stage.x(part), stage.height * 0.58
        tip = x + lean * stage.unit
        body += built.fade(f"b{k}", stage.tones.key, stage.tones.key, 0, y, 0, 0.30)
        body += flora.path(
            (
                f"M{x - 3:.0f} {y:.0f}L{tip - stage.unit * 0.05:.0f} -10"
                f"L{tip + stage.unit * 0.05:.0f} -10L{x + 3:.0f} {y:.0f}Z"
            ),
            f"url(#b{k})",
        )
    return [stage.glow(stage.vector(body, 0, 0.6, soft=0.004), depth=0.3)]


def _front(stage: Stage) -> Patch:
    """A planter at the edge of the picture; lamps out of focus."""
    rng, u, tones = stage.shot("front"), stage.unit, stage.tones
    leaves = "".join(
        flora.dabs(rng, stage.x(p), stage.height * 1.0, u * 0.12, u * 0.022, 60, 0.8)
        for p in (0.01, 0.09)
    )
    body = flora.path(leaves, tones.shade(tones.leaves[2], 1, 0.75))
    return stage.vector(body, 0.75, 1.0, soft=0.003)
