"""Where lines may end in zh, en and ja, and which ends a reader likes best.

No line begins with a closing mark or a small kana, and none ends with an opening mark (kinsoku).
Phrases are found by budoux in Chinese and Japanese; in English a line rather ends at a mark, and
not between a small word and what it belongs to.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from math import ceil, inf
from typing import TYPE_CHECKING

from generation.fonts import font_path

if TYPE_CHECKING:
    from budoux import Parser
    from PIL.ImageFont import FreeTypeFont

OPENING = frozenset("([{「『（【〔〈《〖｛“‘$¥￥")
PAUSES = frozenset(")]}」』）】〕〉》〗｝”’,.!?:;、。，．！？：；…—～")
CLOSING = PAUSES | frozenset("%％・ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")
ENCLITICS = frozenset("的地得了着过们吗呢吧啊呀嘛")  # belong to the word before
SMALL_WORDS = frozenset(
    {
        "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or",
        "but", "nor", "as", "if", "is", "are", "was", "were", "be", "my", "your", "his", "her",
        "its", "our", "their", "this", "that", "these", "those", "no", "not",
    }
)  # fmt: skip

# What the end of a line costs, beside the square of the part that it leaves empty.
PHRASE, WORD, SPLIT = 0.07, 0.14, 0.3

REMEMBERED = 1024  # texts: each piece of a film asks for the captions of all

Measure = Callable[[str], float]


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """Break `text` into as few lines of at most `width` as it needs, of like length, and rather
    where a reader would pause."""
    return list(_wrapped(text, width, measure))


@lru_cache(REMEMBERED)
def _wrapped(text: str, width: float, measure: Measure) -> tuple[str, ...]:
    units, costs = _broken(text, width, measure)
    widths = [measure(unit) for unit in units]
    best = {len(units): (0, 0.0, 0)}  # of the units from here on: lines, cost, end of the first
    for first in reversed(range(len(units))):
        choices: list[tuple[int, float, int]] = []
        for end in range(first + 1, len(units) + 1):
            taken = sum(widths[first:end])
            if taken > width and choices:
                break
            lines, cost, _ = best[end]
            choices.append((lines + 1, cost + (1 - taken / width) ** 2 + costs[end - 1], end))
        best[first] = min(choices)
    return tuple(_lines(units, best))


def shared(text: str, parts: int, measure: Measure) -> list[str]:
    """Share `text` among exactly so many lines of like length; fewer where it has too few words."""
    return list(_shared(text, parts, measure))


@lru_cache(REMEMBERED)
def _shared(text: str, parts: int, measure: Measure) -> tuple[str, ...]:
    units, costs = _broken(text, inf, measure)
    parts = min(parts, len(units))
    if parts < 2:
        return (text,) if text else ()
    upto = [0.0, *accumulate(measure(unit) for unit in units)]
    ideal = max(upto[-1] / parts, 0.001)
    best: list[dict[int, tuple[float, tuple[int, ...]]]] = [{0: (0.0, ())}]
    for _ in range(parts):
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, ends) in best[-1].items():
            for end in range(start + 1, len(units) + 1):
                odd = (1 - (upto[end] - upto[start]) / ideal) ** 2 + costs[end - 1]
                if end not in reached or cost + odd < reached[end][0]:
                    reached[end] = cost + odd, (*ends, end)
        best.append(reached)
    ends = best[-1][len(units)][1]
    return tuple("".join(units[first:end]).strip() for first, end in pairwise((0, *ends)))


def parted(text: str, lines: Sequence[str]) -> bool:
    """Whether a line of the text ends within a phrase, or a word is cut."""
    units, costs = _broken(text, inf, measure)
    letters = accumulate(len(unit.replace(" ", "")) for unit in units)
    fine = {place for place, cost in zip(letters, costs, strict=True) if cost < SPLIT}
    return any(end not in fine for end in accumulate(len(line.replace(" ", "")) for line in lines))


def units_of(text: str) -> list[str]:
    """What stays on one line: a word with its space, one Han or kana with the marks it carries."""
    units: list[str] = []
    for char in text:
        if units and _together(units[-1][-1], char):
            units[-1] += char
        else:
            units.append(char)
    return units


def measure(text: str, bold: bool = True) -> float:
    """How wide a text is, in ems of the film's font."""
    font = _font(bold)
    return font.getlength(text) / font.size


@cache
def _font(bold: bool) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(font_path(bold)), 100)


def _broken(text: str, width: float, measure: Measure) -> tuple[list[str], list[float]]:
    """The units of a text, and what it costs to end a line after each."""
    units = list(_fitting(units_of(text), width, measure))
    phrases = _phrase_ends(text)
    places = list(accumulate(map(len, units)))
    costs = [
        _cost(before, after, phrases.get(place, SPLIT))
        for (before, after), place in zip(pairwise(units), places, strict=False)
    ]
    return units, [*costs, 0.0]


def _cost(before: str, after: str, phrase: float) -> float:
    """What a line's end costs here: nothing at a mark, little where a phrase ends, much within a
    word."""
    if before.rstrip()[-1:] in PAUSES or after[0] in OPENING:
        return 0.0
    if before[-1] == " ":
        return WORD if before.strip().lower() in SMALL_WORDS else PHRASE / 2
    if after[0] in ENCLITICS:
        return SPLIT
    return phrase


def _phrase_ends(text: str) -> dict[int, float]:
    """After how many characters a phrase ends, and what it costs to end a line there. Chinese
    phrases of one character belong to a neighbour more often than not."""
    if not any(map(_wide, text)):
        return {}
    japanese = any(map(_kana, text))
    phrases = _parser("ja" if japanese else "zh").parse(text)
    ends = accumulate(map(len, phrases))
    return {
        end: WORD if not japanese and 1 in (len(before), len(after)) else PHRASE
        for end, (before, after) in zip(ends, pairwise(phrases), strict=False)
    }


@cache
def _parser(lang: str) -> Parser:
    import budoux

    if lang == "ja":
        return budoux.load_default_japanese_parser()
    return budoux.load_default_simplified_chinese_parser()


def _lines(units: Sequence[str], best: Mapping[int, tuple[int, float, int]]) -> Iterator[str]:
    first = 0
    while first < len(units):
        end = best[first][2]
        yield "".join(units[first:end]).strip()
        first = end


def _fitting(units: Sequence[str], width: float, measure: Measure) -> Iterator[str]:
    """Cut units that are wider than a line, such as a word of four hundred letters, into pieces of
    like length, and again where a piece has the wider letters."""
    for unit in units:
        size = len(unit) // max(1, ceil(measure(unit) / width)) or 1
        if size >= len(unit):
            yield unit
            continue
        pieces = [unit[n : n + size] for n in range(0, len(unit), size)]
        yield from _fitting(pieces, width, measure)


def _together(before: str, after: str) -> bool:
    """Whether no line may end between two characters."""
    if after == " " or after in CLOSING or before in OPENING:
        return True
    return before != " " and not (_wide(before) or _wide(after))


def _kana(char: str) -> bool:
    return "ぁ" <= char <= "ヿ"


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
