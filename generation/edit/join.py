"""The film: bodies and transitions one after another by stream copy, sound, subtitles, metadata.

The same parts give the same bytes: no dates, no versions, and timestamps that are counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from heapq import merge
from pathlib import Path
from typing import Any

from generation.edit.captions import Cue
from generation.edit.encoding import TIMESCALE
from generation.edit.run import EditError
from generation.model import FPS, Lang

TICK = Fraction(1, TIMESCALE)
STEP = TIMESCALE // FPS  # ticks of one frame
MILLISECOND = Fraction(1, 1000)
ISO_639_2: dict[Lang, str] = {"zh": "zho", "en": "eng", "ja": "jpn"}

# `use_metadata_tags`: without it ffmpeg drops the key AIGC without a word.
OPTIONS = {"movflags": "+faststart+use_metadata_tags", "fflags": "+bitexact"}


@dataclass(frozen=True, slots=True)
class Subtitle:
    """A soft subtitle track."""

    lang: Lang
    cues: Sequence[Cue]


def join(
    parts: Sequence[Path],
    sound: Path | None,
    subtitle: Subtitle,
    tags: Mapping[str, str],
    out: Path,
) -> None:
    """Write the film. Blocks; every part is read once and nothing is decoded.

    Raises `EditError` when a part was encoded with other parameters than the first."""
    import av

    with ExitStack() as opened:
        film = opened.enter_context(av.open(str(out), "w", format="mp4", options=OPTIONS))
        film.metadata.update(tags)
        boxes = [opened.enter_context(av.open(str(path))) for path in parts]
        tracks = [_pictures(boxes, film.add_stream_from_template(boxes[0].streams.video[0]))]
        if sound:
            source = opened.enter_context(av.open(str(sound))).streams.audio[0]
            tracks.append(_sound(source, film.add_stream_from_template(source)))
        if subtitle.cues:
            tracks.append(_text(subtitle.cues, _text_stream(film, subtitle.lang)))
        for packet in merge(*tracks, key=_when):
            film.mux(packet)


def _when(packet: Any) -> Fraction:
    return packet.dts * packet.time_base


def _pictures(boxes: Sequence[Any], stream: Any) -> Iterator[Any]:
    """The packets of all parts, as if they had been encoded in one go."""
    stream.time_base = TICK
    passed, header = 0, _header(boxes[0])
    for box in boxes:
        if _header(box) != header:
            raise EditError(f"{box.name} was encoded with other parameters than {boxes[0].name}")
        frames = 0
        for packet in box.demux(box.streams.video[0]):
            if packet.size:  # the demuxer ends with an empty one
                scale = packet.time_base / TICK
                packet.pts = int(packet.pts * scale) + passed * STEP
                packet.dts = int(packet.dts * scale) + passed * STEP
                packet.duration, packet.time_base, packet.stream = STEP, TICK, stream
                frames += 1
                yield packet
        passed += frames


def _header(box: Any) -> bytes:
    """H.264's parameter sets, which one film has once."""
    return bytes(box.streams.video[0].codec_context.extradata or b"")


def _sound(source: Any, stream: Any) -> Iterator[Any]:
    for packet in source.container.demux(source):
        if packet.size:
            packet.stream = stream
            yield packet


def _text_stream(film: Any, lang: Lang) -> Any:
    """A `mov_text` track; opening the encoder writes its description of fonts and colours."""
    stream = film.add_stream("mov_text")
    stream.metadata["language"] = ISO_639_2[lang]
    stream.codec_context.time_base = MILLISECOND
    stream.codec_context.subtitle_header = b"[Script Info]\nScriptType: v4.00+\n"
    stream.codec_context.open()
    return stream


def _text(cues: Sequence[Cue], stream: Any) -> Iterator[Any]:
    """Cues as `mov_text` samples: a length and plain text, in which nothing is markup."""
    from av import Packet

    for cue in cues:
        text = "\n".join(cue.lines).encode()
        packet = Packet(len(text).to_bytes(2, "big") + text)
        packet.pts = packet.dts = round(cue.start * 1000)
        packet.duration = round((cue.end - cue.start) * 1000)
        packet.time_base, packet.stream = MILLISECOND, stream
        yield packet
