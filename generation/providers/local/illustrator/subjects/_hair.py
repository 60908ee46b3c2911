"""Hair in the units of a head (see `_face`): what falls behind, what lies on top, and the rear.

A hairdo is called length-fringe, e.g. `braids-middle`. `flow` from -1 to 1 sways what hangs.
"""

from __future__ import annotations

from generation.providers.local.illustrator.subjects import _knots
from generation.providers.local.illustrator.subjects._cast import Persona
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    band,
    mirrored,
    moved,
    oval,
    path,
    smooth,
    stretched,
)

_CAP = "M10.2,1.4 C11.9,-8.6 7.6,-14.3 0,-14.3 C-7.6,-14.3 -12,-8.6 -10.4,1.4 "
_FRINGES = {
    "bangs": "L-9.4,1.2 C-9.2,-0.8 -8.6,-2.2 -7.8,-2.6 Q-5.8,-2.4 -4.3,-4.4 Q-4.3,-3 -4.6,-2.2"
    " Q-2,-2 0.3,-4.2 Q0.1,-2.8 -0.2,-1.9 Q2.6,-2 4.6,-4.4 Q4.6,-3.2 4.4,-2.4 Q6.2,-2.8 7.6,-4.6"
    " C8.6,-3 9,-1 9.2,1.2Z",
    "middle": "L-9.3,2 C-9.4,-3.4 -6.4,-8.4 -0.6,-11 C0.2,-11.3 0.6,-11.3 1.3,-10.9"
    " C6.6,-8.2 9,-3.4 9.1,2Z",
    "swept": (
        "L-9.4,1.4 C-8.8,-3.4 -7.4,-6.6 -5.2,-9.6 C-2.8,-6 2.4,-3.8 7.2,-3.9 "
        "C8.6,-2.6 9,-0.6 9.2,1.2Z"
    ),
    "drawn": "L-9.4,0.4 C-8.8,-5.2 -5,-8.6 0.4,-8.6 C5.4,-8.6 8.8,-5.2 9.2,0.4Z",
    "bowl": (
        "L-9.6,1.8 C-9.2,-1 -8.4,-2.4 -7.2,-2.9 C-2.4,-3.9 3,-3.9 7.4,-2.9 "
        "C8.6,-2.2 9.2,-0.8 9.4,1.6Z"
    ),
    "tousled": "L-9.2,1.2 L-8.4,-2.6 L-7.1,-0.9 Q-6.4,-3 -5.2,-4.8 L-4.2,-2.6 Q-2,-4 -0.2,-6"
    " Q0.4,-4.4 0.6,-3 Q3.2,-4.2 4.8,-6.4 Q5.6,-4.8 6,-3.2 L7.4,-5 C8.4,-3 8.9,-1 9.2,1Z",
    "receding": (
        "L-9.6,2.4 C-9.2,-2.2 -8.4,-5 -6.4,-8.2 C-3.4,-10.8 3.6,-10.8 6.6,-8.2 "
        "C8.4,-5 9,-2.2 9.4,2.4Z"
    ),
}
_TUFTS = (
    "M-10.6,-3 L-12.6,-6.2 L-10,-8 L-11,-11.4 L-7,-12 L-6.4,-15.4 "
    "L-2,-13.6 L0.8,-16.6 L3,-13.8 L7.4,-14.6 L7.8,-11.4 L11.4,-10 "
    "L10.2,-6.6 L12,-4 L10,-1Z"
)
_SIDE_CAP = (
    "M7.6,-5.6 C7.4,-10.8 3.6,-14.2 -1.6,-14.2 C-8.2,-14.2 -12,-9.4 -11.8,-3"
    " C-11.7,1.6 -10,4.8 -6.6,7.2 L-3.2,6.4 C-3.6,4 -3.4,1.4 -2.6,-0.2 L-0.4,0.6"
    " C0.6,-1.4 1.2,-3 1.6,-4.4 "
)
_SIDE_FRINGES = {
    "bangs": "C3,-2.8 5.4,-2 7.9,-2.2 C8.3,-3.4 8.1,-4.6 7.6,-5.6Z",
    "bowl": "C3,-3 5.4,-2.6 7.8,-2.8 C8,-3.8 7.9,-4.8 7.6,-5.6Z",
    "tousled": "L3.2,-2.6 L4.4,-4.4 L6.2,-2.4 L6.8,-4.4 L8.8,-3.4 L7.6,-5.6Z",
    "swept": "C3.6,-4 6,-4 8.4,-4.6 C8.6,-5.4 8.2,-6 7.6,-6.6Z",
}
_LONG = ("long", "crown")
_TIED = ("ponytail", "braids", "buns", "loops", "topknot", "chignon")


def parts(who: Persona) -> tuple[str, str]:
    """Length and fringe."""
    length, _, fringe = who.hairdo.partition("-")
    return length, fringe


def behind(b: Brush, who: Persona, turn: float, flow: float) -> str:
    """What hangs behind neck and shoulders, front or three-quarter."""
    length, _ = parts(who)
    lean = -1.6 * turn
    if length in _LONG:
        return b.form(
            _curtain(lean, 36.0 if length == "crown" else 27.0, flow), _deep(b, who), rim=0.4
        )
    if length == "bob":
        return b.form(_curtain(lean, 12.5, flow * 0.5), _deep(b, who), rim=0.4)
    if length == "ponytail":
        return b.form(_tail((-5.0 + lean, -10.0), flow, 27.0), who.hair)
    if length == "chignon":
        return b.round(oval(-5.5 + lean if turn else 0.0, 3.0 if turn else -2, 7.0, 5.6), who.hair)
    return ""


def _deep(b: Brush, who: Persona) -> str:
    return b.dim(who.hair, 0.22) if b.light.amount == 0 else who.hair


def _curtain(lean: float, drop: float, flow: float) -> str:
    """Loose hair from crown to `drop` below the middle of the head; long hair gathers below."""
    wide, sway = 11.3, 2.4 * flow
    low = wide * (0.84 if drop < 15 else 0.66 if drop < 30 else 0.5)
    x, half = lean * 0.4, drop * 0.45
    return (
        path("M", 0, -13, "C", 9, -13, wide, -7, wide + x, 0)
        + path(
            "C", wide + 0.7 + x, half, low + 2 + sway * 0.6, drop * 0.7, low + sway + lean, drop - 1
        )
        + path("Q", low * 0.4 + sway + lean, drop + 1.8, sway + lean, drop)
        + path("Q", -low * 0.5 + sway + lean, drop + 2.0, -low + sway + lean, drop - 1)
        + path("C", -low - 2 + sway * 0.6, drop * 0.7, -wide - 0.7 + x, half, -wide + x, 0)
        + "C -11.3,-7 -9,-13 0,-13Z"
    )


def _tail(root: tuple[float, float], flow: float, drop: float) -> str:
    x, y = root
    sway = 3.4 * flow
    points = [
        (x + 1.5, y),
        (x - 6, y - 1.4),
        (x - 9.4 + sway * 0.3, y + drop * 0.3),
        (x - 8.6 + sway * 0.7, y + drop * 0.66),
        (x - 10.2 + sway * 1.2, y + drop),
    ]
    return band(points, (2.6, 5.4, 7.6, 6.0, 0.6))


def over(b: Brush, who: Persona, turn: float, flow: float) -> str:
    """Cap, fringe, locks and ornaments, front or three-quarter; over the face."""
    length, fringe = parts(who)
    if length == "shaven":
        return _shaven(b, who)
    back = b.form(_TUFTS, who.hair, rim=0.4) if fringe == "tousled" else ""
    cap = b.form(_CAP + _FRINGES[fringe], who.hair, lit=0.22, shade=0.34)
    shadow = b.within(
        "M-9.6,-12 H9.6 V6 C8,10 4,11 0,11 C-4,11 -8,10 -9.4,6Z",
        moved(b.flat(_CAP + _FRINGES[fringe], b.light.shade, 0.16, pure=True), 0.3, 1.1),
    )
    drawn = shadow + back + cap + _shine(b, who, fringe) + _locks(b, who, length, flow)
    return (
        moved(stretched(drawn, 1 - 0.03 * turn), 0.3 * turn)
        + _knots.top(b, who, length, turn, flow)
        + _knots.ornaments(b, who, length, turn)
    )


def _shaven(b: Brush, who: Persona) -> str:
    stubble = b.flat(
        (
            "M-9.9,-2.6 C-10,-8.4 -6,-12.2 0.2,-12.2 C6.4,-12.2 9.9,-8 9.6,-2.6 "
            "C8.6,-6.4 5,-8 0,-8 C-5,-8 -8.8,-6.4 -9.9,-2.6Z"
        ),
        "#4a4450",
        0.2,
    )
    dots = "".join(
        b.flat(oval(x, y, 0.42), who.skin if False else "#c98a6a", 0.8)
        for x, y in ((-1.8, -9.2), (1.8, -9.2), (-1.8, -7), (1.8, -7))
    )
    return stubble + dots + b.gleam("M-6,-9 Q-3,-11.4 1,-11.2", 0.8, 0.5)


def _shine(b: Brush, who: Persona, fringe: str) -> str:
    """The band of light round the crown, and strands."""
    flip = 1 if b.light.from_left else -1
    ring = "M-8.4,-6.6 C-7.2,-9.4 -4.4,-10.6 -1.2,-10.8 M0.6,-10.8 C1.8,-10.7 2.8,-10.4 3.6,-10"
    shine = b.line(ring, b.lit(who.hair, 0.36), 0.9, 0.5, pure=True)
    shine = shine if flip > 0 else mirrored(shine)
    strands = {
        "swept": (
            "M-4.6,-11.4 C-2,-7.4 2,-5.4 6.4,-5 M-2.6,-12.6 C0,-9.4 3.6,-7.4 8,-6.8 "
            "M-6,-11 C-8,-8 -9,-5 -9.4,-2"
        ),
        "receding": "M-9.4,-2 C-9,-6 -7.4,-9.6 -5,-12 M9.2,-2 C9,-6 7.4,-9.6 5.4,-12",
        "middle": "M0.4,-13 C-3.6,-10.6 -7.4,-6.6 -9.4,-1 M0.8,-13 C4.8,-10.6 7.8,-6.6 9.2,-1",
        "drawn": (
            "M-8,-4.6 C-7,-8.4 -4,-11 -1,-13.2 M8,-4.6 C7,-8.4 4,-11 1,-13.2 "
            "M-2.6,-8.6 L-0.6,-13 M3,-8.6 L1,-13"
        ),
    }.get(
        fringe,
        (
            "M-4.2,-4.6 C-4.4,-7.4 -3.6,-9.8 -2.4,-11.8 M0.4,-4.6 C0.4,-7 0.8,-9 1.6,-11.4 "
            "M4.8,-4.8 C5,-7 4.8,-9 4.4,-10.6"
        ),
    )
    lines = b.fold(strands, who.hair, 0.36, 0.5)
    if b.close:
        lines += b.fold(
            (
                "M-7,-10.6 C-8.8,-8 -9.8,-5 -10,-2 M7,-10.8 C8.8,-8.4 9.8,-5 9.8,-2 "
                "M-2,-13.6 C-4.6,-12.6 -6.6,-11 -8,-8.6 M3,-13.4 C5.4,-12.6 7,-11 8.4,-8.8"
            ),
            who.hair,
            0.24,
            0.5,
        )
        lines += b.line(
            "M-6,-12 C-7.6,-10.4 -8.8,-8.6 -9.4,-6.2 M5,-12.4 C6.4,-11.4 7.6,-9.8 8.4,-8",
            b.lit(who.hair, 0.4),
            0.22,
            0.6,
            pure=True,
        )
    return lines + shine


def _locks(b: Brush, who: Persona, length: str, flow: float) -> str:
    """Strands that frame the face."""
    if length in {"bob", "long", "crown"}:
        drop = {"bob": 11.0, "long": 18.0, "crown": 20.0}[length]
        wide = 2.2 if length == "crown" else 2.9
    elif length in {"braids", "chignon", "ponytail", "buns", "loops"}:
        drop, wide = 7.0, 1.3
    else:
        return ""
    sway = 1.2 * flow
    right = [(9.3, -4.0), (10.0, 2.0), (9.6 + sway * 0.4, drop * 0.6), (8.7 + sway, drop)]
    left = [(-9.5, -4.0), (-10.2, 2.0), (-9.8 + sway * 0.4, drop * 0.6), (-8.9 + sway, drop)]
    widths = (wide * 0.7, wide, wide * 0.9, 0.3)
    return b.form(band(left, widths), who.hair, rim=0.4) + b.form(
        band(right, widths), who.hair, rim=0.25
    )


def profile_behind(b: Brush, who: Persona, flow: float) -> str:
    """What hangs behind, seen from the right side."""
    length, _ = parts(who)
    sway = 2.0 * flow
    if length in {*_LONG, "bob"}:
        drop = {"long": 27.0, "crown": 36.0, "bob": 11.5}[length]
        shape = (
            path("M", -1, -13.6, "C", -10, -14, -13.2, -6, -12.4, 2)
            + path("C", -12.6, drop * 0.4, -12 + sway, drop * 0.7, -11 + sway, drop)
            + path("Q", -7 + sway, drop + 1.4, -3.6 + sway, drop - 0.8)
            + path("C", -2.4 + sway * 0.5, drop * 0.6, -1.6, 8, -0.8, 2, "Z")
        )
        return b.form(shape, who.hair)
    if length == "ponytail":
        return b.form(_tail((-8.5, -8.5), flow, 27.0), who.hair)
    if length == "chignon":
        return b.round(oval(-11.0, -0.5, 5.0, 5.2), who.hair)
    return ""


def profile_over(b: Brush, who: Persona, flow: float) -> str:
    """Hair on a head seen from its right side, looking right."""
    length, fringe = parts(who)
    if length == "shaven":
        stubble = (
            "M8.2,-5 C7.6,-9.6 3.6,-12.2 -1.5,-12.2 C-6.4,-12.2 -9.6,-8 -9.7,-2.6 "
            "C-9.6,0 -9,1.6 -8,3.4 C-4,1 -2,-3 0,-5.6 C2,-7.6 5,-8 8.2,-5Z"
        )
        return b.flat(stubble, "#4a4450", 0.2) + b.gleam("M-6,-9 Q-3,-11.4 1,-11.4", 0.8, 0.4)
    cap = _SIDE_CAP + _SIDE_FRINGES.get(
        fringe, "C3,-7.4 5.4,-8.6 7,-8.4 C7.4,-7.6 7.6,-6.6 7.6,-5.6Z"
    )
    tufts = (
        b.form(
            (
                "M-11.6,-3 L-14,-5.4 L-11.6,-7.8 L-12.6,-11 L-8.6,-12 L-8,-15 "
                "L-3.6,-13.8 L-1,-16.4 L1.4,-13.6 L5,-14.2 L5.4,-11 L8.4,-9.4 L7,-6Z"
            ),
            who.hair,
        )
        if fringe == "tousled"
        else ""
    )
    drawn = tufts + b.form(cap, who.hair, lit=0.22, shade=0.34)
    drawn += b.fold("M5,-7 C1,-9 -4,-7 -7,-1 M3,-10 C-2,-11.4 -7.4,-8.4 -9.6,-2", who.hair, 0.36)
    drawn += b.line(
        "M-8.6,-8 C-6.6,-10.8 -3.4,-11.8 0,-11.6", b.lit(who.hair, 0.36), 0.9, 0.45, pure=True
    )
    if length in {"bob", "long", "crown", "braids"}:
        drop = {"bob": 10.5, "long": 18.0, "crown": 16.0, "braids": 6.0}[length]
        lock = [(-1.4, -6.0), (-2.2, 0.0), (-2.6 + flow * 0.4, drop * 0.55), (-3.2 + flow, drop)]
        drawn += b.form(band(lock, (3.0, 5.0, 4.4, 0.4)), who.hair, rim=0.2)
    knots = {
        "buns": (-5.0, -13.4, 4.6),
        "topknot": (-2.6, -15.8, 4.0),
        "crown": (-3.6, -16.0, 4.6),
        "loops": (-2.6, -15.4, 4.2),
    }
    if length == "loops":
        drawn += moved(_knots.loops(b, who, 0.0), -2.6, 0.0)
    elif length in knots:
        drawn += _knots.bun(b, who, *knots[length])
    if length == "chignon" and who.outfit == "kimono":
        drawn += _knots.bun(b, who, -5.6, -13.6, 4.6) + _knots.blossom(
            b, -2.0, -11.0, 2.8, who.accent
        )
    if length == "crown":
        drawn += _knots.blossom(b, -0.6, -11.8, 2.4, who.accent) + b.line(
            "M-8.4,-15 L2.4,-16.6", "#e2b95c", 0.5
        )
    if length == "topknot":
        drawn += _knots.clasp(b, -2.6, -13.6)
    if length == "braids":
        drawn += moved(_knots.braid(b, who, -4.4, flow), 0, 0)
    return drawn


def rear(b: Brush, who: Persona, flow: float) -> str:
    """All of the hair, seen from behind; over the back."""
    length, fringe = parts(who)
    if length == "shaven":
        return b.flat(
            "M-9.8,0 C-10,-8 -6,-12 0,-12 C6,-12 10,-8 9.8,0 C8,6 4,7 0,7 C-4,7 -8,6 -9.8,0Z",
            "#4a4450",
            0.18,
        )
    if length in {*_LONG, "bob"}:
        drop = {"long": 27.0, "crown": 36.0, "bob": 11.5}[length]
        drawn = b.form(_curtain(0.0, drop, flow), who.hair)
        ends = ((-4.4, -7.4, -2.6), (-1.6, -3.0, -1.0), (1.8, 3.0, 1.2), (4.6, 7.4, 2.8))
        lines = "".join(
            smooth([(top, -11), (side, 0), (side * 0.8, drop * 0.5), (low + flow * 2, drop - 2)])
            for top, side, low in ends
        )
    else:
        low = 7.4 if length in {"short", "topknot"} else 8.4
        shape = (
            path("M", 0, -14.3, "C", 8, -14.3, 12, -8.6, 10.5, 0)
            + path("C", 9.8, 4, 7.6, low - 1, 4.6, low, "Q", 0, low + 1.2, -4.6, low)
            + path("C", -7.6, low - 1, -9.8, 4, -10.5, 0, "C", -12, -8.6, -8, -14.3, 0, -14.3, "Z")
        )
        drawn = (b.form(_TUFTS, who.hair) if fringe == "tousled" else "") + b.form(shape, who.hair)
        lines = "M-4,-12 C-7,-8 -8,-3 -6.4,4 M4,-12 C7,-8 8,-3 6.4,4 M0,-13 C-1,-6 0.6,0 0,6"
    drawn += b.fold(lines, who.hair, 0.4) + _shine_rear(b, who)
    if length == "crown":
        drawn += b.form(
            path("M", -9.4, 17, "Q", 0, 20, 9.2, 17, "L", 8.8, 20, "Q", 0, 23, -9, 20, "Z"),
            who.accent,
        )
    if length == "ponytail":
        fall = [(0.0, -9.0), (0.6, -2.0), (1.4 * flow, 9.0), (3.0 * flow, 20.0)]
        drawn += b.form(band(fall, (5.0, 7.0, 6.6, 0.6)), who.hair) + b.form(
            oval(0, -8.6, 2.6, 1.4), who.accent
        )
    if length == "chignon":
        drawn += _knots.bun(b, who, 0.0, -13.6 if who.outfit == "kimono" else 3.0, 5.2)
    return (
        drawn
        + _knots.top(b, who, length, 0.0, flow)
        + (_knots.ornaments(b, who, length, 0.0) if length != "loops" else "")
    )


def _shine_rear(b: Brush, who: Persona) -> str:
    ring = b.line(
        "M-8.6,-6 C-7.4,-9.4 -4.4,-11 -1,-11.2", b.lit(who.hair, 0.36), 0.9, 0.45, pure=True
    )
    return ring if b.light.from_left else mirrored(ring)
