"""Titles: text fitted into a box, in the shipped fonts, with lines broken as its language does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from generation.fonts import font_path, writable
from generation.providers.local.illustrator.canvas import rgb

LEADING = 1.22  # line height in font sizes
LONGEST = 80  # characters of a title that are set
OPENING, CLOSING = "（《「『【“‘(", "，。！？、；：）》」』】”’…,.!?;:)"


@dataclass(frozen=True, slots=True)
class Setting:
    """Text broken into lines at a size in pixels."""

    lines: tuple[str, ...]
    size: int
    width: int

    @property
    def height(self) -> int:
        return round(len(self.lines) * self.size * LEADING)


@lru_cache(maxsize=64)
def face(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_path(bold)), size, layout_engine=ImageFont.Layout.BASIC)


def fitted(text: str, width: int, height: int, largest: int, most_lines: int = 3) -> Setting | None:
    """The largest setting of `text` within `width` × `height`; None when nothing can be set."""
    words = writable(text)[:LONGEST]
    if not words:
        return None
    for size in range(largest, 7, -max(1, largest // 24)):
        lines = broken(words, size, width)
        if lines and len(lines) <= most_lines and len(lines) * size * LEADING <= height:
            return Setting(lines, size, max(round(face(size, True).getlength(x)) for x in lines))
    lines = broken(words, 10, width) or (words[:12],)
    return Setting(lines[:most_lines], 10, width)


def broken(text: str, size: int, width: int) -> tuple[str, ...]:
    """Lines no wider than `width`, of even length; empty when one word is too wide."""
    pieces = _pieces(text)
    measure = face(size, True).getlength
    if any(measure(p.strip()) > width for p in pieces):
        return ()
    fewest = len(_filled(pieces, measure, width))
    room = max(measure(text) / fewest, width * 0.2)
    while len(_filled(pieces, measure, room)) > fewest and room < width:
        room = min(float(width), room * 1.04)
    return tuple(_filled(pieces, measure, room))


def _filled(pieces: list[str], measure: Callable[[str], float], room: float) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and measure((lines[-1] + piece).strip()) > room:
            lines.append("")
        lines[-1] += piece
    return [x.strip() for x in lines if x.strip()]


def _pieces(text: str) -> list[str]:
    """Where a line may break: after Latin words, between Han and kana, not before punctuation."""
    out = list[str]()
    for c in text:
        wide = ord(c) > 0x2E80
        joins = (
            not out
            or c in CLOSING
            or out[-1][-1] in OPENING
            or (not wide and not out[-1].endswith(" ") and ord(out[-1][-1]) <= 0x2E80)
        )
        if out and joins:
            out[-1] += c
        else:
            out.append(c)
    return out


def draw(
    sheet: Image.Image,
    setting: Setting,
    x: float,
    y: float,
    colour: str,
    bold: bool = True,
    centred: bool = False,
    alpha: int = 255,
) -> None:
    """Set the lines on an RGBA picture with their top left corner (or top centre) at (x, y)."""
    pen = ImageDraw.Draw(sheet)
    for k, text in enumerate(setting.lines):
        at = x - face(setting.size, bold).getlength(text) / 2 if centred else x
        pen.text(
            (at, y + k * setting.size * LEADING),
            text,
            font=face(setting.size, bold),
            fill=(*rgb(colour), alpha),
        )
