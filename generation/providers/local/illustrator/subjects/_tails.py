"""Tails and manes of animals, which follow their movement."""

from __future__ import annotations

from generation.providers.local.illustrator.subjects._muzzle import Coat
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    Point,
    band,
    lerp,
    oval,
    path,
    smooth,
    wave,
)


def tail_of(b: Brush, coat: Coat, kind: str, root: Point, phase: float, run: bool) -> str:
    """A tail from the rump; it follows the movement."""
    x, y = root
    s = (3.0 if not run else 5.0) * wave(phase)
    if kind == "brush":
        lift = -4.0 if run else 8.0
        line = [
            (x + 6, y),
            (x - 10, y + lift),
            (x - 26, y + lift + 3 + s * 0.5),
            (x - 42, y + lift - 1 + s),
            (x - 56, y + lift - 9 + s * 1.6),
        ]
        drawn = b.form(band(line, (7, 11, 18, 17, 1)), coat.fur, lit=0.3)
        tip = [lerp(line[2], line[3], 0.75), line[3], line[4]]
        drawn += b.form(band(tip, (15.5, 15.5, 1)), coat.belly)
        if coat.mechanical:
            ribs = "".join(
                path("M", p[0], p[1] - 7, "q", -3, 7, 0, 14)
                for p in (line[1], line[2], lerp(line[2], line[3], 0.5))
            )
            drawn += (
                b.line(ribs, "#1d2430", 0.9, 0.8)
                + b.glow(*line[4], 9, coat.eye)
                + b.flat(oval(*lerp(line[3], line[4], 0.8), 2), coat.eye, pure=True)
            )
        return drawn
    if kind == "whip":
        line = [
            (x + 6, y + 1),
            (x - 8, y - 3),
            (x - 18, y - 16 + s * 0.5),
            (x - 20 + s, y - 32),
            (x - 12 + s * 1.8, y - 43),
        ]
        return b.form(band(line, (7, 6.6, 6, 5.4, 3.4)), coat.fur, lit=0.3)
    if kind == "wag":
        line = [(x + 5, y), (x - 6, y - 9), (x - 11 + s, y - 22), (x - 5 + s * 1.8, y - 33)]
        return b.form(band(line, (8, 9, 9, 3)), coat.fur, lit=0.3)
    if kind == "horse":
        line = [
            (x + 4, y - 1),
            (x - 10, y - 2),
            (x - 22, y + 10 + s),
            (x - 30 - s, y + 34),
            (x - 34 - s * 2, y + 44),
        ]
        if run:
            line = [
                (x + 4, y - 1),
                (x - 12, y - 8),
                (x - 30, y - 6 + s),
                (x - 48, y + 4 + s),
                (x - 58, y + 12 + s * 2),
            ]
        return b.form(band(line, (5, 9, 12, 10, 1)), coat.mane or coat.fur, lit=0.3)
    return b.round(
        oval(x - 1, y - 1 + 0.4 * s, 6.4, 5.6), coat.belly if kind == "puff" else coat.fur
    )


def mane_of(b: Brush, coat: Coat, head: Point, shoulder: Point, phase: float, run: bool) -> str:
    """Hair along the neck, from the ears to the withers."""
    if not coat.mane:
        return ""
    (hx, hy), (half, up) = head, shoulder
    s = 2.0 * wave(phase, 0.2)
    blow = 14.0 if run else 4.0
    points = [
        (hx + 4, hy - 13),
        (hx - 8, hy - 8),
        (hx - 10 - blow * 0.6, hy + 2 + s),
        (half + 2 - blow, up - 8 + s),
        (half * 0.5 - blow * 0.4, up + 6),
        (half * 0.72, up - 1),
        (hx - 9, hy + 4),
        (hx + 1, hy - 6),
    ]
    drawn = b.form(smooth(points, closed=True), coat.mane, lit=0.3)
    return drawn + b.fold(smooth(points[1:5]), coat.mane, 0.8)
