"""What grows, as SVG: leaf strokes, grass, ferns, reeds, flowers, overhanging branches."""

from __future__ import annotations

import math
from random import Random

from generation.providers.local.illustrator.canvas import mix
from generation.providers.local.illustrator.stage import Stage


def path(d: str, fill: str, opacity: float = 1.0) -> str:
    """One filled path; nothing for nothing."""
    veil = "" if opacity >= 1 else f' fill-opacity="{opacity:.2f}"'
    return f'<path d="{d}" fill="{fill}"{veil}/>' if d else ""


def line(d: str, colour: str, width: float, opacity: float = 1.0) -> str:
    """One stroked path with round ends."""
    veil = "" if opacity >= 1 else f' stroke-opacity="{opacity:.2f}"'
    return (
        f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width:.1f}" '
        f'stroke-linecap="round" stroke-linejoin="round"{veil}/>'
    )


def leaf(x: float, y: float, size: float, angle: float, slim: float = 0.55) -> str:
    """Path data of one leaf or brush stroke of length 2 × `size` around (x, y)."""
    c, s = math.cos(angle) * size, math.sin(angle) * size
    ox, oy = -s * slim, c * slim
    return (
        f"M{x - c:.1f} {y - s:.1f}Q{x + ox:.1f} {y + oy:.1f} {x + c:.1f} {y + s:.1f}"
        f"Q{x - ox:.1f} {y - oy:.1f} {x - c:.1f} {y - s:.1f}Z"
    )


def dabs(
    rng: Random, x: float, y: float, radius: float, size: float, count: int, flat: float = 0.8
) -> str:
    """Path data of `count` brush strokes scattered round (x, y), denser in the middle."""
    out = ""
    for _ in range(count):
        turn, away = rng.uniform(0, 6.283), radius * rng.random() ** 0.6
        out += leaf(
            x + math.cos(turn) * away,
            y + math.sin(turn) * away * flat,
            size * rng.uniform(0.6, 1.3),
            rng.uniform(-0.9, 0.9) + (0.5 if math.cos(turn) > 0 else -0.5),
            0.75,
        )
    return out


def spray(rng: Random, x: float, y: float, size: float, count: int = 7, hang: float = 1.2) -> str:
    """Path data of a hanging spray of narrow leaves."""
    out = ""
    for _ in range(count):
        angle = hang + rng.uniform(-1.1, 1.1)
        length = size * rng.uniform(0.6, 1.1)
        out += leaf(x + math.cos(angle) * length, y + math.sin(angle) * length, length, angle, 0.2)
    return out


def grass(
    rng: Random, x0: float, x1: float, y: float, h: float, count: int, lean: float = 0.25
) -> str:
    """Path data of grass blades standing on `y` between two columns."""
    out = ""
    for _ in range(count):
        x, tall = rng.uniform(x0, x1), h * rng.uniform(0.35, 1.0)
        tip, w = x + tall * (lean + rng.uniform(-0.45, 0.45)), max(1.2, tall * 0.045)
        out += (
            f"M{x - w:.1f} {y:.1f}Q{x:.1f} {y - tall * 0.6:.1f} {tip:.1f} {y - tall:.1f}"
            f"Q{x + w * 1.4:.1f} {y - tall * 0.55:.1f} {x + w:.1f} {y:.1f}Z"
        )
    return out


def fern(rng: Random, x: float, y: float, size: float, count: int = 7) -> str:
    """Path data of a fern: fronds that arch from one root."""
    out = ""
    for k in range(count):
        angle = math.pi * (0.12 + 0.76 * (k + rng.uniform(0.2, 0.8)) / count)
        reach = size * rng.uniform(0.75, 1.1)
        for j in range(1, 11):
            t = j / 10
            px = x + math.cos(angle) * reach * t
            py = y - math.sin(angle) * reach * t + reach * 0.42 * t * t
            slope = math.atan2(-math.sin(angle) + 0.84 * t, math.cos(angle))
            width = reach * 0.17 * math.sin(math.pi * (0.12 + 0.86 * t)) + 1
            for side in (-1, 1):
                turn = slope + side * 1.05
                out += leaf(
                    px + math.cos(turn) * width * 0.5,
                    py + math.sin(turn) * width * 0.5,
                    width * 0.55,
                    turn,
                    0.35,
                )
    return out


def reeds(rng: Random, x: float, y: float, h: float, count: int) -> tuple[str, str]:
    """Path data of reed blades and of their cat-tails."""
    blades, tails = "", ""
    for _ in range(count):
        px, tall = x + rng.gauss(0, h * 0.22), h * rng.uniform(0.6, 1.1)
        tip = px + tall * rng.uniform(-0.12, 0.25)
        blades += (
            f"M{px - 2:.1f} {y:.1f}Q{px:.1f} {y - tall * 0.6:.1f} {tip:.1f} {y - tall:.1f}"
            f"Q{px + 3:.1f} {y - tall * 0.5:.1f} {px + 2.5:.1f} {y:.1f}Z"
        )
        if rng.random() < 0.3:
            tails += leaf(tip, y - tall, h * 0.055, math.pi / 2 + 0.1, 0.5)
    return blades, tails


def blossom(x: float, y: float, r: float, turn: float, petals: int = 5) -> str:
    """Path data of one open flower seen from the front."""
    out = ""
    for k in range(petals):
        a = turn + k * 2 * math.pi / petals
        out += leaf(x + math.cos(a) * r * 0.52, y + math.sin(a) * r * 0.52, r * 0.5, a, 0.95)
    return out


def maple_leaf(x: float, y: float, r: float, turn: float) -> str:
    """Path data of one maple leaf with its stalk."""
    points = list[str]()
    for k, (reach, notch) in enumerate(
        ((1.0, 0.42), (0.92, 0.4), (0.62, 0.26), (0.18, 0.2), (0.62, 0.4), (0.92, 0.42))
    ):
        a = turn + (k - 0.0) * math.pi / 3
        b = a + math.pi / 6
        points += [
            f"{x + math.cos(a) * r * reach:.1f} {y + math.sin(a) * r * reach:.1f}",
            f"{x + math.cos(b) * r * notch:.1f} {y + math.sin(b) * r * notch:.1f}",
        ]
    return "M" + "L".join(points) + "Z"


def overhang(
    stage: Stage, corner: int, kind: str, name: str = "overhang", reach: float = 0.5
) -> str:
    """SVG of a branch that reaches into the picture from an upper corner (-1 left, 1 right)."""
    rng, u = stage.shot(name, corner), stage.unit
    edge = stage.width if corner > 0 else 0
    tones = stage.tones
    wood = mix(tones.dark, tones.lit("#4a332c"), 0.35)
    twigs, tips = "", list[tuple[float, float]]()
    for k in range(4):
        x, y = edge - corner * u * -0.03, u * rng.uniform(-0.02, 0.14)
        angle, length, width = (
            rng.uniform(0.10, 0.5) + 0.12 * k,
            u * reach * rng.uniform(0.75, 1.0),
            u * 0.014,
        )
        for j in range(7):
            nx = x - corner * math.cos(angle) * length / 7
            ny = y + math.sin(angle) * length / 7
            twigs += line(
                f"M{x:.1f} {y:.1f}L{nx:.1f} {ny:.1f}", wood, max(1.5, width * (1 - j / 7))
            )
            x, y = nx, ny
            angle += rng.uniform(-0.22, 0.16)
            if j > 0:
                tips.append((x, y))
    return twigs + _foliage(stage, rng, tips, kind)


def _foliage(stage: Stage, rng: Random, tips: list[tuple[float, float]], kind: str) -> str:
    tones, u = stage.tones, stage.unit
    if kind == "blossom":
        back = mid = front = heart = ""
        for x, y in tips:
            for _ in range(7):
                bx, by = x + rng.gauss(0, u * 0.028), y + rng.gauss(0, u * 0.022)
                r, turn = u * rng.uniform(0.011, 0.021), rng.uniform(0, 6)
                pick = rng.random()
                flower = blossom(bx, by, r, turn)
                back, mid, front = (
                    (back + flower, mid, front)
                    if pick < 0.35
                    else (back, mid + flower, front)
                    if pick < 0.75
                    else (back, mid, front + flower)
                )
                heart += leaf(bx, by, r * 0.2, 0, 1.2) if pick > 0.35 else ""
        a, b, c = tones.blossom
        return (
            path(back, tones.shade(b, 1, 0.3))
            + path(mid, tones.lit(a, 1))
            + path(front, tones.gleam(c, 1, 0.5))
            + path(heart, tones.lit("#d4557c", 1))
        )
    light, bright, deep = tones.leaves
    back = mid = front = ""
    for x, y in tips:
        if kind == "pine":
            mid += "".join(
                leaf(
                    x + rng.gauss(0, u * 0.01),
                    y + rng.gauss(0, u * 0.008),
                    u * rng.uniform(0.02, 0.04),
                    rng.uniform(0, 3.1),
                    0.08,
                )
                for _ in range(16)
            )
        elif kind == "maple":
            for _ in range(4):
                shape = maple_leaf(
                    x + rng.gauss(0, u * 0.03),
                    y + rng.gauss(0, u * 0.025),
                    u * rng.uniform(0.018, 0.034),
                    rng.uniform(0, 6),
                )
                back, front = (back + shape, front) if rng.random() < 0.5 else (back, front + shape)
        elif kind == "willow":
            for j in range(11):
                front += spray(
                    rng, x + math.sin(j * 0.4) * u * 0.006, y + j * u * 0.022, u * 0.02, 3, 1.4
                )
        else:
            for _ in range(9):
                shape = leaf(
                    x + rng.gauss(0, u * 0.028),
                    y + rng.gauss(0, u * 0.022),
                    u * rng.uniform(0.012, 0.026),
                    rng.uniform(-0.4, 1.9),
                    0.5,
                )
                pick = rng.random()
                back, mid, front = (
                    (back + shape, mid, front)
                    if pick < 0.4
                    else (back, mid + shape, front)
                    if pick < 0.75
                    else (back, mid, front + shape)
                )
    if kind == "pine":
        return path(mid, tones.shade("#2f5a50", 1, 0.4))
    return (
        path(back, tones.shade(deep, 1, 0.5))
        + path(mid, tones.shade(light, 1, 0.25))
        + path(front, tones.gleam(bright, 1, 0.2))
    )


def canopy_kind(stage: Stage) -> str:
    """What a branch in this season carries."""
    return {"spring": "blossom", "autumn": "maple", "winter": "pine"}.get(stage.season, "leaf")


def meadow_flowers(
    stage: Stage, rng: Random, top: float, bottom: float, count: int, colours: tuple[str, ...]
) -> str:
    """Flower heads that shrink with distance, between two parts of the height."""
    paths = dict.fromkeys(colours, "")
    for _ in range(count):
        t = rng.random() ** 0.7
        y = stage.height * (top + (bottom - top) * t)
        r = stage.unit * (0.0016 + 0.0075 * t * t) * rng.uniform(0.7, 1.3)
        colour = rng.choice(colours)
        x = rng.uniform(0, stage.width)
        paths[colour] += leaf(x, y, r, rng.uniform(-0.3, 0.3), 1.1)
    return "".join(path(d, stage.tones.gleam(c, 0.9, 0.15)) for c, d in paths.items())
