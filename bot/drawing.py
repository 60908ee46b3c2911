"""How messages look on every platform: lines with bold and copied parts, bars of progress, and what
is left out where there is too much. How marks are written is a platform's own business."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from bot.length import ELLIPSIS, clip, fitting, units
from handlers.conversation import Bar, Button, Reply, Say
from handlers.ports import Call
from handlers.texts import HOLE, render

NAME = 64  # characters of somebody's name
PARAGRAPH = 60  # columns, about two lines on a phone; what is longer stands apart
SHORTEST = 40  # code units; what is cut down to less says nothing any more
FULL, EMPTY, FILM_BAR, SHOT_BAR = "▰", "▱", 10, 5  # blocks, and how many
FIGURE_SPACE = "\u2007"  # as wide as a digit
NOBODY = "🔔"  # rings in place of a name that cannot be shown
NOTHING = "🎬"  # in place of no text at all: platforms refuse that
INVISIBLE = "\u115f\u1160\u3164\uffa0\u2800"  # letters without a shape

HEADINGS = {
    "film.title",
    "film.untitled",
    "start.hello",
    "me.hello",
    "settings.chat",
    "styles.looks",
    "help.options",
}
ABOUT_JOBS = ("job.film", "job.cut", "job.images", "job.storyboard")
COPIED = ("{seed}", "#{id}")  # what one tap copies, in the order of the sentences
COPIED_IN = {
    "board.hint": ("{id}",),
    "styles.line": ("{name}",),
    "settings.line": ("{option}",),
    "settings.chosen": ("{option}",),
    "help.option": ("--{name} {example}",),
    "help.option_choices": ("--{name} {example}",),
}
LISTED = ("help.option", "settings.chosen", "models.only")
PROTECTED = {"job.cost", "job.spent"}
BAR = "bar"  # in place of a sentence's key


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a line that is more than text, in characters."""

    kind: Literal["bold", "code", "mention"]
    start: int
    end: int
    person: str = ""  # of a mention: the platform's own id


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a message, or a paragraph; or a bar. A `firm` one is kept longest."""

    text: str
    marks: tuple[Mark, ...] = ()
    firm: bool = False
    key: str = ""  # of its sentence

    @property
    def apart(self) -> bool:
        """Whether it needs air above and below."""
        return "\n" in self.text or columns(self.text) > PARAGRAPH

    @property
    def listed(self) -> bool:
        """Whether it is one of many alike, which stand close together."""
        return self.key.endswith(".line") or self.key.startswith(LISTED)

    @property
    def bar(self) -> bool:
        """Whether it is live progress."""
        return self.key == BAR


def lines_of(reply: Reply, lang: str) -> list[Line]:
    """The words and the progress of a message; at least one line."""
    words = words_of(reply, lang)
    bars = [_film_bar(bar, lang) for bar in reply.bars if bar.shot is None]
    shots = [bar for bar in reply.bars if bar.shot is not None]
    bars += [_shot_bar(bar, len(shots), lang) for bar in shots]
    return [*words, *bars] or [Line(NOTHING, firm=True)]


def words_of(reply: Reply, lang: str) -> list[Line]:
    """The sentences of a message."""
    lines = [line for line in (_line(say, lang) for say in reply.text) if line.text]
    return [
        replace(line, firm=line.firm or n in (0, len(lines) - 1)) for n, line in enumerate(lines)
    ]


def call_of(call: Call, lang: str) -> Line:
    """The word that rings: a mention of somebody rings wherever they are."""
    shown = " ".join(render(Say("plain", {"text": call.name}), lang).split())
    name = clip(shown, NAME) if _visible(shown) else NOBODY
    line = _line(Say(call.say.key, {**call.say.values, "name": name}), lang)
    start = line.text.find(name)
    if start < 0 or not call.person.isdecimal():
        return line
    mention = Mark("mention", start, start + len(name), call.person)
    others = tuple(m for m in line.marks if m.end <= mention.start or m.start >= mention.end)
    return replace(line, marks=(mention, *others))


def label_of(button: Button, lang: str, limit: int) -> str:
    """What stands on a button; never empty."""
    label = clip(" ".join(render(button.label, lang).split()), limit)
    return label if _visible(label) else ELLIPSIS


def gaps(lines: Sequence[Line]) -> Iterator[str]:
    """What stands between each line and the next."""
    yield from ("\n\n" if _parted(above, below) else "\n" for above, below in pairwise(lines))


def columns(text: str) -> int:
    """How wide it is: Chinese and Japanese characters and emoji take two columns."""
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


# Lines


def _line(say: Say, lang: str) -> Line:
    text = render(say, lang).strip()
    text = text if _visible(text) else ""
    marks = tuple(_copied(say, text))
    if text and _heads(say.key):
        marks = (Mark("bold", 0, len(text)),)
    return Line(text, marks, say.key in PROTECTED, say.key)


def _heads(key: str) -> bool:
    return (
        key in HEADINGS
        or key.endswith(".heading")
        or key.removesuffix("_untitled") in ABOUT_JOBS
        or key.startswith("models.makes.")
    )


def _copied(say: Say, text: str) -> Iterator[Mark]:
    """What one tap copies: a job's number, a seed, the name of an option."""
    after = 0
    for pattern in COPIED_IN.get(say.key, COPIED):
        if not all(name in say.values for name in HOLE.findall(pattern)):
            continue
        wanted = HOLE.sub(lambda hole: str(say.values[hole[1]]), pattern)
        start = text.find(wanted, after)
        if start >= 0 and wanted.strip() == wanted != "":
            after = start + len(wanted)
            yield Mark("code", start, after)


def _visible(text: str) -> bool:
    return any(not char.isspace() and char not in INVISIBLE for char in text)


# Progress


def _film_bar(bar: Bar, lang: str) -> Line:
    blocks = f"{_blocks(bar.done, FILM_BAR)} {_share(bar.done):.0%}"
    if bar.left:
        blocks += f" · {render(bar.left, lang)}"
    return Line(f"{render(bar.label, lang)}\n{blocks}", firm=True, key=BAR)


def _shot_bar(bar: Bar, shots: int, lang: str) -> Line:
    """Short enough for a narrow phone: the number of the shot, and what is done to it."""
    done = Say("stage.done") if bar.done >= 1 else bar.label.values.get("stage")
    stage = bar.label.values.get("told", done)  # of one of several things, not of a shot
    label = render(stage if isinstance(stage, Say) else bar.label, lang)
    number = f"{(bar.shot or 0) + 1:>{len(str(shots))}}".replace(" ", FIGURE_SPACE)
    return Line(f"{number} {_blocks(bar.done, SHOT_BAR)} {label}", key=BAR)


def _blocks(done: float, places: int) -> str:
    full = int(_share(done) * places)
    return FULL * full + EMPTY * (places - full)


def _share(done: float) -> float:
    return min(1.0, max(0.0, done))


# Fitting


def fitted(lines: Sequence[Line], limit: int) -> list[Line]:
    """What is lost where there is too much: shots from the middle, then the ends of long texts,
    then whole lines from the middle, and only then the end of it all."""
    shots = [n for n, line in enumerate(lines) if line.bar and not line.firm]
    lines = _sparse(lines, shots, limit, 2)
    if _length(lines) > limit:
        lines = _shortened(lines, limit)
    loose = [n for n, line in enumerate(lines) if not line.firm]
    return _clipped(_sparse(lines, loose, limit, 0), limit)


def _sparse(lines: Sequence[Line], loose: Sequence[int], room: int, least: int) -> list[Line]:
    """As many of the `loose` lines as there is room for, but at `least` so many: the first and the
    last of them, and an ellipsis for those between."""
    sparse, kept = list(lines), len(loose)
    while _length(sparse) > room and kept > least:
        kept -= 1
        first, *more = loose[(kept + 1) // 2 : len(loose) - kept // 2]
        sparse = [
            replace(line, text=ELLIPSIS, marks=()) if n == first else line
            for n, line in enumerate(lines)
            if n not in more
        ]
    return sparse


def _shortened(lines: Sequence[Line], limit: int) -> list[Line]:
    """The longest paragraphs made as short as it takes, all of them alike."""

    def cut(most: int) -> list[Line]:
        return [line if line.firm or line.bar else _cut(line, most) for line in lines]

    lengths = range(SHORTEST, max(units(line.text) for line in lines) + 1)
    too_long = bisect_left(lengths, True, key=lambda most: _length(cut(most)) > limit)
    return cut(lengths[too_long - 1] if too_long else SHORTEST)


def _clipped(lines: Sequence[Line], limit: int) -> list[Line]:
    """The beginning, line by line."""
    kept: list[Line] = []
    for line in lines:
        room = limit - _length([*kept, line]) + units(line.text)
        if room < 1:
            break
        kept.append(_cut(line, room))
        if kept[-1].text != line.text:
            break
    return kept


def _cut(line: Line, limit: int) -> Line:
    """The beginning of a line; what can be copied is whole or left out."""
    if units(line.text) <= limit:
        return line
    end = fitting(line.text, limit - 1)
    crossed = [m.start for m in line.marks if m.kind != "bold" and m.start < end < m.end]
    kept = line.text[: min(crossed, default=end)].rstrip()
    text = kept + ELLIPSIS
    marks = [replace(m, end=min(m.end, len(text))) for m in line.marks if m.start < len(kept)]
    return replace(line, text=text, marks=tuple(marks))


def _length(lines: Sequence[Line]) -> int:
    return sum(units(line.text) for line in lines) + len("".join(gaps(lines)))


def _parted(above: Line, below: Line) -> bool:
    """Whether two lines stand apart: paragraphs do, and so do lists and progress."""
    if (above.bar and below.bar) or (below.listed and (above.listed or _heads(above.key))):
        return False
    return above.listed or below.bar or _heads(below.key) or above.apart or below.apart
