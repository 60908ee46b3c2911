"""What comes in goes on as pictures that anything can be done with: upright, whole pictures instead
of fields, 8 bits, BT.709, square pixels. Where a clip is like that already nothing is done to it.
Pure: streams of ffmpeg's graph.

ffmpeg itself turns pictures upright, by the matrix in the file, before the first filter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generation.edit.graph import open_file
from generation.edit.probe import PIXELS, Facts

LONGEST = 600.0  # seconds of a clip that are used
WHITE = 203  # nits of white paper in HDR, by ITU-R BT.2408
SQUARE = 0.01  # of its height a pixel may be wider or narrower, and nobody sees it
HD = 720  # lines: what is larger and says nothing of its colours is BT.709, by custom


def upright(source: Path, facts: Facts, seconds: float = LONGEST, side: int = 1920) -> Any:
    """The first video of a file, at most so many seconds of it. HDR, the one thing here that is
    slow, is done at `side` pixels at most along the longer side."""
    seen = open_file(source, t=seconds, max_pixels=PIXELS, threads=2)["V:0"]
    if facts.interlaced:
        seen = seen.filter("bwdif", mode="send_frame", deint="interlaced")
    if facts.alpha:
        seen = _on_black(seen)
    if facts.transfer != "sdr":
        seen = _standard(seen, facts, side)
    elif not facts.tagged:
        seen = seen.filter("setparams", colorspace="bt709" if _large(facts) else "smpte170m")
    if facts.depth > 8 and facts.transfer == "sdr":
        seen = seen.filter("format", "yuv420p")
    if abs(facts.sar - 1) > SQUARE:
        seen = seen.filter("scale", "trunc(iw*sar/2)*2", "ih")
    return seen.filter("setsar", 1) if facts.sar != 1 else seen


def _on_black(seen: Any) -> Any:
    """What is transparent is black, whatever colour lies under it."""
    return (
        seen.filter("format", "yuva420p")
        .filter("premultiply", inplace=1)
        .filter("format", "yuv420p")
    )


def _standard(seen: Any, facts: Facts, side: int) -> Any:
    """HDR as it looks on a screen without."""
    if max(facts.width, facts.height) > side:
        seen = seen.filter(
            "scale", side, side, force_original_aspect_ratio="decrease", force_divisible_by=2
        )
    return (
        seen.filter("zscale", transfer="linear", npl=WHITE)
        .filter("format", "gbrpf32le")
        .filter("zscale", primaries="bt709")
        .filter("tonemap", tonemap="mobius", desat=0)
        .filter("zscale", transfer="bt709", matrix="bt709", range="tv")
        .filter("format", "yuv420p")
    )


def _large(facts: Facts) -> bool:
    return min(facts.width, facts.height) >= HD
