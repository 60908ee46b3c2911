"""A fox, sitting or running, of fur or of plates and joints."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._gait import GALLOP, Build, legs, rise
from generation.providers.local.illustrator.subjects._shapes import (
    INK,
    Brush,
    Extent,
    band,
    box,
    bump,
    chosen,
    darker,
    join,
    moved,
    oval,
    polygon,
    polyline,
    smooth,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "fox"
HEIGHT = 0.5
WIDTH = 170.0
FLOATS = False
PHASES, PERIOD = 24, 4.0


BUILD = Build((-32, -46), (28, -45), 25, 25, (17, 8, 6), stride=26, lift=15, foot=5)
GLOW = "#5fe8ff"


def extent(sighting: Sighting) -> Extent:
    """Running it stretches out."""
    return (-108, -112, 96, 11) if _runs(sighting) else (-66, -126, 74, 10)


def cycle(sighting: Sighting) -> tuple[int, float]:
    """A gallop is quick, a breath slow."""
    return (16, 0.62) if _runs(sighting) else (PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """The `mechanical` fox has seams, rivets and glowing eyes and joints."""
    brush = Brush.of(KIND, pose, light)
    mechanical = "mechanical" in sighting.traits
    coat = chosen(sighting, "#8d98a8" if mechanical else "#e2733a", "", "fox")
    return (_running if _runs(sighting) else _sitting)(brush, coat, mechanical)


def _runs(sighting: Sighting) -> bool:
    return bool(sighting.traits & {"running", "walking", "playing", "dancing", "flying"})


def _dark(mechanical: bool) -> str:
    return "#2f3642" if mechanical else "#4a2b22"


def _pale(coat: str, mechanical: bool) -> str:
    return "#d7e0ea" if mechanical else "#fbeedd"


def _seams(brush: Brush, *lines: str) -> str:
    return "".join(
        brush.line(d, "#39414f", 1.3, 0.9) + brush.line(d, "#ffffff", 0.4, 0.35, pure=True)
        for d in lines
    )


def _lamp(brush: Brush, x: float, y: float, size: float) -> str:
    beat = 0.75 + 0.25 * wave(brush.phase)
    return brush.glow(x, y, size * 3.2, GLOW, beat) + brush.flat(
        oval(x, y, size), "#e6fdff", pure=True
    )


def _profile(brush: Brush, coat: str, mechanical: bool) -> str:
    """A head that looks right; the neck meets it at (0, 0)."""
    skull = (
        "M-15,4C-20,-16 -6,-27 8,-25C18,-23 24,-14 31,-7L47,-1"
        "Q50,2 46,5C36,10 22,14 8,14C-4,14 -12,12 -15,4Z"
    )
    cheek = "M-12,9C-2,3 12,2 22,3Q36,4 46,4C36,10 22,14 8,14C-2,14 -9,13 -12,9Z"
    parts = [
        brush.form("M-4,-22L-6,-49L11,-25Z", darker(coat, 0.15)),
        brush.form(skull, coat),
        brush.flat(cheek, _pale(coat, mechanical)),
        brush.form("M-13,-16L-19,-46L4,-25Z", coat),
        brush.flat("M-11,-20L-15.5,-38L-1,-25Z", _dark(mechanical), 0.8),
        brush.flat(oval(47, 0.6, 3.4, 2.8), INK, pure=True),
    ]
    if mechanical:
        parts += [
            _seams(brush, "M6,-25Q2,-6 8,14", "M20,-18Q22,-4 24,4"),
            _lamp(brush, 14, -8, 3.6),
        ]
    else:
        parts += [
            brush.flat("M10,-9Q15,-14 20,-8Q15,-5 10,-9Z", INK, pure=True),
            brush.flat(oval(15.4, -10, 1), "#ffffff", pure=True),
            brush.fold("M30,7Q36,7 42,4.6", coat, 0.8),
        ]
    return "".join(parts)


def _front(brush: Brush, coat: str, mechanical: bool) -> str:
    """A head that looks at us, about (0, 0)."""
    skull = "M-31,-2C-26,-22 -12,-26 0,-26C12,-26 26,-22 31,-2C22,8 10,20 0,25C-10,20 -22,8 -31,-2Z"
    cheeks = (
        "M-31,-2C-22,-4 -10,0 -3,12L0,15L3,12C10,0 22,-4 31,-2C22,8 10,20 0,25C-10,20 -22,8 -31,-2Z"
    )
    parts: list[str] = []
    for side in (-1, 1):
        parts += [
            brush.form(polygon((27 * side, -12), (27 * side, -47), (5 * side, -24)), coat),
            brush.flat(
                polygon((24 * side, -17), (24 * side, -38), (11 * side, -24)),
                _dark(mechanical),
                0.85,
            ),
        ]
    parts += [brush.round(skull, coat), brush.flat(cheeks, _pale(coat, mechanical))]
    shut = bump(brush.phase, 0.7, 0.05)
    for side in (-1, 1):
        if mechanical:
            parts.append(_lamp(brush, 13 * side, -4, 4))
        else:
            parts += [
                brush.flat(oval(13 * side, -4, 3.6, 4.6 * (1 - shut) + 0.5), INK, pure=True),
                brush.flat(oval(13 * side - 1.2, -5.6, 1.2 * (1 - shut)), "#ffffff", pure=True),
            ]
    if mechanical:
        parts.append(_seams(brush, "M0,-26L0,6", "M-20,-20Q-8,-12 -6,0", "M20,-20Q8,-12 6,0"))
    parts.append(brush.flat(oval(0, 17.5, 4, 3), INK, pure=True))
    return "".join(parts)


def _sitting(brush: Brush, coat: str, mechanical: bool) -> str:
    sway = wave(brush.phase)
    spine = [(20, -8), (44, -4), (58, -18 + sway), (54 + 2 * sway, -42), (44 + 3 * sway, -58)]
    tip = [(56 + 1.4 * sway, -36), (53 + 2.2 * sway, -46), (44 + 3 * sway, -60)]
    body = (
        smooth(
            [
                (-25, -2),
                (-30, -22),
                (-20, -46),
                (-12, -66),
                (12, -66),
                (20, -46),
                (30, -22),
                (25, -2),
            ]
        )
        + "Z"
    )
    bib = "M-12,-64Q-17,-44 -6,-30L0,-20L6,-30Q17,-44 12,-64Q0,-58 -12,-64Z"
    dark = _dark(mechanical)
    return brush.sheet(
        brush.ground(52),
        brush.form(band(spine, (12, 19, 24, 22, 8)), coat),
        brush.form(band(tip, (22, 17, 4)), _pale(coat, mechanical)),
        brush.form(body, coat),
        brush.flat(bib, _pale(coat, mechanical)),
        *(brush.form(box(x - 6, -40, 12, 39, 5.5), coat, rim=0.2) for x in (-9, 9)),
        *(brush.form(box(x - 6.4, -17, 12.8, 16.5, 5.5), dark, rim=0.15) for x in (-9, 9)),
        *(
            (
                _seams(
                    brush,
                    "M-23,-34Q0,-26 23,-34",
                    "M-28,-18Q-20,-10 -18,-2",
                    "M28,-18Q20,-10 18,-2",
                ),
                _lamp(brush, -9, -22, 1.8),
                _lamp(brush, 9, -22, 1.8),
                _lamp(brush, 0, -48, 3),
            )
            if mechanical
            else ()
        ),
        moved(_front(brush, coat, mechanical), 0.5 * sway, -76, 1.4 * sway),
    )


def _running(brush: Brush, coat: str, mechanical: bool) -> str:
    far, near = legs(brush, BUILD, coat, _dark(mechanical), GALLOP)
    lift = rise(brush.phase, 7, GALLOP)
    pitch = 4 * wave(brush.phase, 0.3)
    flow = wave(brush.phase, 0.15)
    spine = [(-40, -54), (-58, -60 - 2 * flow), (-76, -58 + 3 * flow), (-94, -64 + 6 * flow)]
    body = smooth(
        [(-44, -52), (-30, -63), (0, -58), (28, -64), (42, -56), (36, -38), (8, -36), (-30, -36)],
        closed=True,
    )
    trunk = [
        brush.form(band(spine, (9, 20, 21, 4)), coat),
        brush.form(
            band(
                [(-80, -59 + 3.6 * flow), (-88, -62 + 5 * flow), (-97, -65 + 6.4 * flow)],
                (19, 13, 3),
            ),
            _pale(coat, mechanical),
        ),
        brush.form(body, coat),
        brush.flat(
            "M38,-42Q24,-33 2,-35Q-14,-36 -28,-38Q0,-44 20,-46Z", _pale(coat, mechanical), 0.85
        ),
    ]
    if mechanical:
        trunk += [
            _seams(
                brush, "M-18,-61Q-22,-48 -17,-37", "M10,-59Q6,-48 10,-36", "M28,-63Q22,-50 27,-40"
            ),
            _lamp(brush, -32, -48, 2.6),
            _lamp(brush, 29, -48, 2.6),
            brush.line(polyline((-14, -52), (6, -51)), GLOW, 1.4, 0.9, pure=True),
        ]
    neck = band([(32, -54), (42, -62), (48, -68)], (24, 21, 19))
    return brush.sheet(
        brush.ground(66),
        moved(far, 0, lift * 0.4),
        moved(
            join(trunk)
            + brush.form(neck, coat)
            + moved(_profile(brush, coat, mechanical), 50, -70, -pitch * 0.7, 0.82),
            0,
            lift,
            pitch * 0.6,
        ),
        moved(near, 0, lift * 0.4),
    )
