"""Files as Telegram keeps them: measured when they come in, and known by a `file_id`."""

from __future__ import annotations

import io
import mimetypes
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlparse

import av
from av.error import FFmpegError
from PIL import Image, UnidentifiedImageError

from tests.servers.telegram.refusal import JSON, Refused, bad

MB = 1 << 20
PHOTO_BYTES = 10 * MB
UPLOAD_BYTES = 50 * MB
LOCAL_UPLOAD_BYTES = 2000 * MB
DOWNLOAD_BYTES = 20 * MB
PHOTO_SIDES = 10_000
PHOTO_RATIO = 20
THUMBNAIL = 320
SMALL = "-small"  # ends the id of a photo's thumbnail, which is made when it is asked for
KINDS = ("photo", "video", "animation", "document")


@dataclass(frozen=True, slots=True)
class Stored:
    """One file. `width` and `height` in pixels, `duration` in seconds, where it has any."""

    id: str
    unique: str
    kind: str
    name: str
    bytes: bytes
    mime: str
    width: int = 0
    height: int = 0
    duration: int = 0

    def described(self) -> list[JSON] | JSON:
        """As it stands in a message: sizes of a photo, else one object."""
        base: JSON = {
            "file_id": self.id,
            "file_unique_id": self.unique,
            "file_size": len(self.bytes),
        }
        sized = base | {"width": self.width, "height": self.height}
        if self.kind == "photo":
            return [*self._smaller(), sized]
        named = {"file_name": self.name, "mime_type": self.mime}
        if self.kind == "document":
            return base | named
        return sized | named | {"duration": self.duration}

    def _smaller(self) -> list[JSON]:
        if max(self.width, self.height) <= THUMBNAIL:
            return []
        scale = THUMBNAIL / max(self.width, self.height)
        sides = {"width": round(self.width * scale), "height": round(self.height * scale)}
        return [{"file_id": self.id + SMALL, "file_unique_id": self.unique + SMALL} | sides]


class Files:
    """All files of one bot. With `local` they also lie in a folder, as on an own server."""

    def __init__(self, bot: int, *, local: bool) -> None:
        self.local = local
        self._bot = bot
        self._all: dict[str, Stored] = {}
        self._folder = TemporaryDirectory(prefix="telegram-")

    def close(self) -> None:
        """Remove the folder."""
        self._folder.cleanup()

    def get(self, file_id: str) -> Stored:
        """The file; raises for one that this bot does not have."""
        if file_id not in self._all:
            whole = self._all.get(file_id.removesuffix(SMALL))
            if whole is None or whole.kind != "photo":
                raise bad("wrong file identifier/HTTP URL specified")
            self._all[file_id] = _thumbnail(whole)
        return self._all[file_id]

    def at(self, path: str) -> Stored | None:
        """What lies at a `file_path`."""
        return next((f for f in self._all.values() if self.path(f) == path), None)

    def path(self, file: Stored) -> str:
        """The `file_path`: for a download, or of a file on this machine."""
        name = f"{file.kind}s/{file.unique}{Path(file.name).suffix}"
        if not self.local:
            return name
        place = Path(self._folder.name) / name
        place.parent.mkdir(exist_ok=True)
        if not place.exists():
            place.write_bytes(file.bytes)
        return str(place)

    def take(
        self, kind: str, given: str, uploads: Mapping[str, tuple[str, bytes]], **sizes: int
    ) -> Stored:
        """The file that a parameter means: an upload, a file on this machine, or a `file_id`.

        Raises with the limits of the Bot API."""
        name = given.removeprefix("attach://")
        if given.startswith("attach://") or given == "":
            if name not in uploads and kind not in uploads:
                raise bad(f"there is no {kind} in the request")
            return self.put(kind, *uploads[name or kind], **sizes)
        if given.startswith("file:"):
            return self._from_disk(kind, given, **sizes)
        if given.startswith(("http://", "https://")):
            raise bad("failed to get HTTP URL content")
        known = self.get(given)
        if known.kind != kind:
            raise bad(f"can't use file of type {known.kind.title()} as {kind.title()}")
        return known

    def receive(self, kind: str, name: str, content: bytes) -> Stored:
        """Keep what a person sent, who may send more than a bot."""
        return self._keep(kind, name, content, self._measured(kind, content, {}))

    def put(self, kind: str, name: str, content: bytes, **sizes: int) -> Stored:
        """Keep what the bot sent."""
        if len(content) > (LOCAL_UPLOAD_BYTES if self.local else UPLOAD_BYTES):
            raise Refused(413, "Request Entity Too Large")
        if not content:
            raise bad("file must be non-empty")
        return self._keep(kind, name, content, self._measured(kind, content, sizes))

    def _keep(self, kind: str, name: str, content: bytes, sides: tuple[int, int, int]) -> Stored:
        mime = "image/jpeg" if kind == "photo" else mimetypes.guess_type(name)[0]
        mark = secrets.token_urlsafe(9)
        stored = Stored(
            f"BQAC-{self._bot}-{kind}-{mark}",
            f"u{mark}",
            kind,
            name,
            content,
            mime or "application/octet-stream",
            *sides,
        )
        self._all[stored.id] = stored
        return stored

    def _from_disk(self, kind: str, uri: str, **sizes: int) -> Stored:
        path = Path(unquote(urlparse(uri).path))
        if not self.local or not path.is_file():
            raise bad("wrong file identifier/HTTP URL specified")
        return self.put(kind, path.name, path.read_bytes(), **sizes)

    def _measured(self, kind: str, content: bytes, sizes: JSON) -> tuple[int, int, int]:
        if kind == "photo":
            return *_photo(content), 0
        if kind == "document":
            return 0, 0, 0
        if content[4:8] != b"ftyp":
            raise bad("VIDEO_CONTENT_TYPE_INVALID")
        if all(sizes.get(n) for n in ("width", "height", "duration")):
            return sizes["width"], sizes["height"], sizes["duration"]
        return _film(content)


def _photo(content: bytes) -> tuple[int, int]:
    if len(content) > PHOTO_BYTES:
        raise bad(
            f"file of size {len(content)} bytes is too big for a photo;"
            f" the maximum size is {PHOTO_BYTES} bytes"
        )
    try:
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
    except UnidentifiedImageError:
        raise bad("IMAGE_PROCESS_FAILED") from None
    if width + height > PHOTO_SIDES or max(width, height) > PHOTO_RATIO * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _thumbnail(whole: Stored) -> Stored:
    out = io.BytesIO()
    with Image.open(io.BytesIO(whole.bytes)) as image:
        image.thumbnail((THUMBNAIL, THUMBNAIL))
        image.convert("RGB").save(out, "JPEG")
        width, height = image.size
    return replace(
        whole,
        id=whole.id + SMALL,
        unique=whole.unique + SMALL,
        bytes=out.getvalue(),
        width=width,
        height=height,
    )


def _film(content: bytes) -> tuple[int, int, int]:
    try:
        with av.open(io.BytesIO(content), "r") as film:
            picture = film.streams.video[0]
            seconds = (film.duration or 0) / 1_000_000
            return picture.width, picture.height, round(seconds)
    except (FFmpegError, IndexError):
        raise bad("VIDEO_CONTENT_TYPE_INVALID") from None
