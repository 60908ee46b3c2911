"""Pictures that people bring: looked at with care, taken in without what they did not mean to
tell."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from generation.errors import BadInput
from generation.model import Keyframe, Provenance
from generation.providers.contract import Shelf
from handlers.conversation import Attachment
from handlers.ports import PERSON, Colours, KeepPicture

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MAX_BYTES, MAX_PIXELS = 20_000_000, 50_000_000
LONGEST = 2560  # pixels of the longer side that are kept: a 1080p film with room for the camera
SHORTEST = 32


def keeper(shelf: Shelf) -> KeepPicture:
    """Takes pictures onto the shelf."""

    async def keep(attachment: Attachment, *, see_through: bool = False) -> Keyframe:
        return await asyncio.to_thread(_keep, attachment, shelf, see_through)

    return keep


def colours_of(shelf: Shelf) -> Colours:
    """Looks at pictures on the shelf in a worker: strangers sent them."""

    async def colours(picture: Keyframe) -> Sequence[str]:
        from generation.providers.local.studio import studio
        from generation.providers.local.swatches import kit_colours

        return await studio().run(kit_colours, str(shelf.path(picture.file)))

    return colours


def _keep(attachment: Attachment, shelf: Shelf, see_through: bool) -> Keyframe:
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "picture.png"
        width, height = clean_picture(attachment, copy, see_through=see_through)
        file = shelf.keep(copy, "image/png")
    origin = Provenance(provider=PERSON, model="", seed=0)
    return Keyframe(file=file, width=width, height=height, provenance=origin)


def clean_picture(
    attachment: Attachment, copy: Path, *, see_through: bool = False
) -> tuple[int, int]:
    """A PNG at `copy` of what is seen, the right way up, without metadata; its width and height.
    Raises `BadInput`."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    if attachment.path.stat().st_size > MAX_BYTES:
        raise _too_large(attachment)
    bombs = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        with Image.open(attachment.path, formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise _too_large(attachment)
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except bombs as error:
        raise _too_large(attachment) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise BadInput("cli.file_unreadable", name=attachment.name) from error
    if min(upright.size) < SHORTEST:
        raise BadInput("cli.picture_too_small", name=attachment.name, pixels=SHORTEST)
    seen = upright
    if not see_through:
        seen = Image.new("RGB", upright.size, "white")
        seen.paste(upright, mask=upright.getchannel("A"))
    seen.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    seen.save(copy, "PNG")
    return seen.size


def _too_large(attachment: Attachment) -> BadInput:
    return BadInput("cli.file_too_large", name=attachment.name, megabytes=MAX_BYTES // 1_000_000)
