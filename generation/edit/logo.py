"""A logo as it lies on the film: small enough, half through, and seen on light and on dark."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from generation.edit.layout import Layout

OPACITY = 0.88
HALO = 0.55  # how strong the shadow or the glow around it is
LARGEST = 4096  # pixels of a side that are read
PAPER = 238  # of 255 in every channel is white
MOSTLY = 0.9  # of the edge is white, and it is paper
TRACED = 192  # pixels of a side, along which white is followed inwards


def painted(source: Path, layout: Layout, out: Path) -> tuple[int, int]:
    """The logo as a PNG no larger than itself; where its left upper corner stands in the film."""
    box = layout.logo
    mark = badge(source, (box.width, box.height))
    mark.putalpha(mark.getchannel("A").point(_scaled(OPACITY)))
    mark.save(out, "PNG")
    left = box.right - mark.width if layout.corner == "bottom-right" else box.left
    top = box.top if layout.corner == "top-left" else box.bottom - mark.height
    return left // 2 * 2, top // 2 * 2  # chroma has half the resolution


def badge(source: Path, room: tuple[int, int], dark: bool | None = None) -> Image.Image:
    """The logo within `room`, with a soft edge that is the opposite of its own brightness; without
    one on a ground that is `dark` or not and sets it off by itself."""
    with Image.open(source) as opened:
        opened.draft("RGB", (LARGEST, LARGEST))
        logo = opened.convert("RGBA")
    logo = _rounded(_trimmed(_off_its_paper(logo)))
    pad = max(2, round(min(room) * 0.06))
    logo.thumbnail((max(1, room[0] - 2 * pad), max(1, room[1] - 2 * pad)), Image.Resampling.LANCZOS)
    canvas = Image.new("RGBA", (_even(logo.width + 2 * pad), _even(logo.height + 2 * pad)))
    canvas.alpha_composite(logo, (pad, pad))
    bright = _brightness(logo)
    if dark is not None and (bright > 0.5) == dark:
        return canvas
    alpha = canvas.getchannel("A").filter(ImageFilter.GaussianBlur(pad * 0.5))
    halo = Image.new("RGBA", canvas.size, (0, 0, 0, 0) if bright > 0.5 else (255, 255, 255, 0))
    halo.putalpha(alpha.point(_scaled(1.6 * HALO)))
    return Image.alpha_composite(halo, canvas)


def _off_its_paper(logo: Image.Image) -> Image.Image:
    """What was saved on white without transparency, as JPEG has none, stands by itself: white that
    reaches the edge is taken away, white inside stays."""
    low, _ = logo.getchannel("A").getextrema()
    small = logo.convert("RGB")
    small.thumbnail((TRACED, TRACED), Image.Resampling.BOX)
    paper = _least(small).point([255 * (value >= PAPER) for value in range(256)])
    edges = np.asarray(paper)
    rim = np.concatenate([edges[0], edges[-1], edges[:, 0], edges[:, -1]])
    if (isinstance(low, int) and low < 250) or rim.mean() < 255 * MOSTLY:
        return logo
    framed = ImageOps.expand(paper, 1, 255)
    ImageDraw.floodfill(framed, (0, 0), 128)
    reached = framed.crop((1, 1, framed.width - 1, framed.height - 1)).point(
        [255 * (value == 128) for value in range(256)]
    )
    reached = reached.filter(ImageFilter.MaxFilter(3)).resize(logo.size, Image.Resampling.BILINEAR)
    ink = _least(logo).point([min(255, max(0, (PAPER - value) * 6)) for value in range(256)])
    logo.putalpha(ImageChops.lighter(ink, ImageChops.invert(reached)))
    return logo


def _least(picture: Image.Image) -> Image.Image:
    """The least of red, green and blue at each point: high only where it is white."""
    red, green, blue = picture.convert("RGB").split()
    return ImageChops.darker(ImageChops.darker(red, green), blue)


def _trimmed(logo: Image.Image) -> Image.Image:
    """Without the empty margin that logos are often saved with."""
    box = logo.getchannel("A").point([0] * 9 + [255] * 247).getbbox()
    return logo.crop(box) if box else logo


def _rounded(logo: Image.Image) -> Image.Image:
    """A picture without transparency gets round corners, like an app's."""
    low, _ = logo.getchannel("A").getextrema()
    if isinstance(low, int) and low < 250:
        return logo
    mask = Image.new("L", logo.size, 0)
    radius = round(min(logo.size) * 0.16)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *logo.size), radius, 255)
    logo.putalpha(mask)
    return logo


def _brightness(logo: Image.Image) -> float:
    """Of what is seen of it, from 0 to 1."""
    parts = np.asarray(logo, np.float32) / 255
    weight = parts[..., 3].sum()
    grey = parts[..., :3] @ np.array((0.2126, 0.7152, 0.0722), np.float32)
    return float((grey * parts[..., 3]).sum() / weight) if weight else 1.0


def _even(length: int) -> int:
    return length + length % 2


def _scaled(by: float) -> list[int]:
    """A table for each value of a channel."""
    return [min(255, round(value * by)) for value in range(256)]
