"""A message with its files, ready to go: each file under a name that says what is in it, so that
one that is there already stays there."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import discord
from discord import ui


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

    def attachments(
        self, there: Iterable[discord.Attachment]
    ) -> list[discord.Attachment | discord.File]:
        """The files, for a message that has some already: what is `there` is not sent again."""
        known = {attachment.filename: attachment for attachment in there}
        return [known.get(piece.name) or piece.file() for piece in self.pieces]

    def fresh(self, there: Iterable[discord.Attachment]) -> bool:
        """Whether anything has to be sent that is not there."""
        known = {attachment.filename for attachment in there}
        return any(piece.name not in known for piece in self.pieces)
