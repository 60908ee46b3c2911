"""Files that people send in chats: which we take, and how they come onto our disk."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path

from bot.intake import MIMES
from bot.pictures import MAX_BYTES
from generation.errors import BadInput
from handlers.conversation import Attachment

SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "application/json": ".json",
    "text/csv": ".csv",
    "text/plain": ".txt",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/aac": ".aac",
    "audio/wav": ".wav",
    "audio/flac": ".flac",
    "audio/ogg": ".ogg",
    "audio/opus": ".opus",
    "audio/webm": ".weba",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/webm": ".webm",
    "video/x-matroska": ".mkv",
    "text/x-cube": ".cube",
}
SAME = {
    "text/tab-separated-values": "text/csv",
    "text/comma-separated-values": "text/csv",
    "audio/mp3": "audio/mpeg",
    "audio/m4a": "audio/mp4",
    "audio/x-m4a": "audio/mp4",
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/x-flac": "audio/flac",
    "audio/x-aac": "audio/aac",
    "application/ogg": "audio/ogg",
}


def taken_as(mime: str, name: str) -> str:
    """The type as which a file is taken. Raises `BadInput`, which says what we take, for one that
    we cannot use."""
    mime = mime.casefold().partition(";")[0].strip()
    mime, named = SAME.get(mime, mime), MIMES.get(Path(name).suffix.casefold(), "")
    if mime.startswith("video/") and mime not in SUFFIXES and not named:
        return "video/mp4"  # what it really is shows when it is looked at
    if mime.startswith("video/") and named.startswith("audio/"):  # phones call M4A so
        return named
    if mime.startswith("audio/") and mime not in SUFFIXES and not named:
        raise BadInput("file.sound")
    if mime not in SUFFIXES or (named and mime == "text/plain"):
        mime = named
    if not mime:
        raise BadInput("file.unknown", name=name)
    return mime


def check_size(size: int, name: str) -> None:
    """Raises `BadInput` for a file that is too large."""
    if size > MAX_BYTES:
        raise too_large(name)


def too_large(name: str) -> BadInput:
    """What to say of it."""
    return BadInput("file.too_large", name=name, megabytes=MAX_BYTES // 1_000_000)


async def landed(
    content: bytes, mime: str, name: str, inbox: Path, *, spoken: bool = False
) -> Attachment:
    """A file in `inbox`, under a name of ours; `spoken` where it was recorded for this message.
    Raises `BadInput` for one that is too large."""
    check_size(len(content), name)
    path = inbox / f"{secrets.token_hex(8)}{SUFFIXES[mime]}"
    await asyncio.to_thread(path.write_bytes, content)
    return Attachment(path, mime, name, spoken)
