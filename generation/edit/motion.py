"""What comes in as a clip of any size, frame rate and length goes out as so many pictures of the
film's. Pure: streams of ffmpeg's graph."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generation.edit.graph import ff, mixed
from generation.edit.match import Correction, corrected
from generation.edit.probe import Facts
from generation.edit.source import upright
from generation.model import FPS, Reframe

TICKS = 24000  # of a second
SMALLER = 16  # times: a picture that is drawn so small and then large again is blurred
DIMMED = 0.75  # how light that is, so that the clip before it stands out


@dataclass(frozen=True, slots=True)
class Canvas:
    """The film's picture."""

    width: int
    height: int
    fps: int = FPS


@dataclass(frozen=True, slots=True)
class Use:
    """How a clip is used.

    It has a `shape`, and where it is cropped it begins at `left` and `top` (parts of its own width
    and height). It is seen from the second `first` on, `pace` times slower than it was filmed;
    `even` where each of its pictures is one of the film's, in `steady` steps or not. Its colours
    are put right `by` a correction. `held` is for how many seconds its last picture stands."""

    shape: Reframe = "crop"
    left: float | None = None
    top: float | None = None
    first: float = 0.0
    pace: float = 1.0
    even: bool = False
    steady: bool = True
    by: Correction = Correction()
    held: float = 0.0


def from_raw(canvas: Canvas, filmed: Canvas | None = None, use: Use | None = None) -> Any:
    """Raw rgb24 pictures from standard input: of the film's size, or `filmed` in another one and
    put in shape."""
    size = f"{(filmed or canvas).width}x{(filmed or canvas).height}"
    raw = ff.input("pipe:0", f="rawvideo", pix_fmt="rgb24", s=size, r=canvas.fps)
    if use is None:
        return raw.video.filter("scale", out_color_matrix="bt709", out_range="tv")
    shaped = {"crop": _cropped, "blur": _before_itself, "letterbox": _whole}[use.shape]
    return shaped(raw.video, canvas, use)


def from_picture(canvas: Canvas, picture: Path, frames: int) -> Any:
    """A PNG of ours that fills the film's picture, for so many frames."""
    still = ff.input(str(picture), f="png_pipe", protocol_whitelist="file")
    return _lasting(_cropped(still["v:0"], canvas, Use()), frames)


def from_file(canvas: Canvas, source: Path, frames: int, facts: Facts, use: Use) -> Any:
    """So many frames of a clip: put right in time, then in shape, then in colour. Where there are
    no more, the last one stands."""
    seen = _timed(upright(source, facts, side=max(canvas.width, canvas.height)), canvas, use)
    shaped = {"crop": _cropped, "blur": _before_itself, "letterbox": _whole}[use.shape]
    return _lasting(corrected(shaped(seen, canvas, use), use.by), frames)


def _lasting(video: Any, frames: int) -> Any:
    return video.filter("tpad", stop_mode="clone", stop=frames).filter("trim", end_frame=frames)


def _timed(video: Any, canvas: Canvas, use: Use) -> Any:
    """In the film's rate. What falls between two pictures is mixed of both, as a slower shutter
    would: motion compensation costs fifty times as much (docs/decisions.md)."""
    if use.first:
        video = video.filter("trim", start=use.first)
    if use.even:
        return video.filter("settb", f"1/{canvas.fps}").filter("setpts", "N")
    video = video.filter("settb", f"1/{TICKS}").filter("setpts", f"(PTS-STARTPTS)*{use.pace}")
    # Without a steady rate two pictures may be seconds apart, like pages.
    return video.filter("framerate" if use.steady else "fps", fps=canvas.fps)


def _cropped(video: Any, canvas: Canvas, use: Use) -> Any:
    """Filling the picture."""
    left, top = (
        f"(i{side}-o{side})/2" if part is None else f"min(i{side}-o{side},i{side}*{part:.4f})"
        for side, part in (("w", use.left), ("h", use.top))
    )
    return _scaled(video, canvas, "increase").filter("crop", canvas.width, canvas.height, left, top)


def _whole(video: Any, canvas: Canvas, use: Use) -> Any:
    """All of it, on black."""
    size = canvas.width, canvas.height
    return _scaled(video, canvas, "decrease").filter("pad", *size, "(ow-iw)/2", "(oh-ih)/2")


def _before_itself(video: Any, canvas: Canvas, use: Use) -> Any:
    """All of it, before itself, large and blurred."""
    copies = video.filter_multi_output("split")
    small = Canvas(*(_even(side / SMALLER) for side in (canvas.width, canvas.height)))
    behind = (
        _cropped(copies.stream(0), small, Use())
        .filter("format", "yuv420p")
        .filter("boxblur", 2, 2)
        .filter("lutyuv", y=f"16+(val-16)*{DIMMED}")
        .filter("scale", canvas.width, canvas.height, flags="bicubic")
        .filter("setsar", 1)
    )
    whole = _scaled(copies.stream(1), canvas, "decrease").filter("format", "yuv420p")
    return mixed((behind, whole), "overlay", x="(W-w)/2", y="(H-h)/2", format="yuv420", shortest=1)


def _scaled(video: Any, canvas: Canvas, how: str) -> Any:
    return video.filter(
        *("scale", canvas.width, canvas.height),
        force_original_aspect_ratio=how,
        force_divisible_by=2,
        reset_sar=1,  # a clip with oblong pixels keeps the shape it is seen in
        out_color_matrix="bt709",
        out_range="tv",
    )


def _even(side: float) -> int:
    return max(8, round(side / 2) * 2)
