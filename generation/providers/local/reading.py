"""What a sentence says, found by a vocabulary that is data (`vocabulary/*.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

from generation.model import Lang, Mood
from generation.providers.local.grammar import affirmed
from generation.providers.local.illustrator.subjects.drawing import Sighting
from generation.providers.local.lexicon import LATIN, Hit, fold, scan, table
from generation.providers.local.sightings import sightings, suggested
from generation.styles import styles
from generation.text import KANA

LONGEST = 4000  # characters that are read
FALLING = {"rain": "rain", "snow": "snow", "storm": "rain"}
SMALL_WORDS = re.compile(
    r"\b(?:an?|the|of|in|on|at|to|and|is|are|was|with|under|over|by|from|through|into|its?|h(?:er|is))\b"
    r"|[一两]?[只个位匹条]|[的了着过在是上里中下与和着、]|(?<=[ぁ-ん])[ぁ-ん]|[がのをにはでと]"
)
HEAD_FOLLOWS = re.compile(r"(?:中|里|内|边|上|下|深处|旁)?(?:的|の中の|の)?")


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
    """Read a sentence or a whole prompt in Chinese, English or Japanese; never fails.

    The first clauses count most: the first place, time, season and weather said outright hold,
    then what subjects, greetings and occasions suggest (cherry blossom: spring)."""
    return _read(text[:LONGEST], lang)


def occasions(text: str) -> tuple[str, ...]:
    """The greetings, occasions and slogans in a text, as named in `ideas.toml`."""
    hits = _hits(fold(text[:LONGEST]))
    return tuple(dict.fromkeys(m.id for h in hits for m in h.meanings if m.category == "ideas"))


def understood(text: str) -> float:
    """The part of a text, from 0 to 1, that the vocabulary knows; small words do not count."""
    folded = SMALL_WORDS.sub(" ", fold(text[:LONGEST]))
    letters = sum(char.isalnum() for char in folded)
    known = sum(
        char.isalnum()
        for hit in scan(folded, bool(KANA.search(folded)))
        if hit.meanings
        for char in folded[hit.start : hit.end]
    )
    return known / letters if letters else 1.0


@lru_cache(maxsize=256)
def _read(text: str, lang: Lang | None) -> Reading:
    folded, style = _without_styles(fold(text))
    hits = _hits(folded, lang)
    subjects = sightings(folded, hits) or tuple(map(suggested, _hinted(hits, "subjects")))
    weather = _first(hits, "weather")
    effects = [*_all(hits, "effects"), *_hinted(hits, "effects"), FALLING.get(weather, "")]
    return Reading(
        place=_place(folded, hits),
        time=_first(hits, "times", "time"),
        season=_first(hits, "seasons", "season"),
        weather=weather,
        mood=cast(Mood | None, _first(hits, "moods", "mood") or None),
        style=style,
        subjects=subjects,
        effects=tuple(dict.fromkeys(filter(None, effects))),
    )


def _hits(folded: str, lang: Lang | None = None) -> list[Hit]:
    japanese = lang == "ja" or bool(KANA.search(folded))
    return affirmed(folded, scan(folded, japanese))


def _all(hits: Iterable[Hit], category: str, weak: bool = False) -> list[str]:
    found = (hit.of(category) for hit in hits)
    return [meaning.id for meaning in found if meaning and meaning.weak == weak]


def _hinted(hits: Iterable[Hit], what: str) -> list[str]:
    """What the words suggest: the subjects' hints, then those of greetings and occasions."""
    values = [
        meaning.hints[what]
        for category in ("subjects", "effects", "ideas")
        for hit in hits
        if (meaning := hit.of(category)) and what in meaning.hints
    ]
    return [v for value in values for v in ([value] if isinstance(value, str) else value)]


def _first(hits: Sequence[Hit], category: str, hint: str = "") -> str:
    """What is said outright, else said in passing, else suggested."""
    said = (
        _all(hits, category) or _all(hits, category, weak=True) or _hinted(hits, hint or category)
    )
    return said[0] if said else ""


def _place(folded: str, hits: Sequence[Hit]) -> str:
    """The first place; in 竹林中的茶馆 and 竹林の茶屋 the last of the chain."""
    named = [hit for hit in hits if (m := hit.of("places")) and not m.weak]
    if not named:
        return _first(hits, "places", "place")
    head = named[0]
    for after in named[1:]:
        if not HEAD_FOLLOWS.fullmatch(folded[head.end : after.start]):
            break
        head = after
    meaning = head.of("places")
    return meaning.id if meaning else ""


def _without_styles(folded: str) -> tuple[str, str]:
    """The text without the presets' own phrases and names, and the first style it names. The
    phrases speak of light and film, not of what is to be seen."""
    for phrase in _style_phrases():
        folded = folded.replace(phrase, " , ")
    named = sorted(
        (found.start(), name)
        for name, pattern in _style_names()
        if (found := pattern.search(folded))
    )
    chosen = [name for _, name in named if name != "cinematic"] or [name for _, name in named]
    return folded, chosen[0] if chosen else ""


@cache
def _style_phrases() -> tuple[str, ...]:
    return tuple(fold(p) for style in styles().values() for p in style.phrases.values() if p)


@cache
def _style_names() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (
            style.name,
            re.compile("|".join(map(_whole, (style.name, *style.names.values(), *style.aliases)))),
        )
        for style in styles().values()
    )


def _whole(word: str) -> str:
    folded, words = fold(word), table("grammar")["styles"]
    exact = rf"\b{re.escape(folded)}\b" if LATIN.match(folded) else re.escape(folded)
    if folded not in map(fold, words["everyday"]):
        return exact
    return rf"{exact}\s*(?:{'|'.join(map(fold, words['marks']))})"
