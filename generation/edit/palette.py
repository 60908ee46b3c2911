"""The colours of what is written: a brand's where there are such, else those of the style."""

from __future__ import annotations

from colorsys import rgb_to_hsv
from dataclasses import dataclass

from generation.model import Brief, Storyboard
from generation.styles import Paint, styles

Colour = tuple[int, int, int]

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
NIGHT, PAPER = (17, 18, 22), (247, 244, 238)
GOLD, SLATE = (255, 213, 92), (52, 70, 104)
SEEN = 3.0  # and of what is drawn: 1.4.11


@dataclass(frozen=True, slots=True)
class Colours:
    """`ground` of cards, `ink` on it and an `accent` that is seen on it; `bright` is an accent for
    what stands on pictures, between dark outlines."""

    ground: Colour
    ink: Colour
    accent: Colour
    bright: Colour


def colours(brief: Brief, board: Storyboard) -> Colours:
    """The colours of a film."""
    style = styles().get(board.style)
    paint = style.paint if style else Paint()
    brand = [parsed(colour) for colour in brief.palette]
    ground = _brand_ground(brand) if brand else _style_ground(paint)
    own = [parsed(colour) for colour in paint.accents] or [GOLD]
    accents = sorted(brand, key=_vivid, reverse=True) or own
    ink = max((NIGHT, PAPER), key=lambda colour: contrast(colour, ground))
    return Colours(
        ground=ground,
        ink=ink,
        accent=_towards(accents[0], ink, ground, SEEN),
        bright=_towards(accents[0], WHITE, NIGHT, 9.0),
    )


def parsed(colour: str) -> Colour:
    """`#rrggbb` as red, green and blue."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(one: Colour, other: Colour, part: float) -> Colour:
    """`one` with so large a part of the `other`."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """WCAG's contrast, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour) -> float:
    """Relative luminance of an sRGB colour, from 0 to 1."""
    parts = (value / 255 for value in colour)
    linear = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _style_ground(paint: Paint) -> Colour:
    """Paper where the style is drawn on such, else night in the style's colour."""
    if paint.texture in ("paper", "washi") or luminance(parsed(paint.tint)) > 0.6:
        return parsed(paint.duotone[1]) if paint.duotone else mixed(parsed(paint.tint), PAPER, 0.3)
    if paint.duotone:
        return mixed(parsed(paint.duotone[0]), NIGHT, 0.3)
    if paint.tint_amount:
        return mixed(parsed(paint.tint), NIGHT, 0.8)
    return mixed(parsed(paint.accents[-1]) if paint.accents else SLATE, NIGHT, 0.8)


def _brand_ground(brand: list[Colour]) -> Colour:
    """The brand's darkest colour if it is dark, or its lightest if it is light, or its first one
    as night."""
    darkest, lightest = min(brand, key=luminance), max(brand, key=luminance)
    if luminance(darkest) < 0.1:
        return darkest
    if luminance(lightest) > 0.75:
        return lightest
    return mixed(brand[0], NIGHT, 0.78)


def _vivid(colour: Colour) -> float:
    _, saturation, value = rgb_to_hsv(*(part / 255 for part in colour))
    return saturation * value


def _towards(colour: Colour, end: Colour, ground: Colour, wanted: float) -> Colour:
    """As little of `end` mixed in as gives the wanted contrast."""
    steps = (mixed(colour, end, n / 10) for n in range(11))
    return next((step for step in steps if contrast(step, ground) >= wanted), end)
