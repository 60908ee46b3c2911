"""Cards: the ground of the opener and the end card, in the colours and the manner of the film's
style. What they say is written on it by `titles.py`, and moves."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from generation.edit.layout import Layout
from generation.edit.motion import Canvas
from generation.edit.palette import Colour, Colours, colours, luminance, mixed
from generation.model import Brief, Storyboard
from generation.styles import Paint, styles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Light = NDArray[np.float32]

FINE = 2  # times larger while lines are drawn
GLOW, EDGE = 0.16, 0.22  # how much lighter the middle is, and how much darker the corners
FRAME = 0.045  # of the shorter side, from the edge to the line around everything


def paint(
    brief: Brief, board: Storyboard, index: int, canvas: Canvas, out: Path, logo: Path | None = None
) -> None:
    """The card as a PNG of the film's size; `index` as in the timeline."""
    style = styles().get(board.style)
    manner, palette = style.paint if style else Paint(), colours(brief, board)
    ground = _lit(palette, canvas, low=index >= 0, own=bool(brief.palette))
    card = Image.fromarray(_textured(ground, manner, _seed(brief, index)), "RGB")
    _drawn(card, palette, manner, Layout.of(brief), ending=index >= 0)
    if logo:
        _signed(card, logo, palette, Layout.of(brief))
    card.save(out, "PNG")


def _seed(brief: Brief, index: int) -> int:
    return int.from_bytes(blake2b(repr((brief.seed, index)).encode(), digest_size=4).digest())


def _lit(palette: Colours, canvas: Canvas, low: bool, own: bool) -> Light:
    """The ground under a soft light, from above for an opener, from below for the end: in the
    accent's colour, but on a brand's `own` ground in a tint of that, for two of its colours mixed
    are a third that it does not have."""
    across = np.linspace(-1, 1, canvas.width, dtype=np.float32)[None, :]
    down = np.linspace(-1, 1, canvas.height, dtype=np.float32)[:, None]
    aspect = canvas.width / canvas.height
    sideways, off = across * min(aspect, 1.4) * 0.8, down + (-0.75 if low else 0.75)
    light = np.exp(-(sideways**2 + off**2))
    corner = np.clip((across**2 + down**2) / 2, 0, 1) ** 1.5
    dark = luminance(palette.ground) < 0.3
    source = palette.ground if own else palette.accent
    bright = mixed(source, (255, 255, 255), (0.5 if own else 0.0) if dark else 0.6)
    shade = mixed(palette.ground, (0, 0, 0), 0.75 if dark else 0.35)
    ground = _plane(palette.ground)
    lit = ground + (_plane(bright) - ground) * (light * (GLOW if dark else 0.5))[..., None]
    dimmed = lit + (_plane(shade) - lit) * (corner * EDGE * (1 if dark else 0.5))[..., None]
    return dimmed.astype(np.float32)


def _plane(colour: Colour) -> Light:
    return np.array(colour, np.float32)[None, None, :]


def _textured(ground: Light, manner: Paint, seed: int) -> NDArray[np.uint8]:
    """Paper where the style has some, and everywhere a grain too fine to see, which keeps the soft
    light from showing steps."""
    height, width, _ = ground.shape
    random = np.random.default_rng(seed)
    grain = random.normal(0, 1.2 + 2.5 * manner.grain, (height, width)).astype(np.float32)
    if manner.texture in ("paper", "washi", "canvas"):
        coarse = random.normal(128, 60, (height // 3 + 1, width // 3 + 1)).clip(0, 255)
        fibres = Image.fromarray(coarse.astype(np.uint8), "L").resize((width, height))
        soft = np.asarray(fibres.filter(ImageFilter.GaussianBlur(1.2)), np.float32) - 128
        grain += soft * 0.09 * manner.texture_amount
    if manner.texture == "scanlines":
        grain[::4] -= 9 * manner.texture_amount
    return (ground + grain[..., None]).clip(0, 255).astype(np.uint8)


def _drawn(
    card: Image.Image, palette: Colours, manner: Paint, layout: Layout, ending: bool
) -> None:
    """Two corners of a frame, away from the label, and bands of the accent across a third."""
    size = card.width * FINE, card.height * FINE
    drawn = Image.new("L", size, 0)
    pen, short = ImageDraw.Draw(drawn), layout.short * FINE
    inset, arm, line = short * FRAME, short * 0.09, max(2, round(short * 0.0028))
    far = size[0] - inset, size[1] - inset
    for x, y, reach in ((inset, inset, arm), (*far, -arm)):
        pen.line([(x, y), (x + reach, y)], 255, line)
        pen.line([(x, y), (x, y + reach)], 255, line)
    corners = drawn.resize(card.size, Image.Resampling.LANCZOS).point(
        [round(v * 0.55) for v in range(256)]
    )
    card.paste(palette.accent, mask=corners)
    card.paste(palette.accent, mask=_bands(card.size, ending))


def _bands(size: tuple[int, int], ending: bool) -> Image.Image:
    """Three slanting bands, ever fainter, in a lower corner; mirrored at the end."""
    width, height = size[0] * FINE, size[1] * FINE
    short = min(width, height)
    mask = Image.new("L", (width, height), 0)
    pen = ImageDraw.Draw(mask)
    for n, strength in enumerate((60, 36, 18)):
        at, wide = short * (0.1 + 0.19 * n), short * 0.12
        corners = [(at, height), (at + wide, height), (0, height - at - wide), (0, height - at)]
        pen.polygon([(width - x, y) for x, y in corners] if not ending else corners, strength)
    return mask.resize(size, Image.Resampling.LANCZOS)


def _signed(card: Image.Image, logo: Path, palette: Colours, layout: Layout) -> None:
    """The logo over the text, in the middle."""
    from generation.edit.logo import badge

    room = layout.crest
    mark = badge(logo, (room.width, room.height), dark=luminance(palette.ground) < 0.3)
    card.paste(mark, ((card.width - mark.width) // 2, room.top), mark)
