"""Animal faces, from the front and from the side; a head is about 34 wide about (0, 0)."""

from __future__ import annotations

from dataclasses import dataclass

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    band,
    darker,
    mirrored,
    mix,
    moved,
    oval,
    path,
    smooth,
    wave,
)


@dataclass(frozen=True, slots=True)
class Coat:
    """Fur and features. `ears`: point, round, flop, long, leaf. `snout`: 0 flat, 1 long."""

    fur: str
    belly: str = "#fff3e2"
    dark: str = "#3a2a2a"
    inner: str = "#f0b0a0"
    eye: str = "#3a2620"
    nose: str = "#3a2428"
    ears: str = "point"
    snout: float = 0.4
    sock: str = ""
    mane: str = ""
    pattern: str = ""
    bib: bool = True
    whiskers: bool = False
    mechanical: bool = False


def _blink(b: Brush) -> bool:
    return 0.55 < b.phase < 0.6


def _eye(b: Brush, coat: Coat, x: float, y: float, r: float, shut: bool) -> str:
    if coat.mechanical:
        glow = b.glow(x, y, r * 3.4, coat.eye) + b.flat(
            oval(x, y, r * 1.05, r * (0.25 if shut else 0.95)), coat.eye, pure=True
        )
        return glow + b.flat(
            oval(x, y, r * 0.45, r * (0.1 if shut else 0.45)), "#ffffff", 0.9, pure=True
        )
    if shut:
        return b.line(path("M", x - r, y, "Q", x, y + r * 1.1, x + r, y), "#2a1a1c", 0.9, pure=True)
    ball = oval(x, y, r * 0.94, r * 1.1)
    if coat.whiskers:
        iris = b.upright(ball, darker(coat.eye, 0.4), mix(coat.eye, "#fff2b0", 0.3)) + b.line(
            ball, "#2a1a1c", 0.7, pure=True
        )
        pupil = b.flat(oval(x, y, r * 0.42, r * 0.95), "#140d10", pure=True)
    else:
        ring = b.flat(oval(x, y, r * 1.16, r * 1.3), "#fbf4ea") if coat.pattern == "panda" else ""
        iris = ring + b.upright(ball, "#1c1214", mix(coat.eye, "#5a3a2a", 0.4))
        pupil = ""
    return (
        iris
        + pupil
        + b.flat(oval(x - r * 0.32, y - r * 0.4, r * 0.34), "#ffffff", 0.95, pure=True)
        + b.flat(oval(x + r * 0.3, y + r * 0.45, r * 0.17), "#ffffff", 0.7, pure=True)
    )


def _ear(b: Brush, coat: Coat, twitch: float) -> str:
    """The right ear as we see it; the other is its mirror image."""
    if coat.ears == "round":
        return b.round(
            oval(13.6, -13.4, 6.6), coat.dark if coat.pattern == "panda" else coat.fur
        ) + b.flat(
            oval(13.8, -12.8, 3.4), coat.dark if coat.pattern == "panda" else coat.inner, 0.8
        )
    if coat.ears == "flop":
        return b.form(
            f"M8,-15 C17,-19 22,-12 21,{2 + twitch:.1f} C20,7 15,7 14,1 C13,-5 11,-9 8,-15Z",
            coat.dark,
            rim=0.4,
        )
    if coat.ears == "long":
        outer = band(
            [(7, -10), (9 + twitch * 0.4, -24), (10.5 + twitch, -40), (11 + twitch * 1.4, -50)],
            (9, 11.4, 10.4, 1),
        )
        inner = band(
            [(7.6, -13), (9.2 + twitch * 0.4, -25), (10.6 + twitch, -38), (10.9 + twitch, -45)],
            (4, 6, 5, 0.6),
        )
        return b.form(outer, coat.fur) + b.flat(inner, coat.inner, 0.85)
    if coat.ears == "leaf":
        return b.form("M11,-10 C16,-18 24,-18 28,-13 C24,-7 17,-5 12,-6Z", coat.fur) + b.flat(
            "M14,-10 C18,-14 22,-15 25,-13 C22,-9.4 18,-8 14.6,-8Z", coat.inner, 0.8
        )
    outer = (
        f"M3.6,-13.6 C7,-20 {13 + twitch:.1f},-27 {16 + twitch:.1f},-29 C19,-24 19.6,-14 17.6,-6Z"
    )
    inner = f"M8.4,-14.4 C10,-18 {13 + twitch:.1f},-22 {15 + twitch:.1f},-24"
    inner += " C16.6,-20 16.8,-14 15.6,-9.6Z"
    tip = (
        b.within(outer, b.flat("M8,-30 H22 V-21.5 Q14,-24 8,-19Z", coat.dark))
        if coat.sock and not coat.whiskers
        else ""
    )
    seam = b.line("M6,-16 L17,-10", "#1d2430", 0.8, 0.8) if coat.mechanical else ""
    return b.form(outer, coat.fur) + b.flat(inner, coat.inner, 0.9) + tip + seam


def head_front(b: Brush, coat: Coat, *, shut: bool = False) -> str:
    """A face that looks at us."""
    twitch = 0.8 * wave(b.phase, 0.4) if not shut else 0.0
    ears = mirrored(_ear(b, coat, -twitch * 0.4)) + _ear(b, coat, twitch)
    wide, chin = (18.5, 13.0) if coat.ears in {"point", "long"} else (19.5, 15.0)
    if coat.snout > 0.5:
        skull = (
            path("M", 0, -16.5, "C", 10, -16.5, 17, -10, wide, -1)
            + path("C", wide + 3, 3, wide - 1, 6.4, 11.4, 9.4)
            + path("Q", 5, chin + 3, 0, chin + 3.4, "Q", -5, chin + 3, -11.4, 9.4)
            + path("C", -wide + 1, 6.4, -wide - 3, 3, -wide, -1)
            + path("C", -17, -10, -10, -16.5, 0, -16.5, "Z")
        )
    else:
        skull = (
            path("M", 0, -16.5, "C", 10.4, -16.5, wide - 0.6, -10.6, wide, -1)
            + path("C", wide + 0.6, 8, 10, chin + 1, 0, chin + 1)
            + path("C", -10, chin + 1, -wide - 0.6, 8, -wide, -1)
            + path("C", -wide + 0.6, -10.6, -10.4, -16.5, 0, -16.5, "Z")
        )
    face = b.form(skull, coat.fur, lit=0.28, shade=0.28)
    marks = b.within(skull, _mask(b, coat))
    eyes = "".join(
        _eye(b, coat, x, -0.6 if coat.snout < 0.5 else -1.6, 3.1, shut or _blink(b))
        for x in (-7.6, 7.6)
    )
    y = 5.4 if coat.snout < 0.5 else 9.4
    nose = b.form(
        (
            path("M", -2.7, y - 1.4, "Q", 0, y - 2.6, 2.7, y - 1.4)
            + path("Q", 2.2, y + 1.4, 0, y + 2, "Q", -2.2, y + 1.4, -2.7, y - 1.4, "Z")
        ),
        coat.nose,
        lit=0.5,
    )
    mouth = b.line(
        path("M", -3.6, y + 3.6, "Q", -1.6, y + 5, 0, y + 2.8, "Q", 1.6, y + 5, 3.6, y + 3.6),
        darker(coat.nose, 0.2),
        0.7,
        pure=True,
    )
    blush = (
        "".join(b.soft(oval(x, 5, 4, 2.6), "#f2685a", 0.32) for x in (-12.2, 12.2))
        if not coat.mechanical
        else ""
    )
    extra = ""
    if coat.whiskers:
        side = b.line("M11,5.6 Q17,4 23,3.6 M11,7.4 Q17,7.6 22.6,8.6", "#fff6ea", 0.5, 0.85)
        extra = side + mirrored(side)
    if coat.mechanical:
        extra += b.line(
            "M0,-16 V-4 M-18,-4 Q-10,-8 -4,-4 M18,-4 Q10,-8 4,-4 M-12,8 L-5,6 M12,8 L5,6",
            "#1d2430",
            0.7,
            0.8,
        )
    return ears + face + marks + blush + eyes + nose + mouth + extra


def _mask(b: Brush, coat: Coat) -> str:
    """What is painted on a face by nature."""
    if coat.pattern == "panda":
        patch = b.form(moved_oval(-8.2, 0.2, 5.6, 6.8), coat.dark, rim=0.0)
        return (
            moved(patch, 0, 0, 12)
            + mirrored(moved(patch, 0, 0, 12))
            + b.flat(oval(0, 8, 7.6, 5.6), mix(coat.fur, "#ffffff", 0.5), 0.8)
        )
    if coat.snout > 0.5:  # a fox's or wolf's cheeks
        cheek = "M-24,-2 C-14,-2 -7,2 -3.4,6 L0,3.4 L3.4,6 C7,2 14,-2 24,-2 L16,20 H-16Z"
        return b.form(cheek, coat.belly, rim=0.0, shade=0.16)
    if coat.pattern == "tabby":
        bars = b.line(
            (
                "M0,-17 V-10.4 M-4.6,-16.6 V-11.6 M4.6,-16.6 V-11.6 M-20,0 q4,0 6,1.6 "
                "M20,0 q-4,0 -6,1.6 M-20,4.6 q4,-0.6 6,0.6 M20,4.6 q-4,-0.6 -6,0.6"
            ),
            coat.dark,
            1.9,
            0.8,
        )
        return bars + b.flat(oval(0, 9, 8.4, 6), coat.belly, 0.95)
    return b.flat(oval(0, 8.6, 8.8, 6.6), coat.belly, 0.95) if coat.bib or coat.snout > 0.2 else ""


def moved_oval(x: float, y: float, rx: float, ry: float) -> str:
    return oval(x, y, rx, ry)


def head_side(b: Brush, coat: Coat) -> str:
    """A head that looks right."""
    long = 8.0 + 15.0 * coat.snout
    tip = 9.0 + long
    skull = smooth(
        [
            (-11, 5),
            (-13.5, -3),
            (-8, -12.4),
            (2, -13.6),
            (9.6, -8.4),
            (tip - 3, -0.6),
            (tip, 2.6),
            (tip - 1.4, 6.8),
            (8, 9.6),
            (-2, 11.6),
        ],
        closed=True,
    )
    ear = _side_ear(b, coat)
    face = b.form(skull, coat.fur, lit=0.28, shade=0.28)
    lower = b.within(
        skull,
        b.flat(
            path("M", -3, 14, "Q", 2, 3.6, 11, 3.4, "Q", tip - 4, 2.6, tip + 3, 3.4, "V", 14, "Z"),
            coat.belly,
            0.95 if coat.snout > 0.2 else 0.6,
        ),
    )
    if coat.pattern == "panda":
        lower = b.within(skull, b.form(oval(5.4, -3.4, 5, 4.4), coat.dark, rim=0.0))
    nose = b.form(oval(tip - 0.8, 2.4, 2.5, 2.1), coat.nose, lit=0.5)
    mouth = b.line(
        path("M", tip - 2, 5, "Q", tip - 7, 7.6, tip - 11, 6), darker(coat.nose, 0.2), 0.7, 0.8
    )
    eye = _eye(b, coat, 5.6, -3.6, 2.3, _blink(b))
    whiskers = (
        b.line(
            path("M", tip - 7, 5, "q", -5, 1, -8, 4, "M", tip - 6.4, 6, "q", -3, 2.4, -5, 5.4),
            "#fff6ea",
            0.45,
            0.8,
        )
        if coat.whiskers
        else ""
    )
    plates = (
        b.line("M-4,-13 Q1,-2 -5,11 M9,-8 L8,9", "#1d2430", 0.8, 0.8) if coat.mechanical else ""
    )
    blush = "" if coat.mechanical else b.soft(oval(4, 4, 4, 2.6), "#f2685a", 0.25)
    return ear[0] + face + lower + plates + blush + nose + mouth + eye + whiskers + ear[1]


def _side_ear(b: Brush, coat: Coat) -> tuple[str, str]:
    """The far ear, and the near one."""
    t = 1.2 * wave(b.phase, 0.4)
    far = mix(coat.fur, b.light.shade, 0.25)
    if coat.ears == "round":
        colour = coat.dark if coat.pattern == "panda" else coat.fur
        return b.form(oval(2.4, -13, 5), mix(colour, b.light.shade, 0.2)), b.round(
            oval(-5.4, -12.4, 6), colour
        ) + b.flat(oval(-5.2, -12, 3), coat.inner if coat.pattern != "panda" else coat.dark, 0.7)
    if coat.ears == "flop":
        return "", b.form(
            (
                path("M", -6, -12, "C", 0, -14, 2, -8, 0.6, 2 + t)
                + path("C", -1, 9 + t, -8, 8 + t, -9, 1, "Q", -9, -8, -6, -12, "Z")
            ),
            coat.dark,
        )
    if coat.ears == "long":
        ear = [(-3, -9), (-8 - t, -22), (-15 - t * 1.6, -36), (-18 - t * 2, -44)]
        return moved(b.form(band(ear, (8, 10, 9, 1)), far), 5, 0, 12), b.form(
            band(ear, (8, 10, 9, 1)), coat.fur
        ) + b.flat(band([(x + 0.4, y + 2) for x, y in ear], (3, 5, 4.4, 0.5)), coat.inner, 0.85)
    if coat.ears == "leaf":
        return b.form("M-1,-11 C-3,-19 0,-25 4,-27 C7,-22 6,-14 3,-10Z", far), b.form(
            f"M-8,-9 C-15,-14 -{20 + t:.1f},-20 -20,-25 C-13,-25 -5,-19 -3,-12Z", coat.fur
        ) + b.flat("M-8,-12 C-12,-15 -15,-19 -16.4,-22 C-12,-21 -7,-17 -5.4,-13Z", coat.inner, 0.85)
    near = path("M", -9.5, -8, "C", -10, -18, -7 - t, -26, -4.6 - t, -28.6) + path(
        "C", 0, -25, 3.4, -18, 3, -12, "Z"
    )
    inner = path("M", -6.6, -11, "C", -7, -17, -5.4 - t, -21.6, -4.2 - t, -23.6) + path(
        "C", -1.6, -21, 0.4, -16.6, 0.4, -13, "Z"
    )
    tip = (
        b.within(near, b.flat("M-14,-32 H6 V-21 Q-4,-24 -14,-19Z", coat.dark))
        if coat.sock and not coat.whiskers
        else ""
    )
    return b.form("M1,-12 C2,-20 6,-26 8.4,-27 C10.6,-22 10.6,-14 8.6,-9Z", far), b.form(
        near, coat.fur
    ) + b.flat(inner, coat.inner, 0.9) + tip
