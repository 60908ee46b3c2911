"""Words light up as they are spoken: when each part of a caption is said.

What is spoken and what is shown may differ: the letters of both are matched, and what has no match
stands between its neighbours. Where the narrator does not say when it says its words, or says
others, the time of the whole line is shared by length.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import accumulate

from generation.edit.breaking import units_of
from generation.edit.captions import Cue
from generation.edit.sound import rooms, tempo
from generation.edit.timeline import Timeline
from generation.model import Speech, Word

ALIKE = 0.5  # of the letters: below this, something else is spoken than shown


def as_heard(speech: Sequence[Speech], seconds: float) -> list[Speech]:
    """Lines as they are in a film of so many seconds: some are hurried, so that they end before the
    next begins."""
    until = rooms((line.starts for line in speech), seconds)
    return [_hurried(line, room) for line, room in zip(speech, until, strict=True)]


def sung(found: Sequence[Cue], index: int, timeline: Timeline, speech: Speech | None) -> list[Cue]:
    """The cues of shot `index` with the time of each unit; a page turns when its first is said."""
    units = [[unit for line in cue.lines for unit in units_of(line)] for cue in found]
    every = [unit for page in units for unit in page]
    if not every:
        return list(found)
    first, last = found[0].start, found[-1].end
    heard = _heard(index, timeline, speech, last)
    times = [min(max(time, first), last) for time in _times(every, *heard)]
    cues, done = list[Cue](), 0
    for cue, page in zip(found, units, strict=True):
        spans = [*zip(times[done:], times[done + 1 :], strict=False)][: len(page)]
        begins = first if done == 0 else spans[0][0]
        done += len(page)
        ends = last if done == len(every) else times[done]
        cues.append(replace(cue, start=begins, end=ends, spoken=tuple(spans)))
    return cues


def _hurried(line: Speech, room: float) -> Speech:
    faster = tempo(line.seconds, room)
    words = [
        word.model_copy(update={"starts": word.starts / faster, "ends": word.ends / faster})
        for word in line.words
    ]
    return line.model_copy(update={"seconds": line.seconds / faster, "words": tuple(words)})


def _heard(
    index: int, timeline: Timeline, speech: Speech | None, last: float
) -> tuple[float, float, Sequence[Word]]:
    """From when to when a shot's line is heard, and its words, in seconds of the film."""
    if speech is None:
        return timeline.voice_at(index), last, ()
    at = speech.starts
    words = [Word(text=w.text, starts=at + w.starts, ends=at + w.ends) for w in speech.words]
    if words:
        return words[0].starts, words[-1].ends, words
    return at, at + speech.seconds, ()


def _times(
    units: Sequence[str], start: float, end: float, words: Sequence[Word]
) -> Iterator[float]:
    """When each unit begins, and when the last one ends."""
    letters = [_letters(unit) for unit in units]
    places = [0, *accumulate(map(len, letters))]
    known = _matched("".join(letters), words)
    known.setdefault(0, start)
    known[places[-1]] = end
    marks = sorted(known)
    latest = start
    for place in places:
        latest = max(latest, _between(place, marks, known))
        yield latest


def _matched(shown: str, words: Sequence[Word]) -> dict[int, float]:
    """When letters of what is shown are spoken, by their number; none where it is another text."""
    spoken, times = "", list[float]()
    for word in words:
        letters = _letters(word.text)
        step = (word.ends - word.starts) / max(1, len(letters))
        times += [word.starts + step * n for n in range(len(letters))]
        spoken += letters
    matcher = SequenceMatcher(a=spoken, b=shown, autojunk=False)
    if not words or matcher.ratio() < ALIKE:
        return {}
    return {
        block.b + n: times[block.a + n]
        for block in matcher.get_matching_blocks()
        for n in range(block.size)
    }


def _between(place: int, marks: Sequence[int], known: dict[int, float]) -> float:
    after = bisect_right(marks, place)
    left = marks[max(0, after - 1)]
    if left == place or after == len(marks):
        return known[left]
    right = marks[after]
    return known[left] + (known[right] - known[left]) * (place - left) / (right - left)


def _letters(text: str) -> str:
    """What is heard of a text: its letters and digits."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in plain if char.isalnum())
