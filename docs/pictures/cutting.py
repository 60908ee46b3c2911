"""The sheets of the cutting room: transitions frame by frame, grades, aspects of one clip."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import av
from PIL import Image

from generation.edit.footage import footage
from generation.edit.grade import Look, graded
from generation.edit.graph import compiled, ff, open_file
from generation.edit.motion import Canvas, from_file
from generation.edit.timeline import Join
from generation.edit.transitions import joined
from generation.model import ASPECTS, REFRAMES, TRANSITIONS
from generation.providers.contract import frame_size
from generation.styles import styles

FOLDER = Path(__file__).parent
HD = Canvas(1280, 720)
FRAMES = 12
PALETTES = (("#14213d", "#fca311"), ("#0b3d91", "#8ecae6"), ("#1b4332", "#95d5b2"), ("#e63946",))
LOSSLESS: dict[str, Any] = {"vcodec": "libx264", "qp": 0, "preset": "ultrafast"}


def cutting(painted: Sequence[Image.Image]) -> None:
    """Hang the three sheets of two or more painted pictures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clips = [_clip(picture, folder / f"{n}.mp4") for n, picture in enumerate(painted)]
        _hang("transitions", [_transition(kind, clips, folder) for kind in TRANSITIONS[1:]], 160)
        looks = [Look(), *(Look(style.grade) for style in styles().values())]
        looks += [Look(palette=palette) for palette in PALETTES]
        _hang("grades", [[_graded(clip, look, folder) for clip in clips] for look in looks], 240)
        shapes = [[_shaped(clips[0], *shape, folder) for shape in _shapes(how)] for how in REFRAMES]
        _hang("aspects", shapes, 240)


def _clip(picture: Image.Image, out: Path) -> Path:
    """A picture that stands for as long as a transition."""
    picture.resize((HD.width, HD.height)).save(out.with_suffix(".png"))
    still = ff.input(str(out.with_suffix(".png")), loop=1, r=HD.fps).video
    still = still.filter("scale", out_color_matrix="bt709", out_range="tv")
    still = still.filter("format", "yuv420p").filter("setparams", colorspace="bt709", range="tv")
    return _run(still, out, vframes=FRAMES)


def _transition(kind: Any, clips: Sequence[Path], folder: Path) -> list[Image.Image]:
    tail, head = (open_file(clip).video.filter("settb", "1/24") for clip in clips[:2])
    return _seen(_run(joined(Join(kind, FRAMES), tail, head, HD), folder / "seen.mp4"))


def _graded(clip: Path, look: Look, folder: Path) -> Image.Image:
    return _seen(_run(graded(open_file(clip).video, look), folder / "seen.mp4"))[0]


def _shapes(how: Any) -> list[tuple[Any, Canvas]]:
    return [(how, Canvas(*frame_size(aspect, 540))) for aspect in ASPECTS]


def _shaped(clip: Path, how: Any, canvas: Canvas, folder: Path) -> Image.Image:
    used = footage(clip, canvas, FRAMES, how)
    return _seen(_run(from_file(canvas, clip, FRAMES, used.facts, used.use), folder / "seen.mp4"))[
        0
    ]


def _run(video: Any, out: Path, **options: int) -> Path:
    subprocess.check_call(compiled(ff.output(video, str(out), **LOSSLESS, **options)))
    return out


def _seen(path: Path) -> list[Image.Image]:
    with av.open(str(path)) as box:
        return [frame.to_image() for frame in box.decode(video=0)]


def _hang(name: str, rows: Sequence[Sequence[Image.Image]], side: int) -> None:
    """One row under another, every picture at most `side` pixels wide and high."""
    for picture in (picture for row in rows for picture in row):
        picture.thumbnail((side, side))
    heights = [max(picture.height for picture in row) for row in rows]
    width = max(sum(picture.width + 4 for picture in row) for row in rows)
    wall, y = Image.new("RGB", (width, sum(heights) + 4 * len(rows)), "#14161c"), 0
    for row, height in zip(rows, heights, strict=True):
        x = 0
        for picture in row:
            wall.paste(picture, (x, y))
            x += picture.width + 4
        y += height + 4
    wall.save(FOLDER / f"{name}.jpg", quality=86, optimize=True)
