"""The label that people read: "AI-generated", in a corner of every picture that is delivered."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from generation.edit.ass import AI_LABEL, LABEL
from generation.fonts import font_path

if TYPE_CHECKING:
    from PIL.Image import Image

OUTLINE = 0.07  # of an em, as in films
MARGIN = 0.5  # of an em, to both edges
INK, EDGE = (255, 255, 255, 232), (16, 16, 16, 196)
LEAST = 8  # pixels of an em; nobody can read smaller letters


def labelled(picture: Image, lang: str) -> Image:
    """The RGB picture with the label at its bottom right; numbers stand top left. GB 45438-2025
    asks for an edge or a corner, and letters of at least 5 % of the shorter side."""
    em = max(LEAST, round(LABEL * min(picture.size)))
    text = lettering(words(lang), em)
    margin = round(MARGIN * em)
    at = (picture.width - text.width - margin, picture.height - text.height - margin)
    seen = picture.copy()
    seen.paste(text, (max(0, at[0]), max(0, at[1])), text)
    return seen


def words(lang: str) -> str:
    """What it says in a language; in English where we do not speak it."""
    return {**AI_LABEL}.get(lang, AI_LABEL["en"])


@lru_cache(64)
def lettering(text: str, em: float) -> Image:
    """White letters with a dark edge, transparent elsewhere, no larger than they are."""
    from PIL import Image, ImageDraw, ImageFont

    fine = 4  # times larger, and reduced afterwards: an outline is less than a pixel wide
    font = ImageFont.truetype(
        str(font_path()), round(fine * em), layout_engine=ImageFont.Layout.BASIC
    )
    stroke = max(1, round(OUTLINE * fine * em))
    left, top, right, bottom = (round(side) for side in font.getbbox(text, stroke_width=stroke))
    wide, high = (-(-(length) // fine) * fine for length in (right - left, bottom - top))
    drawn = Image.new("RGBA", (wide, high), (*EDGE[:3], 0))
    pen = ImageDraw.Draw(drawn)
    pen.text((-left, -top), text, EDGE, font, stroke_width=stroke, stroke_fill=EDGE)
    letters = Image.new("RGBA", drawn.size, (*INK[:3], 0))
    ImageDraw.Draw(letters).text((-left, -top), text, INK, font)
    return Image.alpha_composite(drawn, letters).reduce(fine)
