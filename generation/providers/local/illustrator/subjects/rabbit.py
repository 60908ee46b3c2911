"""A rabbit sitting up, its nose and ears twitching."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    INK,
    Brush,
    bump,
    chosen,
    join,
    moved,
    oval,
    paler,
    smooth,
    steady,
    still,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "rabbit"
HEIGHT = 0.36
WIDTH = 100.0
FLOATS = False
PHASES, PERIOD = 24, 4.0

extent = still(WIDTH, -128.0)
cycle = steady(PHASES, PERIOD)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    """Long ears, round cheeks, a cotton tail."""
    brush = Brush.of(KIND, pose, light)
    coat = chosen(sighting, rng.choice(("#f6f0e6", "#b89b83", "#d8cfc6")), "", "rabbit")
    twitch = bump(brush.phase, 0.3, 0.06) + bump(brush.phase, 0.42, 0.06)
    shut = bump(brush.phase, 0.75, 0.05)
    body = smooth(
        [(-30, -3), (-34, -22), (-22, -48), (0, -56), (22, -48), (34, -22), (30, -3), (0, 0)],
        closed=True,
    )
    ears = join(
        moved(
            brush.form(oval(0, -24, 7.5, 24), coat)
            + brush.flat(oval(0, -23, 3.8, 18), "#eeaaa6", 0.75),
            9 * s,
            -80,
            (9 + 7 * twitch * (s > 0)) * s,
        )
        for s in (-1, 1)
    )
    face = join(
        brush.flat(oval(10.5 * s, -72, 3.4, 4.4 * (1 - shut) + 0.4), INK, pure=True)
        + brush.flat(oval(9.6 * s, -73.6, 1.2 * (1 - shut)), "#ffffff", pure=True)
        + brush.soft(oval(16 * s, -63, 6, 4), "#f2938f", 0.55)
        for s in (-1, 1)
    )
    return brush.sheet(
        brush.ground(38),
        brush.round(oval(29, -14, 10), paler(coat, 0.5)),
        ears,
        brush.form(body, coat),
        brush.flat(oval(0, -28, 15, 19), paler(coat, 0.5), 0.8),
        *(brush.form(oval(16 * s, -5, 14, 6), paler(coat, 0.25)) for s in (-1, 1)),
        *(brush.form(oval(8 * s, -34, 5.5, 10), coat) for s in (-1, 1)),
        brush.round(
            smooth(
                [
                    (-25, -66),
                    (-20, -84),
                    (0, -90),
                    (20, -84),
                    (25, -66),
                    (14, -52),
                    (0, -48),
                    (-14, -52),
                ],
                closed=True,
            ),
            coat,
        ),
        face,
        brush.flat(f"M-3,{-65 - twitch:.2f}L3,{-65 - twitch:.2f}L0,-61.6Z", "#e58f86"),
        brush.line("M0,-61.6Q-1,-58 -5,-58M0,-61.6Q1,-58 5,-58", INK, 0.9, 0.7),
    )
