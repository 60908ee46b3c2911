"""Makes messages ready to go: films cut to fit, pictures as JPEG."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import asynccontextmanager
from hashlib import blake2b
from pathlib import Path

from bot import sheet
from bot.album import ALBUM, albums, key_of, placed, places, sheet_key
from bot.fitting import fitted
from bot.platforms.discord.drawing import draw, pictures
from bot.platforms.discord.parcel import Parcel, Piece
from handlers.conversation import File, Reply, Video

NAME = "Discord"


class Packer:
    """`inbox` is a folder for what is made for one message only."""

    def __init__(self, inbox: Path) -> None:
        self._inbox = inbox

    @asynccontextmanager
    async def packed(
        self, reply: Reply, lang: str, limit: int, there: Collection[str] = ()
    ) -> AsyncGenerator[Parcel]:
        """The message, with files of at most `limit` bytes; nothing is made of those whose names
        are `there` already. Raises `EditError` where not even a second of a film fits."""
        reply, film, made = await self._film(reply, limit, there)
        try:
            gallery = [film] if film else await _pictures(reply, there)
            documents = [Piece(file.name, file.path) for file in _documents(reply, limit)]
            names = [piece.name for piece in gallery], [piece.name for piece in documents]
            yield Parcel(lambda: draw(reply, lang, *names), (*gallery, *documents))
        finally:
            if made:
                made.unlink(missing_ok=True)

    async def _film(
        self, reply: Reply, limit: int, there: Collection[str]
    ) -> tuple[Reply, Piece | None, Path | None]:
        if reply.video is None:
            return reply, None, None
        name = _name("film", key_of(reply.video.path), "mp4")
        made = None
        if name not in there:
            reply, made = await fitted(reply, limit, NAME, self._inbox)
        film: Video | None = reply.video
        assert film
        return reply, Piece(name, film.path), made


async def pages(reply: Reply) -> list[Parcel]:
    """Pictures in full size that a message shows on one sheet only, as many as fit into each
    further one."""
    if not on_sheet(reply):
        return []
    parcels: list[Parcel] = []
    for paths in albums(reply):
        pieces = await _photos(list(enumerate(paths, 1)), ())
        names = [piece.name for piece in pieces]
        parcels.append(Parcel(lambda names=names: pictures(names), tuple(pieces)))
    return parcels


def on_sheet(reply: Reply) -> bool:
    """Whether there are more pictures than a message shows."""
    return places(reply) > ALBUM


async def _pictures(reply: Reply, there: Collection[str]) -> list[Piece]:
    """All pictures; more than a message shows are put on one sheet."""
    paths = placed(reply.pictures)
    if not on_sheet(reply):
        return await _photos([(n, path) for n, path in enumerate(paths, 1) if path], there)
    if not reply.pictures:
        return []
    name = _name("keyframes", sheet_key(reply), "jpg")
    if name in there:
        return [Piece(name)]
    return [Piece(name, await asyncio.to_thread(sheet.sheet, paths, places(reply), numbered=True))]


async def _photos(numbered: Sequence[tuple[int, Path]], there: Collection[str]) -> list[Piece]:
    names = [_name(f"{n:02}", key_of(path), "jpg") for n, path in numbered]
    return [
        Piece(name, b"" if name in there else await asyncio.to_thread(sheet.photo, path))
        for name, (_, path) in zip(names, numbered, strict=True)
    ]


def _documents(reply: Reply, limit: int) -> list[File]:
    """As many as there is room for."""
    taken = 1 if reply.video or on_sheet(reply) else len(reply.pictures)
    small = [file for file in reply.files if file.path.stat().st_size <= limit]
    return small[: ALBUM - min(taken, ALBUM)]


def _name(use: str, key: str, suffix: str) -> str:
    return f"{use}-{blake2b(key.encode(), digest_size=6).hexdigest()}.{suffix}"
