"""Files that people send along: which we take, and how they come onto our disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from telegram import Animation, Audio, Bot, Document, Message, Video
from telegram.error import TelegramError

from bot.platforms.telegram.downloads import Overlong
from bot.received import check_size, landed, taken_as, too_large
from generation.errors import BadInput
from handlers.conversation import Attachment


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file at Telegram that we take. `name` is the sender's; `spoken` is a voice message."""

    file_id: str
    mime: str
    name: str
    bytes: int
    spoken: bool = False


def enclosed(message: Message) -> Enclosed | None:
    """The file that comes with a message, if there is one. Raises `BadInput`, which says what we
    take, for one that we cannot use, and for one that is too large."""
    found = _found(message)
    if found:
        check_size(found.bytes, found.name)
    return found


async def fetch(bot: Bot, file: Enclosed, inbox: Path) -> Attachment:
    """The file, in `inbox` under a name of ours. Raises `BadInput` where it cannot be had."""
    try:
        known = await bot.get_file(file.file_id)
        check_size(known.file_size or 0, file.name)
        content = await known.download_as_bytearray()
    except Overlong as error:
        raise too_large(file.name) from error
    except (TelegramError, OSError, RuntimeError) as error:
        raise BadInput("file.lost", name=file.name) from error
    return await landed(bytes(content), file.mime, file.name, inbox, spoken=file.spoken)


def _found(message: Message) -> Enclosed | None:
    if message.photo:
        photo = max(message.photo, key=lambda size: size.width * size.height)
        return Enclosed(photo.file_id, "image/jpeg", "photo.jpg", photo.file_size or 0)
    if message.sticker:
        sticker = message.sticker
        if sticker.is_animated or sticker.is_video:
            raise BadInput("file.sticker")
        return Enclosed(sticker.file_id, "image/webp", "sticker.webp", sticker.file_size or 0)
    if message.document:
        return _document(message.document)
    if film := message.video or message.animation:
        return _document(film, "video.mp4")
    if note := message.video_note:
        return Enclosed(note.file_id, "video/mp4", "video.mp4", note.file_size or 0)
    if message.live_photo:
        raise BadInput("file.film")
    if voice := message.voice:
        return Enclosed(voice.file_id, "audio/ogg", "voice.ogg", voice.file_size or 0, spoken=True)
    if message.audio:
        return _document(message.audio)
    if _something(message):
        raise BadInput("file.nothing")
    return None


def _document(document: Document | Audio | Video | Animation, called: str = "file") -> Enclosed:
    name = document.file_name or called
    mime = taken_as(document.mime_type or "", name)
    return Enclosed(document.file_id, mime, name, document.file_size or 0)


def _something(message: Message) -> bool:
    """Something that people share, and nothing that we could make a film of."""
    shared = (
        message.contact,
        message.location,
        message.venue,
        message.poll,
        message.dice,
        message.game,
        message.story,
        message.paid_media,
    )
    return any(shared) and not message.text
