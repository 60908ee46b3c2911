"""Things people hold, in a person's units, their grip at (0, 0)."""

from __future__ import annotations

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    band,
    box,
    darker,
    mirrored,
    mix,
    moved,
    oval,
    path,
    polygon,
    wave,
)

WOOD, BAMBOO, GOLD = "#7a4a30", "#c9a36a", "#e0b65c"


def umbrella(b: Brush, colour: str, *, paper: bool = False, lift: float = 0.0) -> str:
    """Open, its canopy 66 wide and 42 above the grip, or `lift` higher; `paper` for one of oiled
    paper and bamboo."""
    handle = BAMBOO if paper else "#3a3038"
    shaft = b.line(path("M", 0, 6, "V", -46 - lift), handle, 1.3)
    if not paper:
        shaft += b.line("M0,6 q0,4 -3,4 q-2.6,0 -2.8,-2.6", handle, 1.5)
    rise = -41.0 if paper else -44.0
    ribs = [
        (-33.0, -20.0),
        (-20.0, -19.0),
        (-7.0, -18.6),
        (7.0, -18.6),
        (20.0, -19.0),
        (33.0, -20.0),
    ]
    hem = "".join(
        path("Q", (a[0] + c[0]) / 2, -24.2 if not paper else -20.4, c)
        for a, c in zip(ribs, ribs[1:], strict=False)
    )
    top = "C30,-36 14,{0} 0,{0} C-14,{0} -30,-36 -33,-20Z".format(int(rise))
    canopy = path("M", ribs[0]) + hem + top
    inner = b.flat(
        "M-33,-20 Q0,-28 33,-20 Q20,-16.6 0,-16.6 Q-20,-16.6 -33,-20Z", darker(colour, 0.5)
    )
    seams = "".join(path("M", 0, rise, "Q", x * 0.72, rise + 8, x, y) for x, y in ribs[1:-1])
    drawn = b.form(canopy, colour, lit=0.34, shade=0.34, rim=0.8)
    drawn += b.fold(seams, colour, 0.5, 0.55)
    if paper:
        drawn += b.within(
            canopy, b.line("M-40,-22.6 Q0,-27 40,-22.6", mix(colour, "#fff6e0", 0.7), 1.0, 0.8)
        )
        drawn += "".join(
            moved(
                b.flat(
                    "M0,0 C1.6,-1.6 1.6,-3.2 0,-4 C-1.6,-3.2 -1.6,-1.6 0,0Z",
                    mix(colour, "#ffffff", 0.75),
                    0.9,
                ),
                -12,
                -29,
                72 * i,
            )
            for i in range(5)
        )
    drawn += b.line(path("M", 0, rise, "v", -3.6), handle, 1.6)
    drawn += b.gleam("M-28,-27 C-24,-34 -16,-38 -8,-39.4", 1.0, 0.55)
    return moved(inner, 0, -lift) + shaft + moved(drawn, 0, -lift)


def zither(b: Brush, colour: str = "#4a2a22") -> str:
    """A guqin 78 long lying with its strings up; (0, 0) is the middle of its top."""
    board = "M-39,-2.4 C-30,-3.6 26,-3.6 37,-3.2 Q40,-2.6 40,-0.4 L40,2 L-39,2 Q-41,0 -39,-2.4Z"
    side = b.form(
        "M-39.6,1 L40,1 L39,4.2 L-38,4.2 Q-39.6,3.4 -39.6,1Z", darker(colour, 0.35), rim=0.2
    )
    strings = "".join(path("M", -36.5, -2.2 + 0.52 * i, "L", 36, -2.4 + 0.58 * i) for i in range(7))
    drawn = side + b.form(board, colour, lit=0.3, rim=0.6) + b.line(strings, "#f3e3bd", 0.2, 0.9)
    drawn += b.flat(box(34.6, -3.4, 1.6, 5.2, 0.5), darker(colour, 0.6)) + b.flat(
        box(-37.6, -2.8, 1.2, 4.4, 0.5), darker(colour, 0.6)
    )
    marks = "".join(oval(-28 + 4.9 * i, 1.25, 0.4) for i in range(13))
    drawn += b.flat(marks, "#fbf6e6")
    tassel = 0.6 * wave(b.phase)
    fringe = "".join(path("M", x, 4, "q", tassel, 4, tassel * 1.6, 8) for x in (33.0, 35.2, 37.4))
    return drawn + b.line(fringe, "#c8463f", 0.9)


def low_table(b: Brush, width: float = 84.0, height: float = 12.0, colour: str = "#6b3f2c") -> str:
    """A low table with scrolled ends; its top at y = -height."""
    w = width / 2
    legs = path("M", -w + 5, -height + 2, "C", -w + 2, -5, -w + 3, -3, -w + 6, 0) + path(
        "h", 4, "C", -w + 7, -4, -w + 9, -7, -w + 11, -height + 2, "Z"
    )
    drawn = b.form(legs, colour) + mirrored(b.form(legs, colour))
    rail = b.form(
        path("M", -w + 8, -height + 2, "H", w - 8, "L", w - 12, -height + 5, "H", -w + 12, "Z"),
        darker(colour, 0.2),
    )
    top = path("M", -w, -height, "Q", -w - 3, -height + 1.4, -w - 1, -height + 3) + path(
        "H", w + 1, "Q", w + 3, -height + 1.4, w, -height, "Z"
    )
    return (
        drawn
        + rail
        + b.form(top, colour, lit=0.35)
        + b.gleam(path("M", -w + 4, -height + 0.7, "H", w * 0.4), 0.6, 0.6)
    )


def guitar(b: Brush, colour: str = "#d08a45") -> str:
    """An acoustic guitar, its sound hole at (0, 0), its neck to the right."""
    shape = (
        "M-13,0 C-13,-8 -8,-9.4 -3.4,-7.6 C-1,-6.8 0.6,-6.6 2.6,-7.2 C7,-8.4 10,-5.4 10,0 "
        "C10,5.4 7,8.4 2.6,7.2 C0.6,6.6 -1,6.8 -3.4,7.6 C-8,9.4 -13,8 -13,0Z"
    )
    neck = b.form(box(8, -1.3, 27, 2.6, 0.6), "#5a3526") + b.form(
        "M34,-2 L42,-2.8 Q43.4,0 42,2.8 L34,2Z", "#4a2a20"
    )
    pegs = "".join(oval(x, y, 0.8) for x in (36.0, 38.4, 40.8) for y in (-3.4, 3.4))
    frets = "".join(path("M", 11.4 + 3.4 * i - 0.08 * i * i, -1.3, "v", 2.6) for i in range(8))
    strings = "".join(path("M", -7.6, -0.9 + 0.36 * i, "L", 38, -1.1 + 0.44 * i) for i in range(6))
    body = b.form(shape, colour, lit=0.35, shade=0.4, rim=0.7) + b.line(
        shape, darker(colour, 0.45), 0.6
    )
    hole = b.flat(oval(1.6, 0, 3.1), "#2d1a16") + b.line(
        oval(1.6, 0, 3.7), mix(colour, "#fff0d0", 0.6), 0.5
    )
    bridge = b.flat(box(-8.8, -2.6, 1.8, 5.2, 0.5), "#4a2a20") + b.flat(
        "M0.6,4.2 Q5,3 5.4,6.4 Q2.4,8 -0.6,6.6Z", darker(colour, 0.5)
    )
    return (
        body
        + hole
        + bridge
        + neck
        + b.line(frets, "#d9c9a8", 0.25)
        + b.flat(pegs, "#e8dcc4")
        + b.line(strings, "#fbf2dc", 0.16, 0.9)
    )


def lantern(b: Brush, colour: str) -> str:
    """A paper lantern that hangs from (0, 0), 17 tall without its tassel; it glows."""
    swing = 2.5 * wave(b.phase)
    globe = "M-2.6,3 C-8.4,5 -8.4,14 -2.6,16 L2.6,16 C8.4,14 8.4,5 2.6,3Z"
    ribs = "M-1,3 C-4,6 -4,13 -1,16 M1,3 C4,6 4,13 1,16 M0,3 V16"
    drawn = b.glow(0, 9.5, 21, mix(colour, "#ffd27a", 0.5)) + b.line("M0,0 V3", "#3a2a2a", 0.5)
    drawn += b.flat(globe, mix(colour, "#ffb45a", 0.25 + 0.3 * b.light.glow)) + b.soft(
        oval(0, 10, 5.6, 6.4), "#fff0b8", 0.85
    )
    drawn += (
        b.fold(ribs, colour, 0.35, 0.6)
        + b.form(box(-3, 2, 6, 1.5, 0.5), GOLD)
        + b.form(box(-3, 15.6, 6, 1.5, 0.5), GOLD)
    )
    return moved(drawn + b.line("M0,17 V24 M-0.8,18 V23 M0.8,18 V23", "#c83f3a", 0.55), 0, 0, swing)


def lantern_pole(b: Brush, colour: str) -> str:
    return b.line("M-4,5 Q4,-7 17,-13", WOOD, 1.2) + moved(lantern(b, colour), 17, -13)


def book(b: Brush, colour: str) -> str:
    """Open and held up, its cover to the viewer."""
    cover = b.form(
        "M-8.4,-5.4 Q-4,-6.6 0,-5 Q4,-6.6 8.4,-5.4 L8.8,4.4 Q4,3.2 0,4.8 Q-4,3.2 -8.8,4.4Z", colour
    )
    pages = b.flat(
        "M-8,-6.2 Q-4,-7.6 0,-5.8 Q4,-7.6 8,-6.2 L8.2,-5 Q4,-6.2 0,-4.7 Q-4,-6.2 -8.2,-5Z",
        "#fdf6e6",
    )
    return (
        cover
        + pages
        + b.fold("M0,-5 V4.8", colour, 0.7, 0.9)
        + b.line("M2.4,-2.4 Q4.4,-3 6.6,-2.4", "#f0d9a0", 0.6)
    )


def round_fan(b: Brush, colour: str) -> str:
    """A round silk fan on a bamboo handle."""
    tilt = 9 * wave(b.phase, 0.0, 2)
    leaf = oval(0, -13, 8.4, 8.6)
    drawn = (
        b.line("M0,4 V-6", WOOD, 1.1)
        + b.form(leaf, mix(colour, "#fff8ec", 0.72), lit=0.3)
        + b.line(leaf, GOLD, 0.7)
    )
    sprig = b.line("M-5,-8 Q0,-11 3,-17", "#7a5a48", 0.5)
    sprig += "".join(
        b.flat(oval(x, y, 1.3), mix(colour, "#e8707a", 0.5))
        for x, y in ((-2.6, -11), (0.8, -13.6), (3.4, -16.8), (2.6, -11))
    )
    return moved(drawn + sprig + b.line("M0,4 q1,3 0,6", "#c8463f", 0.6), 0, 0, 14 + tilt)


def sword(b: Brush) -> str:
    """A straight double-edged blade held upright, with a tassel."""
    blade = b.form(
        polygon((-1.2, -4), (-1.0, -38), (0, -42), (1.0, -38), (1.2, -4)),
        "#d5dde6",
        lit=0.6,
        shade=0.35,
    )
    hilt = b.form(box(-0.9, -3, 1.8, 8, 0.6), "#4a2a28") + b.form(
        "M-4,-4.6 Q0,-2.6 4,-4.6 L3.2,-2.4 Q0,-1 -3.2,-2.4Z", GOLD
    )
    tassel = band(
        [(0, 5.4), (0.8 + wave(b.phase), 9), (0.4 + 2 * wave(b.phase), 14)], (0.8, 1.6, 2.2)
    )
    return (
        blade
        + b.gleam("M-0.3,-6 V-37", 0.35, 0.9)
        + hilt
        + b.form(tassel, "#c8463f")
        + b.round(oval(0, 5.2, 1), GOLD)
    )


def flower(b: Brush, colour: str) -> str:
    petals = "".join(
        moved(b.form(oval(0, -2.5, 1.5, 2.3), colour, rim=0.2), 0.6, -12, 60 * i) for i in range(6)
    )
    stem = b.line("M0,5 Q-0.6,-4 0.6,-11", "#5c8a4a", 0.8) + b.form(
        "M0,-1 Q3.4,-1.6 4.4,-5 Q0.8,-4.8 0,-1Z", "#6a9a52"
    )
    return stem + petals + b.round(oval(0.6, -12, 1.5), "#f4c95a")


def cup(b: Brush, colour: str) -> str:
    """A small tea cup without a handle."""
    drawn = b.form(
        "M-2.6,-2.4 C-2.5,0.8 -1.6,2 -1.2,2 L1.2,2 C1.6,2 2.5,0.8 2.6,-2.4Z", colour, lit=0.4
    )
    return (
        drawn
        + b.flat(oval(0, -2.4, 2.6, 0.7), mix(colour, "#6b4a2a", 0.5))
        + b.line("M-2.4,-0.6 Q0,0 2.4,-0.6", "#4f7fa0", 0.4)
    )


def camera(b: Brush) -> str:
    drawn = b.form(box(-5.4, -3.4, 10.8, 7.4, 1.2), "#34343e") + b.form(
        box(-2.4, -5, 4.8, 2.2, 0.7), "#4a4a56"
    )
    drawn += b.flat(box(-5.4, -0.6, 10.8, 2.8), "#7a5240") + b.round(
        oval(0, 0.5, 3.1), "#22222a", lit=0.5
    )
    return (
        drawn
        + b.round(oval(0, 0.5, 1.9), "#4f6f9a", lit=0.7)
        + b.flat(oval(-0.7, -0.2, 0.5), "#ffffff", 0.9, pure=True)
        + b.flat(box(3, -4.4, 1.8, 1.1, 0.4), "#d0453f")
    )


def microphone(b: Brush) -> str:
    return b.form("M-0.9,6 L-1.2,-2.6 H1.2 L0.9,6Z", "#2c2c36") + b.round(
        oval(0, -4, 2.1, 2.4), "#9aa0ae", lit=0.6
    )


def pan(b: Brush) -> str:
    toss = -9.0 * max(0.0, wave(b.phase, -0.35))
    food = "".join(
        b.round(oval(10 + 3.2 * i, -2.4 + toss * (0.6 + 0.25 * (i % 2)), 1.3), c)
        for i, c in enumerate(("#e8a33c", "#6a9a4a", "#d8553f", "#f0d36a"))
    )
    return (
        food
        + b.line("M0,0 L7,0", "#3a2a28", 1.6)
        + b.form("M6,-2 H24 Q22.6,3.6 15,3.6 Q7.4,3.6 6,-2Z", "#3c3f4a", lit=0.4)
    )


def cane(b: Brush, length: float) -> str:
    """A walking stick whose handle is at (0, 0)."""
    return b.line(
        path("M", 2.4, 0.2, "Q", 1.6, -2, -0.2, -1.4, "Q", -1, -0.8, -0.6, 2, "L", 0.6, length),
        WOOD,
        1.4,
    )
