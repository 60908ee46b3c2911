"""The plan of one piece: a shot becomes its body in the film's final encoding and, towards each
neighbour, lossless frames for the transition. Pure: it answers with ffmpeg's arguments."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generation.edit import motion
from generation.edit.encoding import LOSSLESS, Encoding
from generation.edit.grade import Look, graded
from generation.edit.graph import compiled, ff, open_file
from generation.edit.motion import Canvas
from generation.edit.stamp import Stamp, stamped
from generation.edit.timeline import Join
from generation.edit.transitions import joined
from generation.model import Reframe


@dataclass(frozen=True, slots=True)
class Frame:
    """What every picture of the film has in common."""

    canvas: Canvas
    look: Look
    stamp: Stamp
    encoding: Encoding = field(default_factory=Encoding)


@dataclass(frozen=True, slots=True)
class Cut:
    """One shot of `frames` frames, of which the first `head` and the last `tail` belong to
    transitions; `start` is the film's frame at which the shot begins."""

    frames: int
    start: int
    head: int
    tail: int


@dataclass(frozen=True, slots=True)
class Files:
    """Where the parts of a piece are written; `head` and `tail` only where the cut has them."""

    folder: Path

    @property
    def body(self) -> Path:
        return self.folder / "body.mp4"

    @property
    def head(self) -> Path:
        return self.folder / "head.mp4"

    @property
    def tail(self) -> Path:
        return self.folder / "tail.mp4"


def from_raw(cut: Cut, frame: Frame, files: Files) -> list[str]:
    """Out of raw rgb24 pictures of the film's size from standard input."""
    return _parts(motion.from_raw(frame.canvas), cut, frame, files)


def from_file(cut: Cut, frame: Frame, source: Path, files: Files, shape: Reframe) -> list[str]:
    """Out of a clip of any size, frame rate and length."""
    return _parts(motion.from_file(frame.canvas, source, cut.frames, shape), cut, frame, files)


def transition(
    before: Path, after: Path, starts: int, join: Join, frame: Frame, out: Path
) -> list[str]:
    """The tail of one shot into the head of the next; `starts` is the film's frame."""
    fps = frame.canvas.fps
    tail, head = (open_file(path).video.filter("settb", f"1/{fps}") for path in (before, after))
    seen = joined(join.kind, tail, head, join.frames / fps)
    return compiled(_final(seen, starts, frame, out))


def _parts(video: Any, cut: Cut, frame: Frame, files: Files) -> list[str]:
    """Split a shot into body, head and tail, written by one process."""
    even = video.filter("settb", f"1/{frame.canvas.fps}").filter("setpts", "N")
    copies = graded(even, frame.look).filter_multi_output("split")
    last = cut.frames - cut.tail
    body = _span(copies.stream(0), cut.head, last)
    outputs = [_final(body, cut.start + cut.head, frame, files.body)]
    if cut.head:
        outputs.append(_lossless(_span(copies.stream(1), 0, cut.head), files.head))
    if cut.tail:
        outputs.append(_lossless(_span(copies.stream(2), last, cut.frames), files.tail))
    return compiled(*outputs)


def _span(video: Any, first: int, last: int) -> Any:
    return video.filter("trim", start_frame=first, end_frame=last).filter("setpts", "PTS-STARTPTS")


def _final(video: Any, starts: int, frame: Frame, out: Path) -> Any:
    """Stamped in the film's time, then encoded from zero."""
    return ff.output(
        stamped(video, starts, frame.canvas.fps, frame.stamp), str(out), **frame.encoding.final
    )


def _lossless(video: Any, out: Path) -> Any:
    return ff.output(video, str(out), **LOSSLESS)
