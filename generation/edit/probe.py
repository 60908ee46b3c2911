"""What a media file really holds, by PyAV: the packaged ffmpeg has no ffprobe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from generation.edit.run import EditError

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    Seen = Packet[VideoStream]

PACKETS = 120_000  # that are counted at most: a quarter of an hour at 120 a second
TRIES = 250  # packets that may pass before the first picture
PIXELS = 40_000_000  # of one picture; 8K has 33 million
UNEVEN = 0.25  # of the usual distance between pictures, and a clip has no steady rate
TRANSFERS: dict[int, Transfer] = {16: "pq", 18: "hlg"}  # ITU-T H.273; all others are not HDR
UNTAGGED = 2  # H.273: nobody says which colours these are

# Containers that cannot name further files, without any protocol that could fetch one.
SAFE = {
    "protocol_whitelist": "file",
    "format_whitelist": "mov,matroska,avi,gif,wav,mp3,aac,flac,ogg",
    "max_pixels": str(PIXELS),
}

Transfer = Literal["sdr", "pq", "hlg"]


@dataclass(frozen=True, slots=True)
class Facts:
    """`seconds` of the whole file; `width` and `height` as they are seen, upright and with square
    pixels, 0 without a picture (cover art is none); `frames` counts video packets; `languages` are
    those of the subtitle tracks, as three letters.

    `reach` is how many seconds of pictures there really are, `promised` how many the header says,
    more where the end is missing and 0 where it says nothing. `fps` on average; `steady` says
    whether it is the same throughout. `rotation` in degrees. `sar` is the shape of the pixels,
    width to height. `depth` in bits. `readable` says that the first picture could be decoded,
    `made` that the file says of itself that it was made by AI (`AIGC`)."""

    seconds: float
    width: int = 0
    height: int = 0
    frames: int = 0
    audio: bool = False
    languages: tuple[str, ...] = ()
    reach: float = 0.0
    promised: float = 0.0
    fps: float = 0.0
    steady: bool = True
    rotation: int = 0
    depth: int = 8
    transfer: Transfer = "sdr"
    tagged: bool = True
    interlaced: bool = False
    alpha: bool = False
    sar: float = 1.0
    channels: int = 0
    streams: int = 0
    readable: bool = False
    made: bool = False


def probe(path: Path) -> Facts:
    """Open a file and count its pictures, decoding only the first. Raises `EditError`."""
    from av.error import FFmpegError

    try:
        return _read(path)
    except FFmpegError as error:
        raise EditError(f"{path.name} cannot be read: {error}") from error


def opened(path: Path) -> InputContainer:
    """A local file, from which nothing leads to another. Raises PyAV's `FFmpegError`."""
    import av

    return av.open(str(path), options=SAFE)


def _read(path: Path) -> Facts:
    import av

    with opened(path) as box:
        sound = box.streams.audio
        facts: dict[str, Any] = {
            "seconds": float(box.duration or 0) / av.time_base,
            "audio": bool(sound),
            "languages": tuple(s.language or "und" for s in box.streams.subtitles),
            "channels": (sound[0].channels or 0) if sound else 0,
            "streams": len(box.streams),
            "made": any(name.upper() == "AIGC" for name in box.metadata),
        }
        if video := film_in(box):
            facts |= _counted(box, video)
        return Facts(**facts)


def film_in(box: InputContainer) -> VideoStream | None:
    """The first video that is no cover art, and that we have a decoder for."""
    from av.stream import Disposition

    still = Disposition.attached_pic | Disposition.timed_thumbnails
    moving = (video for video in box.streams.video if not video.disposition & still)
    return next((video for video in moving if video.codec_context), None)


@dataclass(slots=True)
class _Tally:
    """What passes by while the packets of a video are counted."""

    frames: int = 0
    times: list[int] = field(default_factory=list)
    last: int = 0  # duration of the newest packet, in ticks

    def add(self, packet: Seen) -> None:
        self.frames += 1
        self.last = packet.duration or self.last
        if packet.pts is not None:
            self.times.append(packet.pts)


def _counted(box: InputContainer, video: VideoStream) -> dict[str, Any]:
    tally, picture = _Tally(), None
    video.codec_context.thread_count = 1  # the first picture comes sooner
    for packet in packets(box, video):
        tally.add(packet)
        if picture is None and tally.frames <= TRIES:
            picture = _decoded(video, packet)
    if picture is None and tally.frames <= TRIES:
        picture = _decoded(video, None)
    tick = float(video.time_base or 0)
    return {
        "frames": tally.frames,
        "promised": (video.duration or 0) * tick,
        **_rhythm(tally, tick, float(video.average_rate or 0)),
        **_shape(video, picture),
    }


def packets(box: InputContainer, video: VideoStream) -> Iterator[Seen]:
    """The packets of a video as far as they go, and no more than `PACKETS`."""
    from av.error import FFmpegError

    try:
        yield from islice((packet for packet in box.demux(video) if packet.size), PACKETS)
    except FFmpegError:
        return  # the end is missing: what there is can be used


def _decoded(video: VideoStream, packet: Seen | None) -> VideoFrame | None:
    """The first picture in a packet, or, without one, what the decoder still held back."""
    from av.error import FFmpegError

    try:
        return next(iter(video.codec_context.decode(packet)), None)
    except FFmpegError:
        return None


def _rhythm(tally: _Tally, tick: float, told: float) -> dict[str, Any]:
    times = sorted(set(tally.times))
    gaps = sorted(after - before for before, after in zip(times, times[1:], strict=False))
    usual = gaps[len(gaps) // 2] if gaps else tally.last
    reach = (times[-1] - times[0] + (tally.last or usual)) * tick if times else 0.0
    uneven = bool(gaps) and max(usual - gaps[0], gaps[-1] - usual) > max(1, UNEVEN * usual)
    fps = tally.frames / reach if reach else told
    return {"reach": reach, "fps": fps, "steady": not uneven}


def _shape(video: VideoStream, picture: VideoFrame | None) -> dict[str, Any]:
    """How it is seen, and what has to be done to it; by the picture itself where there is one."""
    sar = float(video.sample_aspect_ratio or 1) or 1.0
    width, height = round(video.width * sar), video.height
    if picture is None:
        return {"width": width, "height": height, "sar": sar}
    upright = picture.rotation % 180 == 0
    parts = picture.format.components
    return {
        "width": width if upright else height,
        "height": height if upright else width,
        "sar": sar,
        "rotation": picture.rotation,
        "depth": parts[0].bits,
        "alpha": any(part.is_alpha for part in parts),
        "transfer": TRANSFERS.get(int(picture.color_trc), "sdr"),
        "tagged": int(picture.colorspace) != UNTAGGED,
        "interlaced": picture.interlaced_frame,
        "readable": True,
    }
