"""Whether two ideas are the same one in nearly the same words."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from handlers.values import fold
from storage.rooms import Idea

ALIKE = 0.8  # of the pairs of letters; "a red car" and "a blue car" must stay two ideas


def same_as(text: str, ideas: Sequence[Idea]) -> int | None:
    """The number of the idea that `text` says again, or None."""
    pairs = _pairs(text)
    scored = [(_alike(pairs, _pairs(idea.text)), -idea.n) for idea in ideas]
    best, number = max(scored, default=(0.0, 0))
    return -number if best >= ALIKE else None


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient of what both have."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _pairs(text: str) -> Counter[str]:
    """Neighbouring letters of the text; across words too where the script has no spaces."""
    words = ["".join(filter(_letter, word)) for word in fold(text).split()]
    return Counter(pair for word in words if word for pair in _within(word))


def _within(word: str) -> Iterable[str]:
    return [word[n : n + 2] for n in range(len(word) - 1)] or [word]


def _letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LN" or char > "\u2600"
