"""What lies on top of every picture: captions, titles and label as ASS, and a logo."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generation.fonts import FOLDER as FONTS


@dataclass(frozen=True, slots=True)
class Stamp:
    """`captions` is an ASS file in the film's own time; `logo` a PNG as large as the picture,
    transparent but for the logo."""

    captions: Path
    logo: Path | None = None


def stamped(video: Any, starts: int, fps: int, stamp: Stamp) -> Any:
    """The pictures from the film's frame `starts` on, with what lies on them then; they are counted
    from zero."""
    return (
        video.filter("settb", f"1/{fps}")
        .filter("setpts", f"N+{starts}")
        .filter("format", "yuv420p")
        .filter("ass", filename=str(stamp.captions), fontsdir=str(FONTS))
        .filter("setpts", "N")
    )
