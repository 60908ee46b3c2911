"""Pictures, clips and sounds on their way in and out: what goes to a vendor, and whether what came
back is what it should be, decoded within limits before anything else touches it."""

from __future__ import annotations

import asyncio
import base64
import io
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream
from PIL import Image, ImageOps

from generation.errors import BadInput, Kind, ProviderError
from generation.model import Keyframe, MediaFile, Provenance
from generation.providers.contract import Bench
from generation.providers.wire import fetch

FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
MOST_PIXELS = 50_000_000
MOST_SECONDS = 120.0
# Nothing but these is opened: a playlist would lead the decoder to other files.
OPENED = {"protocol_whitelist": "file", "format_whitelist": "mov,matroska"}
VIDEO_FORMATS = {"mp4": "video/mp4", "mov": "video/mp4", "webm": "video/webm"}
LAST_PICTURE = 1.0  # seconds that a clip's last one may be shown
SENT_QUALITY = 92


@dataclass(frozen=True, slots=True)
class Moving:
    """A clip that was looked into."""

    file: MediaFile
    seconds: float
    width: int
    height: int


async def bring_picture(
    url: str, bench: Bench, made: Provenance, home: fetch.Home | None = None
) -> Keyframe:
    """Download a picture, or take it from a data URL, and keep it as a keyframe.

    Raises `ProviderError`: `LOST` when it is no picture that we can read."""
    with TemporaryDirectory(dir=bench.scratch, prefix="fetch-") as folder:
        path = Path(folder) / "picture"
        await fetch.fetch(made.provider, url, path, fetch.PICTURE, home)
        return await keep_picture(path, bench, made)


async def keep_picture(path: Path, bench: Bench, made: Provenance) -> Keyframe:
    """Look into a picture that lies in scratch, and keep it."""
    width, height, mime = await asyncio.to_thread(_seen, path, made.provider)
    file = bench.shelf.keep(path, mime)
    return Keyframe(file=file, width=width, height=height, provenance=made)


async def bring_clip(
    provider: str, url: str, bench: Bench, home: fetch.Home | None = None
) -> Moving:
    """Download a clip, or take it from a data URL, and keep it.

    Raises `ProviderError`: `LOST` when it is no clip."""
    with TemporaryDirectory(dir=bench.scratch, prefix="fetch-") as folder:
        path = Path(folder) / "clip"
        await fetch.fetch(provider, url, path, fetch.VIDEO, home)
        return await keep_clip(provider, path, bench)


async def keep_clip(provider: str, path: Path, bench: Bench) -> Moving:
    """Look into a clip that lies in scratch, decode its first frame, and keep it."""
    seconds, width, height, mime = await asyncio.to_thread(_watched, path, provider)
    return Moving(bench.shelf.keep(path, mime), seconds, width, height)


async def frame_at(file: MediaFile, seconds: float, bench: Bench, made: Provenance) -> Keyframe:
    """The last frame before a moment of a kept clip, or its very last, as a keyframe of its own.

    Raises `ProviderError`: `LOST` when the clip cannot be read any more."""
    with TemporaryDirectory(dir=bench.scratch, prefix="frame-") as folder:
        path = Path(folder) / "frame.png"
        clip = bench.shelf.path(file)
        await asyncio.to_thread(_frame_at, clip, seconds, path, made.provider)
        return await keep_picture(path, bench, made.model_copy(update={"cost": None}))


def data_uri(keyframe: Keyframe, bench: Bench, longest: int = 2048) -> str:
    """A keyframe for a vendor, as a JPEG data URI of at most `longest` pixels a side."""
    return f"data:image/jpeg;base64,{jpeg_base64(keyframe, bench, longest)}"


def jpeg_base64(keyframe: Keyframe, bench: Bench, longest: int = 2048) -> str:
    """A keyframe as the base64 of a JPEG without metadata."""
    return base64.b64encode(jpeg(keyframe, bench, longest)).decode()


def jpeg(keyframe: Keyframe, bench: Bench, longest: int = 2048) -> bytes:
    """A keyframe as a JPEG without metadata, its longer side at most `longest` pixels."""
    with Image.open(kept(keyframe, bench), formats=tuple(FORMATS)) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((longest, longest))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=SENT_QUALITY)
    return out.getvalue()


def kept(keyframe: Keyframe, bench: Bench) -> Path:
    """Where a picture lies that a person sent or approved. Raises `BadInput` when retention took
    it."""
    try:
        return bench.shelf.path(keyframe.file)
    except FileNotFoundError as error:
        raise BadInput("picture.gone") from error


def _seen(path: Path, provider: str) -> tuple[int, int, str]:
    """Width, height and MIME type of a picture that can be decoded to its end."""
    try:
        with Image.open(path, formats=tuple(FORMATS)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValueError(f"{image.width}×{image.height} pixels")
            image.load()
            return image.width, image.height, FORMATS[str(image.format)]
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        raise ProviderError(provider, Kind.LOST, f"not a picture: {error}") from error


def _watched(path: Path, provider: str) -> tuple[float, int, int, str]:
    """Length, width, height and MIME type of a clip whose frames can be decoded."""
    try:
        with av.open(str(path), options=OPENED) as box:
            names = box.format.name.split(",")
            mime = next((m for name, m in VIDEO_FORMATS.items() if name in names), None)
            if mime is None or not box.streams.video:
                raise ValueError(f"a {box.format.name} file")
            video = box.streams.video[0]
            if video.width * video.height > MOST_PIXELS:
                raise ValueError(f"{video.width}×{video.height} pixels")
            # What the file says of its size is one thing, and what its pictures are another.
            video.codec_context.options = {"max_pixels": str(MOST_PIXELS)}
            next(box.decode(video=0))
            seconds = _length(box, video)
            return seconds, video.width, video.height, mime
    except (FFmpegError, OSError, ValueError, StopIteration) as error:
        raise ProviderError(provider, Kind.LOST, f"not a clip: {error}") from error


def _frame_at(clip: Path, seconds: float, path: Path, provider: str) -> None:
    try:
        with av.open(str(clip)) as box:
            frame = None
            for shown in box.decode(video=0):
                if frame is not None and (shown.time or 0.0) >= seconds:
                    break
                frame = shown
            if frame is None:
                raise ValueError("no frame")
            frame.to_image().save(path)
    except (FFmpegError, OSError, ValueError) as error:
        raise ProviderError(provider, Kind.LOST, f"not a clip: {error}") from error


def _length(box: InputContainer, video: VideoStream) -> float:
    seconds = 0.0
    if video.duration and video.time_base:
        seconds = float(video.duration * video.time_base)
    elif box.duration:
        seconds = box.duration / av.time_base
    if not 0 < seconds <= MOST_SECONDS:
        raise ValueError(f"{seconds} seconds long")
    if _cut_off(box, video, seconds):
        raise ValueError("cut off")
    return seconds


def _cut_off(box: InputContainer, video: VideoStream, seconds: float) -> bool:
    """Whether a file ends before its pictures do: one whose index comes first opens well."""
    box.seek(0)
    begins: list[int] = []
    for packet in box.demux(video):
        if packet.is_corrupt:
            return True
        if packet.size and packet.pts is not None:
            begins.append(packet.pts)
    if not video.duration or not video.time_base:
        return not begins
    shown = float((max(begins, default=0) - min(begins, default=0)) * video.time_base)
    return shown < seconds - LAST_PICTURE
