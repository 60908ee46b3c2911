"""Files that a person at the terminal names by a path on this machine, as attachments."""

from __future__ import annotations

import secrets
import shlex
import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.pictures import MAX_BYTES
from generation.errors import BadInput
from handlers.commands import commands
from handlers.conversation import Attachment

MIMES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".json": "application/json",
    ".csv": "text/csv",
    ".tsv": "text/csv",
    ".txt": "text/plain",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/opus",
    ".weba": "audio/webm",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".webm": "video/webm",
    ".mkv": "video/x-matroska",
    ".avi": "video/mp4",  # what it really is shows when it is looked at
    ".cube": "text/x-cube",
}
LISTS = ("text/csv", "text/plain")
BATCH = ("batch", *commands()["batch"].aliases)
FILM_BYTES = 2_000_000_000  # of a video that nobody has to send anywhere


def attached(line: str, inbox: Path) -> tuple[str, tuple[Attachment, ...]]:
    """A command without the paths in it, and copies of those files in `inbox`.

    Only commands take files, and only words that name an existing one are taken away.
    Raises `BadInput` for a file that is too large or cannot be read."""
    command, _, rest = line.partition(" ")
    files = {word: path for word in _words(rest) if (path := named(word))}
    lists = command.lstrip("/") in BATCH or len(_words(rest)) == 1
    found = {word: path for word, path in files.items() if lists or not _lists(path)}
    if not command.startswith("/") or not found:
        return line, ()
    text = " ".join([command, *(word for word in _words(rest) if word not in found)])
    return text, tuple(_copied(path, inbox) for path in found.values())


def _lists(path: Path) -> bool:
    """Whether it may be a list of ideas: that is for /batch, and among other words its name is one
    of them."""
    return MIMES[path.suffix.lower()] in LISTS


def named(word: str) -> Path | None:
    """The existing file that a word names and that we take, as a path, `~/…` or `file://…`."""
    if word.startswith("file://"):
        word = unquote(urlsplit(word).path)
    path = Path(word)
    if path.suffix.lower() not in MIMES:
        return None
    try:
        path = path.expanduser()
        return path if path.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None  # too long for a path, or of a user who is not here


def _copied(path: Path, inbox: Path) -> Attachment:
    copy, mime = inbox / f"{secrets.token_hex(8)}{path.suffix.lower()}", MIMES[path.suffix.lower()]
    try:
        most = FILM_BYTES if mime.startswith("video/") else MAX_BYTES
        if path.stat().st_size > most:
            megabytes = most // 1_000_000
            raise BadInput("cli.file_too_large", name=path.name, megabytes=megabytes)
        shutil.copyfile(path, copy)
    except OSError as error:
        raise BadInput("cli.file_unreadable", name=path.name) from error
    return Attachment(copy, mime, path.name)


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:  # an apostrophe in a sentence is no quote
        return text.split()
