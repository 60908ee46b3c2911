"""Pictures as chat platforms take them: several as one sheet, one within the limits of a photo, one
as a document, one as a thumbnail. All of it blocks, for tens of milliseconds.

Pictures that say of themselves (`AIGC`) that a machine made them leave the house with a label that
people read, in the language of who gets them; what people brought themselves does not say so, and
stays as it is."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from math import ceil, sqrt
from pathlib import Path
from typing import TYPE_CHECKING

from generation.fonts import font_path
from generation.marking.delivery import Said, said_of
from generation.marking.label import labelled

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH, HEIGHT = 1280, 1600  # pixels of a sheet at most
GAP = 6
QUALITY = 86
WIDE, TALL = {2: 1, 5: 2, 6: 2, 10: 3, 11: 3, 12: 3}, {3: 3, 7: 4, 8: 4}  # columns; else a square
GROUND = (22, 23, 27)
EMPTY = (58, 61, 70), (40, 42, 49)  # a place that waits, from its top to its bottom
PAPER = (255, 255, 255)  # what shows through a transparent picture

PHOTO_BYTES, PHOTO_SIDES, PHOTO_RATIO = 10_000_000, 10_000, 20  # of Telegram; two sides together
PHOTO_QUALITIES = (95, 88, 75, 60)
SEGMENT = 65_000  # bytes of metadata in one piece, by JPEG
THUMBNAIL = 320  # pixels of the longer side


def sheet(
    pictures: Sequence[Path | None], places: int = 0, *, numbered: bool, lang: str = "en"
) -> bytes:
    """One JPEG with all `pictures`, and an empty tile for each of the `places` still to be filled
    (None, or beyond the last), so that its shape stays the same meanwhile. Places are numbered from
    1, row by row; a single one is not. The sheet as a whole has one label. Pictures are kept under
    the name of what is in them, so each is read once.

    Raises `OSError` for no picture."""
    return _sheet(tuple(pictures), max(1, places, len(pictures)), numbered, lang)


def photo(path: Path, lang: str = "en") -> bytes:
    """One picture as JPEG in full size, or as large as Telegram takes it, with its label and what
    its metadata says of its making. Raises `OSError` for no picture."""
    from PIL import Image

    made = said_of(path)
    with Image.open(path) as opened:
        if made:
            pass
        elif opened.format == "JPEG" and opened.mode in ("RGB", "L") and _is_photo(path, opened):
            return path.read_bytes()
        said = _said(opened)
        picture = _bounded(_flat(opened))
    picture = labelled(picture, lang) if made else picture
    while True:
        for quality in PHOTO_QUALITIES:
            data = made.into(_jpeg(picture, quality, **said))
            if len(data) <= PHOTO_BYTES:
                return data
        picture = picture.reduce(2)


def thumbnail(path: Path, lang: str = "en") -> bytes:
    """A small JPEG, far below Telegram's 200 kB. Raises `OSError` for no picture."""
    return _small(path, (THUMBNAIL, THUMBNAIL), lang)


# The sheet


@lru_cache(16)
def _sheet(pictures: tuple[Path | None, ...], places: int, numbered: bool, lang: str) -> bytes:
    from PIL import Image

    first = next(filter(None, pictures), None)
    if places == 1 and first:
        return _small(first, (WIDTH, HEIGHT), lang)
    made = Said.together(said_of(path) for path in pictures if path)
    shape = _shape(first) if first else 16 / 9
    columns = _columns(places, shape)
    rows = ceil(places / columns)
    width, height = _tile_size(columns, rows, shape)
    board = Image.new("RGB", (_whole(columns, width), _whole(rows, height)), GROUND)
    for n in range(places):
        row, column = divmod(n, columns)
        left_over = columns - min(columns, places - row * columns)  # the last row stands centred
        at = (column * (width + GAP) + left_over * (width + GAP) // 2, row * (height + GAP))
        picture = pictures[n] if n < len(pictures) else None
        tile = _tile(picture, width, height) if picture else _empty(width, height)
        board.paste(tile, at)
        if numbered:
            badge = _badge(n + 1, max(46, min(width, height) // 8))
            inset = badge.width // 4
            board.paste(badge, (at[0] + inset, at[1] + inset), badge)
    return made.into(_jpeg(labelled(board, lang) if made else board, QUALITY))


def _small(path: Path, largest: tuple[int, int], lang: str) -> bytes:
    """The picture itself, no larger than that."""
    from PIL import Image

    made = said_of(path)
    with Image.open(path) as opened:
        opened.thumbnail(largest)
        picture = _flat(opened)
    return made.into(_jpeg(labelled(picture, lang) if made else picture, QUALITY))


def _shape(path: Path) -> float:
    from PIL import Image

    with Image.open(path) as opened:
        return opened.width / opened.height


def _columns(places: int, shape: float) -> int:
    """How many pictures stand side by side: the sheet is to be neither a strip nor a tower."""
    known = WIDE if shape > 1.2 else TALL if shape < 0.9 else {}
    return known.get(places, ceil(sqrt(places)))


def _tile_size(columns: int, rows: int, shape: float) -> tuple[int, int]:
    width = (WIDTH - (columns - 1) * GAP) / columns
    height = min(width / shape, (HEIGHT - (rows - 1) * GAP) / rows)
    return max(1, int(height * shape)), max(1, int(height))


def _whole(count: int, length: int) -> int:
    return count * length + (count - 1) * GAP


@lru_cache(32)
def _tile(path: Path, width: int, height: int) -> Image:
    """A picture that fills its place, cut where it has another shape."""
    from PIL import Image

    with Image.open(path) as opened:
        opened.draft("RGB", (width, height))
        scale = max(width / opened.width, height / opened.height)
        wide, high = width / scale, height / scale
        left, top = (opened.width - wide) / 2, (opened.height - high) / 2
        box = (left, top, left + wide, top + high)
        picture = _flat(opened)
    return picture.resize((width, height), Image.Resampling.BICUBIC, box, reducing_gap=1.0)


@lru_cache(8)
def _empty(width: int, height: int) -> Image:
    from PIL import Image, ImageOps

    slope = Image.linear_gradient("L").resize((width, height))
    return ImageOps.colorize(slope, *EMPTY)


@lru_cache(64)
def _badge(number: int, size: int) -> Image:
    """A number in white on a dark disc, which can be read on any picture."""
    from PIL import Image, ImageDraw, ImageFont

    large = 4 * size  # and reduced afterwards, for smooth edges
    badge = Image.new("RGBA", (large, large), (0, 0, 0, 0))
    pen = ImageDraw.Draw(badge)
    pen.ellipse((0, 0, large - 1, large - 1), (255, 255, 255, 70))
    rim = large // 28
    pen.ellipse((rim, rim, large - 1 - rim, large - 1 - rim), (12, 12, 16, 190))
    font = ImageFont.truetype(
        str(font_path(bold=True)),
        large * (64 if number < 10 else 52) // 100,
        layout_engine=ImageFont.Layout.BASIC,
    )
    left, top, right, bottom = font.getbbox(str(number))
    at = ((large - left - right) / 2, (large - top - bottom) / 2)
    pen.text(at, str(number), (255, 255, 255, 255), font)
    return badge.reduce(4)


# One picture


def _is_photo(path: Path, picture: Image) -> bool:
    fits = picture.size == _limits(*picture.size) == _padded(*picture.size)
    return fits and path.stat().st_size <= PHOTO_BYTES


def _bounded(picture: Image) -> Image:
    """Small enough, and with bars beside what is longer than Telegram allows."""
    from PIL import ImageOps

    wanted = _padded(*picture.size)
    if wanted != picture.size:
        picture = ImageOps.pad(picture, wanted, color=GROUND)
    return picture.resize(_limits(*picture.size)) if sum(picture.size) > PHOTO_SIDES else picture


def _padded(width: int, height: int) -> tuple[int, int]:
    return max(width, ceil(height / PHOTO_RATIO)), max(height, ceil(width / PHOTO_RATIO))


def _limits(width: int, height: int) -> tuple[int, int]:
    scale = min(1.0, PHOTO_SIDES / (width + height))
    return max(1, int(width * scale)), max(1, int(height * scale))


def _flat(opened: Image) -> Image:
    """Upright, in colour, on paper where it is transparent."""
    from PIL import Image, ImageOps

    picture = ImageOps.exif_transpose(opened)
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    paper = Image.new("RGB", layer.size, PAPER)
    paper.paste(layer, mask=layer)
    return paper


def _said(opened: Image) -> dict[str, bytes]:
    """What a picture says about itself, such as that a machine made it, as JPEG can carry it: the
    texts of a PNG become its comment, a line each."""
    opened.load()  # texts may stand behind the pixels
    texts = {
        k: v
        for k, v in getattr(opened, "text", {}).items()
        if not k.startswith("XML:") and k != "AIGC"
    }
    comment = opened.info.get("comment") or "\n".join(f"{k}={v}" for k, v in texts.items())
    exif = opened.getexif()
    exif.pop(0x0112, None)  # the orientation: pictures are turned upright
    said = {
        "comment": comment.encode() if isinstance(comment, str) else bytes(comment),
        "xmp": opened.info.get("xmp", b""),
        "icc_profile": opened.info.get("icc_profile") or b"",
        "exif": exif.tobytes() if exif else b"",
    }
    return {k: v for k, v in said.items() if v and (len(v) < SEGMENT or k == "icc_profile")}


def _jpeg(picture: Image, quality: int, **said: bytes) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, **said)
    return out.getvalue()
