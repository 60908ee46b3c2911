"""Files as Discord keeps them: measured when they come in, at signed addresses that expire."""

from __future__ import annotations

import hashlib
import io
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

import av
from av.error import FFmpegError
from PIL import Image, UnidentifiedImageError

from tests.servers.discord.refusal import JSON

ADDRESS_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file; `width` and `height` in pixels where it has any."""

    id: int
    channel: int
    name: str
    mime: str
    bytes: bytes = field(repr=False)
    description: str = ""
    width: int = 0
    height: int = 0
    ephemeral: bool = False

    @property
    def kind(self) -> str:
        """picture, video, or file."""
        kind = self.mime.partition("/")[0]
        return {"image": "picture", "video": "video"}.get(kind, "file")


class Files:
    """All files, at addresses below `base`."""

    def __init__(self, ids: Callable[[], int], now: Callable[[], float]) -> None:
        self.base = ""
        self._ids, self._now = ids, now
        self._all: dict[int, Attachment] = {}

    def put(
        self,
        channel: int,
        name: str,
        content: bytes,
        *,
        description: str = "",
        ephemeral: bool = False,
    ) -> Attachment:
        """Keep a file. Spaces in names become underscores, as there."""
        name = name.replace(" ", "_")
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        sides = _measured(mime, content)
        new = Attachment(
            self._ids(), channel, name, mime, content, description, *sides, ephemeral=ephemeral
        )
        self._all[new.id] = new
        return new

    def raw(self, file: Attachment) -> JSON:
        """As it stands in a message now."""
        raw: JSON = {
            "id": str(file.id),
            "filename": file.name,
            "size": len(file.bytes),
            "url": self.address(file),
            "proxy_url": self.address(file),
            "content_type": file.mime,
            "ephemeral": file.ephemeral,
        }
        raw |= {"description": file.description} if file.description else {}
        return raw | ({"width": file.width, "height": file.height} if file.width else {})

    def address(self, file: Attachment) -> str:
        """A fresh address, good for a day."""
        until = f"{int(self._now()) + ADDRESS_SECONDS:x}"
        path = f"/attachments/{file.channel}/{file.id}/{quote(file.name)}"
        return f"{self.base}{path}?ex={until}&is=0&hm={_signed(file.id, until)}"

    def at(self, number: int, until: str, signature: str) -> Attachment | None:
        """What lies at an address, while it is good."""
        file = self._all.get(number)
        good = signature == _signed(number, until) and int(until, 16) > self._now()
        return file if good else None

    def get(self, number: int) -> Attachment | None:
        """The file with this id."""
        return self._all.get(number)


def _signed(number: int, until: str) -> str:
    return hashlib.sha256(f"{number} {until}".encode()).hexdigest()


def _measured(mime: str, content: bytes) -> tuple[int, int]:
    try:
        if mime.startswith("image/"):
            with Image.open(io.BytesIO(content)) as image:
                return image.size
        if mime.startswith("video/"):
            with av.open(io.BytesIO(content)) as film:
                stream = film.streams.video[0]
                return stream.width, stream.height
    except (UnidentifiedImageError, FFmpegError, IndexError):
        return 0, 0  # shown without sides, as there
    return 0, 0
