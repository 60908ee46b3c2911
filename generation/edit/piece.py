"""The plan of one piece: a shot becomes its body in the film's final encoding and, towards each
neighbour, lossless frames for the transition. Pure: it answers with ffmpeg's arguments.

All bodies and transitions of a film are encoded with the same parameters, so that `join.py` can put
them together without encoding anything again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generation.edit.graph import compiled, ff, mixed, open_file
from generation.fonts import FOLDER as FONTS
from generation.model import FPS
from generation.styles import Grade

TIMESCALE = 12288  # ticks of a second: 512 for each of 24 frames
EXACT = {"fflags": "+bitexact", "flags:v": "+bitexact", "map_metadata": -1}
PRIMARIES = {"colorspace": "bt709", "color_primaries": "bt709", "color_trc": "bt709"}
STITCHABLE = "stitchable=1:open-gop=0:keyint=48:min-keyint=24:bframes=3:b-pyramid=2:ref=2:level=4.0"
# Half the time of veryfast at crf 20, a fifth more bytes, SSIM 0.9875 instead of 0.9880, measured
# on drawn pictures with grain and petals.
QUICK = "cabac=1:deblock=0,0:subme=1"
# One thread: shots are encoded side by side, and x264's bytes depend on the number of threads.
FINAL = {
    "vcodec": "libx264",
    "preset": "ultrafast",
    "crf": 21,
    "profile:v": "high",
    "pix_fmt": "yuv420p",
    "threads": 1,
    "x264-params": f"{STITCHABLE}:{QUICK}",
    "video_track_timescale": TIMESCALE,
    **PRIMARIES,
    **EXACT,
}
LOSSLESS = {
    "vcodec": "libx264",
    "preset": "ultrafast",
    "qp": 0,
    "pix_fmt": "yuv420p",
    "threads": 1,
    "video_track_timescale": TIMESCALE,
    **PRIMARIES,
    **EXACT,
}


CROPPED_AT_MOST = 0.45  # of a clip; beyond that it is shown whole


def covers(width: int, height: int, frame: Frame) -> bool:
    """Whether a clip of this size loses little enough when it covers the picture. Vendors' sizes
    are seldom the exact shape, and a thin black bar is worse than a thin loss."""
    shape, wanted = width / height, frame.width / frame.height
    return 1 - min(shape / wanted, wanted / shape) <= CROPPED_AT_MOST


@dataclass(frozen=True, slots=True)
class Frame:
    """What every picture of the film has in common."""

    width: int
    height: int
    grade: Grade
    captions: Path  # ASS, in the film's own time
    fps: int = FPS


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
    """Read raw rgb24 pictures of the film's size from standard input."""
    size = f"{frame.width}x{frame.height}"
    raw = ff.input("pipe:0", f="rawvideo", pix_fmt="rgb24", s=size, r=frame.fps)
    video = raw.video.filter("scale", out_color_matrix="bt709", out_range="tv")
    return _parts(_graded(video, frame), cut, frame, files)


def from_file(cut: Cut, frame: Frame, source: Path, files: Files, *, cover: bool) -> list[str]:
    """Read a clip of any size, frame rate and length: it is scaled to `cover` the picture, or else
    fitted into it, resampled in time, its last frame held where it is too short and its end dropped
    where it is too long."""
    scaled = (
        open_file(source)["v:0"]
        .filter("fps", frame.fps)
        .filter(
            *("scale", frame.width, frame.height),
            force_original_aspect_ratio="increase" if cover else "decrease",
            force_divisible_by=2,
            reset_sar=1,  # a clip with oblong pixels keeps the shape it is seen in
            out_color_matrix="bt709",
            out_range="tv",
        )
    )
    shaped = (
        scaled.filter("crop", frame.width, frame.height)
        if cover
        else scaled.filter("pad", frame.width, frame.height, "(ow-iw)/2", "(oh-ih)/2")
    )
    video = shaped.filter("tpad", stop_mode="clone", stop=cut.frames).filter(
        "trim", end_frame=cut.frames
    )
    return _parts(_graded(video, frame), cut, frame, files)


def transition(
    before: Path, after: Path, starts: int, length: int, frame: Frame, out: Path
) -> list[str]:
    """Cross-fade the tail of one shot into the head of the next; `starts` is the film's frame."""
    clock = f"1/{frame.fps}"
    tail, head = (open_file(path).video.filter("settb", clock) for path in (before, after))
    faded = mixed((tail, head), "xfade", transition="fade", duration=length / frame.fps, offset=0)
    return compiled(_final(faded, starts, frame, out))


def _graded(video: Any, frame: Frame) -> Any:
    """One picture per tick, graded in YUV: a LUT of the same effect costs ten times as much."""
    grade = frame.grade
    video = (
        video.filter("format", "yuv420p").filter("settb", f"1/{frame.fps}").filter("setpts", "N")
    )
    if grade.model_copy(update={"u": 0, "v": 0}) != Grade():
        video = video.filter(
            "eq",
            contrast=grade.contrast,
            brightness=grade.brightness,
            saturation=grade.saturation,
            gamma=grade.gamma,
        )
    if grade.u or grade.v:
        video = video.filter("lutyuv", u=f"val+({grade.u})", v=f"val+({grade.v})")
    return video.filter("setparams", range="tv", **PRIMARIES)


def _parts(video: Any, cut: Cut, frame: Frame, files: Files) -> list[str]:
    """Split a shot into body, head and tail, written by one process."""
    copies, last = video.filter_multi_output("split"), cut.frames - cut.tail
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
    """Stamp captions in the film's time, then encode from zero."""
    stamped = (
        video.filter("settb", f"1/{frame.fps}")
        .filter("setpts", f"N+{starts}")
        .filter("format", "yuv420p")
        .filter("ass", filename=str(frame.captions), fontsdir=str(FONTS))
        .filter("setpts", "N")
    )
    return ff.output(stamped, str(out), **FINAL)


def _lossless(video: Any, out: Path) -> Any:
    return ff.output(video, str(out), **LOSSLESS)
