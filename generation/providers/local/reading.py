"""What a sentence says, found by a vocabulary that is data (`vocabulary/*.toml`)."""

from __future__ import annotations

from dataclasses import dataclass

from generation.model import Lang, Mood
from generation.providers.local.illustrator.subjects.drawing import Sighting


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found; an empty string or tuple where the sentence does not say. `subjects` are in
    the order of the sentence, the one the film is about first. `effects` are kinds of `Effect`."""

    place: str = ""
    time: str = ""  # dawn · day · sunset · night
    season: str = ""  # spring · summer · autumn · winter
    weather: str = ""  # clear · rain · snow · fog · wind · storm
    mood: Mood | None = None
    style: str = ""
    subjects: tuple[Sighting, ...] = ()
    effects: tuple[str, ...] = ()


def read(text: str, lang: Lang | None = None) -> Reading:
    """Read a sentence or a whole prompt in Chinese, English or Japanese; never fails."""
    raise NotImplementedError
