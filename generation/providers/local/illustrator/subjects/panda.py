"""A panda: sitting, eating bamboo, or drinking tea from a cup."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._animal import manner, reach, tempo
from generation.providers.local.illustrator.subjects._beast import Frame, going
from generation.providers.local.illustrator.subjects._muzzle import Coat
from generation.providers.local.illustrator.subjects._props import cup
from generation.providers.local.illustrator.subjects._seat import asleep, sitting
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    Extent,
    Point,
    bump,
    chosen,
    elbow,
    limb,
    moved,
    oval,
    path,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "panda"
HEIGHT = 0.72
WIDTH = 184.0
FLOATS = False
PHASES, PERIOD = 24, 3.6


def cycle(sighting: Sighting) -> tuple[int, float]:
    return (24, 4.5) if sighting.traits & {"drinking", "cup"} else tempo(sighting)


def extent(sighting: Sighting) -> Extent:
    return reach(sighting)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    brush = Brush.of(KIND, pose, light)
    metal = "mechanical" in sighting.traits
    coat = Coat(
        fur=chosen(sighting, ("#f7f3ec", "#fbf6ee", "#f3eee8")[int(rng.random() * 3)]),
        belly="#fffaf2",
        dark="#2c2830",
        eye="#4aeaff" if metal else "#4a3428",
        nose="#2a2228",
        ears="round",
        snout=0.25,
        sock="#2c2830",
        pattern="panda",
        bib=False,
        mechanical=metal,
    )
    act = manner(sighting)
    if act == "sleeping":
        return brush.sheet(asleep(brush, coat, "stub", 1.1))
    if act in {"running", "walking", "standing"} and not sighting.traits & {
        "drinking",
        "cup",
        "reading",
    }:
        frame = Frame(
            half=34,
            chest=20,
            loin=18,
            spine=58,
            leg=14,
            head=(48, -66),
            size=1.15,
            neck=26,
            tail="stub",
        )
        return brush.sheet(going(brush, coat, frame, run=act == "running", still=act == "standing"))
    return brush.sheet(
        sitting(brush, coat, "stub", stout=1.28, head=1.16, arms=" "), _arms(brush, sighting)
    )


def _arms(b: Brush, sighting: Sighting) -> str:
    """Both forepaws with what they hold, over the body and before the chin."""
    if sighting.traits & {"drinking", "cup"}:
        sip = bump(b.phase, 0.5, 0.4)
        y = -36.0 - 15.0 * sip
        tea = moved(cup(b, chosen(sighting, "#8fb8a8", "cup")), 3, y - 2, -6 * sip, 4.0)
        return _feet(b) + tea + _arm(b, -1, (-6.0, y)) + _arm(b, 1, (12.0, y))
    chew = wave(b.phase, 0.0, 3)
    y = -38.0 + 1.4 * chew
    return (
        _feet(b)
        + _arm(b, -1, (-10.0, y + 9))
        + moved(_bamboo(b), 2, y, -28 + 3 * chew)
        + _paw(b, (-10.0, y + 9))
        + _arm(b, 1, (16.0, y - 5))
    )


def _arm(b: Brush, side: int, hand: Point) -> str:
    root = (2.0 + 22.0 * side, -48.0)
    joint = max(
        (elbow(root, hand, 17, 17, s) for s in (1.0, -1.0)), key=lambda p: side * p[0] + p[1]
    )
    return b.form(limb(root, joint, hand, (16, 14.5, 12)), "#2c2830", lit=0.3) + _paw(b, hand)


def _paw(b: Brush, at: Point) -> str:
    x, y = at
    return b.round(oval(x, y, 7, 6.4), "#322d36") + b.fold(
        path("M", x - 2, y - 5.6, "v", 2.6, "M", x + 2, y - 5.6, "v", 2.6), "#2c2830", 0.7
    )


def _feet(b: Brush) -> str:
    """Two soles with their pads."""
    drawn = ""
    for x in (-24.0, 28.0):
        drawn += b.round(oval(x, -8, 11, 9.6), "#2c2830") + b.flat(
            oval(x, -6.4, 4.6, 3.8), "#6a5a60"
        )
        drawn += b.flat(
            "".join(oval(x + d, -12.2 + abs(d) * 0.24, 1.5) for d in (-4.6, 0.0, 4.6)), "#6a5a60"
        )
    return drawn


def _bamboo(b: Brush) -> str:
    stem = b.form("M-22,-1.6 H26 V1.6 H-22Z", "#7fae4e", lit=0.35)
    knots = b.fold("M-10,-2 V2 M4,-2 V2 M16,-2 V2", "#7fae4e", 0.8, 0.9)
    leaf = "M0,0 C4,-5 11,-6.5 16,-5 C12,-1 6,1 0,0Z"
    leaves = "".join(
        moved(b.form(leaf, c), x, 0, turn)
        for x, turn, c in (
            (22, 10, "#5f9a44"),
            (24, -34, "#79b254"),
            (17, -70, "#5f9a44"),
            (25, 42, "#8cc05e"),
        )
    )
    return leaves + stem + knots
