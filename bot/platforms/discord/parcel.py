"""A message with its files, ready to go: each file under a name that says what is in it, so that
one that is there already stays there."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlsplit

import discord
from discord import ui
from discord.components import Container, FileComponent, MediaGalleryComponent


@dataclass(frozen=True, slots=True)
class Piece:
    """A file. `source` is what is in it, or where that lies."""

    name: str
    source: Path | bytes = b""

    def file(self) -> discord.File:
        """To be sent, once."""
        source = self.source if isinstance(self.source, Path) else io.BytesIO(self.source)
        return discord.File(source, self.name)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that a message has already."""

    name: str
    id: int

    def to_dict(self) -> dict[str, int]:
        """As an edit names what is to stay."""
        return {"id": self.id}


@dataclass(frozen=True, slots=True)
class Parcel:
    """`draw` makes what is seen; a view and a file can be sent once only, so they are made anew
    each time."""

    draw: Callable[[], ui.LayoutView]
    pieces: tuple[Piece, ...] = ()

    def view(self) -> ui.LayoutView:
        """What is seen. It listens to nothing: buttons are heard by what stands in them."""
        view = self.draw()
        view.stop()
        return view

    def files(self) -> list[discord.File]:
        """All files, for a new message."""
        return [piece.file() for piece in self.pieces]

    def attachments(self, there: Iterable[Kept]) -> list[discord.Attachment | discord.File]:
        """The files, for a message that has some already: what is `there` is not sent again."""
        known = {kept.name: kept for kept in there}
        every = [known.get(piece.name) or piece.file() for piece in self.pieces]
        return cast("list[discord.Attachment | discord.File]", every)

    def fresh(self, there: Iterable[Kept]) -> bool:
        """Whether anything has to be sent that is not there."""
        known = {kept.name for kept in there}
        return any(piece.name not in known for piece in self.pieces)


def kept_in(message: discord.Message) -> tuple[Kept, ...]:
    """The files of a message. Discord does not count those among its attachments that its
    components show."""
    loose = [Kept(attachment.filename, attachment.id) for attachment in message.attachments]
    shown = [
        Kept(unquote(urlsplit(media.url).path.rpartition("/")[2]), media.attachment_id)
        for media in _media(message.components)
        if media.attachment_id
    ]
    return (*loose, *shown)


def _media(components: Iterable[object]) -> Iterator[discord.UnfurledMediaItem]:
    for component in components:
        match component:
            case Container():
                yield from _media(component.children)
            case MediaGalleryComponent():
                yield from (item.media for item in component.items)
            case FileComponent():
                yield component.media
            case _:
                pass
