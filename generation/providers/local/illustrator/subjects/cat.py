"""A cat: sitting with a swaying tail, walking, or asleep."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._gait import WALK, Build, legs, rise
from generation.providers.local.illustrator.subjects._shapes import (
    INK,
    Brush,
    Extent,
    band,
    box,
    bump,
    chosen,
    darker,
    moved,
    oval,
    paler,
    polygon,
    polyline,
    smooth,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "cat"
HEIGHT = 0.46
WIDTH = 130.0
FLOATS = False
PHASES, PERIOD = 24, 4.0


COATS = ("#e39a4e", "#4b4650", "#f3ead9", "#9a8f86", "#d9b58a")
BUILD = Build((-34, -44), (26, -42), 23, 22, (17, 9, 7), stride=14, lift=7, foot=5)


def extent(sighting: Sighting) -> Extent:
    """Walking it is longer than sitting."""
    return (-86, -104, 70, 9) if _walks(sighting) else (-66, -112, 66, 10)


def cycle(sighting: Sighting) -> tuple[int, float]:
    """A step takes less time than a breath."""
    return (16, 1.1) if _walks(sighting) else (PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Stripes on some coats; the eyes close once in a cycle."""
    brush = Brush.of(KIND, pose, light)
    coat = chosen(sighting, rng.choice(COATS), "", "cat")
    striped = rng.random() < 0.6
    if _walks(sighting):
        return _walking(brush, coat)
    if "sleeping" in sighting.traits:
        return _asleep(brush, coat)
    return _sitting(brush, coat, striped, pose.view == "back" or "looking" in sighting.traits)


def _walks(sighting: Sighting) -> bool:
    return bool(sighting.traits & {"walking", "running", "playing", "dancing"})


def _head(brush: Brush, coat: str, open_eyes: float) -> str:
    """About (0, 0), 50 units wide, looking at us."""
    pale, pink = paler(coat, 0.55), "#e58f86"
    skull = smooth(
        [(-25, 2), (-22, -14), (0, -20), (22, -14), (25, 2), (14, 15), (0, 18), (-14, 15)],
        closed=True,
    )
    ears = "".join(
        brush.form(polygon((24 * side, -4), (21 * side, -33), (5 * side, -17)), coat)
        + brush.flat(polygon((20 * side, -11), (18.6 * side, -26), (10 * side, -17)), pink, 0.75)
        for side in (-1, 1)
    )
    eyes = "".join(
        brush.flat(
            oval(10.5 * side, -2, 4.6, 5.4 * open_eyes + 0.4),
            "#26402f" if open_eyes > 0.3 else INK,
            pure=True,
        )
        + (
            brush.flat(oval(10.5 * side, -2, 3.6, 4.6 * open_eyes), "#b9d36a", pure=True)
            if open_eyes > 0.3
            else ""
        )
        + (
            brush.flat(oval(10.5 * side, -2, 1.7, 4.2 * open_eyes), INK, pure=True)
            if open_eyes > 0.3
            else ""
        )
        + (
            brush.flat(oval(10.5 * side - 1.4, -4, 1.2), "#ffffff", pure=True)
            if open_eyes > 0.3
            else ""
        )
        for side in (-1, 1)
    )
    whiskers = "".join(
        brush.line(
            polyline((9 * side, 8 + k), (31 * side, 5 + 4 * k)), "#fffaf0", 0.6, 0.8, pure=True
        )
        for side in (-1, 1)
        for k in (0, 2)
    )
    return (
        ears
        + brush.round(skull, coat)
        + brush.flat(
            smooth([(-10, 8), (0, 2), (10, 8), (7, 15), (0, 17), (-7, 15)], closed=True), pale
        )
        + eyes
        + brush.flat("M-3,5L3,5L0,8.4Z", pink)
        + brush.line("M0,8.4Q-1,12 -5,12M0,8.4Q1,12 5,12", INK, 0.8, 0.7)
        + whiskers
    )


def _stripes(brush: Brush, coat: str) -> str:
    marks = ("M-6,-18L-5,-10", "M0,-19L0,-9", "M6,-18L5,-10")
    return "".join(brush.line(mark, darker(coat, 0.35), 2, 0.7) for mark in marks)


def _sitting(brush: Brush, coat: str, striped: bool, back: bool) -> str:
    sway = wave(brush.phase)
    tail = band(
        [(26, -6), (44, -5), (54 + 2 * sway, -16), (52 + 5 * sway, -32), (57 + 7 * sway, -43)],
        (11, 11, 10, 9, 6),
    )
    body = (
        smooth(
            [
                (-27, -2),
                (-31, -20),
                (-22, -46),
                (-14, -62),
                (14, -62),
                (22, -46),
                (31, -20),
                (27, -2),
            ]
        )
        + "Z"
    )
    chest = smooth([(-11, -60), (-13, -40), (0, -22), (13, -40), (11, -60)], closed=True)
    blink = 1.0 - bump(brush.phase, 0.62, 0.05)
    head = moved(
        _head(brush, coat, blink) + (_stripes(brush, coat) if striped else ""),
        0.6 * sway,
        -76,
        1.2 * sway,
    )
    if back:
        nape = brush.round(
            smooth([(-25, 2), (-22, -14), (0, -20), (22, -14), (25, 2), (0, 20)], closed=True), coat
        )
        ears = "".join(
            brush.form(polygon((24 * s, -4), (21 * s, -33), (5 * s, -17)), coat) for s in (-1, 1)
        )
        head, chest = (
            moved(ears + nape + (_stripes(brush, coat) if striped else ""), 0, -76, 1.2 * sway),
            "",
        )
    return brush.sheet(
        brush.ground(48),
        brush.form(tail, coat),
        brush.form(body, coat),
        brush.flat(chest, paler(coat, 0.5), 0.8) if chest else "",
        brush.fold("M-20,-4Q-27,-20 -17,-30", coat, 1.1),
        brush.fold("M20,-4Q27,-20 17,-30", coat, 1.1),
        ""
        if back
        else "".join(
            brush.form(box(x - 6.5, -34, 13, 33, 6), coat, rim=0.2)
            + brush.flat(oval(x, -3, 8, 4.4), paler(coat, 0.5))
            for x in (-9, 9)
        ),
        head,
    )


def _walking(brush: Brush, coat: str) -> str:
    far, near = legs(brush, BUILD, coat, paler(coat, 0.4), WALK)
    lift = rise(brush.phase, 1.6, WALK)
    tail = band(
        [
            (-38, -50),
            (-54, -58),
            (-64, -74 + 2 * wave(brush.phase)),
            (-62 + 3 * wave(brush.phase, 0.2), -92),
        ],
        (9, 9, 8, 5),
    )
    body = smooth(
        [(-42, -46), (-30, -60), (0, -58), (26, -60), (38, -50), (30, -34), (0, -32), (-32, -32)],
        closed=True,
    )
    head = moved(_head(brush, coat, 1.0), 42, -68 - lift, 4, 0.86)
    return brush.sheet(
        brush.ground(56),
        far,
        moved(brush.form(tail, coat) + brush.form(body, coat), 0, lift),
        near,
        moved(head, 0, lift),
    )


def _asleep(brush: Brush, coat: str) -> str:
    breath = 1.2 * wave(brush.phase)
    back = smooth(
        [
            (-54, -6),
            (-50, -30 - breath),
            (-20, -46 - breath),
            (20, -46 - breath),
            (50, -28),
            (54, -6),
            (0, 0),
        ],
        closed=True,
    )
    tail = band([(48, -10), (30, -3), (0, -3), (-26, -6)], (12, 12, 11, 7))
    return brush.sheet(
        brush.ground(58),
        brush.form(back, coat),
        moved(_head(brush, coat, 0.0), -32, -21 - 0.4 * breath, -14, 0.92),
        brush.form(tail, coat),
    )
