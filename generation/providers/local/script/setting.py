"""What a film is set in: the reading of an idea, with everything it leaves open decided once
(`vocabulary/defaults.toml`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import cast

from generation.model import Mood
from generation.providers.local.lexicon import table
from generation.providers.local.reading import Reading
from generation.styles import styles

ABSTRACT_MOODS: tuple[Mood, ...] = ("calm", "hopeful")


def settle(read: Reading, style: str, rng: Random) -> Reading:
    """The reading with a place, a time of day and a mood that suit its subjects and the style.
    Where nothing to be seen was read, place and time stay open."""
    if silent(read):
        return replace(read, mood=read.mood or rng.choice(ABSTRACT_MOODS))
    defaults = table("defaults")
    preset = styles().get(style)
    place = read.place or rng.choice(_fitting(defaults["places"], read))
    read = replace(read, place=place)
    preferred = preset.paint.prefers_time if preset else ""
    time = read.time or preferred or rng.choice(_fitting(defaults["times"], read))
    read = replace(read, time=time)
    mood = read.mood or (preset.mood if preset and style != "cinematic" else None)
    return replace(read, mood=mood or cast(Mood, _fitting(defaults["moods"], read)))


def silent(read: Reading) -> bool:
    """True where nothing to be seen was read: the illustrator then lets the title lead."""
    return read == Reading(style=read.style, mood=read.mood)


def _fitting(rules: dict[str, list[str]], read: Reading) -> list[str]:
    """What the first rule that fits says."""
    said = set(_words(read))
    return next(found for key, found in rules.items() if key in said)


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
