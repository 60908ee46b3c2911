"""Videos and tables of colours that people bring: looked at with care, taken in without what they
did not mean to tell."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.pictures import clean_picture
from generation.edit.cube import checked_cube
from generation.errors import BadInput
from generation.model import MADE, Clip, Keyframe, MediaFile, Provenance, Take
from generation.providers.contract import Shelf
from generation.text import clean
from handlers.clips import STILL_SECONDS, still_picture
from handlers.conversation import Attachment
from handlers.ports import PERSON, KeepClips, KeepTable

LONGEST_NAME = 60  # characters


def clip_keeper(shelf: Shelf) -> KeepClips:
    """Takes videos onto the shelf."""

    async def keep(sent: Sequence[Attachment]) -> list[Take]:
        with TemporaryDirectory() as folder:
            ready: list[_Ready] = []
            for number, attachment in enumerate(sent):
                room = Path(folder) / str(number)
                room.mkdir()
                ready.append(await _ready(attachment, room))
            return await asyncio.to_thread(lambda: [one.kept(shelf) for one in ready])

    return keep


def table_keeper(shelf: Shelf) -> KeepTable:
    """Takes `.cube` files onto the shelf."""

    async def keep(attachment: Attachment) -> MediaFile:
        return await asyncio.to_thread(_keep_table, attachment, shelf)

    return keep


@dataclass(frozen=True, slots=True)
class _Ready:
    """What was looked at and is fit to be kept: a `clip` and its type, or a picture alone. What it
    says is not kept, but whether that was that it was `made` by AI."""

    picture: Path
    size: tuple[int, int]
    seconds: float
    clip: tuple[Path, str] | None = None
    notes: tuple[str, ...] = ()
    made: bool = False

    def kept(self, shelf: Shelf) -> Take:
        """On the shelf, as a take."""
        origin = Provenance(provider=PERSON, model=MADE if self.made else "", seed=0)
        picture = shelf.keep(self.picture, "image/png")
        width, height = self.size
        frame = Keyframe(file=picture, width=width, height=height, provenance=origin)
        file = shelf.keep(*self.clip) if self.clip else picture
        made = origin.model_copy(update={"notes": self.notes})
        return Take(keyframe=frame, clip=Clip(seconds=self.seconds, provenance=made, file=file))


async def _ready(sent: Attachment, room: Path) -> _Ready:
    """Raises `BadInput` for what is neither a video nor a picture."""
    from generation.edit.intake import examine
    from generation.edit.stripped import still, stripped

    picture = room / "picture.png"
    if still_picture(sent):
        size = await asyncio.to_thread(clean_picture, sent, picture)
        return _Ready(picture, size, STILL_SECONDS)
    name = clean(sent.name, LONGEST_NAME)
    examined = await examine(sent.path, name)
    clip = await stripped(sent.path, name, examined.facts, room)
    await still(clip.path, name, clip.facts, picture)
    size = await asyncio.to_thread(_size, picture)
    return _Ready(
        picture, size, clip.facts.reach, (clip.path, clip.mime), examined.notes, examined.facts.made
    )


def _size(picture: Path) -> tuple[int, int]:
    from PIL import Image

    with Image.open(picture, formats=("PNG",)) as opened:
        return opened.size


def _keep_table(attachment: Attachment, shelf: Shelf) -> MediaFile:
    checked_cube(attachment.path)
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "table.cube"
        try:
            copy.write_bytes(attachment.path.read_bytes())
        except OSError as error:
            raise BadInput("cli.file_unreadable", name=attachment.name) from error
        return shelf.keep(copy, "text/x-cube")
