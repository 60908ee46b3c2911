"""Pictures that a person names by a path on this machine, as attachments of ours."""

from __future__ import annotations

import shlex
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generation.errors import BadInput
from handlers.conversation import Attachment

MIMES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/gif"}
SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif"})
MAX_BYTES = 20_000_000
MAX_PIXELS = 50_000_000

Keep = Callable[[Path, str], Path]  # moves a file of this type into the media folder


def attached(line: str, keep: Keep) -> tuple[str, tuple[Attachment, ...]]:
    """A command line without the picture paths in it, and copies of those pictures.

    Only a command takes pictures, and only words that name an existing picture are taken away.
    Raises `BadInput` for a picture that is too large or none at all."""
    command, *rest = line.split(maxsplit=1)[:2] or [""]
    if not command.startswith("/") or not rest:
        return line, ()
    found = [(word, path) for word in _words(rest[0]) if (path := picture(word))]
    if not found:
        return line, ()
    taken = {word for word, _ in found}
    text = " ".join([command, *(word for word in _words(rest[0]) if word not in taken)])
    return text, tuple(_attachment(path, keep) for _, path in found)


def picture(word: str) -> Path | None:
    """The existing file that a word names: a path, `~/…` or `file://…`; None for anything else."""
    if word.startswith("file://"):
        word = unquote(urlsplit(word).path)
    path = Path(word)
    if path.suffix.lower() not in SUFFIXES:
        return None
    try:
        path = path.expanduser()
        return path if path.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None  # too long for a path, or of a user who is not here


def _attachment(path: Path, keep: Keep) -> Attachment:
    if path.stat().st_size > MAX_BYTES:
        raise BadInput("cli.picture_too_large", megabytes=MAX_BYTES // 1_000_000)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "picture"
        shutil.copyfile(path, copy)
        mime = _mime(copy)
        return Attachment(keep(copy, mime), mime, path.name)


def _mime(path: Path) -> str:
    """What the bytes say, not the name; only the head of the file is read."""
    from PIL import Image, UnidentifiedImageError

    bombs = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        with Image.open(path, formats=tuple(MIMES)) as image:
            width, height, kind = *image.size, image.format or ""
    except (UnidentifiedImageError, OSError, ValueError, *bombs) as error:
        raise BadInput("cli.not_a_picture") from error
    if width * height > MAX_PIXELS:
        raise BadInput("cli.picture_too_large", megabytes=MAX_BYTES // 1_000_000)
    return MIMES[kind]


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:  # an apostrophe in a sentence is no quote
        return text.split()
