"""What is shown when: subtitles become cues of at most two lines. How they look is in `ass.py`.

Lines break where the text's own script allows it: between words, between Han and kana, never
before a closing or after an opening mark.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from generation.edit.timeline import Timeline
from generation.fonts import font_path, writable
from generation.model import Storyboard

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

LINES = 2  # of one cue
PAGE_FILL = 0.92  # of two lines, because they are never full to the edge
SHORTEST = 1.0  # seconds that a cue stays at least; what does not fit is left out with an ellipsis
MAX_CUES = 8  # of one shot

OPENING = frozenset("([{「『（【〔〈《〖｛“‘$¥￥")
PAUSES = frozenset(")]}」』）】〕〉》〗｝”’,.!?:;、。，．！？：；…—～")
CLOSING = PAUSES | frozenset("%％・ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")

Measure = Callable[[str], float]
Page = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """Lines that are shown from `start` to `end`, in seconds of the film."""

    start: float
    end: float
    lines: Page


def cues(board: Storyboard, timeline: Timeline, width: float) -> list[Cue]:
    """All subtitles of a film. `width` of a line is in ems of the font."""
    found: list[Cue] = []
    for index, shot in enumerate(board.shots):
        start, end = (timeline.turn(n) / timeline.fps for n in (index, index + 1))
        found += timed(pages(writable(shot.subtitle), width, measure), start, end)
    return found


def pages(text: str, width: float, measure: Measure) -> list[Page]:
    """Share `text` among as few pages of two lines as it needs, and rather at a pause: a page is
    broken like a line that is almost twice as long."""
    found: list[Page] = []
    for part in wrap(text, LINES * width * PAGE_FILL, measure):
        lines = wrap(part, width, measure)
        found += [tuple(lines[n : n + LINES]) for n in range(0, len(lines), LINES)]
    return found


def timed(shown: Sequence[Page], start: float, end: float) -> list[Cue]:
    """Share the time from `start` to `end` among pages, by the length of their text; pages that
    could not be read in it are left out."""
    room = max(1, min(MAX_CUES, int((end - start) / SHORTEST)))
    if len(shown) > room:
        *kept, last = shown[room - 1]
        shown = [*shown[: room - 1], (*kept, last.rstrip("。.，,、 ") + "…")]
    lengths = [sum(map(len, page)) for page in shown]
    parts = [sum(lengths[:n]) / max(1, sum(lengths)) for n in range(len(shown) + 1)]
    times = [round(start + (end - start) * part, 3) for part in parts]
    return [Cue(*span, page) for span, page in zip(pairwise(times), shown, strict=True)]


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """Break `text` into as few lines of at most `width` as it needs, of like length, and rather
    where a reader would pause."""
    units = list(_fitting(_units(text), width, measure))
    widths = [measure(unit) for unit in units]
    best = {len(units): (0, 0.0, 0)}  # of the units from here on: lines, cost, end of the first
    for first in reversed(range(len(units))):
        choices: list[tuple[int, float, int]] = []
        for end in range(first + 1, len(units) + 1):
            taken = sum(widths[first:end])
            if taken > width and choices:
                break
            lines, cost, _ = best[end]
            pause = _awkwardness(units[end - 1], units[end]) if end < len(units) else 0.0
            choices.append((lines + 1, cost + (1 - taken / width) ** 2 + pause, end))
        best[first] = min(choices)
    return list(_lines(units, best))


def measure(text: str) -> float:
    """How wide a caption is, in ems of the bold font."""
    return _font().getlength(text) / _font().size


@cache
def _font() -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(font_path(bold=True)), 100)


def _lines(units: Sequence[str], best: Mapping[int, tuple[int, float, int]]) -> Iterator[str]:
    first = 0
    while first < len(units):
        end = best[first][2]
        yield "".join(units[first:end]).strip()
        first = end


def _awkwardness(before: str, after: str) -> float:
    """What a line's end costs here: nothing after a mark or a word, little where a Japanese phrase
    may end, more within running Han or kana."""
    if before[-1] in PAUSES or before[-1] == " " or after[0] in OPENING:
        return 0.0
    ends = _hiragana(before[-1]) and before[-1] not in "おご" and not _hiragana(after[0])
    return 0.05 if ends else 0.15


def _hiragana(char: str) -> bool:
    return "ぁ" <= char <= "ゟ"


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


def _units(text: str) -> list[str]:
    """What stays on one line: a word with its space, one Han or kana with the marks it carries."""
    units: list[str] = []
    for char in text:
        if units and _together(units[-1][-1], char):
            units[-1] += char
        else:
            units.append(char)
    return units


def _together(before: str, after: str) -> bool:
    """Whether no line may end between two characters."""
    if after == " " or after in CLOSING or before in OPENING:
        return True
    return before != " " and not (_wide(before) or _wide(after))


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
