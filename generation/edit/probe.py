"""What a media file really holds, by PyAV: the packaged ffmpeg has no ffprobe."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generation.edit.run import EditError


@dataclass(frozen=True, slots=True)
class Facts:
    """`seconds` of the whole file; `width` and `height` are 0 without a picture; `frames` counts
    video packets; `languages` are those of the subtitle tracks, as three letters."""

    seconds: float
    width: int = 0
    height: int = 0
    frames: int = 0
    audio: bool = False
    languages: tuple[str, ...] = ()


def probe(path: Path) -> Facts:
    """Open a file and count its pictures without decoding them. Raises `EditError`."""
    from av.error import FFmpegError

    try:
        return _read(path)
    except FFmpegError as error:
        raise EditError(f"{path.name} cannot be read: {error}") from error


def _read(path: Path) -> Facts:
    import av

    with av.open(str(path)) as box:
        seconds = float(box.duration or 0) / av.time_base
        languages = tuple(s.language or "und" for s in box.streams.subtitles)
        audio = bool(box.streams.audio)
        if not box.streams.video:
            return Facts(seconds, audio=audio, languages=languages)
        video = box.streams.video[0]
        frames = sum(1 for packet in box.demux(video) if packet.size)
        return Facts(seconds, video.width, video.height, frames, audio, languages)
