"""What a file says of its making: the label that people see, `AIGC`, Content Credentials."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from generation.marking.aigc import fields
from generation.marking.carriers import sayings
from generation.marking.credentials import Credential, credential_of
from generation.marking.sighting import Sighting, sighting

if TYPE_CHECKING:
    from PIL.Image import Image

Kind = Literal["film", "picture", "sound"]
MOMENTS = (0.25, 1.0, 1.75, 2.25)  # seconds at which a film is looked at: GB 45438-2025 asks for 2
MOST_FRAMES = 400  # that are decoded to get there
HEAD = 16  # bytes that tell what kind of file it is
LARGEST_PICTURE = 100_000_000  # bytes


class Unreadable(Exception):
    """A file that says nothing: `reason` is `missing`, `folder`, `not_media` or `broken`."""

    def __init__(self, reason: Literal["missing", "folder", "not_media", "broken"]) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Glance:
    """What looks most like a label at a moment of a film (seconds), or in a picture."""

    at: float
    seen: Sighting


@dataclass(frozen=True, slots=True)
class Findings:
    """What a file says. `values` are all copies of `AIGC`; `aigc` is what the only one says, None
    where there is none, or none that can be read."""

    kind: Kind
    glances: tuple[Glance, ...]
    values: tuple[str, ...]
    aigc: dict[str, str] | None
    credential: Credential | None

    @property
    def label(self) -> Sighting | None:
        """The label; None where nothing looks enough like one."""
        best = max((glance.seen for glance in self.glances), key=_likeness, default=None)
        return best if best and best.verdict != "no" else None

    @property
    def moments(self) -> tuple[float, ...]:
        """When it was seen."""
        return tuple(glance.at for glance in self.glances if glance.seen.verdict != "no")

    @property
    def speaks(self) -> bool:
        """Whether anything of it says that it was made by AI, and nothing that it says is false."""
        seen = self.label is not None and self.label.verdict == "yes"
        if self.credential and self.credential.state == "invalid":
            return False
        return seen or self.aigc is not None or self.credential is not None


def findings(path: Path) -> Findings:
    """Look at a file. Takes a second for a film. Raises `Unreadable`."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except IsADirectoryError as error:
        raise Unreadable("folder") from error
    except OSError as error:
        raise Unreadable("missing") from error
    if head[:4] + head[8:12] == b"RIFFWAVE":
        return _found("sound", path, (), _sayings(path))
    if (picture := _picture(path)) is not None:
        return _found("picture", path, (Glance(0.0, sighting(picture)),), _sayings(path))
    kind, values, glances = _film(path)
    return _found(kind, path, glances, values)


def _found(
    kind: Kind, path: Path, glances: tuple[Glance, ...], values: tuple[str, ...]
) -> Findings:
    read = [said for value in values if (said := _fields(value))]
    credential = credential_of(path)
    return Findings(
        kind, glances, values, read[0] if len(values) == 1 and read else None, credential
    )


def _fields(value: str) -> dict[str, str] | None:
    try:
        return fields(value)
    except ValueError:
        return None


def _sayings(path: Path) -> tuple[str, ...]:
    if path.stat().st_size > LARGEST_PICTURE:
        raise Unreadable("broken")
    try:
        return tuple(sayings(path.read_bytes()))
    except ValueError as error:
        raise Unreadable("broken") from error


def _picture(path: Path) -> Image | None:
    """The picture, or the first of one that moves; None where it is none."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    bombs = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        with Image.open(path) as opened:
            return ImageOps.exif_transpose(opened).convert("RGB")
    except UnidentifiedImageError:
        return None
    except (OSError, ValueError, SyntaxError, *bombs) as error:
        raise Unreadable("broken") from error


def _film(path: Path) -> tuple[Kind, tuple[str, ...], tuple[Glance, ...]]:
    import av
    from av.error import FFmpegError

    try:
        with av.open(str(path)) as box:
            values = tuple(v for k, v in box.metadata.items() if k.upper() == "AIGC")
            if not box.streams.video:
                return "sound" if box.streams.audio else _refuse(), values, ()
            glances = tuple(Glance(at, sighting(frame)) for at, frame in _moments(box))
    except FFmpegError as error:
        raise Unreadable("broken" if _begins_like_a_film(path) else "not_media") from error
    if not glances:
        raise Unreadable("broken")
    return "film", values, glances


def _moments(box: object) -> Iterator[tuple[float, Image]]:
    """The pictures that are seen at the moments; the last of a shorter film."""
    from av.container import InputContainer

    assert isinstance(box, InputContainer)
    wanted = list(MOMENTS)
    last = None
    for number, frame in enumerate(box.decode(video=0)):
        at, last = frame.time or 0.0, frame
        if at >= wanted[0]:
            yield wanted.pop(0), frame.to_image()
            last = None
        if not wanted or number > MOST_FRAMES:
            return
    if last is not None:
        yield last.time or 0.0, last.to_image()


def _begins_like_a_film(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(8)[4:] in (b"ftyp", b"moov", b"mdat")


def _refuse() -> Kind:
    raise Unreadable("not_media")


def _likeness(seen: Sighting) -> float:
    return seen.likeness
