"""What comes in as a clip of any size, frame rate and length goes out as so many pictures of the
film's. Pure: streams of ffmpeg's graph."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from generation.edit.graph import ff, open_file
from generation.model import FPS, Reframe

CROPPED_AT_MOST = 0.45  # of a clip; beyond that it is shown whole


@dataclass(frozen=True, slots=True)
class Canvas:
    """The film's picture."""

    width: int
    height: int
    fps: int = FPS


def from_raw(canvas: Canvas) -> Any:
    """Raw rgb24 pictures of the film's size, from standard input."""
    size = f"{canvas.width}x{canvas.height}"
    raw = ff.input("pipe:0", f="rawvideo", pix_fmt="rgb24", s=size, r=canvas.fps)
    return raw.video.filter("scale", out_color_matrix="bt709", out_range="tv")


def from_file(canvas: Canvas, source: Path, frames: int, shape: Reframe) -> Any:
    """A clip: cropped to fill the picture or shown whole in it, resampled in time, its last frame
    held where it is too short and its end dropped where it is too long."""
    cover = shape == "crop"
    scaled = (
        open_file(source)["v:0"]
        .filter("fps", canvas.fps)
        .filter(
            *("scale", canvas.width, canvas.height),
            force_original_aspect_ratio="increase" if cover else "decrease",
            force_divisible_by=2,
            reset_sar=1,  # a clip with oblong pixels keeps the shape it is seen in
            out_color_matrix="bt709",
            out_range="tv",
        )
    )
    shaped = (
        scaled.filter("crop", canvas.width, canvas.height)
        if cover
        else scaled.filter("pad", canvas.width, canvas.height, "(ow-iw)/2", "(oh-ih)/2")
    )
    return shaped.filter("tpad", stop_mode="clone", stop=frames).filter("trim", end_frame=frames)


def shape_for(
    width: int, height: int, canvas: Canvas, wanted: Literal["auto"] | Reframe
) -> Reframe:
    """How a clip of this size is shown: as somebody `wanted`, or else cropped where it loses little
    enough. Vendors' sizes are seldom the exact shape, and a thin black bar is worse than a thin
    loss."""
    if wanted != "auto":
        return wanted
    ours, theirs = canvas.width / canvas.height, width / height
    if 1 - min(theirs / ours, ours / theirs) <= CROPPED_AT_MOST:
        return "crop"
    return "letterbox"
