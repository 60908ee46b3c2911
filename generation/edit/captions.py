"""What is shown when: subtitles become cues of at most two lines, and one of a second language.
How they look is in `ass.py`, where they break in `breaking.py`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generation.edit.breaking import Measure, measure, shared, wrap
from generation.edit.layout import SECOND
from generation.edit.timeline import Timeline
from generation.fonts import writable
from generation.model import Lang, Storyboard
from generation.wording import known

LINES = 2  # of one cue
PAGE_FILL = 0.92  # of two lines, because they are never full to the edge
SHORTEST = 1.0  # seconds that a cue stays at least; what does not fit is left out with an ellipsis
MAX_CUES = 8  # of one shot

Page = tuple[str, ...]
Spans = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """Lines that are shown from `start` to `end`, in seconds of the film, with a line of a `second`
    language under them. `spoken` says when each unit of the lines is."""

    start: float
    end: float
    lines: Page
    second: str = ""
    spoken: Spans = ()


def cues(
    board: Storyboard, timeline: Timeline, width: float, second: Lang | None = None
) -> list[Cue]:
    """All subtitles of a film. `width` of a line is in ems of the font."""
    shots = range(len(board.shots))
    return [cue for n in shots for cue in of_shot(board, timeline, width, n, second)]


def of_shot(
    board: Storyboard, timeline: Timeline, width: float, index: int, second: Lang | None = None
) -> list[Cue]:
    """The subtitles of one shot."""
    start, end = (timeline.turn(n) / timeline.fps for n in (index, index + 1))
    other = "" if second == board.lang else writable(wording(board, second, index))
    own = writable(board.shots[index].subtitle)
    if not other:
        return timed(pages(own, width, measure), start, end)
    upper, lower = in_step(own, other, width, room(start, end), measure)
    found = timed(upper, start, end)
    return [
        Cue(cue.start, cue.end, cue.lines, line) for cue, line in zip(found, lower, strict=True)
    ]


def wording(board: Storyboard, lang: Lang | None, index: int) -> str:
    """A shot's subtitle in another language; empty where there is none that says it otherwise."""
    words = known(board, lang) if lang else None
    said = words.subtitles[index] if words else ""
    return "" if said == board.shots[index].subtitle else said


def pages(text: str, width: float, measure: Measure) -> list[Page]:
    """Share `text` among as few pages of two lines as it needs, and rather at a pause: a page is
    broken like a line that is almost twice as long."""
    found: list[Page] = []
    for part in wrap(text, LINES * width * PAGE_FILL, measure):
        lines = wrap(part, width, measure)
        found += [tuple(lines[n : n + LINES]) for n in range(0, len(lines), LINES)]
    return found


def in_step(
    own: str, other: str, width: float, most: int, measure: Measure
) -> tuple[list[Page], list[str]]:
    """The pages of two languages, as many of one as of the other and `most` at most: two lines of
    the film's own over one of the other. What does not fit ends in an ellipsis."""
    wide = width / SECOND
    needed = max(len(pages(own, width, measure)), len(wrap(other, wide, measure)))
    for count in range(min(needed, most), most + 1):
        upper = [tuple(wrap(part, width, measure)) for part in shared(own, count, measure)]
        lower = shared(other, count, measure)
        if all(len(page) <= LINES for page in upper) and all(
            measure(line) <= wide for line in lower
        ):
            break
    else:
        upper = list(cut_short(pages(own, width, measure), most))
        lower = [page[0] for page in cut_short([(x,) for x in wrap(other, wide, measure)], most)]
    count = max(len(upper), len(lower))
    upper += [upper[-1] if upper else ()] * (count - len(upper))
    lower += [lower[-1]] * (count - len(lower))
    return upper, lower


def timed(shown: Sequence[Page], start: float, end: float) -> list[Cue]:
    """Share the time from `start` to `end` among pages, by the length of their text; pages that
    could not be read in it are left out."""
    shown = cut_short(shown, room(start, end))
    lengths = [max(1, sum(map(len, page))) for page in shown]
    parts = [sum(lengths[:n]) / max(1, sum(lengths)) for n in range(len(shown) + 1)]
    times = [round(start + (end - start) * part, 3) for part in parts]
    return [Cue(*span, page) for span, page in zip(pairwise(times), shown, strict=True)]


def room(start: float, end: float) -> int:
    """How many pages can be read from `start` to `end`."""
    return max(1, min(MAX_CUES, int((end - start) / SHORTEST)))


def cut_short(shown: Sequence[Page], most: int) -> Sequence[Page]:
    """At most so many pages; the last says that something is missing."""
    if len(shown) <= most:
        return shown
    *kept, last = shown[most - 1]
    return [*shown[: most - 1], (*kept, last.rstrip("。.，,、 ") + "…")]


def texts(board: Storyboard, second: Lang | None) -> Iterator[str]:
    """Everything that captions show, before it is broken."""
    for index, shot in enumerate(board.shots):
        yield shot.subtitle
        yield wording(board, second, index)
