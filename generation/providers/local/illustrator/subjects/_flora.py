"""Flowers, leaves and the growth of trees, for drawings that carry some."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    Point,
    band,
    darker,
    mix,
    moved,
    oval,
    path,
    towards,
)


def bloom(b: Brush, x: float, y: float, r: float, colour: str, kind: int) -> str:
    """One flower of radius `r`: 0 a daisy, 1 a rose, 2 a tulip, 3 a five-petalled blossom."""
    if kind == 1:
        rings = (
            b.round(oval(x, y, r), colour)
            + b.round(oval(x + r * 0.08, y - r * 0.08, r * 0.66), darker(colour, 0.1))
            + b.round(oval(x, y, r * 0.32), darker(colour, 0.26))
        )
        curl = path(
            "M", x - r * 0.7, y - r * 0.2, "Q", x, y - r * 1.0, x + r * 0.7, y - r * 0.1
        ) + path(
            "M", x - r * 0.5, y + r * 0.4, "Q", x + r * 0.2, y + r * 0.8, x + r * 0.7, y + r * 0.2
        )
        return rings + b.fold(curl, colour, r * 0.1, 0.7)
    if kind == 2:
        cup = (
            path("M", x - r * 0.7, y - r * 0.7, "Q", x - r, y + r, x, y + r)
            + path("Q", x + r, y + r, x + r * 0.7, y - r * 0.7)
            + path("L", x + r * 0.3, y - r * 0.1, "L", x, y - r)
            + path("L", x - r * 0.3, y - r * 0.1, "Z")
        )
        return b.form(cup, colour, lit=0.35)
    petals = 9 if kind == 0 else 5
    width = 0.24 if kind == 0 else 0.44
    leaves = "".join(
        moved(
            b.form(oval(0, -r * 0.6, r * width, r * 0.44), colour, rim=0.2), x, y, 360 / petals * i
        )
        for i in range(petals)
    )
    return leaves + b.round(oval(x, y, r * 0.3), "#f4c451")


def leaf(b: Brush, x: float, y: float, length: float, turn: float, colour: str) -> str:
    """A pointed leaf whose stalk is at (x, y); 0 degrees points up."""
    shape = path(
        "M", 0, 0, "C", length * 0.4, -length * 0.3, length * 0.3, -length * 0.8, 0, -length
    ) + path("C", -length * 0.3, -length * 0.8, -length * 0.4, -length * 0.3, 0, 0, "Z")
    return moved(
        b.form(shape, colour, rim=0.25) + b.fold(path("M", 0, 0, "V", -length * 0.8), colour, 0.5),
        x,
        y,
        turn,
    )


@dataclass(frozen=True, slots=True)
class Bough:
    """One branch as it grew: its line, its thickness at both ends, its generation from 0."""

    points: tuple[Point, Point, Point]
    thick: float
    thin: float
    age: int


def grow(
    rng: Random,
    root: Point,
    degrees: float,
    length: float,
    thick: float,
    ages: int,
    *,
    spread: float = 34.0,
    age: int = 0,
) -> list[Bough]:
    """A trunk that divides `ages` times, each time thinner and shorter, bending towards light."""
    sway = rng.uniform(-9, 9)
    middle = towards(root, degrees + sway, length * 0.5)
    end = towards(middle, degrees - sway * 0.6, length * 0.5)
    boughs = [Bough((root, middle, end), thick, thick * 0.66, age)]
    if age + 1 < ages:
        turns = (-spread, spread * 0.9) if age else (-spread * 1.05, 4.0, spread * 1.05)
        for turn in turns:
            aim = degrees + turn * rng.uniform(0.7, 1.2)
            aim += (90 - aim) * 0.1
            boughs += grow(
                rng,
                end,
                aim,
                length * rng.uniform(0.62, 0.8),
                thick * 0.6,
                ages,
                spread=spread,
                age=age + 1,
            )
    return boughs


def wood(b: Brush, boughs: list[Bough], colour: str) -> str:
    """Bark: the old boughs as rounded forms, the young as one shape."""
    old = "".join(
        b.form(
            band(g.points, (g.thick * (1.5 if g.age == 0 else 1.1), g.thick, g.thin)),
            colour,
            rim=0.4,
        )
        for g in boughs
        if g.age < 2
    )
    young = " ".join(
        band(g.points, (g.thick, g.thick * 0.85, g.thin)) for g in boughs if g.age >= 2
    )
    return b.flat(young, colour) + old


def crown(
    b: Brush, rng: Random, centres: list[Point], radius: float, colour: str, *, grain: float = 2.2
) -> str:
    """Foliage in three depths of light: dark behind, then the colour, then lit tufts and leaves."""
    flip = -1 if b.light.from_left else 1
    layers = (
        (1.16, 0.0, radius * 0.1, b.dim(colour, 0.4)),
        (0.98, flip * radius * 0.06, -radius * 0.05, b.dim(colour, 0.12)),
        (0.7, flip * radius * 0.2, -radius * 0.24, b.lit(colour, 0.16)),
        (0.36, flip * radius * 0.34, -radius * 0.46, b.lit(colour, 0.42)),
    )
    puffs = [[(c, rng.uniform(0.75, 1.15), rng.uniform(0, 6)) for c in centres] for _ in layers]
    drawn = ""
    for (size, dx, dy, shade), chosen_ in zip(layers, puffs, strict=True):
        shape = " ".join(
            _tuft(x + dx, y + dy, radius * size * s, spin) for (x, y), s, spin in chosen_
        )
        drawn += b.flat(shape, shade, pure=True)
    specks = [
        (rng.choice(centres), rng.uniform(0, math.tau), rng.random() ** 0.5) for _ in range(80)
    ]
    spots = [
        (
            c[0] + math.cos(a) * radius * 1.15 * d,
            c[1] + math.sin(a) * radius * 1.05 * d,
            grain * rng.uniform(0.5, 1),
        )
        for c, a, d in specks
    ]
    half = len(spots) // 2
    drawn += b.flat(
        "".join(oval(x, y, r, r * 0.7) for x, y, r in spots[:half]),
        b.lit(colour, 0.55),
        0.75,
        pure=True,
    )
    return drawn + b.flat(
        "".join(oval(x, y, r, r * 0.7) for x, y, r in spots[half:]),
        b.dim(colour, 0.3),
        0.6,
        pure=True,
    )


def _tuft(x: float, y: float, r: float, spin: float) -> str:
    """A scalloped cloud of leaves."""
    words = ""
    lobes = 8
    for i in range(lobes + 1):
        a = spin + math.tau * i / lobes
        point = x + math.cos(a) * r * 0.9, y + math.sin(a) * r * 0.72
        if i == 0:
            words = path("M", point)
        else:
            words += path("A", r * 0.4, r * 0.36, 0, 0, 1, point)
    return words + "Z"


def fallen(b: Brush, rng: Random, colour: str, width: float, count: int = 22) -> str:
    """Petals or leaves on the ground."""
    spots = "".join(
        oval(rng.gauss(0, width * 0.4), rng.uniform(-1.5, 3.0), rng.uniform(0.8, 1.6), 0.5)
        for _ in range(count)
    )
    return b.flat(spots, mix(colour, "#ffffff", 0.15), 0.85)
