"""The film's title over its first shot, lower thirds, and what the cards say: ASS events that move
gently. Sizes are in pixels, fitted to the text; `A | B` is a heading and a line under it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generation.edit.ass import HARD, SOFT, STYLE, Event, bgr, escaped
from generation.edit.breaking import measure, parted, wrap
from generation.edit.layout import EM, Box, Layout
from generation.edit.palette import WHITE, Colour, Colours
from generation.edit.timeline import Timeline
from generation.fonts import FAMILY, writable
from generation.model import Brief, Storyboard

TITLE_SECONDS = 3.6
THIRD_SECONDS = 3.0
THIRD_HIGH = 3.0  # ems of captions, with what is free over it
SETTLES = 900  # milliseconds until a heading stands
TRACKED, SET = 0.16, 0.02  # the space between its letters meanwhile and then, in ems
LARGEST, SMALLEST = 0.15, 0.045  # em of a heading, as parts of the shorter side
LEADING = 1.3  # ems from line to line
SUBTITLE = 0.42  # of the heading's em
SEPARATOR = re.compile(r"\s*[|｜]\s*")


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines at an em of so many pixels."""

    lines: tuple[str, ...]
    em: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.em * LEADING


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of a block of text; `outlined` where it stands on a picture."""

    heading: Colour
    under: Colour
    rule: Colour
    outlined: bool


def events(
    brief: Brief, board: Storyboard, timeline: Timeline, layout: Layout, palette: Colours
) -> Iterator[Event]:
    """Everything that is written beside captions and label, in the order of the film."""
    on_card = Ink(palette.ink, palette.ink, palette.accent, outlined=False)
    last = len(board.shots)
    if brief.opener:
        under = board.title if not brief.titled else ""
        yield from _card(brief.opener, under, 0.0, _turn(timeline, 0), layout, on_card)
    if brief.titled:
        on_picture = Ink(WHITE, WHITE, palette.bright, outlined=True)
        bottom = layout.third - round(THIRD_HIGH * layout.em) if board.shots[0].lower_third else 0
        yield from _main(board.title, timeline, layout, on_picture, bottom)
    for index, shot in enumerate(board.shots):
        if shot.lower_third:
            span = _turn(timeline, index), _turn(timeline, index + 1)
            yield from _third(shot.lower_third, *span, layout, palette.bright)
    if brief.ending:
        yield from _card(
            brief.ending, board.title, _turn(timeline, last), timeline.seconds, layout, on_card
        )


def texts(brief: Brief, board: Storyboard) -> Iterator[str]:
    """Everything that titles show, before it is broken."""
    yield from (brief.opener, brief.ending)
    if brief.titled or brief.opener or brief.ending:
        yield board.title
    yield from (shot.lower_third for shot in board.shots)


def styles(layout: Layout) -> Iterator[str]:
    """`heading` and `under`, in white; `plain` is for drawings."""
    for name, bold in (("heading", -1), ("under", 0), ("plain", 0)):
        yield STYLE.format(
            name=name,
            family=FAMILY,
            size=layout.em * EM,
            colour=bgr(WHITE),
            unlit=bgr(WHITE),
            edge=SOFT,
            shade=HARD,
            bold=bold,
            spacing=0,
            outline=0,
            shadow=0,
            place=5,
            left=0,
            right=0,
            vertical=0,
        )


def fitted(text: str, width: float, height: float, largest: float, most: int = 2) -> Setting:
    """The largest setting of `text` in so many lines at `most` within `width` × `height` pixels,
    letters spread as they are at first and no phrase parted; with more lines where it would be too
    small otherwise, and cut short where even that has no room."""
    smallest = largest * SMALLEST / LARGEST
    for lines, em in ((most, largest * 0.55), (most if most == 1 else most * 2, smallest)):
        if found := _largest(text, width, height, (em, largest), lines):
            return found
    room = 1 if most == 1 else max(1, min(most * 2, int(height / smallest / LEADING)))
    em = smallest
    rows = wrap(text, width / em, _spread)
    if len(rows) > room:
        rows = [*rows[: room - 1], _shortened(rows[room - 1], width / em)]
    return Setting(tuple(rows), em)


def _largest(
    text: str, width: float, height: float, sizes: tuple[float, float], most: int
) -> Setting | None:
    smallest, em = sizes
    while em >= smallest:
        lines = wrap(text, width / em, _spread)
        fits = len(lines) <= most and len(lines) * em * LEADING <= height
        if fits and not parted(text, lines):
            return Setting(tuple(lines), em)
        em *= 0.95
    return None


def _spread(text: str) -> float:
    return measure(text) + TRACKED * len(text)


def _shortened(line: str, width: float) -> str:
    while line and _spread(line + "…") > width:
        line = line[:-1]
    return line.rstrip() + "…"


def _turn(timeline: Timeline, index: int) -> float:
    return timeline.turn(index) / timeline.fps


def _main(title: str, timeline: Timeline, layout: Layout, ink: Ink, bottom: int) -> Iterator[Event]:
    """The title over the first shot, above the middle so that faces and captions stay free."""
    starts = _turn(timeline, 0) + (0.5 if timeline.opener else 0.3)
    ends = min(starts + TITLE_SECONDS, max(_turn(timeline, 1) - 0.1, starts + 1.5))
    safe = layout.safe
    under_label = layout.above + round(layout.short * 0.1)
    lowest = bottom or layout.captions - round(layout.em)
    box = Box(safe.left, under_label, safe.right, max(lowest, under_label + layout.short // 4))
    yield from _block(title, "", starts, min(ends, timeline.seconds), box, layout, ink)


def _card(
    text: str, under: str, starts: float, ends: float, layout: Layout, ink: Ink
) -> Iterator[Event]:
    """What a card says, in the middle of it."""
    heading, _, below = _split(text)
    beneath = below or (under if writable(under) != writable(heading) else "")
    box = layout.safe
    top = layout.crest.bottom if layout.corner else layout.crest.top
    bottom = layout.height - max(layout.below, layout.crest.top)
    middle = Box(box.left, top, box.right, bottom)
    yield from _block(heading, beneath, starts + 0.15, ends - 0.05, middle, layout, ink)


def _split(text: str) -> tuple[str, str, str]:
    heading, *rest = SEPARATOR.split(text, maxsplit=1)
    return (heading, "|", rest[0]) if rest and heading else (rest[0] if rest else heading, "", "")


def _block(
    heading: str, under: str, starts: float, ends: float, box: Box, layout: Layout, ink: Ink
) -> Iterator[Event]:
    """A heading whose letters draw together, a rule that grows, a line that follows."""
    shown, beneath = writable(heading), writable(under)
    if not shown:
        return
    largest = LARGEST * layout.short
    head = fitted(shown, box.width, box.height * 0.62, largest, 3 if layout.tall else 2)
    sub = fitted(beneath, box.width, box.height * 0.25, head.em * SUBTITLE) if beneath else None
    gap = head.em * 0.42
    high = head.height + gap * 2 + (sub.height if sub else 0)
    top, middle = (box.top + box.bottom - high) / 2, (box.left + box.right) / 2
    span, quick = (starts, ends), round(min(SETTLES, (ends - starts) * 400))
    for n, line in enumerate(head.lines):
        y = top + head.em * LEADING * (n + 0.5)
        spread = (head.em * part for part in (TRACKED, SET))
        move = r"\fsp{:.1f}\t(0,{},0.5,\fsp{:.1f})".format(*_around(spread, quick))
        yield _line(line, "heading", span, (middle, y), head.em, ink.heading, ink, move)
    y = top + head.height + gap / 2
    yield _rule(span, (middle, y), head.em, ink, quick)
    if sub:
        for n, line in enumerate(sub.lines):
            at = middle, y + gap * 0.75 + sub.em * LEADING * (n + 0.5)
            yield _line(line, "under", (starts + 0.3, ends), at, sub.em, ink.under, ink, r"\fsp1")


def _around(spread: Iterator[float], quick: int) -> tuple[float, int, float]:
    first, last = spread
    return first, quick, last


def _line(
    text: str,
    style: str,
    span: tuple[float, float],
    at: tuple[float, float],
    em: float,
    colour: Colour,
    ink: Ink,
    move: str,
) -> Event:
    edge = rf"\bord{em * 0.05:.1f}\blur{em * 0.03:.1f}\shad{em * 0.025:.1f}" if ink.outlined else ""
    x, y = at
    place = rf"\an5\pos({x:.0f},{y:.0f})\fs{em * EM:.1f}\1c{bgr(colour)}&{edge}"
    return Event(*span, style, rf"{{{place}\fad(450,350){move}}}{escaped(text)}", layer=1)


def _rule(
    span: tuple[float, float], at: tuple[float, float], em: float, ink: Ink, quick: int
) -> Event:
    """A short line that grows from the middle."""
    wide, high = em * 1.3, max(2.0, em * 0.05)
    edge = rf"\bord{em * 0.015:.1f}\3c{SOFT}&" if ink.outlined else ""
    place = rf"\an5\pos({at[0]:.0f},{at[1]:.0f})\1c{bgr(ink.rule)}&{edge}"
    grow = rf"\fscx0\t(150,{quick + 150},0.6,\fscx100)\fad(200,350)\p1"
    return Event(*span, "plain", rf"{{{place}{grow}}}{_rectangle(wide, high)}", layer=1)


def _third(
    text: str, starts: float, ends: float, layout: Layout, colour: Colour
) -> Iterator[Event]:
    """A name, and who that is, beside a bar in the lower third; it slides in from the left."""
    heading, _, below = _split(text)
    lines = [line for line in map(writable, (heading, below)) if line]
    if not lines:
        return
    starts += 0.3
    span = starts, min(starts + THIRD_SECONDS, max(ends - 0.1, starts + 1.0))
    safe, em = layout.safe, layout.em * 1.05
    gap, bar = em * 0.45, max(3.0, em * 0.14)
    room = safe.width - gap - bar
    sizes = em, em * 0.72
    settings = [fitted(line, room, 9999, size, 1) for line, size in zip(lines, sizes, strict=False)]
    high = sum(setting.em * LEADING for setting in settings)
    top, left = layout.third - high, safe.left
    grow = rf"\fscy0\t(0,300,0.6,\fscy100)\fad(120,250)\1c{bgr(colour)}&\bord1\3c{SOFT}&\p1"
    middle = top + high / 2
    place = rf"\an4\pos({left},{middle:.0f})"
    yield Event(*span, "plain", rf"{{{place}{grow}}}{_rectangle(bar, high)}", layer=1)
    ink, y = Ink(WHITE, WHITE, colour, outlined=True), top
    for setting, style in zip(settings, ("heading", "under"), strict=False):
        at = left + bar + gap, y + setting.em * LEADING / 2
        yield _slid(setting, style, (span[0] + 0.1, span[1]), at, ink)
        y += setting.em * LEADING


def _slid(
    setting: Setting, style: str, span: tuple[float, float], at: tuple[float, float], ink: Ink
) -> Event:
    x, y = at
    em = setting.em
    edge = rf"\bord{em * 0.06:.1f}\shad{em * 0.03:.1f}"
    move = rf"\an4\move({x - em * 0.5:.0f},{y:.0f},{x:.0f},{y:.0f},0,350)\fad(250,250)"
    look = rf"\fs{em * EM:.1f}\1c{bgr(ink.heading)}&{edge}"
    return Event(*span, style, rf"{{{move}{look}}}{escaped(setting.lines[0])}", layer=1)


def _rectangle(width: float, height: float) -> str:
    return f"m 0 0 l {width:.0f} 0 {width:.0f} {height:.0f} 0 {height:.0f}"
