"""The film: bodies and transitions one after another by stream copy, sound, subtitles, metadata.

The same parts give the same bytes: no dates, no versions, and timestamps that are counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from heapq import merge
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generation.edit.captions import Cue
from generation.edit.encoding import REORDERED, TIMESCALE
from generation.edit.run import EditError
from generation.edit.timeline import Timeline
from generation.model import FPS, Lang, Storyboard

if TYPE_CHECKING:
    from av.container import InputContainer

TICK = Fraction(1, TIMESCALE)
STEP = TIMESCALE // FPS  # ticks of one frame
MILLISECOND = Fraction(1, 1000)
ISO_639_2: dict[Lang, str] = {"zh": "zho", "en": "eng", "ja": "jpn"}

TITLE = 40  # characters of a chapter's title
Dated = tuple[float, Any]
"""A packet, after the second at which it is to be decoded."""

# `use_metadata_tags`: without it ffmpeg drops the key AIGC without a word.
OPTIONS = {"movflags": "+faststart+use_metadata_tags", "fflags": "+bitexact"}


@dataclass(frozen=True, slots=True)
class Subtitle:
    """A soft subtitle track."""

    lang: Lang
    cues: Sequence[Cue]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named stretch of the film, in frames; `ends` is the first that no longer belongs to it."""

    title: str
    starts: int
    ends: int


def chapters(board: Storyboard, timeline: Timeline) -> list[Chapter]:
    """One for each shot, named by what is said in it; the cards belong to their neighbours."""
    turns = [timeline.turn(n) for n in range(len(board.shots))]
    starts = [0, *turns[1:]]
    ends = [*turns[1:], timeline.total]
    titles = [_shortened(shot.subtitle or shot.line) for shot in board.shots]
    return [
        Chapter(title or str(number), start, end)
        for number, (title, start, end) in enumerate(zip(titles, starts, ends, strict=True), 1)
    ]


def counted(path: Path) -> int:
    """Pictures of a file that we encoded ourselves, by its index: what others made is probed."""
    with _opened(path) as box:
        return box.streams.video[0].frames


def _opened(path: Path) -> InputContainer:
    """A file that we encoded ourselves, believed without a look at its pictures: PyAV would decode
    some of each, which takes fifty times as long."""
    import av

    seen = {"protocol_whitelist": "file", "format_whitelist": "mov"}
    unseen = {"probesize": "32", "fpsprobesize": "1"}
    streams: Any = [{"skip_frame": "all"}]  # PyAV's stubs take these for texts
    return av.open(str(path), options=seen | unseen, stream_options=streams)


def join(
    parts: Sequence[Path],
    sound: Path | None,
    subtitles: Sequence[Subtitle],
    tags: Mapping[str, str],
    out: Path,
    marks: Sequence[Chapter] = (),
) -> None:
    """Write the film, with chapters at `marks`. Blocks; every part is read once and nothing is
    decoded.

    Raises `EditError` when a part was encoded with other parameters than the first."""
    import av

    with ExitStack() as opened:
        film = opened.enter_context(av.open(str(out), "w", format="mp4", options=OPTIONS))
        film.metadata.update(tags)
        film.set_chapters([_mark(number, mark) for number, mark in enumerate(marks)])
        boxes = [opened.enter_context(_opened(path)) for path in parts]
        tracks = [_pictures(boxes, film.add_stream_from_template(boxes[0].streams.video[0]))]
        if sound:
            source = opened.enter_context(av.open(str(sound))).streams.audio[0]
            tracks.append(_sound(source, film.add_stream_from_template(source)))
        texts = [(soft.cues, _text_stream(film, soft.lang)) for soft in subtitles if soft.cues]
        tracks += [_text(cues, stream) for cues, stream in texts]
        for _, packet in merge(*tracks, key=itemgetter(0)):
            film.mux(packet)


def _shortened(text: str) -> str:
    """The beginning of a text on one line."""
    words = "".join(char if char.isprintable() else " " for char in text).split()
    line = " ".join(words)
    return line if len(line) <= TITLE else f"{line[: TITLE - 1].rstrip()}…"


def _mark(number: int, mark: Chapter) -> Any:
    return {
        "id": number,
        "start": mark.starts * STEP,
        "end": mark.ends * STEP,
        "time_base": TICK,
        "metadata": {"title": mark.title},
    }


def _pictures(boxes: Sequence[InputContainer], stream: Any) -> Iterator[Dated]:
    """The packets of all parts, as if they had been encoded in one go."""
    stream.time_base = TICK
    passed, header = 0, _header(boxes[0])
    for box in boxes:
        if _header(box) != header:
            raise EditError(f"{box.name} was encoded with other parameters than {boxes[0].name}")
        frames, video = 0, box.streams.video[0]
        if video.time_base != TICK:
            raise EditError(f"{box.name} counts time in {video.time_base} s")
        for packet in box.demux(video):
            if packet.size:  # the demuxer ends with an empty one
                assert packet.pts is not None
                packet.pts += passed * STEP
                # Counted, for in parts of one or two pictures x264 counts otherwise.
                packet.dts = (passed + frames - REORDERED) * STEP
                packet.duration, packet.time_base, packet.stream = STEP, TICK, stream
                frames += 1
                yield packet.dts / TIMESCALE, packet
        passed += frames


def _header(box: InputContainer) -> bytes:
    """H.264's parameter sets, which one film has once."""
    return bytes(box.streams.video[0].codec_context.extradata or b"")


def _sound(source: Any, stream: Any) -> Iterator[Dated]:
    tick = float(source.time_base)
    for packet in source.container.demux(source):
        if packet.size:
            packet.stream = stream
            yield packet.dts * tick, packet


def _text_stream(film: Any, lang: Lang) -> Any:
    """A `mov_text` track; opening the encoder writes its description of fonts and colours."""
    stream = film.add_stream("mov_text")
    stream.metadata["language"] = ISO_639_2[lang]
    stream.codec_context.time_base = MILLISECOND
    stream.codec_context.subtitle_header = b"[Script Info]\nScriptType: v4.00+\n"
    stream.codec_context.open()
    return stream


def _text(cues: Sequence[Cue], stream: Any) -> Iterator[Dated]:
    """Cues as `mov_text` samples: a length and plain text, in which nothing is markup."""
    from av import Packet

    for cue in cues:
        text = "\n".join(cue.lines).encode()
        packet = Packet(len(text).to_bytes(2, "big") + text)
        packet.pts = packet.dts = round(cue.start * 1000)
        packet.duration = round((cue.end - cue.start) * 1000)
        packet.time_base, packet.stream = MILLISECOND, stream
        yield cue.start, packet
