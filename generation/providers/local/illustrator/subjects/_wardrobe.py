"""What all outfits share: their layers, a pair of sleeves, a skirt to the ground."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generation.providers.local.illustrator.subjects import _cloth as cut
from generation.providers.local.illustrator.subjects._body import Body, Limb
from generation.providers.local.illustrator.subjects._cast import Persona
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    mix,
    oval,
    path,
    towards,
)


@dataclass(frozen=True, slots=True)
class Worn:
    """Layers from back to front: behind the body, legs, trunk, about the neck; and each arm."""

    legs: str
    trunk: str
    near_arm: str
    far_arm: str
    behind: str = ""
    scarf: str = ""


Outfit = Callable[[Brush, Body, Persona], Worn]


def arms(body: Body, sleeve: Callable[[Limb], str]) -> tuple[str, str]:
    return sleeve(body.near_arm), sleeve(body.far_arm)


def long_skirt(
    b: Brush, body: Body, colour: str, trim: str, top: float, flare: float, tight: float = 0.0
) -> str:
    """A skirt to the ground with a broad hem, spread out where its wearer sits."""
    if body.seated:
        shape, folds = cut.pool(body), cut.pool_folds(body)
        hem = path("M", -40, -1.6, "H", 46)
    else:
        shape = cut.skirt(body, top, 1.6, flare, b.phase, tight)
        folds, hem = cut.pleats(body, top, 2.5, flare, 5), path("M", -40, -2.6, "H", 40)
    edge = b.within(shape, b.line(hem, trim, 2.4, 0.9))
    fall = b.upright(shape, mix(colour, "#ffffff", 0.12), colour)
    return (
        fall + b.form(shape, colour, lit=0.26, shade=0.3) + b.fold(folds, colour, 0.55, 0.5) + edge
    )


def printed(b: Brush, shape: str, colour: str, motif: int) -> str:
    """A printed pattern inside `shape`."""
    places = (
        (-9, -9),
        (6, -14),
        (-4, -21),
        (11, -6),
        (1, -31),
        (-12, -17),
        (9, -25),
        (-2, -6),
        (14, -16),
    )
    if motif == 0:
        marks = b.flat(cut.dots(list(places), 0.9), colour, 0.55)
    elif motif == 1:
        petals = "".join(
            oval(*towards((x, y), 90 + 72 * k, 1.5), 1.05) for x, y in places for k in range(5)
        )
        marks = b.flat(petals, colour, 0.7)
    else:
        waves = "".join(
            path("M", x - 3, y, "q", 1.5, -2, 3, 0, "q", 1.5, 2, 3, 0) for x, y in places
        )
        marks = b.line(waves, colour, 0.5, 0.6)
    return b.within(shape, marks)
