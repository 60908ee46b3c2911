"""How pictures are encoded: once in the film's final form, lossless where a transition is still to
come.

All bodies and transitions of a film are encoded with the same parameters, so that `join.py` can put
them together without encoding anything again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from generation.edit.budget import BUFFER, FULL
from generation.model import FPS

TIMESCALE = 12288  # ticks of a second: 512 for each of 24 frames
EXACT = {"fflags": "+bitexact", "flags:v": "+bitexact", "map_metadata": -1}
PRIMARIES = {"colorspace": "bt709", "color_primaries": "bt709", "color_trc": "bt709"}
STITCHABLE = "stitchable=1:open-gop=0:keyint=48:min-keyint=24:bframes=3:b-pyramid=2:ref=2:level=4.0"
REORDERED = 2  # frames by which decoding is ahead of what is seen, with these B-frames
# Half the time of veryfast at crf 20, a fifth more bytes, SSIM 0.9875 instead of 0.9880, measured
# on drawn pictures with grain and petals.
QUICK = "cabac=1:deblock=0,0:subme=1"


def _final() -> dict[str, Any]:
    # One thread: shots are encoded side by side, and x264's bytes depend on the number of threads.
    return {
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


@dataclass(frozen=True, slots=True)
class Encoding:
    """What every encoded part of one film has in common, as ffmpeg's output options; `uploaded`
    where the encoder takes pictures out of a card's own memory."""

    fps: int = FPS
    final: dict[str, Any] = field(default_factory=_final)
    uploaded: bool = False

    def ready(self, video: Any) -> Any:
        """A stream as the encoder takes it."""
        return video.filter("format", "nv12").filter("hwupload") if self.uploaded else video

    def within(self, peak: int) -> Encoding:
        """The same quality, but never above so many bits a second."""
        limited: dict[str, Any] = {"maxrate": peak, "bufsize": round(BUFFER * peak)}
        if params := self.final.get("x264-params"):
            limited["x264-params"] = f"{params}:vbv-init={FULL}"
        return replace(self, final={**self.final, **limited})


LOSSLESS: dict[str, Any] = {
    "vcodec": "libx264",
    "preset": "ultrafast",
    "qp": 0,
    "pix_fmt": "yuv420p",
    "threads": 1,
    "video_track_timescale": TIMESCALE,
    **PRIMARIES,
    **EXACT,
}
