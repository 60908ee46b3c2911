"""What lies on top of every picture: captions, titles and label as ASS, and a logo."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generation.edit.graph import ff
from generation.fonts import FOLDER as FONTS

OURS = {"protocol_whitelist": "file", "format_whitelist": "png_pipe"}


@dataclass(frozen=True, slots=True)
class Badge:
    """A PNG with transparency, no larger than the logo, and where its upper left corner is."""

    picture: Path
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """`captions` is an ASS file in the film's own time."""

    captions: Path | None = None
    logo: Badge | None = None


def stamped(video: Any, starts: int, fps: int, stamp: Stamp) -> Any:
    """The pictures from the film's frame `starts` on, with what lies on them then; they are counted
    from zero."""
    seen = video.filter("settb", f"1/{fps}").filter("setpts", f"N+{starts}")
    seen = seen.filter("format", "yuv420p")
    if stamp.logo:
        seen = _badged(seen, stamp.logo)
    if stamp.captions:
        seen = seen.filter("ass", filename=str(stamp.captions), fontsdir=str(FONTS))
    return seen.filter("setpts", "N")


def _badged(video: Any, badge: Badge) -> Any:
    """The logo is read once and stays; only the pixels under it are touched."""
    logo = (
        ff.input(str(badge.picture), f="png_pipe", **OURS)
        .video.filter("scale", out_color_matrix="bt709", out_range="tv")
        .filter("format", "yuva420p")
    )
    return video.overlay(logo, x=badge.left, y=badge.top, eof_action="repeat", format="yuv420")
