"""Makes messages ready to go: films cut to fit, pictures as JPEG."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from pathlib import Path

from bot import sheet
from bot.album import ALBUM, albums, key_of, placed, places, sheet_key
from bot.fitting import MEGABYTE, fitted, told
from bot.platforms.discord.drawing import attached, draw
from bot.platforms.discord.parcel import Parcel, Piece
from generation.marking.credentials import Signer
from generation.marking.delivery import document, signed
from generation.marking.film import Marks
from handlers.conversation import File, Reply, Say, Video

NAME = "Discord"


class Packer:
    """`inbox` is a folder for what is made for one message only."""

    def __init__(self, inbox: Path, marks: Marks | None = None) -> None:
        self._inbox, self._marks = inbox, marks or Marks()

    @asynccontextmanager
    async def packed(
        self, reply: Reply, lang: str, limit: int, there: Collection[str] = ()
    ) -> AsyncGenerator[Parcel]:
        """The message, with files of at most `limit` bytes; nothing is made of those whose names
        are `there` already. Raises `EditError` where not even a second of a film fits."""
        reply, films, made = await self._films(reply, limit, there)
        reply = _without_large(reply, limit)
        try:
            signer = self._marks.signer
            gallery = films or await _pictures(reply, lang, there, signer)
            documents = [await _document(f, lang, signer) for f in reply.files[: _room(reply)]]
            names = [piece.name for piece in gallery], [piece.name for piece in documents]
            yield Parcel(lambda: draw(reply, lang, *names), (*gallery, *documents))
        finally:
            for path in made:
                path.unlink(missing_ok=True)

    async def _films(
        self, reply: Reply, limit: int, there: Collection[str]
    ) -> tuple[Reply, list[Piece], list[Path]]:
        """The film of a message, or the films of an album: as they can be sent there. What had to
        be made for that is the caller's to take away."""
        pieces, made, text = list[Piece](), list[Path](), list(reply.text)
        try:
            for video in (*filter(None, [reply.video]), *reply.videos):
                one = replace(reply, video=video, text=())
                one, piece, smaller = await self._film(one, limit, there)
                pieces += [piece] if piece else []
                made += [smaller] if smaller else []
                text += (say for say in one.text if say not in text)
        except BaseException:
            for path in made:
                path.unlink(missing_ok=True)
            raise
        return replace(reply, text=tuple(text)), pieces, made

    async def pages(self, reply: Reply, lang: str, limit: int) -> list[Parcel]:
        """What one message does not hold, in further ones: pictures in full size that it shows on
        one sheet only, and documents."""
        parcels, signer = list[Parcel](), self._marks.signer
        for paths in albums(reply) if on_sheet(reply) else ():
            pieces = await _photos(list(enumerate(paths, 1)), lang, (), signer)
            names = [piece.name for piece in pieces]
            parcels.append(Parcel(partial(attached, names), tuple(pieces)))
        reply = _without_large(reply, limit)
        if left := [await _document(f, lang, signer) for f in reply.files[_room(reply) :]]:
            names = [piece.name for piece in left]
            parcels.append(Parcel(partial(attached, (), names), tuple(left)))
        return parcels

    async def _film(
        self, reply: Reply, limit: int, there: Collection[str]
    ) -> tuple[Reply, Piece | None, Path | None]:
        if reply.video is None:
            return reply, None, None
        name = _name("film", key_of(reply.video.path), "mp4")
        made = None
        if name in there:
            reply = told(reply, limit, NAME)
        else:
            reply, made = await fitted(reply, limit, NAME, self._inbox, self._marks)
        film: Video | None = reply.video
        assert film
        return reply, Piece(name, film.path), made


def on_sheet(reply: Reply) -> bool:
    """Whether there are more pictures than a message shows."""
    return reply.sheet or places(reply) > ALBUM


async def _pictures(
    reply: Reply, lang: str, there: Collection[str], signer: Signer | None
) -> list[Piece]:
    """All pictures; more than a message shows are put on one sheet."""
    paths = placed(reply.pictures)
    if not on_sheet(reply):
        numbered = [(n, path) for n, path in enumerate(paths, 1) if path]
        return await _photos(numbered, lang, there, signer)
    if not reply.pictures:
        return []
    name = _name("keyframes", f"{lang}:{sheet_key(reply)}", "jpg")
    if name in there:
        return [Piece(name)]
    every = places(reply)
    made = await asyncio.to_thread(sheet.sheet, paths, every, numbered=True, lang=lang)
    return [Piece(name, made)]


async def _photos(
    numbered: Sequence[tuple[int, Path]],
    lang: str,
    there: Collection[str],
    signer: Signer | None,
) -> list[Piece]:
    names = [_name(f"{n:02}", f"{lang}:{key_of(path)}", "jpg") for n, path in numbered]
    return [
        Piece(name, b"" if name in there else await asyncio.to_thread(_photo, path, lang, signer))
        for name, (_, path) in zip(names, numbered, strict=True)
    ]


def _photo(path: Path, lang: str, signer: Signer | None) -> bytes:
    return signed(sheet.photo(path, lang), path, signer)


def _without_large(reply: Reply, limit: int) -> Reply:
    """The message, which says where a document is too large."""
    small = tuple(file for file in reply.files if file.path.stat().st_size <= limit)
    large = [file.name for file in reply.files if file not in small]
    values = {"platform": NAME, "limit": limit / MEGABYTE}
    notes = (Say("file.too_large_for", {**values, "name": name}) for name in large)
    return replace(reply, text=(*reply.text, *notes), files=small) if large else reply


def _room(reply: Reply) -> int:
    """For how many documents there is room beside what is shown."""
    alone = reply.video or on_sheet(reply)
    return ALBUM - (1 if alone else len(reply.pictures) + len(reply.videos))


async def _document(file: File, lang: str, signer: Signer | None) -> Piece:
    made = await asyncio.to_thread(document, file.path, lang, signer)
    return Piece(file.name, made or file.path)


def _name(use: str, key: str, suffix: str) -> str:
    return f"{use}-{blake2b(key.encode(), digest_size=6).hexdigest()}.{suffix}"
