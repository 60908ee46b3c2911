"""Cards: the opener before a film and the end card after it."""

from __future__ import annotations

from pathlib import Path

from generation.edit.motion import Canvas
from generation.fonts import font_path
from generation.model import Brief, Storyboard

GROUND, INK = (16, 17, 20), (245, 245, 245)


def paint(brief: Brief, board: Storyboard, index: int, canvas: Canvas, out: Path) -> None:
    """The card as a PNG of the film's size; `index` as in the timeline."""
    from PIL import Image, ImageDraw, ImageFont

    text = brief.opener if index < 0 else brief.ending
    card = Image.new("RGB", (canvas.width, canvas.height), GROUND)
    font = ImageFont.truetype(str(font_path(bold=True)), round(canvas.height * 0.07))
    middle = canvas.width / 2, canvas.height / 2
    ImageDraw.Draw(card).text(middle, text, INK, font, anchor="mm")
    card.save(out, "PNG")
