"""A steam engine with one carriage."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    mix,
    moved,
    oval,
    paler,
    path,
    steady,
    still,
    towards,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "train"
HEIGHT = 1.3
WIDTH = 308.0
FLOATS = False
PHASES, PERIOD = 8, 0.6

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -114.0, 23.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    paint = chosen(sighting, ("#c9443a", "#3f7a6a", "#34567f")[int(rng.random() * 3)])
    brass, iron = "#e2b860", "#2f2d38"
    pane = mix("#a9cbd8", "#ffd98a", 0.2 + 0.8 * light.glow)
    boiler = b.form(
        "M28,-74 H104 Q118,-74 118,-50 Q118,-28 104,-28 H28Z", iron, lit=0.36, shade=0.3
    ) + b.line("M50,-74 V-28 M74,-74 V-28 M98,-74 V-28", brass, 1.8)
    stack = (
        b.form("M90,-74 L87,-98 H107 L103,-74Z", iron, lit=0.4)
        + b.form(box(84, -104, 26, 8, 3), paint)
        + b.form("M60,-74 Q60,-86 68,-86 Q76,-86 76,-74Z", brass, lit=0.5)
    )
    cab = (
        b.form("M-14,-96 H32 V-24 H-14Z", paint, lit=0.3)
        + b.form("M-20,-104 Q9,-112 38,-104 V-97 H-20Z", iron, lit=0.35)
        + b.flat(box(-6, -88, 14, 22, 3), pane, pure=True)
        + b.flat(box(14, -88, 12, 22, 3), pane, pure=True)
        + b.line(box(-6, -88, 14, 22, 3) + box(14, -88, 12, 22, 3), brass, 1.2)
    )
    lamp = (
        b.glow(122, -66, 28, "#fff0b0")
        + b.form(oval(117, -67, 5.6), "#fff4cc", lit=0.6)
        + b.form("M104,-26 L134,-4 H104Z", iron, lit=0.3)
        + b.fold("M110,-20 L112,-4 M118,-14 L120,-4", iron, 1.2)
    )
    frame = b.form(box(-16, -30, 126, 8, 2), darker(paint, 0.2))
    coach = (
        b.form("M-134,-90 H-28 V-22 H-134Z", paint, lit=0.28)
        + b.form("M-140,-96 Q-81,-106 -22,-96 V-89 H-140Z", darker(paint, 0.45))
        + b.line("M-134,-52 H-28", brass, 2)
    )
    windows = "".join(
        b.flat(box(x, -84, 18, 24, 3), pane, pure=True)
        + b.line(box(x, -84, 18, 24, 3), paler(paint, 0.7), 1.4)
        for x in (-128.0, -104.0, -80.0, -56.0)
    )
    hook = b.line("M-28,-28 H-14", iron, 3)
    small = "".join(_wheel(b, x, 10, paint) for x in (-116.0, -92.0, -68.0, -44.0, 94.0, 116.0 - 4))
    big = "".join(_wheel(b, x, 18, paint) for x in (10.0, 56.0))
    pin = towards((0, 0), -360 * b.phase, 10)
    rod = b.line(
        path("M", 10 + pin[0], -18 + pin[1], "L", 56 + pin[0], -18 + pin[1], "L", 92, -22),
        "#c9ced6",
        3,
    )
    return b.sheet(
        b.ground(132), hook, coach, windows, boiler, stack, cab, frame, lamp, small, big, rod
    )


def _wheel(b: Brush, x: float, r: float, paint: str) -> str:
    spokes = "".join(path("M", 0, 0, "L", towards((0, 0), 45 * i, r * 0.84)) for i in range(8))
    ring = b.round(oval(0, 0, r), "#33313c", lit=0.35) + b.flat(
        oval(0, 0, r * 0.82), mix(paint, "#201a24", 0.35)
    )
    return moved(
        ring
        + moved(b.line(spokes, paler(paint, 0.2), r * 0.12), 0, 0, 360 * b.phase)
        + b.flat(oval(0, 0, r * 0.24), "#e2b860"),
        x,
        -r,
    )
