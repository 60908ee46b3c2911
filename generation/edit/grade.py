"""The look of a shot, in YUV, one table a plane: a LUT over three costs fifty times as much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from generation.edit.encoding import PRIMARIES
from generation.model import Brief
from generation.styles import Grade, styles

# So large a part of every pixel's chroma is the palette's. With a quarter, faces under a blue
# palette are grey; with a sixth they keep half of their colour, and its hue within 20 degrees.
TOWARDS = 0.15
MIDDLE = 0.6  # and of a colour's chroma between dark and light, where skin is
BLACK, WHITE = 16, 235


@dataclass(frozen=True, slots=True)
class Look:
    """What is done to the colours of every shot: a style's grade, then a `.cube` file of
    somebody's own, towards a palette of `#rrggbb`."""

    grade: Grade = field(default_factory=Grade)
    lut: Path | None = None
    palette: tuple[str, ...] = ()


def wanted(brief: Brief, style: str) -> Grade:
    """The grade of a film in a style: that of another style, where somebody wants it, or none."""
    found = styles().get(style if brief.grade == "style" else brief.grade)
    return found.grade if found else Grade()


def graded(video: Any, look: Look) -> Any:
    """A stream in yuv420p, bt709, with the look."""
    video = video.filter("format", "yuv420p")
    if look.grade != Grade():
        video = video.filter("lutyuv", **_tables(look.grade))
    if look.lut:
        video = (
            video.filter("scale", in_color_matrix="bt709", in_range="tv")
            .filter("format", "gbrp")
            .filter("lut3d", file=str(look.lut), interp="tetrahedral")
            .filter("scale", out_color_matrix="bt709", out_range="tv")
            .filter("format", "yuv420p")
        )
    if look.palette:
        tones = _toned(look.palette)
        u, v = (_by_luma([(tone[0], tone[plane]) for tone in tones]) for plane in (1, 2))
        video = video.filter("pseudocolor", c0="val", c1=u, c2=v, index=0, opacity=TOWARDS)
    return video.filter("setparams", range="tv", **PRIMARIES)


def _tables(grade: Grade) -> dict[str, str]:
    """`eq`'s arithmetic, as the tables of `lutyuv`."""
    luma = f"{grade.contrast}*(val/255-0.5)+0.5+{grade.brightness}"
    if grade.gamma != 1:
        luma = f"pow(max(0,{luma}),{1 / grade.gamma:.4f})"
    u, v = (f"128+(val-128)*{grade.saturation}+({offset})" for offset in (grade.u, grade.v))
    return {"y": f"clip(255*({luma}),{BLACK},{WHITE})", "u": u, "v": v}


def _toned(palette: Sequence[str]) -> list[tuple[float, float, float]]:
    """Which chroma each luma is led to: a palette's colours in their own places, black and white
    without any. As Y, U, V, dark to light."""
    points = [(float(BLACK), 128.0, 128.0)]
    for y, u, v in sorted(_yuv(colour) for colour in palette):
        if points[-1][0] + 2 <= y <= WHITE - 2:
            points.append((y, 128 + _part(y) * (u - 128), 128 + _part(y) * (v - 128)))
    return [*points, (float(WHITE), 128.0, 128.0)]


def _part(luma: float) -> float:
    """How much of a colour's chroma is used: all of it in what is dark or light."""
    away = min(1.0, abs(luma - (BLACK + WHITE) / 2) / 70)
    return MIDDLE + (1 - MIDDLE) * away


def _by_luma(points: Sequence[tuple[float, float]]) -> str:
    """Straight lines between points, as an expression of `val`."""
    told = f"{points[-1][1]:.2f}"
    for (x, a), (end, b) in reversed(list(pairwise(points))):
        line = f"{a:.2f}+(val-{x:.2f})*{(b - a) / (end - x):.5f}"
        told = f"if(lt(val,{end:.2f}),{line},{told})"
    return told


def _yuv(colour: str) -> tuple[float, float, float]:
    """A colour in BT.709, limited range."""
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    u, v = (blue - luma) / 1.8556, (red - luma) / 1.5748
    return 16 + 219 * luma, 128 + 224 * u, 128 + 224 * v
