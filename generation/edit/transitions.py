"""What is seen where one shot gives way to the next.

Nothing that moves starts or stops at once: pictures are given times that run slowly at both ends,
and xfade, which goes by time, follows them. Neither the first picture nor the last is the shot's
own: those are its neighbours in the film.
"""

from __future__ import annotations

from typing import Any

from generation.edit.graph import ff, mixed
from generation.edit.motion import Canvas
from generation.edit.timeline import Join
from generation.model import Transition

TICKS = 24000  # of a second: fine enough for eased times
XFADE: dict[Transition, str] = {
    "crossfade": "fade",
    "wipe": "smoothleft",  # a soft edge; `wipeleft` has a line
    "slide": "slideleft",
}
DIPS: dict[Transition, int] = {"dip-black": 16, "dip-white": 235}
"""The luma that is dipped into. xfade's own `fadeblack` is dark after one frame, and lopsided."""
ZOOM = 2.0  # how much nearer the camera is at last; xfade's own `zoomin` ends in coarse squares


def joined(join: Join, tail: Any, head: Any, canvas: Canvas) -> Any:
    """The pictures of a join out of the last ones of one shot and the first ones of the next. A
    cut has none and needs none."""
    if luma := DIPS.get(join.kind):
        return _dip(join.frames, tail, head, canvas, luma)
    if join.kind == "zoom":
        return _xfade("fade", join.frames, _nearer(tail, join.frames, canvas), head, canvas)
    return _xfade(XFADE[join.kind], join.frames, tail, head, canvas)


def _xfade(name: str, frames: int, before: Any, after: Any, canvas: Canvas) -> Any:
    """All frames of a change, the first and the last of which lie between the two shots."""
    seconds, first = frames / canvas.fps, 1 / (frames + 1)
    times = f"{seconds * TICKS}*st(0,(N+1)*{first})*ld(0)*(3-2*ld(0))"
    eased = [
        video.filter("settb", f"1/{TICKS}").filter("setpts", times) for video in (before, after)
    ]
    begun = seconds * first * first * (3 - 2 * first)
    seen = mixed(eased, "xfade", transition=name, duration=seconds, offset=-begun)
    return seen.filter("settb", f"1/{canvas.fps}").filter("setpts", "N")


def _dip(frames: int, tail: Any, head: Any, canvas: Canvas, luma: int) -> Any:
    """Down from one shot, and up to the next."""
    middle = frames // 2
    down = tail.filter("trim", end_frame=middle).filter_multi_output("split")
    up = head.filter("trim", start_frame=middle).filter_multi_output("split")
    halves = (
        _xfade("fade", middle, down.stream(0), _plain(down.stream(1), luma), canvas),
        _xfade("fade", frames - middle, _plain(up.stream(1), luma), up.stream(0), canvas),
    )
    return ff.concat(*halves, n=2)


def _plain(video: Any, luma: int) -> Any:
    return video.filter("lutyuv", y=luma, u=128, v=128)


def _nearer(video: Any, frames: int, canvas: Canvas) -> Any:
    """Into the picture, faster and faster."""
    return video.filter(
        "zoompan",
        z=f"1+{ZOOM}*pow((in+1)/{frames + 1},2)",
        x="iw/2-iw/zoom/2",
        y="ih/2-ih/zoom/2",
        d=1,
        s=f"{canvas.width}x{canvas.height}",
        fps=canvas.fps,
    )
