"""Four-legged animals: one way to sit, to go and to sleep, for many coats and builds.

Units are those of a drawing: 100 is the height of a sitting animal, and of a standing one's ears.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from generation.providers.local.illustrator.subjects._muzzle import Coat, head_front, head_side
from generation.providers.local.illustrator.subjects._shapes import (
    TAU,
    Brush,
    Point,
    band,
    bump,
    darker,
    lerp,
    limb,
    mix,
    moved,
    oval,
    path,
    smooth,
    wave,
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The build of a standing animal, from its side: half length, chest and loin depth, height of
    the spine, leg width, where the head sits, how large it is, and its tail."""

    half: float = 36.0
    chest: float = 15.0
    loin: float = 11.0
    spine: float = 58.0
    leg: float = 8.0
    head: Point = (54.0, -76.0)
    size: float = 1.0
    neck: float = 19.0
    tail: str = "brush"


def _gait(phase: float, reach: float, lift: float, hind: bool) -> tuple[float, float]:
    """Degrees of the upper and the lower bone of one leg, its foot down from 0 to 0.5."""
    swing = reach * math.cos(TAU * phase)
    fold = lift * bump(phase, 0.74, 0.26)
    return (swing + 14.0, -30.0 - fold) if hind else (swing - 4.0, 10.0 - fold)


def _paw(b: Brush, at: Point, width: float, colour: str) -> str:
    x, y = at
    return b.form(path("M", x - width * 0.5, y - width * 0.5, "Q", x - width * 0.6, y + 1, x - width * 0.3, y + 1, "L", x + width * 0.8, y + 1, "Q", x + width * 1.1, y - width * 0.4, x + width * 0.35, y - width * 0.7, "Z"), colour, rim=0.3)


def _leg(b: Brush, coat: Coat, frame: Frame, root: Point, phase: float, run: bool, hind: bool, far: bool) -> str:
    reach, lift = (44.0, 70.0) if run else (21.0, 44.0)
    upper, lower = _gait(phase % 1.0, reach, lift, hind)
    length = -root[1] / 2 * (1.03 if hind else 1.0)
    a, c = math.radians(upper), math.radians(upper + lower)
    joint = root[0] + length * math.sin(a), root[1] + length * math.cos(a)
    foot = joint[0] + length * math.sin(c), min(-1.0, joint[1] + length * math.cos(c))
    if hind:
        joint = joint[0] + 2.0, joint[1]
    own = coat.dark if coat.pattern == "panda" else coat.fur
    fur = mix(own, b.light.shade, 0.28) if far else own
    sock = mix(coat.sock or coat.fur, b.light.shade, 0.2) if far else coat.sock or coat.fur
    w = frame.leg
    if coat.mechanical:
        return _strut(b, coat, root, joint, foot, w, fur)
    thigh = w * (2.5 if hind else 1.9)
    drawn = b.form(limb(root, joint, foot, (thigh, w, w * 0.8)), fur, rim=0.0 if far else 0.35)
    if coat.sock:
        drawn += b.form(limb(lerp(joint, foot, 0.3), lerp(joint, foot, 0.6), foot, (w * 0.92, w * 0.9, w * 0.8)), sock, rim=0.0)
    return drawn + _paw(b, foot, w, sock)


def _strut(b: Brush, coat: Coat, root: Point, joint: Point, foot: Point, w: float, metal: str) -> str:
    """A leg of metal plates with a glowing joint."""
    shin = limb(lerp(joint, foot, 0.04), lerp(joint, foot, 0.5), foot, (w * 0.8, w * 0.66, w * 0.5))
    thigh = limb(root, lerp(root, joint, 0.5), lerp(root, joint, 0.94), (w * 2.0, w * 1.5, w * 0.9))
    piston = b.line(path("M", lerp(root, joint, 0.5), "L", lerp(joint, foot, 0.45)), "#8f9aa8", w * 0.22)
    disc = b.round(oval(*joint, w * 0.62), "#3b4352", lit=0.4) + b.glow(*joint, w * 1.1, coat.eye) + b.flat(oval(*joint, w * 0.26), coat.eye, pure=True)
    seam = b.line(path("M", lerp(root, joint, 0.62)[0] - w * 0.6, lerp(root, joint, 0.62)[1], "h", w * 1.2), "#1d2430", 0.7, 0.8)
    return piston + b.form(shin, "#59616f", lit=0.4) + b.form(thigh, metal, lit=0.4) + seam + disc + _paw(b, foot, w * 0.9, "#3b4352")


def _tail(b: Brush, coat: Coat, kind: str, root: Point, phase: float, run: bool) -> str:
    """A tail from the rump; it follows the movement."""
    x, y = root
    s = (3.0 if not run else 5.0) * wave(phase)
    if kind == "brush":
        lift = -4.0 if run else 8.0
        line = [(x + 6, y), (x - 10, y + lift), (x - 26, y + lift + 3 + s * 0.5), (x - 42, y + lift - 1 + s), (x - 56, y + lift - 9 + s * 1.6)]
        drawn = b.form(band(line, (7, 11, 18, 17, 1)), coat.fur, lit=0.3)
        tip = [lerp(line[2], line[3], 0.75), line[3], line[4]]
        drawn += b.form(band(tip, (15.5, 15.5, 1)), coat.belly)
        if coat.mechanical:
            ribs = "".join(path("M", p[0], p[1] - 7, "q", -3, 7, 0, 14) for p in (line[1], line[2], lerp(line[2], line[3], 0.5)))
            drawn += b.line(ribs, "#1d2430", 0.9, 0.8) + b.glow(*line[4], 9, coat.eye) + b.flat(oval(*lerp(line[3], line[4], 0.8), 2), coat.eye, pure=True)
        return drawn
    if kind == "whip":
        line = [(x + 6, y + 1), (x - 8, y - 3), (x - 18, y - 16 + s * 0.5), (x - 20 + s, y - 32), (x - 12 + s * 1.8, y - 43)]
        return b.form(band(line, (7, 6.6, 6, 5.4, 3.4)), coat.fur, lit=0.3)
    if kind == "wag":
        line = [(x + 5, y), (x - 6, y - 9), (x - 11 + s, y - 22), (x - 5 + s * 1.8, y - 33)]
        return b.form(band(line, (8, 9, 9, 3)), coat.fur, lit=0.3)
    if kind == "horse":
        line = [(x + 4, y - 1), (x - 10, y - 2), (x - 22, y + 10 + s), (x - 30 - s, y + 34), (x - 34 - s * 2, y + 44)]
        if run:
            line = [(x + 4, y - 1), (x - 12, y - 8), (x - 30, y - 6 + s), (x - 48, y + 4 + s), (x - 58, y + 12 + s * 2)]
        return b.form(band(line, (5, 9, 12, 10, 1)), coat.mane or coat.fur, lit=0.3)
    return b.round(oval(x - 1, y - 1 + 0.4 * s, 6.4, 5.6), coat.belly if kind == "puff" else coat.fur)


def going(b: Brush, coat: Coat, frame: Frame, *, run: bool, still: bool = False) -> str:
    """Walking or running to the right, seen from the side; `still` only breathes."""
    p = 0.0 if still else b.phase
    breath = wave(b.phase) if still else 0.0
    lift = -(7.0 * bump(p, 0.85, 0.3) + 3.5 * bump(p, 0.35, 0.2)) if run else -1.1 * wave(p, 0.1, 2)
    pitch = 5.0 * wave(p, 0.12) if run else 0.0
    half, up = frame.half, -frame.spine
    front, rear = (half * 0.72, up + frame.chest * 1.2), (-half * 0.78, up + frame.loin * 0.9)
    shifts = (0.0, 0.12, 0.52, 0.64) if run else (0.0, 0.5, 0.75, 0.25)
    legs = [
        (front, shifts[1], False, True),
        (rear, shifts[3], True, True),
        (rear, shifts[2], True, False),
        (front, shifts[0], False, False),
    ]
    drawn = [
        _standing_leg(b, coat, frame, root, hind, far) if still else _leg(b, coat, frame, root, p + s, run, hind, far)
        for root, s, hind, far in legs
    ]
    hull = _hull(frame, breath)
    neck = _neck(frame)
    nod = 1.8 * wave(p, 0.2, 1 if run else 2) + breath
    head = moved(head_side(b, coat), frame.head[0], frame.head[1] + nod, (3 if run else 0) + nod * 0.6, frame.size)
    trunk = b.form(hull, coat.fur, lit=0.26, shade=0.32)
    under = b.within(hull, b.flat(smooth([(-half, up + frame.chest * 1.4), (0, up + frame.chest * 1.3), (half, up + frame.chest * 1.5), (half, 0), (-half, 0)], closed=True), coat.belly, 0.85))
    trunk += under + _markings(b, coat, hull, frame)
    collar = b.form(neck, coat.fur, lit=0.26, shade=0.2, rim=0.35)
    bib = b.form(path("M", frame.head[0] - 2, frame.head[1] + 8, "Q", half + 8, up + 4, half + 1, up + frame.chest * 1.5, "Q", half - 9, up + 6, frame.head[0] - 9, frame.head[1] + 6, "Z"), coat.belly, rim=0.0) if coat.bib else ""
    tail = _tail(b, coat, frame.tail, (-half - 1, up - 1), p if not still else b.phase, run)
    mane = _mane(b, coat, frame, p, run)
    body = moved(tail + drawn[0] + drawn[1] + trunk + drawn[2] + drawn[3] + mane[0] + collar + bib + mane[1] + head, 0, lift, pitch)
    return b.ground(half * 1.25, 2, 0.42 + 0.02 * lift) + body


def _standing_leg(b: Brush, coat: Coat, frame: Frame, root: Point, hind: bool, far: bool) -> str:
    shift = 7.0 if far else 0.0
    x, y = root[0] + shift, root[1]
    joint = (x + (6 if hind else 0), y * 0.5)
    foot = (x - (3 if hind else 0), -1.0)
    own = coat.dark if coat.pattern == "panda" else coat.fur
    fur = mix(own, b.light.shade, 0.28) if far else own
    sock = mix(coat.sock or coat.fur, b.light.shade, 0.2) if far else coat.sock or coat.fur
    w = frame.leg
    if coat.mechanical:
        return _strut(b, coat, (x, y), joint, foot, w, fur)
    drawn = b.form(limb((x, y), joint, foot, (w * (2.5 if hind else 1.9), w, w * 0.8)), fur, rim=0.3)
    if coat.sock:
        drawn += b.form(limb(lerp(joint, foot, 0.3), lerp(joint, foot, 0.6), foot, (w * 0.92, w * 0.9, w * 0.8)), sock, rim=0.0)
    return drawn + _paw(b, foot, w, sock)


def _hull(frame: Frame, breath: float) -> str:
    half, up = frame.half, -frame.spine
    chest, loin = frame.chest + 0.3 * breath, frame.loin
    return smooth(
        [
            (half + 3, up + chest * 0.7),
            (half * 0.62, up - chest * 0.22),
            (0, up + 0.8),
            (-half * 0.7, up - loin * 0.2),
            (-half - 4, up + loin * 0.8),
            (-half * 0.78, up + loin * 2.0),
            (-half * 0.1, up + loin * 1.9),
            (half * 0.5, up + chest * 2.05),
            (half, up + chest * 1.7),
        ],
        closed=True,
    )


def _neck(frame: Frame) -> str:
    half, up = frame.half, -frame.spine
    hx, hy = frame.head
    line = [(half * 0.62, up + frame.chest * 0.95), (half * 0.95, up + frame.chest * 0.1), lerp((half, up), (hx, hy), 0.6), (hx - 2, hy + 2)]
    n = frame.neck
    return band(line, (n * 1.5, n * 1.22, n * 0.95, n * 0.78))


def _mane(b: Brush, coat: Coat, frame: Frame, phase: float, run: bool) -> tuple[str, str]:
    if not coat.mane:
        return "", ""
    hx, hy = frame.head
    half, up = frame.half, -frame.spine
    s = 2.0 * wave(phase, 0.2)
    blow = 14.0 if run else 4.0
    points = [(hx + 4, hy - 13), (hx - 8, hy - 8), (hx - 10 - blow * 0.6, hy + 2 + s), (half + 2 - blow, up - 8 + s), (half * 0.5 - blow * 0.4, up + 6), (half * 0.72, up - 1), (hx - 9, hy + 4), (hx + 1, hy - 6)]
    return "", b.form(smooth(points, closed=True), coat.mane, lit=0.3) + b.fold(smooth(points[1:5]), coat.mane, 0.8)


def _markings(b: Brush, coat: Coat, hull: str, frame: Frame) -> str:
    half, up = frame.half, -frame.spine
    if coat.mechanical:
        seams = "".join(path("M", x, up - 6, "q", 5, frame.chest, -1, frame.chest * 2.4) for x in (-half * 0.62, -half * 0.14, half * 0.36))
        rivets = "".join(oval(x, up + 3.5, 0.9) for x in (-half * 0.72, -half * 0.5, -half * 0.04, half * 0.14, half * 0.5))
        core = (half * 0.1, up + frame.chest * 0.95)
        lamp = b.glow(*core, 11, coat.eye) + b.flat(oval(*core, 2.6), coat.eye, pure=True) + b.line(oval(*core, 4.2), "#1d2430", 0.8)
        stripe = b.line(path("M", -half * 0.9, up + frame.chest * 0.75, "H", half * 0.9), coat.eye, 0.8, 0.8, pure=True)
        return b.within(hull, b.line(seams, "#1d2430", 1.0, 0.85), b.flat(rivets, "#1d2430", 0.7), stripe) + lamp
    if coat.pattern == "tabby":
        bars = "".join(path("M", x, up - 6, "q", 3, 8, -1, 14) for x in (-half * 0.7, -half * 0.42, -half * 0.12, half * 0.18, half * 0.46))
        return b.within(hull, b.line(bars, coat.dark, 3.2, 0.75))
    if coat.pattern == "spots":
        spots = "".join(oval(half * x, up + y, 1.9, 1.5) for x, y in ((-0.8, 3), (-0.6, 7), (-0.45, 2), (-0.2, 6), (0.0, 2.4), (0.2, 7), (0.4, 3), (0.6, 8), (-0.3, 11), (0.05, 12)))
        return b.within(hull, b.flat(spots, "#fff3dc", 0.85))
    if coat.pattern == "panda":
        yoke = path("M", half * 0.16, up - 14, "Q", half * 0.5, up + 8, half * 0.2, up + 50, "H", half + 20, "V", up - 14, "Z")
        return b.within(hull, b.form(yoke, coat.dark, rim=0.0))
    return ""


def sitting(b: Brush, coat: Coat, tail: str = "brush", *, stout: float = 1.0, head: float = 1.0, arms: str = "") -> str:
    """Upright on its haunches, turned a little to the right; `arms` replaces the forelegs."""
    breath, sway = wave(b.phase), wave(b.phase, 0.1)
    w = 23.0 * stout
    chest = path(
        *("M", -9, -60, "C", -19 * stout, -52, -w - 3, -34, -w - 2, -14, "C", -w - 2, -3, -w + 4, 0, -w + 10, 0),
        *("L", w - 10, 0, "C", w - 2, 0, w + 3, -3, w + 2, -15, "C", w + 2 - breath * 0.4, -34, 20 * stout, -52, 11, -60, "Z"),
    )
    shadow = b.ground(31 * stout)
    back = _sitting_tail(b, coat, tail, sway, w)
    trunk = b.form(chest, coat.fur, lit=0.28, shade=0.32)
    bib = b.form(smooth([(1, -60), (12, -50), (14 * stout, -30), (9, -12), (2, -8), (-5, -12), (-8 * stout, -30), (-8, -50)], closed=True), coat.belly, rim=0.0, shade=0.2) if coat.bib else ""
    if coat.pattern == "panda":
        bib = b.within(chest, b.form("M-40,-62 H40 V-38 Q20,-30 2,-34 Q-20,-30 -40,-38Z", coat.dark, rim=0.0))
    if coat.pattern == "tabby":
        bib += b.within(chest, b.line("M-30,-40 q8,2 12,7 M-30,-28 q8,2 12,6 M-30,-16 q8,1 12,5 M30,-40 q-7,2 -10,6 M30,-28 q-7,2 -10,6", coat.dark, 3, 0.75))
    plates = _seated_plates(b, coat, chest) if coat.mechanical else ""
    face = moved(head_front(b, coat), 2.0, -70 + 0.7 * breath, 1.6 * wave(b.phase, 0.3), 1.14 * head)
    return shadow + back + trunk + bib + plates + (arms or _forelegs(b, coat, stout)) + face


def _forelegs(b: Brush, coat: Coat, stout: float) -> str:
    sock = coat.sock or coat.fur
    haunch = "".join(b.form(oval(x * stout, -10, 9.6, 10.6), coat.fur if coat.pattern != "panda" else coat.dark, rim=0.3) for x in (-17.0, 18.5))
    feet = "".join(b.form(oval(x * stout, -2.6, 8.2, 3.6), sock, rim=0.3) for x in (-17.0, 19.5))
    legs = ""
    for x in (-5.6, 8.6):
        fur = coat.dark if coat.pattern == "panda" else coat.fur
        shape = limb((x * stout, -38), (x * stout, -20), (x * stout, -4), (11, 8.6, 7.6))
        legs += b.form(shape, fur, rim=0.3)
        legs += b.form(path("M", x * stout - 5.2, -3.4, "C", x * stout - 5.6, -8, x * stout + 5.6, -8, x * stout + 5.6, -3.2, "Q", x * stout + 5.6, 0.6, x * stout, 0.6, "Q", x * stout - 5.4, 0.6, x * stout - 5.2, -3.4, "Z"), sock, rim=0.3)
        legs += b.fold(path("M", x * stout - 1.6, -0.4, "v", -2.4, "M", x * stout + 1.8, -0.4, "v", -2.4), sock, 0.6, 0.7)
        if coat.mechanical:
            legs += b.round(oval(x * stout, -21, 3.4), "#3b4352", lit=0.4) + b.glow(x * stout, -21, 6.5, coat.eye) + b.flat(oval(x * stout, -21, 1.5), coat.eye, pure=True)
    return haunch + feet + legs


def _sitting_tail(b: Brush, coat: Coat, kind: str, sway: float, w: float) -> str:
    if kind == "brush":
        line = [(w - 8, -5), (w + 10, -5), (w + 20 + sway, -16), (w + 19 + sway * 2.4, -34), (w + 11 + sway * 4, -47)]
        tip = [lerp(line[2], line[3], 0.6), line[3], line[4]]
        drawn = b.form(band(line, (9, 13, 19, 17, 1)), coat.fur, lit=0.3) + b.form(band(tip, (17, 16, 1)), coat.belly)
        if coat.mechanical:
            drawn += b.line("".join(path("M", p[0] - 8, p[1] + 1, "q", 8, 5, 16, 0) for p in line[1:3]), "#1d2430", 1.0, 0.8)
        return drawn
    if kind == "whip":
        line = [(w - 8, -4), (w + 9, -4), (w + 19, -12), (w + 17 + sway * 2, -29), (w + 22 + sway * 5, -44), (w + 17 + sway * 7, -54)]
        drawn = b.form(band(line, (8, 8, 7.4, 6.8, 6.2, 4)), coat.fur, lit=0.3)
        if coat.pattern == "tabby":
            drawn += b.line("".join(path("M", p[0] - 3, p[1], "q", 3, 1.6, 6, 0) for p in line[2:5]), coat.dark, 2.4, 0.75)
        return drawn
    if kind == "wag":
        line = [(w - 8, -6), (w + 6, -10), (w + 13 + sway * 2, -22), (w + 11 + sway * 6, -33)]
        return b.form(band(line, (9, 9, 8.6, 3)), coat.fur, lit=0.3)
    if kind == "puff":
        return b.round(oval(w + 2, -8, 7.4), coat.belly)
    return b.round(oval(w, -7, 6), coat.fur)


def _seated_plates(b: Brush, coat: Coat, chest: str) -> str:
    seams = "M-30,-44 Q2,-34 34,-44 M-30,-26 Q2,-18 34,-26 M2,-60 V0"
    ring = b.glow(2, -42, 13, coat.eye) + b.round(oval(2, -42, 5.2), "#2c3442", lit=0.4) + b.flat(oval(2, -42, 2.8), coat.eye, pure=True)
    rivets = "".join(oval(x, y, 0.9) for x, y in ((-14, -46), (18, -46), (-18, -31), (22, -31)))
    return b.within(chest, b.line(seams, "#1d2430", 1.0, 0.8), b.flat(rivets, "#1d2430", 0.7)) + ring


def asleep(b: Brush, coat: Coat, tail: str = "brush", head: float = 1.0) -> str:
    """Curled up, the head on the paws; only breathing."""
    breath = wave(b.phase)
    back = path("M", -46, -3, "C", -56, -22, -38, -46 - breath, -6, -45 - breath, "C", 26, -44 - breath, 48, -26, 44, -5, "Q", 42, 0, 34, 0, "H", -38, "Q", -44, 0, -46, -3, "Z")
    drawn = b.ground(50) + b.form(back, coat.fur, lit=0.28, shade=0.34)
    if coat.pattern == "panda":
        drawn += b.within(back, b.form("M4,-50 Q14,-22 2,4 H60 V-50Z", coat.dark, rim=0.0))
    if coat.pattern == "tabby":
        drawn += b.within(back, b.line("M-30,-44 q5,10 1,20 M-14,-50 q5,11 1,22 M4,-50 q5,10 1,20", coat.dark, 3.4, 0.7))
    if coat.mechanical:
        drawn += b.within(back, b.line("M-30,-48 q8,22 0,50 M-8,-50 q8,24 0,52 M-50,-22 Q0,-30 40,-22", "#1d2430", 1.0, 0.8))
    haunch = b.form(oval(-24, -15, 17, 15), coat.fur, rim=0.3)
    curl = [(-40, -7), (-22, -2.5), (2, -4), (22, -6), (32, -9)]
    widths = (9, 13, 13, 11, 2) if tail == "brush" else (6, 7, 7, 6.4, 4)
    wrap = b.form(band(curl, widths), coat.fur, lit=0.3) if tail in {"brush", "whip", "wag"} else ""
    if tail == "brush":
        wrap += b.form(band([(14, -5.4), (24, -6.4), (33, -9)], (11, 9, 1)), coat.belly)
    face = moved(head_front(b, coat, shut=True), 30, -18 - breath * 0.4, 12, 0.86 * head)
    return drawn + haunch + face + wrap


__all__ = ["Coat", "Frame", "asleep", "darker", "going", "sitting"]
