"""What people build, as SVG: towers with lit windows, roofs, houses, lamps, lanterns, signs."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.canvas import mix
from generation.providers.local.illustrator.flora import line, path
from generation.providers.local.illustrator.palette import Palette
from generation.providers.local.illustrator.stage import Stage

WARM = ("#ffd98a", "#ffc46b", "#fff0c4", "#ffb45a")


def box(x: float, y: float, w: float, h: float) -> str:
    """Path data of a rectangle."""
    return f"M{x:.1f} {y:.1f}h{w:.1f}v{h:.1f}h{-w:.1f}z"


def fade(
    name: str, top: str, bottom: str, y0: float, y1: float, a0: float = 1, a1: float = 1
) -> str:
    """A vertical gradient between two pixel rows; use as `url(#name)`."""
    return (
        f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse" x1="0" y1="{y0:.0f}" '
        f'x2="0" y2="{y1:.0f}">'
        f'<stop offset="0" stop-color="{top}" stop-opacity="{a0}"/>'
        f'<stop offset="1" stop-color="{bottom}" stop-opacity="{a1}"/></linearGradient>'
    )


def lamp(name: str, colour: str) -> str:
    """A radial gradient that fades to nothing; use as `url(#name)` in a circle."""
    return (
        f'<radialGradient id="{name}"><stop offset="0" stop-color="{colour}" stop-opacity=".9"/>'
        f'<stop offset=".35" stop-color="{colour}" stop-opacity=".32"/>'
        f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient>'
    )


def glow(x: float, y: float, r: float, name: str, opacity: float = 1.0) -> str:
    return (
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.0f}" fill="url(#{name})" '
        f'fill-opacity="{opacity:.2f}"/>'
    )


def tower(
    stage: Stage,
    rng: Random,
    x: float,
    top: float,
    w: float,
    foot: float,
    depth: float,
    lights: float,
) -> str:
    """A high-rise between two rows of pixels: shaded side, crown, windows, some of them lit."""
    tones = stage.tones
    local = rng.choice(("#6d7f9a", "#8a8296", "#5b6c86", "#97897f", "#7b8fa0"))
    gloom = 0.12 + (0.62 if stage.night else 0.2) * depth
    front, side = tones.shade(local, depth, gloom), tones.shade(local, depth, gloom + 0.22)
    edge = -1 if stage.sun[0] * stage.width < x else 1
    out = path(box(x, top, w, foot - top), front)
    sw = w * rng.uniform(0.2, 0.34)
    out += path(box(x if edge > 0 else x + w - sw, top, sw, foot - top), side, 0.75)
    out += path(
        box(x + (w - w * 0.06 if edge > 0 else 0), top, w * 0.06, foot - top),
        tones.gleam(local, depth, 0.5),
        0.8,
    )
    out += _crown(tones, rng, x, top, w, depth, front, side)
    return out + _windows(stage, rng, x, top, w, foot, depth, lights)


def _crown(
    tones: Palette, rng: Random, x: float, top: float, w: float, depth: float, front: str, side: str
) -> str:
    kind = rng.randrange(5)
    if kind == 0:
        return path(box(x + w * 0.2, top - w * 0.18, w * 0.6, w * 0.19), front)
    if kind == 1:
        h = w * rng.uniform(0.6, 1.3)
        return (
            path(box(x + w * 0.3, top - w * 0.14, w * 0.4, w * 0.15), side)
            + line(f"M{x + w / 2:.1f} {top - w * 0.1:.1f}v{-h:.1f}", side, max(1.2, w * 0.025))
            + (
                f'<circle cx="{x + w / 2:.1f}" cy="{top - w * 0.1 - h:.1f}" '
                f'r="{max(1.6, w * 0.025):.1f}" fill="#ff5a5a" '
                f'fill-opacity="{tones.glow:.2f}"/>'
            )
        )
    if kind == 2:
        return path(
            (
                f"M{x:.1f} {top + 1:.1f}L{x + w * 0.7:.1f} {top - w * 0.4:.1f}L{x + w:.1f} "
                f"{top + 1:.1f}Z"
            ),
            front,
        )
    if kind == 3:
        return path(
            (
                f"M{x + w * 0.1:.1f} {top + 1:.1f}Q{x + w / 2:.1f} {top - w * 0.5:.1f} "
                f"{x + w * 0.9:.1f} {top + 1:.1f}Z"
            ),
            front,
        )
    return ""


def _windows(
    stage: Stage,
    rng: Random,
    x: float,
    top: float,
    w: float,
    foot: float,
    depth: float,
    lights: float,
) -> str:
    tones = stage.tones
    columns = max(3, int(w / (stage.unit * 0.0135)))
    cw = w / (columns + 1)
    ch = cw * rng.choice((1.1, 1.4, 0.8))
    rows = min(34, int((foot - top) / (ch * 1.75)))
    palette = (*WARM, *((*stage.accents[:2], tones.accent) if stage.time == "neon" else ()))
    lit = dict.fromkeys(palette, "")
    dark = ""
    band = rng.random() < 0.25
    for r in range(rows):
        y = top + ch * (0.9 + r * 1.75)
        for c in range(columns):
            cell = box(x + cw * (0.62 + c * 1.0), y, cw * (0.95 if band else 0.6), ch)
            if rng.random() < lights:
                lit[rng.choice(palette)] += cell
            else:
                dark += cell
    glass = (
        mix(tones.sky[2], tones.lit("#3a4f6a", depth), 0.5)
        if not stage.night
        else tones.shade("#2c3a5a", depth, 0.5)
    )
    shine = 0.25 + 0.75 * depth
    return path(dark, glass, 0.55) + "".join(
        path(d, mix(tones.haze, c, shine), 0.95) for c, d in lit.items()
    )


def roof(x: float, y: float, w: float, h: float, curve: float = 0.35) -> str:
    """Path data of an East Asian roof from the front: eaves at `y`, `w` wide, tips turned up."""
    tip = h * curve
    return (
        f"M{x - w / 2:.1f} {y - tip:.1f}Q{x - w * 0.36:.1f} {y - tip * 0.1:.1f} "
        f"{x - w * 0.26:.1f} {y - h * 0.95:.1f}"
        f"L{x + w * 0.26:.1f} {y - h * 0.95:.1f}Q{x + w * 0.36:.1f} {y - tip * 0.1:.1f} "
        f"{x + w / 2:.1f} {y - tip:.1f}"
        f"Q{x + w * 0.44:.1f} {y + h * 0.12:.1f} {x + w * 0.38:.1f} {y + h * 0.06:.1f}"
        f"L{x - w * 0.38:.1f} {y + h * 0.06:.1f}Q{x - w * 0.44:.1f} {y + h * 0.12:.1f} "
        f"{x - w / 2:.1f} {y - tip:.1f}Z"
    )


def tiles(x: float, y: float, w: float, h: float, colour: str, width: float) -> str:
    """The ridges of a tiled roof, to lie on `roof`."""
    d = ""
    for k in range(-7, 8):
        t = k / 7.5
        d += (
            f"M{x + t * w * 0.25:.1f} {y - h * 0.92:.1f}Q{x + t * w * 0.29:.1f} "
            f"{y - h * 0.3:.1f} {x + t * w * 0.38:.1f} {y + h * 0.03:.1f}"
        )
    return line(d, colour, width, 0.5)


def hall(
    stage: Stage, x: float, foot: float, w: float, depth: float, lit: bool, storeys: int = 2
) -> str:
    """A temple hall: steps, pillars, doors, curved roofs; `w` pixels wide, standing on `foot`."""
    tones = stage.tones
    red, wood = tones.lit("#a8422f", depth), tones.shade("#5a2f28", depth, 0.3)
    out, y = "", foot
    for k in range(3):
        sw, sh = w * (0.98 - 0.06 * k), w * 0.018
        y -= sh
        out += path(
            box(x - sw / 2, y, sw, sh + 1), tones.lit(("#b9b2a6", "#a59e93", "#938c84")[k], depth)
        )
    for storey in range(storeys):
        bw, bh = w * (0.78 - 0.2 * storey), w * (0.2 - 0.05 * storey)
        out += path(box(x - bw / 2, y - bh, bw, bh), wood)
        out += _bays(tones, x, y, bw, bh, depth, lit, red)
        rw, rh = w * (1.12 - 0.26 * storey), w * (0.15 - 0.01 * storey)
        eaves = y - bh + rh * 0.1
        tile = tones.lit("#4d6068", depth)
        out += path(
            box(x - bw * 0.52, eaves - rh * 0.05, bw * 1.04, rh * 0.2),
            tones.shade("#c8913f", depth, 0.3),
        )
        out += path(roof(x, eaves, rw, rh), tile) + tiles(
            x, eaves, rw, rh, tones.shade("#33434a", depth, 0.4), max(1, w * 0.004)
        )
        out += path(roof(x, eaves, rw, rh * 0.12, 1.6), tones.gleam("#6d7f86", depth, 0.3), 0.8)
        y = eaves - rh * 0.9
    out += path(
        box(x - w * 0.21, y - w * 0.014, w * 0.42, w * 0.024), tones.shade("#5b6b70", depth, 0.3)
    )
    return out


def _bays(
    tones: Palette, x: float, y: float, bw: float, bh: float, depth: float, lit: bool, red: str
) -> str:
    out, pillars = "", ""
    count = 5
    step = bw / count
    for k in range(count):
        bx = x - bw / 2 + k * step
        paper = (
            mix(tones.lit("#e8d3a4", depth), "#ffcf7a", 0.75 * tones.glow)
            if lit
            else tones.shade("#e0c898", depth, 0.4)
        )
        out += path(box(bx + step * 0.18, y - bh * 0.78, step * 0.64, bh * 0.62), paper, 0.92)
        lattice = "".join(
            f"M{bx + step * (0.18 + 0.16 * j):.1f} {y - bh * 0.78:.1f}v{bh * 0.62:.1f}"
            for j in range(1, 4)
        )
        lattice += "".join(
            f"M{bx + step * 0.18:.1f} {y - bh * (0.78 - 0.155 * j):.1f}h{step * 0.64:.1f}"
            for j in range(1, 4)
        )
        out += line(lattice, tones.shade("#5a2f28", depth, 0.3), max(0.8, step * 0.025))
        pillars += box(bx - step * 0.05, y - bh, step * 0.1, bh)
    return out + path(pillars + box(x + bw / 2 - step * 0.05, y - bh, step * 0.1, bh), red)


def house(
    stage: Stage, rng: Random, x: float, foot: float, w: float, depth: float, lit: bool
) -> str:
    """A cottage with a pitched roof, chimney, door and windows; `w` pixels wide."""
    tones = stage.tones
    wall = rng.choice(("#efe2c8", "#e3cfb4", "#d9c0a4", "#e6d8d0"))
    tile = "#eef4f8" if tones.snowy else rng.choice(("#b8583f", "#a06a4a", "#7d4f4a", "#8b5e52"))
    h, pitch = w * 0.5, w * rng.uniform(0.34, 0.46)
    y = foot - h
    out = path(
        box(x - w * 0.28 + w * 0.42, y - pitch * 0.95, w * 0.1, pitch * 0.6),
        tones.shade("#8d6a5c", depth, 0.3),
    )
    out += path(box(x - w / 2, y, w, h), tones.lit(wall, depth))
    out += path(
        box(x - w / 2 if stage.sun[0] * stage.width > x else x + w * 0.2, y, w * 0.3, h),
        tones.shade(wall, depth, 0.35),
        0.55,
    )
    out += path(
        (
            f"M{x - w * 0.6:.1f} {y + h * 0.06:.1f}L{x - w * 0.36:.1f} {y - pitch:.1f}"
            f"H{x + w * 0.36:.1f}L{x + w * 0.6:.1f} {y + h * 0.06:.1f}Z"
        ),
        tones.lit(tile, depth),
    )
    out += path(
        (
            f"M{x - w * 0.6:.1f} {y + h * 0.06:.1f}l{w * 0.02:.1f} {-pitch * 0.1:.1f}"
            f"H{x + w * 0.58:.1f}l{w * 0.02:.1f} {pitch * 0.1:.1f}Z"
        ),
        tones.shade(tile, depth, 0.4),
    )
    out += path(
        (
            f"M{x - w * 0.36:.1f} {y - pitch:.1f}H{x + w * 0.36:.1f}l{w * 0.03:.1f} "
            f"{pitch * 0.1:.1f}H{x - w * 0.39:.1f}Z"
        ),
        tones.gleam(tile, depth, 0.4),
    )
    glass = (
        mix(tones.lit("#8fb3c4", depth), "#ffcb72", 0.9 * tones.glow)
        if lit
        else tones.shade("#6f93a4", depth)
    )
    door = box(x - w * 0.08, y + h * 0.36, w * 0.17, h * 0.64)
    frame = tones.shade("#6b4a3a", depth, 0.2)
    for wx in (-0.32, 0.2):
        out += path(box(x + w * wx - w * 0.015, y + h * 0.3, w * 0.17, h * 0.36), frame)
        out += path(box(x + w * wx, y + h * 0.33, w * 0.14, h * 0.3), glass)
        out += line(
            (
                f"M{x + w * (wx + 0.07):.1f} {y + h * 0.33:.1f}v{h * 0.3:.1f}"
                f"M{x + w * wx:.1f} {y + h * 0.48:.1f}h{w * 0.14:.1f}"
            ),
            frame,
            max(0.8, w * 0.012),
        )
    return out + path(door, frame)


def lantern(x: float, y: float, r: float, colour: str, tones: Palette, key: str) -> str:
    """A round paper lantern hanging from (x, y); needs `lamp(key, …)` in the same drawing."""
    body = mix(tones.lit(colour), mix(colour, "#ffb070", 0.35), tones.glow)
    rib = mix(body, "#5a1010", 0.4)
    d = "".join(
        (
            f"M{x:.1f} {y + r * 0.35:.1f}Q{x + k * r * 1.25:.1f} {y + r * 1.25:.1f} {x:.1f} "
            f"{y + r * 2.1:.1f}"
        )
        for k in (-0.9, -0.4, 0.4, 0.9)
    )
    return (
        (glow(x, y + r * 1.2, r * 3.4, key, 0.55 * tones.glow) if tones.glow > 0.3 else "")
        + line(
            f"M{x:.1f} {y:.1f}v{r * 0.4:.1f}M{x:.1f} {y + r * 2.1:.1f}v{r * 0.9:.1f}",
            mix(rib, "#d8a040", 0.5),
            max(1, r * 0.08),
        )
        + (
            f'<ellipse cx="{x:.1f}" cy="{y + r * 1.22:.1f}" rx="{r * 1.08:.1f}" '
            f'ry="{r * 0.92:.1f}" fill="{body}"/>'
        )
        + (
            f'<ellipse cx="{x:.1f}" cy="{y + r * 1.3:.1f}" rx="{r * 0.55:.1f}" '
            f'ry="{r * 0.6:.1f}" fill="#ffe2a0" fill-opacity="{0.12 + 0.5 * tones.glow:.2f}"/>'
        )
        + line(d, rib, max(0.8, r * 0.045), 0.55)
        + path(
            box(x - r * 0.4, y + r * 0.28, r * 0.8, r * 0.16)
            + box(x - r * 0.4, y + r * 2.02, r * 0.8, r * 0.16),
            mix(rib, "#d8a040", 0.6),
        )
    )


def street_lamp(stage: Stage, x: float, foot: float, h: float, key: str, toward: int) -> str:
    """A lamp post with an arm towards `toward` (-1 or 1); needs `lamp(key, …)`."""
    iron = mix(stage.tones.dark, stage.tones.lit("#3a4250"), 0.5)
    hx, hy = x + toward * h * 0.17, foot - h * 0.93
    return (
        line(
            (
                f"M{x:.1f} {foot:.1f}V{foot - h * 0.9:.1f}q0 {-h * 0.09:.1f} "
                f"{toward * h * 0.1:.1f} {-h * 0.09:.1f}h{toward * h * 0.06:.1f}"
            ),
            iron,
            max(2, h * 0.02),
        )
        + path(box(x - h * 0.022, foot - h * 0.06, h * 0.044, h * 0.06), iron)
        + path(
            (
                f"M{hx - h * 0.05:.1f} {hy:.1f}h{h * 0.1:.1f}l{-h * 0.02:.1f} {-h * 0.045:.1f}"
                f"h{-h * 0.06:.1f}z"
            ),
            iron,
        )
        + (glow(hx, hy + h * 0.02, h * 0.34, key) if stage.tones.glow > 0.4 else "")
        + (
            f'<ellipse cx="{hx:.1f}" cy="{hy + h * 0.012:.1f}" rx="{h * 0.04:.1f}" '
            f'ry="{h * 0.016:.1f}" fill="{mix("#f4ead0", "#fff4cf", stage.tones.glow)}"/>'
        )
    )


def sign(rng: Random, x: float, y: float, w: float, h: float, colour: str) -> str:
    """A neon sign: a dark board, a bright frame, invented strokes that are no script."""
    out = path(box(x, y, w, h), "#120a24", 0.85)
    t = max(1.2, min(w, h) * 0.09)
    out += (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{t:.1f}" '
        f'fill="none" stroke="{colour}" stroke-width="{t:.1f}"/>'
    )
    along = h > w
    cell = min(w, h) * 0.62
    count = max(1, int((max(w, h) - cell * 0.5) / (cell * 1.2)))
    d = ""
    for k in range(count):
        cx = x + w / 2 if along else x + cell * (0.75 + 1.2 * k)
        cy = y + cell * (0.75 + 1.2 * k) if along else y + h / 2
        s = cell * 0.34
        d += (
            f"M{cx - s:.1f} {cy - s * rng.uniform(-0.2, 0.9):.1f}h{2 * s:.1f}"
            f"M{cx + s * rng.uniform(-0.5, 0.5):.1f} {cy - s:.1f}v{2 * s:.1f}"
        )
        if rng.random() < 0.7:
            d += f"M{cx - s:.1f} {cy + s:.1f}L{cx + s:.1f} {cy + s * rng.uniform(0, 0.8):.1f}"
    return out + line(d, mix(colour, "#ffffff", 0.45), t * 0.8)
