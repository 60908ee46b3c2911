"""What a film is set in: the reading of an idea, with everything it leaves open decided once
(`vocabulary/defaults.toml`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import cast

from generation import kit
from generation.model import Brief, Mood
from generation.providers.local import reading
from generation.providers.local.lexicon import table
from generation.providers.local.reading import Reading
from generation.styles import styles

ABSTRACT_MOODS: tuple[Mood, ...] = ("calm", "hopeful")


@dataclass(frozen=True, slots=True)
class Leaning:
    """What is wanted of every film: what a manner `says`, and the names of places and times that
    are `barred`."""

    says: Reading = Reading()
    barred: frozenset[str] = frozenset()


OPEN = Leaning()


def leaning(brief: Brief) -> Leaning:
    """What a brief wants beside its idea."""
    barred = [reading.read(thing) for thing in kit.forbidden(brief)]
    names = frozenset(name for each in barred for name in (each.place, each.time) if name)
    return Leaning(reading.read(brief.manner), names)


def settle(read: Reading, style: str, rng: Random, towards: Leaning = OPEN) -> Reading:
    """The reading with a place, a time of day and a mood that suit its subjects and the style.
    Where nothing to be seen was read, place and time stay open."""
    if silent(read):
        return replace(read, mood=read.mood or rng.choice(ABSTRACT_MOODS))
    defaults, says = table("defaults"), towards.says
    preset = styles().get(style)
    read = replace(
        read,
        time=read.time or says.time,
        season=read.season or says.season,
        weather=read.weather or says.weather,
        mood=read.mood or says.mood,
    )
    place = read.place or rng.choice(_fitting(defaults["places"], read, towards.barred))
    read = replace(read, place=place)
    preferred = preset.paint.prefers_time if preset else ""
    preferred = "" if preferred in towards.barred else preferred
    time = read.time or preferred or rng.choice(_fitting(defaults["times"], read, towards.barred))
    read = replace(read, time=time)
    mood = read.mood or (preset.mood if preset and style != "cinematic" else None)
    return replace(read, mood=mood or cast(Mood, _fitting(defaults["moods"], read)))


def silent(read: Reading) -> bool:
    """True where nothing to be seen was read: the illustrator then lets the title lead."""
    return read == Reading(style=read.style, mood=read.mood)


def _fitting(
    rules: dict[str, list[str]], read: Reading, barred: frozenset[str] = frozenset()
) -> list[str]:
    """What the first rule that fits says, and that is not barred; where all is, what is."""
    said = set(_words(read))
    fits = [found for key, found in rules.items() if key in said]
    left = ([one for one in found if one not in barred] for found in fits if barred)
    return next(filter(None, left), fits[0])


def _words(read: Reading) -> Iterator[str]:
    groups = table("groups")
    for subject in read.subjects:
        yield subject.kind
        yield from subject.traits
        if subject.kind in groups["goods"]:
            yield "goods"
    yield from read.effects
    yield from filter(None, (read.place, read.time, read.season, read.weather, read.mood))
    yield "else"
