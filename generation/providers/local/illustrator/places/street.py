"""A shopping street in one-point perspective: shopfronts, signs, lamps, a wet road."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np

from generation.providers.local.illustrator import air, built, flora
from generation.providers.local.illustrator.canvas import (
    Patch,
    blurred,
    mix,
    noise,
    painted,
    stacked,
)
from generation.providers.local.illustrator.scene import Layer
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.56
Quad = Callable[[float, float, float, float], str]


def lay(stage: Stage) -> Site:
    """Houses on both sides meet at the vanishing point; lights hang over the road."""
    walls = stacked([_houses(stage, -1), _houses(stage, 1)], stage.width, stage.height)
    return Site(
        [
            air.sky(stage, HORIZON, disc=True),
            air.clouds(stage, HORIZON),
            stage.layer(_glow_end(stage), _road(stage, walls), walls, depth=0.66),
            *_strings(stage),
            stage.layer(_front(stage), depth=1.0),
        ],
        [
            Slot(stage.across(0.60), 0.815, 0.38, 0.7),
            Slot(stage.across(0.40), 0.80, 0.36, 0.7),
            Slot(stage.across(0.74), 0.83, 0.40, 0.7),
            Slot(stage.across(0.46), 0.66, 0.16, 0.5, "far"),
            Slot(stage.across(0.52), 0.30, 0.18, 0.6, "air"),
            Slot(stage.across(0.42), 0.22, 0.15, 0.5, "air"),
        ],
        HORIZON,
    )


def _vanishing(stage: Stage) -> tuple[float, float]:
    return stage.x(0.46), stage.height * HORIZON


def _glow_end(stage: Stage) -> Patch:
    x, y = _vanishing(stage)
    tone = mix(stage.tones.haze, stage.tones.sun, 0.4)
    return air.pool(stage, x / stage.width, y / stage.height - 0.02, 0.38, tone, 0.8)


def _houses(stage: Stage, side: int) -> Patch:
    """One side of the street, from the vanishing point to the lens."""
    rng = stage.shot("houses", side)
    vx, vy = _vanishing(stage)
    edge = -0.06 * stage.width if side < 0 else 1.06 * stage.width

    def quad(near: float, far: float, low: float, high: float) -> str:
        """A wall piece between two distances (1 the lens, 0 infinity) and two heights (units)."""
        points = list[str]()
        for t, lift in ((far, low), (far, high), (near, high), (near, low)):
            x = vx + (edge - vx) * t
            y = vy + (0.30 - lift) * stage.unit * t * 1.15
            points.append(f"{x:.1f} {y:.1f}")
        return "M" + "L".join(points) + "Z"

    body, near = "", 0.09
    spans = list[tuple[float, float]]()
    while near < 1.25:
        far, near = near, near * rng.uniform(1.42, 1.7)
        spans.append((far, near))
    for k, (far, close) in enumerate(spans):
        body += _shop(stage, rng, quad, far, close, f"{side + 1}{k}")
    return stage.vector(body, 0, 1.0)


def _shop(stage: Stage, rng: Random, quad: Quad, far: float, near: float, key: str) -> str:
    tones = stage.tones
    depth = min(1.0, 0.18 + near * 0.85)
    local = rng.choice(("#8c7b86", "#6f7a92", "#9a8072", "#7a6c84", "#85909a"))
    tall = rng.uniform(1.0, 1.7) * (1.5 if stage.tall else 1.0)
    wall = tones.shade(local, depth, 0.25)
    out = flora.path(quad(near, far, 0, tall), wall) + flora.path(
        quad(near, near * 0.975, 0, tall), tones.gleam(local, depth, 0.35)
    )
    out += flora.path(quad(near * 1.01, far, tall, tall + 0.03), tones.shade(local, depth, 0.6))
    out += _shopfront(stage, rng, quad, far, near, depth)
    panes = {True: "", False: ""}
    for row in range(int((tall - 0.62) / 0.21)):
        for j in range(4):
            a = far + (near - far) * (j + 0.22) / 4
            b = far + (near - far) * (j + 0.78) / 4
            lit = rng.random() < {"day": 0.05, "dawn": 0.2, "sunset": 0.4}.get(stage.time, 0.55)
            panes[lit] += quad(b, a, 0.66 + row * 0.21, 0.79 + row * 0.21)
    glass = mix(tones.lit("#54688a", depth), tones.sky[2], 0.4)
    out += flora.path(panes[False], glass, 0.8) + flora.path(
        panes[True], mix(tones.haze, "#ffd98a", 0.3 + 0.7 * depth)
    )
    if near > 0.2 and rng.random() < 0.85:
        colour = rng.choice((*stage.accents, tones.accent))
        low = rng.uniform(0.6, 0.85)
        at = far + (near - far) * rng.uniform(0.3, 0.7)
        board = quad(at * 1.10, at, low, low + rng.uniform(0.16, 0.3))
        shine = mix(colour, "#ffffff", 0.35 * tones.glow)
        out += flora.path(board, tones.shade("#2a2036", depth, 0.3))
        out += (
            f'<path d="{board}" fill="{mix(colour, tones.dark, 0.55)}" '
            f'stroke="{shine if tones.glow > 0.5 else tones.lit(colour, depth)}" '
            f'stroke-width="{max(1.0, 5 * at):.1f}"/>'
        )
        out += flora.path(quad(at * 1.075, at * 1.025, low + 0.04, low + 0.14), shine, 0.9)
    return out


def _shopfront(stage: Stage, rng: Random, quad: Quad, far: float, near: float, depth: float) -> str:
    """The ground floor: plinth, two shop windows with goods, a door, a sign board, an awning."""
    tones = stage.tones
    glow = rng.choice(("#ffd48a", "#ffe6b8", "#ffb98a", "#ffdca0", "#bfe8e0"))
    warm = mix(tones.lit("#d9cdb4", depth), glow, 0.9 * tones.glow)
    frame = tones.shade(rng.choice(("#4a3a3a", "#3f4a4a", "#5a4434")), depth, 0.45)

    def at(t: float) -> float:
        return far + (near - far) * t

    out = flora.path(quad(near, far, 0.0, 0.56), frame)
    for a, b, low in ((0.05, 0.40, 0.11), (0.62, 0.95, 0.11), (0.45, 0.57, 0.02)):
        out += flora.path(quad(at(b), at(a), low, 0.42), mix(tones.haze, warm, 0.35 + 0.6 * depth))
        out += flora.path(quad(at(b), at(a), 0.33, 0.42), mix(warm, "#ffffff", 0.35), 0.6)
    goods = ""
    for k in range(9):
        t = (0.07, 0.15, 0.23, 0.31, 0.36, 0.65, 0.73, 0.81, 0.89)[k]
        goods += quad(at(t + 0.045), at(t), 0.11, 0.11 + rng.uniform(0.05, 0.17))
    out += flora.path(goods, mix(frame, warm, 0.35), 0.85)
    board = rng.choice((*stage.accents, "#c8553d", "#3f7f8a", "#e8d3a4"))
    lettered = "".join(
        quad(at(0.2 + 0.07 * k + 0.045), at(0.2 + 0.07 * k), 0.475, 0.525)
        for k in range(rng.randrange(4, 9))
    )
    shine = tones.glow > 0.5
    out += flora.path(
        quad(at(0.97), at(0.03), 0.45, 0.555),
        mix(tones.lit(board, depth), tones.dark, 0.5 if shine else 0.15),
    )
    out += flora.path(
        lettered, mix(board, "#ffffff", 0.55) if shine else tones.lit("#f4ead6", depth)
    )
    if rng.random() < 0.6:
        colour = tones.lit(rng.choice((*stage.accents, "#c8553d", "#3f7f8a")), depth)
        out += flora.path(quad(near * 1.06, far * 1.06, 0.40, 0.47), colour)
        out += flora.path(
            "".join(quad(at((k + 0.5) / 6) * 1.06, at(k / 6) * 1.06, 0.40, 0.47) for k in range(6)),
            tones.lit("#f4ead6", depth),
            0.8,
        )
    return out


def _road(stage: Stage, walls: Patch) -> Patch:
    """Pavement and road to the vanishing point; wet, it mirrors the lights above."""
    tones, w, h, u = stage.tones, stage.width, stage.height, stage.unit
    vx, vy = _vanishing(stage)
    top = int(vy + u * 0.02)
    rows = h - top
    rng = stage.shot_array("road")
    t = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    rough = noise(rng, w, rows, 14, 30, 4, 0.65) - 0.5
    base = painted(
        t**0.7 + rough * 0.10,
        [
            mix(tones.haze, tones.lit("#6a6a78"), 0.35),
            tones.lit("#62626f"),
            tones.shade("#55555f", 1, 0.5),
        ],
    )
    patches = [Patch(base, 0, top)]
    wet = stage.night or stage.weather in ("rain", "storm")
    if wet:
        reach = min(rows, top - walls.top)
        flipped = walls.pixels[top - walls.top - reach : top - walls.top][::-1].copy()
        lift = np.linspace(0.62, 0.16, reach, dtype=np.float32)[:, None]
        puddle = np.clip(1.15 + noise(rng, flipped.shape[1], reach, 6, 9, 4) * 1.6 - 1.35, 0, 1)
        flipped[..., 3] = (flipped[..., 3] * lift * puddle).astype(np.uint8)
        stretched = np.repeat(flipped, 2, 0)[:rows]
        patches.append(Patch(blurred(stretched, u * 0.006), walls.left, top))
    lines = ""
    for k in range(9):
        a, b = 0.06 * 1.48**k, 0.06 * 1.48**k * 1.2
        x = stage.x(0.5)
        lines += (
            f"M{vx + (x - vx) * a - a * u * 0.012:.1f} {vy + u * 0.345 * a:.1f}"
            f"h{a * u * 0.024:.1f}L{vx + (x - vx) * b + b * u * 0.012:.1f} "
            f"{vy + u * 0.345 * b:.1f}h{-b * u * 0.024:.1f}Z"
        )
    body = flora.path(lines, tones.lit("#d8d2c2"), 0.4)
    for edge in (0.06, 0.94):
        x = stage.width * (edge + (0.3 if edge > 0.5 else -0.3))
        kerb = (
            f"M{vx:.1f} {vy + u * 0.02:.1f}L{x:.1f} {h * 1.05:.1f}"
            f"L{x + (w * 0.9 if edge > 0.5 else -w * 0.9):.1f} {h * 1.05:.1f}Z"
        )
        body += flora.path(kerb, tones.lit("#8a8790", 0.9), 0.55)
        body += flora.line(
            f"M{vx:.1f} {vy + u * 0.02:.1f}L{x:.1f} {h * 1.05:.1f}",
            tones.gleam("#b3afb6", 1, 0.4),
            3,
            0.7,
        )
    patches.append(stage.vector(body, HORIZON, 1.0))
    return stacked(patches, w, h)


def _strings(stage: Stage) -> list[Layer]:
    """Lamps and lanterns hung across the street."""
    tones, u, w = stage.tones, stage.unit, stage.width
    vx, vy = _vanishing(stage)
    body = built.lamp("bulb", "#ffdf9a") + built.lamp("red", "#ff7a50")
    for k, t in enumerate((0.22, 0.36, 0.58)):
        y = vy - u * 0.62 * t * (1.5 if stage.tall else 1.0)
        x0, x1 = vx - (vx + 0.06 * w) * t, vx + (1.06 * w - vx) * t
        sag = u * 0.10 * t
        body += flora.line(
            f"M{x0:.1f} {y:.1f}Q{(x0 + x1) / 2:.1f} {y + 2 * sag:.1f} {x1:.1f} {y:.1f}",
            mix(tones.dark, tones.haze, 0.2),
            max(1.0, 2.4 * t),
        )
        for j in range(1, 8):
            s = j / 8
            px, py = x0 + (x1 - x0) * s, y + 4 * sag * s * (1 - s)
            if k == 2 or stage.time == "neon":
                body += built.lantern(px, py, u * 0.030 * t, "#e2503a", tones, "red")
            else:
                body += built.glow(px, py, u * 0.05 * t, "bulb", tones.glow) + (
                    f'<circle cx="{px:.1f}" cy="{py:.1f}" r="{u * 0.009 * t:.1f}" fill="#fff3cf"/>'
                )
    return [stage.layer(stage.vector(body, 0, 0.62), depth=0.6)]


def _front(stage: Stage) -> Patch:
    """A dark lamp post and a shop's flower boxes at the edge, out of focus."""
    rng, u, tones = stage.shot("front"), stage.unit, stage.tones
    x = stage.x(0.06)
    body = built.lamp("front", "#ffe2a0") + built.street_lamp(
        stage, x, stage.height * 1.05, u * 0.92, "front", 1 if x < stage.width / 2 else -1
    )
    leaves = "".join(
        flora.dabs(rng, stage.x(p), stage.height * 1.0, u * 0.10, u * 0.02, 50)
        for p in (0.99, 0.90)
    )
    body += flora.path(leaves, tones.shade(tones.leaves[2], 1, 0.7))
    return stage.vector(body, 0, 1, soft=0.002)
