"""A cottage with a chimney and lit windows."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    box,
    chosen,
    darker,
    mix,
    oval,
    path,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "house"
HEIGHT = 2.4
WIDTH = 144.0
FLOATS = False
PHASES, PERIOD = 1, 0.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -118.0, 13.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    wall = chosen(sighting, ("#f4e3c6", "#e8d0c0", "#dfe3da")[int(rng.random() * 3)])
    roof = chosen(sighting, ("#b5523f", "#5a6a86", "#8a5a48")[int(rng.random() * 3)], "roof")
    pane = mix("#6f8fa8", "#ffd27a", 0.25 + 0.75 * light.glow)
    side = b.form("M14,-56 H58 V0 H14Z", darker(wall, 0.16), rim=0)
    front = b.form("M-52,-52 L-19,-92 L14,-52 V0 H-52Z", wall, lit=0.2)
    slope = b.form("M-19,-98 H36 L68,-50 H16Z", roof, lit=0.26) + b.form(
        "M-60,-46 L-19,-98 L20,-48 L15,-44 L-19,-88 L-55,-42Z", darker(roof, 0.16)
    )
    tiles = b.fold(
        "M-8,-86 H43 M0,-74 H51 M8,-62 H60 M-4,-98 L22,-50 M12,-98 L40,-50 M26,-98 L56,-50",
        roof,
        0.7,
    )
    chimney = b.form(box(36, -112, 10, 22, 1), "#a05a48") + b.form(
        box(34.4, -113, 13.2, 4, 1), "#8a4a3c"
    )
    door = (
        b.form("M-27,0 V-26 Q-19,-35 -11,-26 V0Z", "#7a4a34")
        + b.flat(oval(-14, -13, 1.3), "#f0c25c")
        + b.form(box(-30, -2.4, 22, 3), "#b0a498")
    )
    panes = "".join(
        _window(b, x, y, w, pane)
        for x, y, w in ((-44, -34, 12), (-6, -34, 12), (26, -40, 12), (44, -40, 10))
    )
    attic = (
        b.glow(-19, -65, 14, "#ffcf7a", 0.7)
        + b.flat(oval(-19, -65, 6.4), pane, pure=True)
        + b.line(oval(-19, -65, 6.4) + "M-19,-71 V-59 M-25,-65 H-13", "#fffaf0", 1.2)
    )
    bush = "".join(
        b.round(oval(x, -6, r, r * 0.8), "#6f9a58")
        for x, r in ((-58, 9), (-47, 7), (58, 10), (48, 7))
    )
    return b.sheet(b.ground(70), side, front, chimney, slope, tiles, panes, attic, door, bush)


def _window(b: Brush, x: float, y: float, w: float, pane: str) -> str:
    drawn = b.glow(x + w / 2, y + 7, w * 1.2, "#ffcf7a", 0.7) + b.flat(
        box(x, y, w, 14, 1), pane, pure=True
    )
    drawn += b.line(
        box(x, y, w, 14, 1) + path("M", x + w / 2, y, "v", 14, "M", x, y + 7, "h", w),
        "#fffaf0",
        1.2,
    )
    return (
        drawn
        + b.form(box(x - 2, y + 14, w + 4, 3, 0.8), "#b8694f")
        + b.flat("".join(oval(x + i * w / 3, y + 13.4, 1.8) for i in range(4)), "#e8707a")
    )
