"""How alike somebody's characters came out, as people are told. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.model import Film, Likeness, Stills
from handlers.conversation import Say

Told = Sequence[Sequence[Likeness]]


def beside(line: Say, told: Sequence[Likeness]) -> Say:
    """The line of a shot, and behind it who is how much alike in it."""
    for one in told:
        key = "character.drifts" if one.drifts else "character.alike"
        who = Say(key, {"name": one.name, "percent": percent(one)})
        line = Say("character.then", {"before": line, "who": who})
    return line


def drifting(told: Told) -> list[int]:
    """The numbers, counted from 0, of shots in which somebody does not look like themselves."""
    return [n for n, shot in enumerate(told) if any(one.drifts for one in shot)]


def to_redo(made: Stills) -> Iterator[Say]:
    """Which shots of a storyboard are worth painting anew."""
    if found := drifting(made.likeness):
        yield Say("character.drifted", {"n": len(found), "shots": numbers(found)})


def of_film(made: Film) -> Iterator[Say]:
    """Over a whole film, for each of its characters."""
    names = dict.fromkeys(one.name for shot in made.likeness for one in shot)
    for name in names:
        parts = [percent(one) for shot in made.likeness for one in shot if one.name == name]
        values = {"name": name, "least": min(parts), "most": max(parts), "n": len(parts)}
        yield Say("character.film", values)
    if found := drifting(made.likeness):
        yield Say("character.drifted_film", {"shots": numbers(found)})


def percent(one: Likeness) -> int:
    """Whole percent; all of it only where nothing is missing."""
    return int(100 * one.alike)


def numbers(shots: Sequence[int]) -> str:
    """Numbers of shots as people count them."""
    return ", ".join(str(n + 1) for n in shots)
