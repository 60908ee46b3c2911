"""The look of a shot, in YUV: a LUT of the same effect costs ten times as much."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generation.edit.encoding import PRIMARIES
from generation.styles import Grade


@dataclass(frozen=True, slots=True)
class Look:
    """What is done to the colours of every shot: a style's grade, then a `.cube` file of
    somebody's own, towards a palette of `#rrggbb`."""

    grade: Grade = field(default_factory=Grade)
    lut: Path | None = None
    palette: tuple[str, ...] = ()


def graded(video: Any, look: Look) -> Any:
    """A stream in yuv420p, bt709, with the look."""
    grade, video = look.grade, video.filter("format", "yuv420p")
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
