"""All journeys. Each is a sentence; each is on the list by being written, and runs on every
platform that has what it needs."""

from __future__ import annotations

from inspect import iscoroutinefunction, signature

from tests.journeys import (
    batches,
    boards,
    brands,
    characters,
    clips,
    cuts,
    films,
    languages,
    linking,
    operators,
    pictures,
    rooms,
    sounds,
    words,
)
from tests.journeys.driver import Journey

JOURNEYS: list[Journey] = [
    step
    for module in (
        films,
        cuts,
        pictures,
        sounds,
        clips,
        boards,
        languages,
        words,
        linking,
        operators,
        rooms,
        batches,
        brands,
        characters,
    )
    for step in vars(module).values()
    if iscoroutinefunction(step)
    and step.__module__ == module.__name__
    and [*signature(step).parameters] == ["driver"]  # others are steps
]
