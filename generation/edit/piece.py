"""The plan of one piece: a shot becomes its body in the film's final encoding and, towards each
neighbour, lossless frames for the transition. Pure: it answers with ffmpeg's arguments."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from generation.edit import motion
from generation.edit.encoding import LOSSLESS, PRIMARIES, Encoding
from generation.edit.filming import Filming
from generation.edit.footage import Footage
from generation.edit.grade import Look, graded
from generation.edit.graph import compiled, ff, open_file
from generation.edit.motion import Canvas
from generation.edit.sound import EXACT as SOUND_EXACT
from generation.edit.sound import RATE
from generation.edit.stamp import Stamp, stamped
from generation.edit.timeline import Join
from generation.edit.transitions import joined

Name = Literal["body", "head", "tail"]
NAMES: tuple[Name, ...] = get_args(Name)


@dataclass(frozen=True, slots=True)
class Frame:
    """How pictures of the film look; no `stamp` where nothing lies on them."""

    canvas: Canvas
    look: Look
    stamp: Stamp | None
    encoding: Encoding = field(default_factory=Encoding)


@dataclass(frozen=True, slots=True)
class Cut:
    """One shot of `frames` frames, of which the first `head` and the last `tail` belong to
    transitions; `start` is the frame at which the shot begins, in the time of what is stamped."""

    frames: int
    start: int
    head: int
    tail: int

    @property
    def parts(self) -> list[Name]:
        """The body, and a head and a tail where there are such."""
        return [name for name in NAMES if self.length(name)]

    def span(self, name: Name) -> tuple[int, int]:
        """The first frame of a part, and the one after its last."""
        last = self.frames - self.tail
        spans = {"body": (self.head, last), "head": (0, self.head), "tail": (last, self.frames)}
        return spans[name]

    def length(self, name: Name) -> int:
        """Frames of a part."""
        first, last = self.span(name)
        return last - first


@dataclass(frozen=True, slots=True)
class Files:
    """Where the parts of a piece are written."""

    folder: Path

    def of(self, name: Name) -> Path:
        """The file of a part."""
        return self.folder / f"{name}.mp4"


def from_raw(
    cut: Cut,
    frame: Frame,
    files: Files,
    only: Collection[Name] = NAMES,
    filming: Filming | None = None,
) -> list[str]:
    """Out of raw rgb24 pictures from standard input, of the film's size or as `filming` says;
    `only` some parts of the shot, where the others are there."""
    filmed, use = (filming.filmed, filming.use) if filming else (None, None)
    return _parts(motion.from_raw(frame.canvas, filmed, use), cut, frame, files, only)


def from_file(
    cut: Cut,
    frame: Frame,
    source: Path,
    files: Files,
    footage: Footage,
    only: Collection[Name] = NAMES,
) -> list[str]:
    """Out of a clip of any size, frame rate and length, used as `footage` says."""
    video = motion.from_file(frame.canvas, source, cut.frames, footage.facts, footage.use)
    return _parts(video, cut, frame, files, only)


def from_picture(
    cut: Cut, frame: Frame, source: Path, files: Files, only: Collection[Name] = NAMES
) -> list[str]:
    """Out of a picture that stands still."""
    return _parts(motion.from_picture(frame.canvas, source, cut.frames), cut, frame, files, only)


def transition(
    before: Path, after: Path, starts: int, join: Join, frame: Frame, out: Path
) -> list[str]:
    """The tail of one shot into the head of the next; `starts` is the film's frame."""
    fps = frame.canvas.fps
    tail, head = (open_file(path).video.filter("settb", f"1/{fps}") for path in (before, after))
    seen = joined(join, tail, head, frame.canvas)
    return compiled(_final(seen, starts, frame, out))


def own_sound(source: Path, seconds: float, footage: Footage, out: Path) -> list[str]:
    """The sound of a clip as 48 kHz stereo WAV of `seconds`, where its pictures are and as slow;
    silent where it is shorter."""
    samples = round(seconds * RATE)
    sound = open_file(source)["a:0"].filter("aresample", RATE, **{"async": 1}, first_pts=0)
    if first := footage.use.first:
        sound = sound.filter("atrim", start=first).filter("asetpts", "PTS-STARTPTS")
    if abs(footage.pace - 1) > 0.001:
        sound = sound.filter("atempo", f"{1 / footage.pace:.5f}")
    sound = (
        sound.filter("aformat", channel_layouts="stereo")
        .filter("apad", whole_len=samples)
        .filter("atrim", end_sample=samples)
    )
    return compiled(ff.output(sound, str(out), acodec="pcm_s16le", **SOUND_EXACT))


def _parts(video: Any, cut: Cut, frame: Frame, files: Files, only: Collection[Name]) -> list[str]:
    """Split a shot into its parts, written by one process."""
    fps = frame.canvas.fps
    # `fps` drops nothing here: it says how fast it is, which ends up in the header.
    even = video.filter("settb", f"1/{fps}").filter("setpts", "N").filter("fps", fps)
    wanted: list[Name] = [name for name in cut.parts if name in only]
    copies = graded(even, frame.look).filter_multi_output("split")
    return compiled(
        *(
            _part(copies.stream(number), name, cut, frame, files)
            for number, name in enumerate(wanted)
        )
    )


def _part(video: Any, name: Name, cut: Cut, frame: Frame, files: Files) -> Any:
    first, last = cut.span(name)
    span = video.filter("trim", start_frame=first, end_frame=last)
    span, out = span.filter("setpts", "PTS-STARTPTS"), files.of(name)
    if name == "body":
        return _final(span, cut.start + first, frame, out)
    return ff.output(span, str(out), **LOSSLESS)


def _final(video: Any, starts: int, frame: Frame, out: Path) -> Any:
    """Stamped in the time of the stamp, then encoded from zero."""
    if frame.stamp:
        video = stamped(video, starts, frame.canvas.fps, frame.stamp)
    # Shape of the pixels and primaries stand in the header too: raw pictures have no shape, and
    # zoompan forgets the primaries.
    video = frame.encoding.ready(video.filter("setsar", 1).filter("setparams", **PRIMARIES))
    return ff.output(video, str(out), **frame.encoding.final)
