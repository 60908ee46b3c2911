"""Four-legged animals: one way to sit, to go and to sleep, for many coats and builds.

Units are those of a drawing: 100 is the height of a sitting animal, and of a standing one's ears.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from generation.providers.local.illustrator.subjects._muzzle import Coat, head_side
from generation.providers.local.illustrator.subjects._shapes import (
    TAU,
    Brush,
    Point,
    band,
    bump,
    lerp,
    limb,
    mix,
    moved,
    oval,
    path,
    smooth,
    wave,
)
from generation.providers.local.illustrator.subjects._tails import mane_of, tail_of


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
    return b.form(
        (
            path(
                "M",
                x - width * 0.5,
                y - width * 0.5,
                "Q",
                x - width * 0.6,
                y + 1,
                x - width * 0.3,
                y + 1,
            )
            + path(
                "L",
                x + width * 0.8,
                y + 1,
                "Q",
                x + width * 1.1,
                y - width * 0.4,
                x + width * 0.35,
                y - width * 0.7,
                "Z",
            )
        ),
        colour,
        rim=0.3,
    )


def _leg(
    b: Brush, coat: Coat, frame: Frame, root: Point, phase: float, run: bool, hind: bool, far: bool
) -> str:
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
        drawn += b.form(
            limb(
                lerp(joint, foot, 0.3), lerp(joint, foot, 0.6), foot, (w * 0.92, w * 0.9, w * 0.8)
            ),
            sock,
            rim=0.0,
        )
    return drawn + _paw(b, foot, w, sock)


def _strut(
    b: Brush, coat: Coat, root: Point, joint: Point, foot: Point, w: float, metal: str
) -> str:
    """A leg of metal plates with a glowing joint."""
    shin = limb(lerp(joint, foot, 0.04), lerp(joint, foot, 0.5), foot, (w * 0.8, w * 0.66, w * 0.5))
    thigh = limb(root, lerp(root, joint, 0.5), lerp(root, joint, 0.94), (w * 2.0, w * 1.5, w * 0.9))
    piston = b.line(
        path("M", lerp(root, joint, 0.5), "L", lerp(joint, foot, 0.45)), "#8f9aa8", w * 0.22
    )
    disc = (
        b.round(oval(*joint, w * 0.62), "#3b4352", lit=0.4)
        + b.glow(*joint, w * 1.1, coat.eye)
        + b.flat(oval(*joint, w * 0.26), coat.eye, pure=True)
    )
    seam = b.line(
        path("M", lerp(root, joint, 0.62)[0] - w * 0.6, lerp(root, joint, 0.62)[1], "h", w * 1.2),
        "#1d2430",
        0.7,
        0.8,
    )
    return (
        piston
        + b.form(shin, "#59616f", lit=0.4)
        + b.form(thigh, metal, lit=0.4)
        + seam
        + disc
        + _paw(b, foot, w * 0.9, "#3b4352")
    )


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
        _standing_leg(b, coat, frame, root, hind, far)
        if still
        else _leg(b, coat, frame, root, p + s, run, hind, far)
        for root, s, hind, far in legs
    ]
    hull = _hull(frame, breath)
    neck = _neck(frame)
    nod = 1.8 * wave(p, 0.2, 1 if run else 2) + breath
    head = moved(
        head_side(b, coat),
        frame.head[0],
        frame.head[1] + nod,
        (3 if run else 0) + nod * 0.6,
        frame.size,
    )
    trunk = b.form(hull, coat.fur, lit=0.26, shade=0.32)
    under = b.within(
        hull,
        b.flat(
            smooth(
                [
                    (-half, up + frame.chest * 1.4),
                    (0, up + frame.chest * 1.3),
                    (half, up + frame.chest * 1.5),
                    (half, 0),
                    (-half, 0),
                ],
                closed=True,
            ),
            coat.belly,
            0.85,
        ),
    )
    trunk += under + _markings(b, coat, hull, frame)
    collar = b.form(neck, coat.fur, lit=0.26, shade=0.2, rim=0.35)
    bib = (
        b.form(
            (
                path(
                    "M",
                    frame.head[0] - 2,
                    frame.head[1] + 8,
                    "Q",
                    half + 8,
                    up + 4,
                    half + 1,
                    up + frame.chest * 1.5,
                )
                + path("Q", half - 9, up + 6, frame.head[0] - 9, frame.head[1] + 6, "Z")
            ),
            coat.belly,
            rim=0.0,
        )
        if coat.bib
        else ""
    )
    tail = tail_of(b, coat, frame.tail, (-half - 1, up - 1), p if not still else b.phase, run)
    mane = mane_of(b, coat, frame.head, (half, up), p, run)
    body = moved(
        tail + drawn[0] + drawn[1] + trunk + drawn[2] + drawn[3] + collar + bib + mane + head,
        0,
        lift,
        pitch,
    )
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
    drawn = b.form(
        limb((x, y), joint, foot, (w * (2.5 if hind else 1.9), w, w * 0.8)), fur, rim=0.3
    )
    if coat.sock:
        drawn += b.form(
            limb(
                lerp(joint, foot, 0.3), lerp(joint, foot, 0.6), foot, (w * 0.92, w * 0.9, w * 0.8)
            ),
            sock,
            rim=0.0,
        )
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
    line = [
        (half * 0.62, up + frame.chest * 0.95),
        (half * 0.95, up + frame.chest * 0.1),
        lerp((half, up), (hx, hy), 0.6),
        (hx - 2, hy + 2),
    ]
    n = frame.neck
    return band(line, (n * 1.5, n * 1.22, n * 0.95, n * 0.78))


def _markings(b: Brush, coat: Coat, hull: str, frame: Frame) -> str:
    half, up = frame.half, -frame.spine
    if coat.mechanical:
        seams = "".join(
            path("M", x, up - 6, "q", 5, frame.chest, -1, frame.chest * 2.4)
            for x in (-half * 0.62, -half * 0.14, half * 0.36)
        )
        rivets = "".join(
            oval(x, up + 3.5, 0.9)
            for x in (-half * 0.72, -half * 0.5, -half * 0.04, half * 0.14, half * 0.5)
        )
        core = (half * 0.1, up + frame.chest * 0.95)
        lamp = (
            b.glow(*core, 11, coat.eye)
            + b.flat(oval(*core, 2.6), coat.eye, pure=True)
            + b.line(oval(*core, 4.2), "#1d2430", 0.8)
        )
        stripe = b.line(
            path("M", -half * 0.9, up + frame.chest * 0.75, "H", half * 0.9),
            coat.eye,
            0.8,
            0.8,
            pure=True,
        )
        return (
            b.within(
                hull, b.line(seams, "#1d2430", 1.0, 0.85), b.flat(rivets, "#1d2430", 0.7), stripe
            )
            + lamp
        )
    if coat.pattern == "tabby":
        bars = "".join(
            path("M", x, up - 6, "q", 3, 8, -1, 14)
            for x in (-half * 0.7, -half * 0.42, -half * 0.12, half * 0.18, half * 0.46)
        )
        return b.within(hull, b.line(bars, coat.dark, 3.2, 0.75))
    if coat.pattern == "spots":
        spots = "".join(
            oval(half * x, up + y, 1.9, 1.5)
            for x, y in (
                (-0.8, 3),
                (-0.6, 7),
                (-0.45, 2),
                (-0.2, 6),
                (0.0, 2.4),
                (0.2, 7),
                (0.4, 3),
                (0.6, 8),
                (-0.3, 11),
                (0.05, 12),
            )
        )
        return b.within(hull, b.flat(spots, "#fff3dc", 0.85))
    if coat.pattern == "panda":
        yoke = path("M", half * 0.16, up - 14, "Q", half * 0.5, up + 8, half * 0.2, up + 50) + path(
            "H", half + 20, "V", up - 14, "Z"
        )
        return b.within(hull, b.form(yoke, coat.dark, rim=0.0))
    return ""
