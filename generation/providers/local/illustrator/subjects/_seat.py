"""Animals on their haunches and animals asleep, for many coats."""

from __future__ import annotations

from generation.providers.local.illustrator.subjects._muzzle import Coat, head_front
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    band,
    lerp,
    limb,
    moved,
    oval,
    path,
    smooth,
    wave,
)


def sitting(
    b: Brush,
    coat: Coat,
    tail: str = "brush",
    *,
    stout: float = 1.0,
    head: float = 1.0,
    arms: str = "",
) -> str:
    """Upright on its haunches, turned a little to the right; `arms` replaces the forelegs."""
    breath, sway = wave(b.phase), wave(b.phase, 0.1)
    w = 23.0 * stout
    chest = (
        path("M", -9, -60, "C", -19 * stout, -52, -w - 3, -34, -w - 2, -14)
        + path("C", -w - 2, -3, -w + 4, 0, -w + 10, 0, "L", w - 10, 0)
        + path(
            "C",
            w - 2,
            0,
            w + 3,
            -3,
            w + 2,
            -15,
            "C",
            w + 2 - breath * 0.4,
            -34,
            20 * stout,
            -52,
            11,
            -60,
            "Z",
        )
    )
    shadow = b.ground(31 * stout)
    back = _sitting_tail(b, coat, tail, sway, w)
    trunk = b.form(chest, coat.fur, lit=0.28, shade=0.32)
    bib = (
        b.form(
            smooth(
                [
                    (1, -60),
                    (12, -50),
                    (14 * stout, -30),
                    (9, -12),
                    (2, -8),
                    (-5, -12),
                    (-8 * stout, -30),
                    (-8, -50),
                ],
                closed=True,
            ),
            coat.belly,
            rim=0.0,
            shade=0.2,
        )
        if coat.bib
        else ""
    )
    if coat.pattern == "panda":
        bib = b.within(
            chest, b.form("M-40,-62 H40 V-38 Q20,-30 2,-34 Q-20,-30 -40,-38Z", coat.dark, rim=0.0)
        )
    if coat.pattern == "tabby":
        bib += b.within(
            chest,
            b.line(
                (
                    "M-30,-40 q8,2 12,7 M-30,-28 q8,2 12,6 M-30,-16 q8,1 12,5 M30,-40 "
                    "q-7,2 -10,6 M30,-28 q-7,2 -10,6"
                ),
                coat.dark,
                3,
                0.75,
            ),
        )
    plates = _seated_plates(b, coat, chest) if coat.mechanical else ""
    face = moved(
        head_front(b, coat), 2.0, -70 + 0.7 * breath, 1.6 * wave(b.phase, 0.3), 1.14 * head
    )
    return shadow + back + trunk + bib + plates + (arms or _forelegs(b, coat, stout)) + face


def _forelegs(b: Brush, coat: Coat, stout: float) -> str:
    sock = coat.sock or coat.fur
    haunch = "".join(
        b.form(
            oval(x * stout, -10, 9.6, 10.6),
            coat.fur if coat.pattern != "panda" else coat.dark,
            rim=0.3,
        )
        for x in (-17.0, 18.5)
    )
    feet = "".join(b.form(oval(x * stout, -2.6, 8.2, 3.6), sock, rim=0.3) for x in (-17.0, 19.5))
    legs = ""
    for x in (-5.6, 8.6):
        fur = coat.dark if coat.pattern == "panda" else coat.fur
        shape = limb((x * stout, -38), (x * stout, -20), (x * stout, -4), (11, 8.6, 7.6))
        legs += b.form(shape, fur, rim=0.3)
        legs += b.form(
            (
                path(
                    "M",
                    x * stout - 5.2,
                    -3.4,
                    "C",
                    x * stout - 5.6,
                    -8,
                    x * stout + 5.6,
                    -8,
                    x * stout + 5.6,
                    -3.2,
                )
                + path(
                    "Q",
                    x * stout + 5.6,
                    0.6,
                    x * stout,
                    0.6,
                    "Q",
                    x * stout - 5.4,
                    0.6,
                    x * stout - 5.2,
                    -3.4,
                    "Z",
                )
            ),
            sock,
            rim=0.3,
        )
        legs += b.fold(
            path("M", x * stout - 1.6, -0.4, "v", -2.4, "M", x * stout + 1.8, -0.4, "v", -2.4),
            sock,
            0.6,
            0.7,
        )
        if coat.mechanical:
            legs += (
                b.round(oval(x * stout, -21, 3.4), "#3b4352", lit=0.4)
                + b.glow(x * stout, -21, 6.5, coat.eye)
                + b.flat(oval(x * stout, -21, 1.5), coat.eye, pure=True)
            )
    return haunch + feet + legs


def _sitting_tail(b: Brush, coat: Coat, kind: str, sway: float, w: float) -> str:
    if kind == "brush":
        line = [
            (w - 8, -5),
            (w + 10, -5),
            (w + 20 + sway, -16),
            (w + 19 + sway * 2.4, -34),
            (w + 11 + sway * 4, -47),
        ]
        tip = [lerp(line[2], line[3], 0.6), line[3], line[4]]
        drawn = b.form(band(line, (9, 13, 19, 17, 1)), coat.fur, lit=0.3) + b.form(
            band(tip, (17, 16, 1)), coat.belly
        )
        if coat.mechanical:
            drawn += b.line(
                "".join(path("M", p[0] - 8, p[1] + 1, "q", 8, 5, 16, 0) for p in line[1:3]),
                "#1d2430",
                1.0,
                0.8,
            )
        return drawn
    if kind == "whip":
        line = [
            (w - 8, -4),
            (w + 9, -4),
            (w + 19, -12),
            (w + 17 + sway * 2, -29),
            (w + 22 + sway * 5, -44),
            (w + 17 + sway * 7, -54),
        ]
        drawn = b.form(band(line, (8, 8, 7.4, 6.8, 6.2, 4)), coat.fur, lit=0.3)
        if coat.pattern == "tabby":
            drawn += b.line(
                "".join(path("M", p[0] - 3, p[1], "q", 3, 1.6, 6, 0) for p in line[2:5]),
                coat.dark,
                2.4,
                0.75,
            )
        return drawn
    if kind == "wag":
        line = [(w - 8, -6), (w + 6, -10), (w + 13 + sway * 2, -22), (w + 11 + sway * 6, -33)]
        return b.form(band(line, (9, 9, 8.6, 3)), coat.fur, lit=0.3)
    if kind == "puff":
        return b.round(oval(w + 2, -8, 7.4), coat.belly)
    return b.round(oval(w, -7, 6), coat.fur)


def _seated_plates(b: Brush, coat: Coat, chest: str) -> str:
    seams = "M-30,-44 Q2,-34 34,-44 M-30,-26 Q2,-18 34,-26 M2,-60 V0"
    ring = (
        b.glow(2, -42, 13, coat.eye)
        + b.round(oval(2, -42, 5.2), "#2c3442", lit=0.4)
        + b.flat(oval(2, -42, 2.8), coat.eye, pure=True)
    )
    rivets = "".join(oval(x, y, 0.9) for x, y in ((-14, -46), (18, -46), (-18, -31), (22, -31)))
    return (
        b.within(chest, b.line(seams, "#1d2430", 1.0, 0.8), b.flat(rivets, "#1d2430", 0.7)) + ring
    )


def asleep(b: Brush, coat: Coat, tail: str = "brush", head: float = 1.0) -> str:
    """Curled up, the head on the paws; only breathing."""
    breath = wave(b.phase)
    back = (
        path("M", -46, -3, "C", -56, -22, -38, -46 - breath, -6, -45 - breath)
        + path("C", 26, -44 - breath, 48, -26, 44, -5, "Q", 42, 0, 34, 0)
        + path("H", -38, "Q", -44, 0, -46, -3, "Z")
    )
    drawn = b.ground(50) + b.form(back, coat.fur, lit=0.28, shade=0.34)
    if coat.pattern == "panda":
        drawn += b.within(back, b.form("M4,-50 Q14,-22 2,4 H60 V-50Z", coat.dark, rim=0.0))
    if coat.pattern == "tabby":
        drawn += b.within(
            back,
            b.line(
                "M-30,-44 q5,10 1,20 M-14,-50 q5,11 1,22 M4,-50 q5,10 1,20", coat.dark, 3.4, 0.7
            ),
        )
    if coat.mechanical:
        drawn += b.within(
            back,
            b.line(
                "M-30,-48 q8,22 0,50 M-8,-50 q8,24 0,52 M-50,-22 Q0,-30 40,-22", "#1d2430", 1.0, 0.8
            ),
        )
    haunch = b.form(oval(-24, -15, 17, 15), coat.fur, rim=0.3)
    curl = [(-40, -7), (-22, -2.5), (2, -4), (22, -6), (32, -9)]
    widths = (9, 13, 13, 11, 2) if tail == "brush" else (6, 7, 7, 6.4, 4)
    wrap = b.form(band(curl, widths), coat.fur, lit=0.3) if tail in {"brush", "whip", "wag"} else ""
    if tail == "brush":
        wrap += b.form(band([(14, -5.4), (24, -6.4), (33, -9)], (11, 9, 1)), coat.belly)
    face = moved(head_front(b, coat, shut=True), 30, -18 - breath * 0.4, 12, 0.86 * head)
    return drawn + haunch + face + wrap
