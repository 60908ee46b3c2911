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
    """The files of a message of ours, to be kept when it is edited."""
    return tuple(Kept(file.filename, file.id) for file in files_of(message))


def files_of(message: discord.Message) -> list[discord.Attachment]:
    """The files of a message. Discord does not count those among its attachments that its
    components show."""
    media = _media(message.components)
    return [*message.attachments, *(_attachment(message, m) for m in media if m.attachment_id)]


def _attachment(message: discord.Message, media: discord.UnfurledMediaItem) -> discord.Attachment:
    return discord.Attachment(
        data={
            "id": media.attachment_id or 0,
            "filename": unquote(urlsplit(media.url).path.rpartition("/")[2]),
            "size": 0,  # it is not told
            "url": media.url,
            "proxy_url": media.proxy_url or media.url,
            "content_type": media.content_type or "",
        },
        state=message._state,  # pyright: ignore[reportPrivateUsage]
    )


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
