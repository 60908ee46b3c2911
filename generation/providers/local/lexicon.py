"""The vocabulary (`vocabulary/*.toml`), and finding its words in a text.

The longest word wins, so a longer word guards against the shorter one inside it: 熊猫 is no 猫,
上海滩 no 海. Latin words are compared as whole words, in the singular and without -ing; words of
one Han character only in their own language; katakana of up to two letters only on their own.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from generation.text import HAN

FOLDER = Path(__file__).parent / "vocabulary"
CATEGORIES = (
    *("subjects", "places", "times", "seasons", "weather", "moods"),
    *("colours", "effects", "traits", "parts", "ideas"),
)
LATIN = re.compile(r"[a-z0-9à-öø-ÿ]+(?:'[a-z0-9à-öø-ÿ]+)*")
KATAKANA = re.compile(r"[ァ-ヺー]+")
MARKS = str.maketrans({"’": "'", "-": " ", "‐": " ", "\ufe0e": None, "\ufe0f": None})
SCRIPTS = ("zh", "en", "ja", "signs")


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """What a word says: `category` is the vocabulary's file, `id` and `tags` the words of the key,
    `hints` what it suggests where the sentence is silent."""

    category: str
    id: str
    tags: tuple[str, ...] = ()
    hints: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def weak(self) -> bool:
        """True where anything said outright goes before it."""
        return "hint" in self.tags


@dataclass(frozen=True, slots=True)
class Hit:
    """A word found at `start` to `end` of the folded text; `plural` when English says so."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]
    plural: bool = False

    def of(self, category: str) -> Meaning | None:
        """What the word says in this category."""
        return next((m for m in self.meanings if m.category == category), None)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and their meanings. `longest` maps a word's first character to its longest length."""

    words: Mapping[str, tuple[Meaning, ...]]
    longest: Mapping[str, int]


def fold(text: str) -> str:
    """`text` as the vocabulary is compared: compatibility forms, lower case, simplified Han, no
    hyphens and no variation selectors."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(MARKS)
    return plain.translate(_variants())


def scan(folded: str, japanese: bool = False) -> list[Hit]:
    """Every word of the vocabulary in a folded text, leftmost longest, none overlapping."""
    lexicon, hits, at = _lexicon(japanese), list[Hit](), 0
    latin = {match.start(): match.end() for match in LATIN.finditer(folded)}
    while at < len(folded):
        hit = _latin_hit(lexicon, folded, at, latin) if at in latin else _hit(lexicon, folded, at)
        if hit and hit.meanings:
            hits.append(hit)
        at = hit.end if hit else latin.get(at, at + 1)
    return hits


@cache
def table(name: str) -> dict[str, Any]:
    """One file of the vocabulary."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def singulars(word: str) -> Iterator[str]:
    """What an English word may be a form of, without the word itself."""
    if word.endswith("'s"):
        yield word[:-2]
    for ending, stems in (("ies", ("y",)), ("es", ("", "e")), ("s", ("",))):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield from (word[: -len(ending)] + stem for stem in stems)
    if word.endswith("ing") and len(word) > 5:
        stem = word[:-3]
        yield from (stem, stem + "e")
        if stem[-1] == stem[-2]:
            yield stem[:-1]
    if word.endswith("ed") and len(word) > 4:
        yield from (word[:-2], word[:-1])


def _hit(lexicon: Lexicon, folded: str, at: int) -> Hit | None:
    for length in range(min(lexicon.longest.get(folded[at], 0), len(folded) - at), 0, -1):
        word = folded[at : at + length]
        if word in lexicon.words and _stands_alone(folded, at, word):
            return Hit(at, at + length, lexicon.words[word])
    return None


def _stands_alone(folded: str, at: int, word: str) -> bool:
    if len(word) > 2 or not KATAKANA.fullmatch(word):
        return True
    around = folded[max(0, at - 1) : at] + folded[at + len(word) : at + len(word) + 1]
    return not KATAKANA.search(around)


def _latin_hit(lexicon: Lexicon, folded: str, at: int, latin: Mapping[int, int]) -> Hit | None:
    for end in reversed(_phrase_ends(folded, at, latin)):
        phrase = folded[at:end]
        if phrase in lexicon.words:
            return Hit(at, end, lexicon.words[phrase])
        for single in _single_phrases(phrase):
            if single in lexicon.words:
                return Hit(at, end, lexicon.words[single], plural=phrase.endswith("s"))
    return None


def _phrase_ends(folded: str, at: int, latin: Mapping[int, int], most: int = 4) -> list[int]:
    ends = [latin[at]]
    while len(ends) < most and folded[ends[-1] : ends[-1] + 1] == " " and ends[-1] + 1 in latin:
        ends.append(latin[ends[-1] + 1])
    return ends


def _single_phrases(phrase: str) -> Iterator[str]:
    head, _, last = phrase.rpartition(" ")
    for single in singulars(last):
        yield f"{head} {single}".strip()


@cache
def _variants() -> dict[int, str]:
    return {ord(c): form[0] for form in table("variants")["forms"] for c in form[1:]}


@cache
def _lexicon(japanese: bool) -> Lexicon:
    words: dict[str, tuple[Meaning, ...]] = {}
    for word in _words(table("guards"), japanese):
        words[word] = ()
    for category in CATEGORIES:
        for key, entry in table(category).items():
            meaning = _meaning(category, key, entry)
            for word in _words(entry, japanese):
                words[word] = tuple(dict.fromkeys((*words.get(word, ()), meaning)))
    longest: dict[str, int] = {}
    for word in words:
        longest[word[0]] = max(longest.get(word[0], 0), len(word))
    return Lexicon(words, longest)


def _meaning(category: str, key: str, entry: Mapping[str, Any]) -> Meaning:
    name, *tags = key.split()
    hints = {k: v for k, v in entry.items() if k not in SCRIPTS}
    return Meaning(category, name, tuple(tags), hints)


def _words(entry: Mapping[str, Iterable[str]], japanese: bool) -> Iterator[str]:
    for script in SCRIPTS:
        other = "zh" if japanese else "ja"
        for word in entry.get(script, ()):
            if script == other and len(word) == 1 and HAN.match(word):
                continue
            yield fold(word)
