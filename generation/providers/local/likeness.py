"""How much somebody looks the same from picture to picture: by the colours of their parts, hair
over clothes, wherever in a picture these stand together.

Hair and clothes are what tells figures apart at any size. The light of a film dyes both, so that
lightness counts half, and each picture is compared with what somebody mostly looks like in the
film; where there are other pictures of them, that is compared with these. Faces and shapes are not
understood here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from generation.casting import at_hand, crowded, seen
from generation.model import Brief, Character, Keyframe, Likeness, Noun, Storyboard
from generation.providers.contract import Shelf
from generation.providers.local.colours import Lab, lab
from generation.providers.local.portrayal import sketch
from generation.providers.local.swatches import figure, small

LIGHTNESS = 0.5  # what a difference in it counts: the hour changes it first
WIDE, NEAR = 20.0, 14.0  # of Lab: as far as a colour looks for its like, before and after it is met
HALF = 22.0  # of Lab: where two colours of one film are half alike
HALF_ELSEWHERE = 38.0  # and of pictures in another light
FILLED = 0.3  # of its place that a part covers where it plainly is there
SIZES = (0.06, 0.09, 0.13, 0.19, 0.28, 0.4)  # of a head, in parts of the shorter side
LARGER = 0.12  # how much a larger place goes before a smaller one
PLACES = {"hair": -0.3, "outfit": 1.3, "skin": 0.1, "": 0.0}
"""Where the middle of a part lies under that of the head, in heads."""
FEWEST = 3  # pictures that have a middle
BODY = (9.0, 3.0)  # how tall, and how wide to each side, a whole figure is, in heads
CANDIDATES = 6  # pictures of a film in which somebody is looked for who is known from nothing else

Colour = NDArray[np.floating[Any]]
Colours = Mapping[str, Colour]
Against = Literal["pictures", "film"]
DRIFTS: dict[Against, float] = {"pictures": 0.35, "film": 0.6}
"""Below this it is somebody else: see `docs/characters.md` for where the numbers come from."""
Place = tuple[int, int, int]  # down and across to the middle of a head, and its side, in pixels


class Wanted(Noun):
    """Somebody to be found in the pictures of some `shots`: known by `looks` (paths), or by the
    `colours` that words give to their parts (`#rrggbb`), or by nothing but being there. Who has no
    `face` that is like a person's is one colour."""

    name: str
    shots: tuple[int, ...]
    looks: tuple[str, ...] = ()
    colours: dict[str, str] = {}
    face: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody in a picture: the colour of each part, and how much of its place it fills (0–1)."""

    colours: Colours
    filled: Mapping[str, float]
    where: Place


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody is compared with: `colours`, as far as these are `true` to their pictures, by
    how far a colour looks for its like and where two are half alike."""

    colours: Colours
    against: Against
    true: float
    near: float
    half: float


async def likeness(
    brief: Brief, board: Storyboard, frames: Sequence[Keyframe], shelf: Shelf
) -> list[list[Likeness]]:
    """How much each of the brief's cast looks the same in the shots in which they should be seen;
    looked at in a worker. What is no picture any more counts for nothing."""
    from generation.providers.local.studio import studio

    paths = [str(shelf.path(frame.file)) for frame in frames]
    brief = at_hand(brief, shelf)
    wanted = [_wanted(who, brief, board, shelf) for who in brief.cast]
    full = [n for n, shot in enumerate(board.shots) if crowded(shot, brief.cast)]
    told = await studio().run(measure, paths, wanted, full)
    return [[Likeness.model_validate(one) for one in shot] for shot in told]


def _wanted(who: Character, brief: Brief, board: Storyboard, shelf: Shelf) -> dict[str, Any]:
    base = sketch(who.description)
    shots = (n for n, shot in enumerate(board.shots) if who in seen(shot, brief.cast))
    return Wanted(
        name=who.name,
        shots=tuple(shots),
        looks=tuple(str(shelf.path(look.file)) for look in who.looks),
        colours={part: c for part, c in base.colours.items() if part in PLACES} if base else {},
        face=base is None or base.kind == "person",
    ).model_dump()


def measure(
    frames: Sequence[str],
    wanted: Sequence[dict[str, Any]],
    crowded: Sequence[int],
    tell: Callable[[float, float], None],
) -> list[list[dict[str, Any]]]:
    """`Likeness`, as JSON keeps it, of everybody `Wanted` in each of the pictures (paths). In shots
    that are `crowded` only the one who is most there counts: a close shot has room for one."""
    people = [Wanted.model_validate(one) for one in wanted]
    pixels = {n: small(Path(frames[n])) for n in sorted({n for who in people for n in who.shots})}
    tell(1, 2)
    told: list[list[dict[str, Any]]] = [[] for _ in frames]
    taken = list[Colours]()
    for who in people:
        known = _known(who, pixels, taken)
        if known is None:
            continue
        taken.append(known.colours)
        found = {n: locate(pixels[n], known.colours, known.near) for n in who.shots}
        if _common(known, [(pixels[n], found[n].where) for n in who.shots]):
            continue
        for n in who.shots:
            part = round(known.true * alike(found[n], known.colours, known.half), 3)
            line = {"name": who.name, "alike": part, "to": known.against}
            told[n].append({**line, "drifts": part < DRIFTS[known.against]})
    for n in crowded:
        told[n] = sorted(told[n], key=lambda one: -cast(float, one["alike"]))[:1]
    tell(2, 2)
    return told


def locate(pixels: Lab, wanted: Colours, reach: float = WIDE, but: Place | None = None) -> Found:
    """The place where the colours stand together as on a figure, and what is there; `but` for where
    somebody was found already."""
    height, width = pixels.shape[:2]
    near = {part: _like(pixels, colour, reach) for part, colour in wanted.items()}
    if but:
        down, across, side = but
        body = _box(down - 2 * side, across - BODY[1] * side, BODY[0] * side, 2 * BODY[1] * side)
        near = {part: _without(like, body) for part, like in near.items()}
    sums = {part: np.pad(like.cumsum(0).cumsum(1), ((1, 0), (1, 0))) for part, like in near.items()}
    best, where = -1.0, (0, 0, 4)
    for size in SIZES:
        side = max(4, round(size * min(width, height)))
        score = np.full((height, width), size**LARGER)
        for part, total in sums.items():
            score *= _dense(total, side, round(PLACES[part] * side)) ** (1 / len(sums))
        at = np.unravel_index(int(score.argmax()), score.shape)
        if score[at] > best:
            best, where = float(score[at]), (int(at[0]), int(at[1]), side)
    seen = {part: _seen(pixels, near[part], part, where) for part in wanted}
    filled = {part: share for part, (_, share) in seen.items()}
    return Found({part: colour for part, (colour, _) in seen.items()}, filled, where)


def alike(found: Found, wanted: Colours, half: float = HALF_ELSEWHERE) -> float:
    """How much of somebody was found, from 0 to 1: the mean over the parts, of which none can stand
    in for another."""
    parts = [
        found.filled[part] * 0.5 ** float((_apart(found.colours[part], colour) / half) ** 2)
        for part, colour in wanted.items()
    ]
    return float(np.prod(parts)) ** (1 / len(parts))


def _known(who: Wanted, pixels: Mapping[int, Lab], taken: Sequence[Colours]) -> Known | None:
    """What somebody is compared with. None where there is nothing to compare, or nothing to tell
    them from who is known already."""
    shown = [pixels[n] for n in who.shots]
    looks = [parts for path in who.looks if (parts := _parts(figure(small(Path(path)), who.face)))]
    if looks:
        best = max(looks, key=len)
        if len(shown) < FEWEST:
            return Known(best, "pictures", 1.0, WIDE, HALF_ELSEWHERE)
        middle = _middle(shown, best)
        true = alike(Found(middle, dict.fromkeys(middle, 1.0), (0, 0, 0)), best)
        return Known(middle, "pictures", true, NEAR, HALF)
    if len(shown) < 2:
        return None
    if said := _parts(who.colours):
        return Known(_middle(shown, said), "film", 1.0, NEAR, HALF)
    guesses = [parts for one in shown[:CANDIDATES] if (parts := _parts(figure(one, who.face)))]
    fresh = [parts for parts in guesses if not any(_same(parts, other) for other in taken)]
    if not fresh:
        return None
    scores = [float(np.median([alike(locate(p, parts), parts) for p in shown])) for parts in fresh]
    return Known(_middle(shown, fresh[int(np.argmax(scores))]), "film", 1.0, NEAR, HALF)


def _common(known: Known, shown: Sequence[tuple[Lab, Place]]) -> bool:
    """Whether somebody has the colours of the places they are in, so that nothing can be told: they
    are found in most pictures once more, beside themselves."""

    def beside(pixels: Lab, where: Place) -> float:
        again = locate(pixels, known.colours, known.near, where)
        return alike(again, known.colours, known.half)

    return float(np.median([beside(*one) for one in shown])) >= DRIFTS["film"]


def _middle(shown: Sequence[Lab], first: Colours) -> Colours:
    """The colours that somebody mostly has in pictures, looked for by those that they should have:
    the median over that half of the pictures in which they are best found."""
    found = [locate(pixels, first) for pixels in shown]
    ranked = sorted(found, key=lambda one: -alike(one, first))[: (len(found) + 1) // 2]
    return {part: np.median([one.colours[part] for one in ranked], axis=0) for part in first}


def _parts(colours: Mapping[str, str]) -> Colours:
    """The colours to go by: hair and clothes where they are known, else what there is. Skin is too
    much like sand, wood and evening light."""
    firm = {part: c for part, c in colours.items() if part in ("hair", "outfit")}
    return {part: _lab(c) for part, c in (firm or colours).items() if part in PLACES and c}


def _lab(colour: str) -> Colour:
    return lab(np.array([tuple(bytes.fromhex(colour[1:]))], np.uint8))[0]


def _same(one: Colours, other: Colours) -> bool:
    shared = one.keys() & other.keys()
    return all(_apart(one[part], other[part]) < WIDE for part in shared)


def _like(pixels: Lab, colour: Colour, reach: float) -> NDArray[np.floating[Any]]:
    return np.exp(-((_apart(pixels, colour) / reach) ** 2))


def _apart(one: Lab, other: Lab) -> NDArray[np.floating[Any]]:
    """How far colours are apart, in Lab, with lightness counting less."""
    difference = one - other
    light, hue = LIGHTNESS * difference[..., 0], difference[..., 1:]
    return np.sqrt(light**2 + (hue**2).sum(-1))


def _seen(
    pixels: Lab, like: NDArray[np.floating[Any]], part: str, where: Place
) -> tuple[Colour, float]:
    """The colour of a part in its place, and how much of the place has it."""
    down, across, side = where
    top, left = max(0, down + round(PLACES[part] * side) - side // 2), max(0, across - side // 2)
    box = _box(top, left, side, side)
    weights = like[box].ravel()
    if weights.sum() < 1e-6:  # beyond the edge of the picture, or nothing like it
        return np.zeros(3), 0.0
    colour = np.average(pixels[box].reshape(-1, 3), axis=0, weights=weights)
    return colour, min(1.0, float(weights.mean()) / FILLED)


def _box(top: float, left: float, height: float, width: float) -> tuple[slice, slice]:
    """A rectangle of a picture, as far as it lies in it."""
    rows = slice(max(0, round(top)), max(0, round(top + height)))
    return rows, slice(max(0, round(left)), max(0, round(left + width)))


def _without(
    like: NDArray[np.floating[Any]], box: tuple[slice, slice]
) -> NDArray[np.floating[Any]]:
    left = like.copy()
    left[box] = 0
    return left


def _dense(total: NDArray[np.floating[Any]], side: int, below: int) -> NDArray[np.floating[Any]]:
    """The mean over a square `below` each point, of what `total` sums up."""
    height, width = total.shape[0] - 1, total.shape[1] - 1
    low, high = -(side // 2), side - side // 2
    rows, columns = np.arange(height) + below, np.arange(width)
    top, bottom = np.clip(rows + low, 0, height), np.clip(rows + high, 0, height)
    left, right = np.clip(columns + low, 0, width), np.clip(columns + high, 0, width)
    upper, lower = total[top], total[bottom]
    inside = lower[:, right] - upper[:, right] - lower[:, left] + upper[:, left]
    return np.maximum(inside, 0) / side**2
