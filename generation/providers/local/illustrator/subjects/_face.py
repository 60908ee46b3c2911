"""A head without hair: outline and face, in units where a chin is 11 below the middle.

`turn` is 0 from the front and 1 in a three-quarter view to the right; a profile is drawn apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from generation.providers.local.illustrator.subjects._cast import Persona
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    darker,
    luminance,
    mix,
    moved,
    oval,
    path,
    stretched,
)

PROFILE = (
    "M-1.5,-12 C4.5,-12.3 8,-8.6 8.3,-4.4 C8.4,-3 8,-2.2 8.1,-1.2 C8.3,0.4 9.3,2.2 9.6,3.3"
    " C9.8,4.1 9.2,4.5 8.7,4.6 C8.6,5.2 9.0,5.6 8.9,6.1"
    " C9,6.6 8.5,6.7 8.5,7 C8.6,7.4 8.8,7.7 8.6,8.2 C8.4,8.8 8.3,9.3 7.7,10"
    " C6.6,11.2 4,11.1 2.4,10.6 C0,9.8 -1.2,8.6 -2,7 C-6.5,6.5 -9.6,2 -9.6,-2.6"
    " C-9.6,-8.2 -6.2,-11.8 -1.5,-12Z"
)
LASHES = "#2a1a20"


@dataclass(frozen=True, slots=True)
class Mien:
    """What a face does: eyes shut 0 to 1, mouth open 0 to 1, gaze down 0 to 1."""

    shut: float = 0.0
    open: float = 0.0
    down: float = 0.0


def outline(turn: float) -> str:
    """The face seen from the front or three quarters: soft cheeks, small chin."""
    t = turn
    return (
        path("M", 0.2 * t, -12, "C", 6.2, -12, 9.9 - 0.2 * t, -8, 9.7 - 0.3 * t, -2.2)
        + path("C", 9.5 - 0.5 * t, 0.6, 9.4 - 0.5 * t, 3.2, 8.0 - 0.1 * t, 5.9)
        + path("C", 6.9 + 0.3 * t, 8.4, 4.0 + 1.2 * t, 11, 0.2 + 1.7 * t, 11)
        + path("C", -3.8 + 1.2 * t, 11, -7.0 + 0.8 * t, 8.6, -8.2 + 0.5 * t, 5.9)
        + path("C", -9.4 + 0.3 * t, 3.2, -9.7, 0.6, -9.8, -2.2)
        + path("C", -10, -8, -6.2, -12, 0.2 * t, -12, "Z")
    )


def head(b: Brush, who: Persona, turn: float, mien: Mien) -> str:
    """Head, ears and face, front or three-quarter."""
    skin = who.skin
    face = outline(turn)
    ears = _ear(b, skin, -9.3 + 0.7 * turn, 1.8, 1.0)
    if turn < 0.6:
        ears += _ear(b, skin, 9.4, 1.8, -1.0)
    eyes = "".join(_eye(b, who, x, width, mien, side) for x, width, side in _places(turn))
    return (
        ears
        + b.form(face, skin, lit=0.16, shade=0.2, rim=0.35)
        + _cheeks(b, skin, turn)
        + eyes
        + _centre(b, who, turn, mien)
    )


def _places(turn: float) -> tuple[tuple[float, float, int], tuple[float, float, int]]:
    """Where the eyes are: x, relative width, side."""
    return (-4.15 + 1.75 * turn, 1.0, -1), (4.15 + 2.0 * turn, 1.0 - 0.2 * turn, 1)


def _ear(b: Brush, skin: str, x: float, y: float, flip: float) -> str:
    shell = b.form(oval(x, y, 1.7, 2.5), mix(skin, "#e08a6a", 0.12), rim=0.3)
    return shell + b.fold(
        path("M", x - 0.6 * flip, y - 1.2, "q", 1.3 * flip, 0.8, 0.3 * flip, 2.4), skin, 0.45
    )


def _cheeks(b: Brush, skin: str, turn: float) -> str:
    blush = mix("#f0604f", skin, 0.25)
    spots = ((-5.6 + 1.5 * turn, 2.7), (5.7 + 1.4 * turn, 2.5 - 0.6 * turn))
    return "".join(b.soft(oval(x, 5.0, rx, 1.9), blush, 0.5) for x, rx in spots)


def _eye(b: Brush, who: Persona, x: float, width: float, mien: Mien, side: int) -> str:
    """One eye, its outer corner to `side`."""
    size = (1.12 if who.young else 0.98) * (1.04 if who.female else 0.94)
    if who.role == "elder":
        size *= 0.88
    brow = _brow(b, who, side)
    eye = _lid(b, who) if mien.shut > 0.5 else _open_eye(b, who, mien.down)
    drawn = stretched(eye + brow, side * width * size, size)
    return moved(drawn, x, 1.9)


def _open_eye(b: Brush, who: Persona, down: float) -> str:
    """An eye whose outer corner is to the right, about 4 wide."""
    iris, look = who.eyes, 0.45 * down
    white = (
        "M-2,0.5 C-1.7,-1.2 -0.7,-2.1 0.3,-2.1 C1.5,-2.1 2.1,-1 2.3,0.1 "
        "C1.6,1.6 0.7,2.1 -0.1,2.1 C-1,2.1 -1.6,1.5 -2,0.5Z"
    )
    ball = b.upright(
        oval(0.1, 0.05 + look, 1.52, 1.95), darker(iris, 0.62), mix(iris, "#ffdca8", 0.22)
    )
    inner = b.flat(oval(0.1, -0.05 + look, 0.72, 1.0), "#150e14", pure=True)
    sparkle = b.flat(oval(-0.42, -0.75 + look, 0.52, 0.6), "#ffffff", 0.95, pure=True)
    sparkle += b.flat(oval(0.62, 0.9 + look, 0.28, 0.3), "#ffffff", 0.7, pure=True)
    shade = b.flat(
        "M-2,0.4 C-1.4,-1.5 1.4,-2.2 2.3,-0.1 C1.2,-1.3 -1,-1 -2,0.4Z", "#3b2a48", 0.28, pure=True
    )
    lash = (
        "M-2.3,0.6 C-1.8,-1.5 -0.8,-2.5 0.4,-2.5 C1.5,-2.5 2.2,-1.6 2.6,-0.5 "
        "C1.9,-1.5 1.2,-1.9 0.3,-1.9 C-0.7,-1.9 -1.6,-1 -2.3,0.6Z"
    )
    lashes = b.flat(lash, LASHES, pure=True)
    if who.female:
        lashes += b.flat("M1.7,-1.8 Q2.8,-1.5 3.3,-2 Q3,-0.8 2.2,-0.5Z", LASHES, pure=True)
    if b.close:
        lashes += _detail(b, who)
    fill = b.flat(white, "#fffaf4", 0.96)
    return fill + b.within(white, ball, inner, sparkle, shade) + lashes


def _detail(b: Brush, who: Persona) -> str:
    """What only a close-up shows: crease, lower lashes, rays of the iris."""
    marks = b.fold("M-1.5,-2.5 C-0.6,-3.4 1.2,-3.4 2.2,-2.3", who.skin, 0.22, 0.7)
    marks += b.line("M-1,1.95 Q0.3,2.4 1.5,1.5", LASHES, 0.14, 0.5, pure=True)
    rays = (
        "M-0.9,0.9 L-0.6,0.5 M-0.5,1.4 L-0.3,0.9 M0.1,1.6 L0.1,1 M0.7,1.4 L0.5,0.9 M1,0.8 L0.7,0.5"
    )
    marks += b.line(rays, mix(who.eyes, "#ffe6b8", 0.55), 0.14, 0.7, pure=True)
    if who.female:
        marks += b.line(
            "M0.7,-2.5 L1,-3 M1.4,-2.2 L1.9,-2.7 M-0.1,-2.5 L0,-3", LASHES, 0.2, pure=True
        )
    return marks


def _lid(b: Brush, who: Persona) -> str:
    """A closed eye: one soft arc with lashes."""
    arc = b.line("M-2.1,0.2 Q0.2,2.2 2.3,0", LASHES, 0.5, pure=True)
    return arc + b.line(
        "M1.3,1 L1.8,1.6 M2,0.4 L2.7,0.8 M0.4,1.2 L0.6,1.9", LASHES, 0.26, pure=True
    )


def _brow(b: Brush, who: Persona, side: int) -> str:
    thick = 0.42 if who.female else 0.72
    colour = darker(who.hair, 0.18) if luminance(who.hair) > 0.25 else who.hair
    shape = path(
        *("M", -2.1, -3.9, "C", -0.9, -5.0, 1.2, -5.2, 2.7, -4.0),
        *("C", 1.2, -4.9 + thick * 0.6, -0.7, -4.8 + thick, -2.0, -3.9 + thick * 0.8, "Z"),
    )
    return b.flat(shape, colour, 0.88)


def _centre(b: Brush, who: Persona, turn: float, mien: Mien) -> str:
    """Nose and mouth, and an elder's lines."""
    x = 2.3 * turn
    skin = who.skin
    nose = b.flat(
        path(
            "M",
            x + 0.1,
            3.2,
            "C",
            x + 1.2 + 0.3 * turn,
            4.4,
            x + 1.1 + 0.5 * turn,
            5.3,
            x - 0.2,
            5.2,
        ),
        mix(skin, "#c0584a", 0.55),
        0.5,
    )
    nose += b.soft(oval(x + 0.1, 4.2, 1.0, 0.9), "#ffffff", 0.35)
    wrinkles = ""
    if who.role == "elder":
        wrinkles = b.fold(
            (
                path("M", x - 3.6, 5.6, "q", -1.1, 1.2, -0.9, 2.6)
                + path("M", x + 3.6, 5.6, "q", 1.1, 1.2, 0.9, 2.6)
            )
            + path("M", x - 3, -6.6, "q", 3, -0.9, 6, 0, "M", x - 7.6, 3.4, "l", -0.9, 0.8),
            skin,
            0.3,
            0.5,
        )
    return nose + wrinkles + moved(_mouth(b, who, mien), 2.0 * turn, 7.6)


def _mouth(b: Brush, who: Persona, mien: Mien) -> str:
    lip = mix("#c9484f", who.skin, 0.12 if who.female else 0.42)
    if mien.open > 0.12:
        gape = 0.7 + 2.0 * mien.open
        hole = path("M", -1.5, -0.3, "Q", 0, -0.9, 1.5, -0.3, "Q", 1.4, gape, 0, gape) + path(
            "Q", -1.4, gape, -1.5, -0.3, "Z"
        )
        return b.flat(hole, "#7a2a30") + b.flat(oval(0, gape - 0.4, 0.7, 0.35), "#e0706a")
    smile = b.line("M-1.75,-0.2 Q0,1.1 1.75,-0.2", mix(lip, "#5a1a24", 0.45), 0.36)
    upper = b.flat(
        "M-1.5,-0.05 Q-0.7,-0.75 0,-0.4 Q0.7,-0.75 1.5,-0.05 Q0,0.75 -1.5,-0.05Z", lip, 0.8
    )
    lower = b.flat(
        "M-1.2,0.4 Q0,0.85 1.2,0.4 Q0.7,1.45 0,1.45 Q-0.7,1.45 -1.2,0.4Z",
        mix(lip, "#ff9a8a", 0.3),
        0.8,
    )
    if not who.female:
        return smile + b.soft(oval(0, 1.6, 1.3, 0.5), mix(who.skin, "#a04a3a", 0.6), 0.4)
    return upper + lower + smile + b.soft(oval(0.3, 0.9, 0.6, 0.25), "#ffffff", 0.5)


def profile(b: Brush, who: Persona, mien: Mien) -> str:
    """The head from its right side, looking right."""
    skin = who.skin
    blush = b.soft(oval(5.0, 5.0, 2.4, 1.9), mix("#f0604f", skin, 0.25), 0.5)
    lip = mix("#c9484f", skin, 0.1 if who.female else 0.4)
    if mien.open > 0.12:
        mouth = b.flat(
            path("M", 9.1, 6.3, "L", 6.7, 7.2, "L", 8.5, 7.4 + 1.6 * mien.open, "Z"), "#7a2a30"
        )
    else:
        mouth = b.line("M8.4,7 Q7.2,7.5 6.3,6.9", mix(lip, "#5a1a24", 0.45), 0.36)
        if who.female:
            mouth += b.flat(
                "M9.1,5.9 Q8.1,6.2 7.4,6.9 L8.6,7 Q8,7.2 7.5,7.1 Q8,8 8.7,7.9Z", lip, 0.75
            )
    eye = _lid(b, who) if mien.shut > 0.5 else _open_eye(b, who, mien.down)
    size = 1.1 if who.young else 0.98
    seen = moved(stretched(eye + _brow(b, who, 1), -0.62 * size, size), 6, 1.9)
    ear = _ear(b, skin, -1.6, 2.2, -1.0)
    nose = b.fold("M8.9,4.5 q-0.9,0.3 -1.1,-0.4", skin, 0.3, 0.6)
    return b.form(PROFILE, skin, lit=0.16, shade=0.2, rim=0.35) + blush + seen + mouth + nose + ear


def nape(b: Brush, who: Persona) -> str:
    """The head from behind, before the hair covers it."""
    ears = _ear(b, who.skin, -9.5, 1.8, 1.0) + _ear(b, who.skin, 9.5, 1.8, -1.0)
    return ears + b.form(outline(0.0), who.skin, lit=0.12, shade=0.24, rim=0.3)
