"""Titles and subtitles: a line for each moment, chosen by what the idea really says
(`lines/*.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from generation.model import Lang
from generation.providers.local.lexicon import table
from generation.providers.local.reading import Reading
from generation.providers.local.script.naming import name_of, named, pronouns
from generation.providers.local.script.phrasebook import capital, fill, phrases, slots
from generation.providers.local.script.quoting import CAPTION, TITLE

FOLDER = Path(__file__).parent / "lines"
CLASSES = {
    "animals": "animal",
    "vehicles": "vehicle",
    "goods": "goods",
    "food": "food",
    "plants": "plant",
}
SENTENCE_START = re.compile(r"(?:^|(?<=[.!?] ))[a-z]")
SMALL_WORDS = frozenset(
    ("a", "an", "and", "at", "by", "for", "in", "of", "on", "the", "to", "with")
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a narrator may speak of: tags with their weight, and the words that fill a line."""

    lang: Lang
    weights: Mapping[str, float]
    values: Mapping[str, str]


@dataclass(slots=True)
class Told:
    """What was already said, so that no line and no thought comes twice."""

    lines: set[str] = field(default_factory=set[str])
    tags: set[str] = field(default_factory=set[str])


def gather(
    setting: Reading,
    occasions: Sequence[str],
    *,
    own: str,
    lang: Lang,
    clear: bool = True,
    unknown: bool = False,
) -> Facts:
    """The facts of a film. `own` are the person's words where they are short enough to be quoted
    inside a line, else empty. Where the idea is not `clear`, nobody says that no one is there;
    where it is `unknown`, nothing but the person's words is spoken of."""
    book = phrases(lang)
    main = setting.subjects[0] if setting.subjects else None
    they, them, their = pronouns(main, lang)
    place, time = book["places"].get(setting.place), book["times"].get(setting.time)
    values = {
        "they": they if main else "",
        "them": them if main else "",
        "their": their if main else "",
        "who": name_of(main, lang) if main else "",
        "name": name_of(main, lang) if main and named(main) else "",
        "other": name_of(setting.subjects[1], lang) if _pair(setting) else "",
        "place": place[0] if place else "",
        "time": time[0] if time else "",
        "hour": time[1] if time else "",
        "idea": own,
    }
    if unknown:
        return Facts(lang, {"unknown": 8.0}, {"idea": own})
    weights = dict(_tags(setting, occasions))
    if not clear:
        weights.pop("nobody", None)
    if not clear and not occasions:
        weights["unknown"] = 0.8
    return Facts(lang, weights, values)


def tell(moment: str, facts: Facts, told: Told, rng: Random) -> str:
    """A line for this moment; where nobody can enter, things simply go on."""
    lines, most = bank(facts.lang)["lines"], CAPTION[facts.lang]
    chosen = _choose(moment, lines, facts, told, most, 1.0, rng)
    chosen = chosen or _choose("act", lines, facts, told, most, 1.0, rng)
    return SENTENCE_START.sub(lambda letter: letter[0].upper(), chosen)


def entitle(facts: Facts, rng: Random) -> str:
    """A title that fits a title card."""
    titles = bank(facts.lang)["titles"]
    title = _choose("title", titles, facts, Told(), TITLE[facts.lang], 0.5, rng)
    return headline(title) if facts.lang == "en" else title


def headline(text: str) -> str:
    """English title case."""
    words = text.split(" ")
    return capital(" ".join(w if w in SMALL_WORDS else capital(w) for w in words))


def _choose(
    moment: str,
    bank: Mapping[str, Sequence[str]],
    facts: Facts,
    told: Told,
    most: int,
    margin: float,
    rng: Random,
) -> str:
    """One of the lines that say most about this film and least of what was said before: any whose
    score is within `margin` of the best."""
    fresh = [
        (_score(tags, facts, told), line, tags)
        for tags, template in _possible(moment, bank, facts)
        if (line := fill(template, facts.values)) not in told.lines and len(line) <= most
    ]
    if not fresh:
        return ""
    best = max(score for score, _, _ in fresh)
    close = [entry for entry in fresh if entry[0] >= best - margin]
    _, line, tags = rng.choices(close, [4 ** (score - best) for score, _, _ in close])[0]
    told.lines.add(line)
    told.tags.update(tags)
    return line


def _possible(
    moment: str, bank: Mapping[str, Sequence[str]], facts: Facts
) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, templates in bank.items():
        when, *conditions = key.split()
        tags = tuple(c for c in conditions if c[0] != "!")
        barred = any(c[1:] in facts.weights for c in conditions if c[0] == "!")
        if when == moment and not barred and all(tag in facts.weights for tag in tags):
            for template in templates:
                if all(facts.values.get(slot) for slot in slots(template)):
                    yield tags, template


def _score(tags: Sequence[str], facts: Facts, told: Told) -> float:
    return sum(facts.weights[tag] * (0.4 if tag in told.tags else 1) for tag in tags)


def _tags(setting: Reading, occasions: Sequence[str]) -> Iterator[tuple[str, float]]:
    groups, does = table("groups"), phrases("en")["does"]
    yield setting.mood or "calm", 1.2
    stage = (setting.place, setting.weather, setting.season)
    yield from ((found, 1.0 if occasions else 2.0) for found in stage if found)
    if setting.place:
        yield "place", 0.8
    if _pair(setting):
        yield "pair", 4.0
    if setting.time:
        yield from ((setting.time, 1.0), ("time", 0.4))
    yield from ((effect, 2.2) for effect in setting.effects)
    for subject in setting.subjects[1:]:
        if subject.kind not in ("person", "moon"):
            yield subject.kind, 1.5
    if setting.subjects:
        main = setting.subjects[0]
        yield main.kind, 1.0 if main.kind == "person" else 2.5
        yield from ((c, 1.0) for group, c in CLASSES.items() if main.kind in groups[group])
        yield from ((trait, 3.0 if trait in does else 2.0) for trait in sorted(main.traits))
        if main.kind not in ("person", "robot", *groups["animals"], *groups["vehicles"]):
            yield "thing", 0.6
    if not setting.subjects:
        yield "empty", 0.5
    if all(subject.kind in groups["scenery"] for subject in setting.subjects):
        yield "nobody", 1.5
    yield from ((o, 8.0 if rank == 0 else 3.0) for rank, o in enumerate(occasions))


def _pair(setting: Reading) -> bool:
    """True where two living beings with names of their own share the film."""
    living = {"person", "robot", *table("groups")["animals"]}
    first = setting.subjects[:2]
    return len(first) == 2 and all(s.kind in living and named(s) for s in first)


@cache
def bank(lang: Lang) -> dict[str, Any]:
    """All lines and titles of a language, by moment and conditions."""
    return tomllib.loads((FOLDER / f"{lang}.toml").read_text("utf-8"))
