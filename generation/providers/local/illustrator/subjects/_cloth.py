"""Parts of clothes, cut to a body as it stands: trunk, skirt, sleeves, legs, shoes."""

from __future__ import annotations

import math

from generation.providers.local.illustrator.subjects._body import Body, Limb
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    Point,
    bend,
    lerp,
    limb,
    mix,
    moved,
    oval,
    path,
    polyline,
    smooth,
    stretched,
    wave,
)


def at(body: Body, x: float, t: float) -> Point:
    """A point `x` beside the spine at height `t`: 0 the hip, 1 the base of the neck."""
    spine = body.along(t)
    return spine[0] + x, spine[1]


def trunk(body: Body, *, loose: float = 0.0, hem: float = -0.08, bust: bool = False) -> str:
    """The outline of a top from neck to `hem`; `loose` widens waist and hem."""
    s, w, h = body.shoulder, body.waist + loose, body.hips + loose
    chest = s * (0.86 if bust else 0.9) + loose * 0.4
    return (
        path(
            "M",
            at(body, -2.5, 1.04),
            "C",
            at(body, -4, 0.99),
            at(body, -s * 0.8, 0.99),
            at(body, -s, 0.87),
        )
        + path("C", at(body, -s * 1.04, 0.78), at(body, -chest, 0.7), at(body, -chest * 0.97, 0.62))
        + path("C", at(body, -w * 1.05, 0.5), at(body, -w, 0.4), at(body, -w, 0.34))
        + path("C", at(body, -w * 1.02, 0.2), at(body, -h, 0.12), at(body, -h, hem))
        + path("Q", at(body, 0, hem - 0.09), at(body, h, hem))
        + path("C", at(body, h, 0.12), at(body, w * 1.02, 0.2), at(body, w, 0.34))
        + path("C", at(body, w, 0.4), at(body, w * 1.05, 0.5), at(body, chest * 0.97, 0.62))
        + path("C", at(body, chest, 0.7), at(body, s * 1.04, 0.78), at(body, s, 0.87))
        + path("C", at(body, s * 0.8, 0.99), at(body, 4, 0.99), at(body, 2.5, 1.04))
        + path("Q", at(body, 0, 0.97), at(body, -2.5, 1.04), "Z")
    )


def hem_span(body: Body, flare: float, hem: float) -> tuple[float, float]:
    """How far left and right a skirt reaches to leave room for the legs; a short one hangs at the
    knees and does not follow the feet."""
    short = hem > 9 + max(0.0, body.stance.rise)
    xs = [
        leg.joint[0] if short else p[0]
        for leg in (body.near_leg, body.far_leg)
        for p in (leg.joint, leg.end)
    ]
    flare *= 1.0 - 0.8 * min(1.0, max(0.0, abs(xs[1] - xs[3]) - 8) / 14)
    return min(*xs, body.hip[0] - body.hips) - flare, max(*xs, body.hip[0] + body.hips) + flare


def skirt(
    body: Body, top: float, hem: float, flare: float, phase: float, tight: float = 0.0
) -> str:
    """A skirt from height `top` of the spine to `hem` units above the ground."""
    w = body.waist * (1.12 if top > 0.5 else 1.06)
    left, right = hem_span(body, flare, hem)
    left, right = left + tight, right - tight
    a, c = at(body, -w, top), at(body, w, top)
    y, sway = -hem, 0.8 * wave(phase, 0.1)
    hip = body.hip[1]
    third = (right - left) / 3
    return (
        path(
            "M",
            a,
            "C",
            (a[0] - 1, hip - 4),
            (min(-body.hips, left * 0.66), hip + 3),
            (left + sway, y),
        )
        + path("Q", (left + third * 0.5 + sway, y + 2.2), (left + third + sway, y + 0.9))
        + path("Q", (left + third * 1.5 + sway, y + 2.6), (left + third * 2 + sway, y + 0.9))
        + path("Q", (right - third * 0.5 + sway, y + 2.2), (right + sway, y))
        + path("C", (max(body.hips, right * 0.66), hip + 3), (c[0] + 1, hip - 4), c)
        + path("Q", at(body, 0, top - 0.04), a, "Z")
    )


def pleats(body: Body, top: float, hem: float, flare: float, count: int) -> str:
    """Fold lines from waist to hem."""
    left, right = hem_span(body, flare, hem)
    w = body.waist
    words = ""
    for i in range(count):
        t = (i + 1) / (count + 1)
        start = at(body, -w + 2 * w * t, top - 0.1 - 0.12 * (i % 2))
        end = (left + (right - left) * t, -hem - (3 if i % 2 else 0.5))
        words += path(
            "M", start, "Q", (start[0] + (end[0] - start[0]) * 0.25, (start[1] + end[1]) / 2), end
        )
    return words


def pool(body: Body) -> str:
    """A long skirt spread over folded legs on the ground."""
    ahead = 9.0 * body.turn if not body.from_behind else 0.0
    wide = 24.0 if body.build.leg > 30 else 17.0
    left, right = -wide + ahead * 0.8, wide + ahead * 0.7
    a, c = at(body, -body.waist, 0.42), at(body, body.waist, 0.42)
    y = body.hip[1]
    return (
        path("M", a, "C", (a[0] - 2, y - 2), (left * 0.8, y - 6), (left, -4.5))
        + path("Q", (left - 2.6, 0), (left + 3, 0.6), "Q", (left * 0.5, -0.6), (0, 1.2))
        + path("Q", (right * 0.5, -0.6), (right - 3, 0.6))
        + path(
            "Q",
            (right + 2.6, 0),
            (right, -4.5),
            "C",
            (right * 0.8, y - 6.5),
            (c[0] + 3, y - 3),
            c,
            "Z",
        )
    )


def pool_folds(body: Body) -> str:
    y = body.hip[1]
    ahead = 5.0 * body.turn
    return (
        path("M", (-4, y - 1), "Q", (-12, y + 1), (-17 + ahead, -2))
        + path("M", (4, y - 1), "Q", (13, y + 1), (18 + ahead, -2))
        + path("M", (-1, y + 1), "Q", (-4 + ahead, y + 4), (-6 + ahead, -0.6))
        + path("M", (2, y + 1), "Q", (5 + ahead, y + 4), (7 + ahead, -0.6))
    )


def legs(b: Brush, body: Body, cloth: str, width: float, shoes: str, *, bare: str = "") -> str:
    """Both legs, the far one first and darker; `bare` is the skin below a short hem."""
    pieces = ""
    for leg, far in ((body.far_leg, True), (body.near_leg, False)):
        tint = mix(cloth, b.light.shade, 0.16) if far and body.turn > 0.3 else cloth
        scale = body.build.limb * width
        drawn = b.form(
            limb(leg.root, leg.joint, leg.end, (7.6 * scale, 5.8 * scale, 4.3 * scale)),
            bare or tint,
            rim=0.35,
        )
        if not bare:
            drawn += b.fold(
                (
                    path("M", lerp(leg.joint, leg.root, 0.18), "l", 1.6, 0.9)
                    + path("M", leg.joint, "l", -1.4, 0.9)
                ),
                tint,
                0.4,
            )
        pieces += shoe(b, leg, shoes) + drawn if bare else drawn + shoe(b, leg, shoes)
    return pieces


def shoe(b: Brush, leg: Limb, colour: str) -> str:
    (x, y), (tx, ty) = leg.end, leg.tip
    sole = mix(colour, "#201820", 0.5)
    if abs(tx) < 3.2:
        front = "M-2.1,-1.8 C-2.9,0.8 -3,2.2 -2.6,2.8 Q0,3.8 2.6,2.8 C3,2.2 2.9,0.8 2.1,-1.8Z"
        return moved(
            b.form(front, colour, rim=0.3) + b.line("M-2.5,2.7 Q0,3.7 2.5,2.7", sole, 0.6),
            x + 0.2 * tx,
            y,
        )
    side = (
        "M-2.3,-1.9 C-2.8,0.2 -2.9,2.2 -2.6,3 L6,3 C6.9,2.9 6.8,1.4 5.6,0.8 "
        "C4.2,0.2 2.8,-0.4 2.1,-1.9Z"
    )
    drawn = b.form(side, colour, rim=0.3) + b.line("M-2.5,2.9 L6.1,2.9", sole, 0.7)
    angle = math.degrees(math.atan2(ty, abs(tx)))
    across = math.copysign(max(0.62, abs(tx) / 6), tx)
    turned = stretched(moved(drawn, 0, 0, angle), across)
    return moved(turned, x, y)


def boot(b: Brush, leg: Limb, colour: str, scale: float) -> str:
    shaft = limb(
        lerp(leg.joint, leg.end, 0.35),
        lerp(leg.joint, leg.end, 0.6),
        leg.end,
        (5.8 * scale, 5.4 * scale, 4.8 * scale),
    )
    return shoe(b, leg, colour) + b.form(shaft, colour, rim=0.3)


def sleeve(b: Brush, body: Body, arm: Limb, colour: str, width: float, *, cuff: str = "") -> str:
    """A fitted sleeve to the wrist."""
    scale = body.build.limb * width
    wrist = lerp(arm.joint, arm.end, 0.86)
    drawn = b.form(
        limb(arm.root, arm.joint, wrist, (4.6 * scale, 4.9 * scale, 4.0 * scale)), colour, rim=0.25
    )
    drawn += b.fold(path("M", arm.joint, "l", 1.5, -0.8, "M", arm.joint, "l", 1.2, 1), colour, 0.4)
    if cuff:
        near = lerp(arm.joint, arm.end, 0.78)
        drawn += b.form(
            limb(near, lerp(near, wrist, 0.5), wrist, (4.6 * scale, 4.6 * scale, 4.6 * scale)), cuff
        )
    return drawn


def bare_arm(b: Brush, body: Body, arm: Limb, skin: str) -> str:
    scale = body.build.limb
    return b.form(
        limb(arm.root, arm.joint, arm.end, (3.8 * scale, 3.7 * scale, 2.7 * scale)), skin, rim=0.25
    )


def short_sleeve(b: Brush, body: Body, arm: Limb, colour: str, skin: str) -> str:
    scale = body.build.limb
    end = lerp(arm.root, arm.joint, 0.62)
    cap = limb(arm.root, lerp(arm.root, end, 0.5), end, (6.2 * scale, 6.6 * scale, 6.6 * scale))
    return bare_arm(b, body, arm, skin) + b.form(cap, colour)


def wide_sleeve(
    b: Brush, body: Body, arm: Limb, colour: str, trim: str, drop: float, *, boxy: bool = False
) -> str:
    """A flowing sleeve that hangs from the forearm; `boxy` for a kimono."""
    root, joint, wrist = arm.root, arm.joint, lerp(arm.joint, arm.end, 0.9)
    dx, dy = wrist[0] - root[0], wrist[1] - root[1]
    length = math.hypot(dx, dy) or 1.0
    nx, ny = -dy / length, dx / length
    outward = -1.0 if body.from_side else math.copysign(1.0, root[0] - body.neck[0])
    size = drop * body.build.arm / 28
    steep = max(0.0, dy / length) ** 2
    hang = (outward * size * 0.8 * steep, size * (1.2 - 0.85 * steep) + 0.3 * wave(b.phase, 0.3))
    if nx * hang[0] + ny * hang[1] < 0:
        nx, ny = -nx, -ny
    mouth = (wrist[0] + hang[0], wrist[1] + hang[1])
    inner = (
        joint[0] + hang[0] * (0.92 if boxy else 0.62),
        joint[1] + hang[1] * (0.92 if boxy else 0.62),
    )
    pit = lerp(root, body.along(0.55), 0.4)
    top = bend(root, joint, wrist)
    up = 2.2 * body.build.limb
    edge = [(x - nx * up, y - ny * up) for x, y in top]
    back = "L" if boxy else "Q"
    belly = (
        ()
        if boxy
        else (
            lerp(mouth, inner, 0.5)[0] + hang[0] * 0.16,
            lerp(mouth, inner, 0.5)[1] + hang[1] * 0.16,
        )
    )
    shape = smooth(edge) + (
        path("L", mouth, back, *((belly, inner) if belly else (inner,)))
        + path("Q", lerp(inner, pit, 0.6), pit, "Z")
    )
    drawn = b.form(shape, colour, lit=0.24, shade=0.26)
    rim_a, rim_b = edge[-1], mouth
    drawn += b.line(path("M", rim_a, "L", rim_b), trim, 1.5)
    drawn += b.fold(
        path("M", lerp(root, joint, 0.5), "Q", lerp(joint, inner, 0.5), lerp(inner, mouth, 0.5)),
        colour,
        0.5,
    )
    drawn += b.fold(
        path("M", joint, "Q", lerp(wrist, inner, 0.5), lerp(inner, mouth, 0.8)), colour, 0.45
    )
    return drawn


def hand(b: Brush, body: Body, arm: Limb, skin: str) -> str:
    """A small hand that goes on where the forearm points."""
    angle = math.degrees(math.atan2(arm.end[1] - arm.joint[1], arm.end[0] - arm.joint[0]))
    thumb = "M0.4,-1 Q1.8,-2.6 2.8,-1.7 Q2.4,-0.5 1.2,0Z"
    palm = "M-1,-1.2 C0.4,-1.8 2.2,-1.7 3.6,-1.1 C4.7,-0.6 4.7,0.8 3.6,1.2 C2,1.8 0.4,1.7 -1,1.2Z"
    drawn = b.form(palm, skin, rim=0.3) + b.form(thumb, skin, rim=0.2)
    drawn += b.fold("M2.2,-0.4 L4,-0.3 M2.2,0.4 L3.9,0.5", skin, 0.24, 0.6)
    return moved(drawn, *arm.end, angle, 0.75 + 0.32 * body.build.limb)


def neck(b: Brush, body: Body, skin: str) -> str:
    """From under the chin to the collar, with the shadow of the chin."""
    (x, y), (hx, hy) = body.neck, body.head
    size = body.build.head
    foot = hy + 8.5 * size
    w = 2.5 * size * (1.06 if body.build.shoulder > 9 else 0.92)
    if body.from_side:
        shape = path("M", hx - 5.6 * size, hy + 3 * size, "L", hx + 1.6 * size, foot - 1)
        shape += path("L", x + w * 0.9, y + 1.4, "L", x, y + 4, "L", x - w * 1.3, y + 1)
        shape += path("Q", x - w * 1.2, y - 2, hx - 5.6 * size, hy + 3 * size, "Z")
    else:
        left, right = hx - 1.2 * body.turn - w, hx - 1.2 * body.turn + w
        shape = path("M", left, foot - 3, "L", right, foot - 3, "L", x + w, y - 1.4)
        shape += path("Q", x + w * 1.6, y + 0.6, x + w * 2.0, y + 1.6, "L", x, y + 4)
        shape += path("L", x - w * 2.0, y + 1.6, "Q", x - w * 1.6, y + 0.6, x - w, y - 1.4, "Z")
    cast = b.flat(oval(hx, foot + 0.6, 9.0, 3.6), b.light.shade, 0.2, pure=True)
    return b.form(shape, skin, lit=0.1, shade=0.26, rim=0.2) + b.within(shape, cast)


def collar_cross(b: Brush, body: Body, colour: str, inner: str, low: float) -> str:
    """Two bands that cross over the chest, the wearer's left over the right."""
    shift = 1.6 * body.turn
    a, c = at(body, -2.9, 1.05), at(body, 2.9, 1.05)
    left, right = (
        at(body, -body.waist * 0.66 + shift, low),
        at(body, body.waist * 0.72 + shift, low),
    )
    v = b.flat(path("M", a, "L", c, "L", at(body, shift, 0.72), "Z"), inner)
    under = b.line(polyline(c, at(body, shift - 1.4, 0.7), left), colour, 2.1)
    over = b.line(polyline(a, at(body, shift + 1.2, 0.72), right), colour, 2.4)
    edge = b.line(polyline(at(body, -1.9, 1.03), at(body, shift + 2.0, 0.735)), inner, 0.5)
    return v + under + over + edge


def sash(b: Brush, body: Body, low: float, high: float, colour: str, trim: str) -> str:
    """A band round the waist."""
    w = body.waist + 0.7
    shape = path("M", at(body, -w, high), "Q", at(body, 0, high - 0.05), at(body, w, high)) + path(
        "L", at(body, w * 1.03, low), "Q", at(body, 0, low - 0.06), at(body, -w * 1.03, low), "Z"
    )
    lines = "".join(
        b.line(
            path("M", at(body, -w, t), "Q", at(body, 0, t - 0.055), at(body, w, t)), trim, 0.5, 0.9
        )
        for t in (low + 0.04, high - 0.04)
    )
    return b.form(shape, colour) + lines


def dots(points: list[Point], r: float) -> str:
    return "".join(oval(x, y, r) for x, y in points)
