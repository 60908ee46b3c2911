"""Encoders of graphics cards, for who asks for one: tried once on a film of two parts, and left
where it does not come out whole."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, get_args

from generation.edit.encoding import EXACT, PRIMARIES, TIMESCALE, Encoding
from generation.edit.graph import compiled, ff
from generation.edit.join import counted, join
from generation.edit.run import EditError, run

Encoder = Literal["x264", "nvenc", "vaapi", "videotoolbox"]
ENCODERS: tuple[Encoder, ...] = get_args(Encoder)
DEVICE = "/dev/dri/renderD128"
TRIED = {"gradients": 30, "testsrc2": 5}  # frames of sources that look nothing like each other
PATIENCE = 20.0  # seconds for each
OWN: dict[Encoder, dict[str, Any]] = {
    "nvenc": {"vcodec": "h264_nvenc", "preset": "p4", "rc": "vbr", "cq": 23, "b:v": 0},
    "vaapi": {"vcodec": "h264_vaapi", "qp": 22, "vaapi_device": DEVICE},
    "videotoolbox": {"vcodec": "h264_videotoolbox", "q:v": 65},
}


def encoding(encoder: Encoder) -> Encoding:
    """As an encoder is asked to encode. Without B-frames: not every card has them."""
    if encoder == "x264":
        return Encoding()
    common = {"profile:v": "high", "g": 48, "bf": 0, "video_track_timescale": TIMESCALE}
    pixels = {} if encoder == "vaapi" else {"pix_fmt": "yuv420p"}
    final = {**OWN[encoder], **common, **pixels, **PRIMARIES, **EXACT}
    return Encoding(final=final, uploaded=encoder == "vaapi")


async def usable(encoder: Encoder) -> Encoding:
    """How films are encoded with `encoder`: by x264 where it is not there, or where what it makes
    cannot be joined."""
    wanted = encoding(encoder)
    if encoder == "x264":
        return wanted
    try:
        with TemporaryDirectory(prefix="encoder-") as folder:
            await _tried(wanted, Path(folder))
    except EditError:
        return Encoding()
    return wanted


async def _tried(wanted: Encoding, folder: Path) -> None:
    """Raises `EditError` unless two parts become one film."""
    parts: list[Path] = []
    for name, frames in TRIED.items():
        parts.append(folder / f"{name}.mp4")
        source = ff.input(f"{name}=s=640x360:r={wanted.fps}", f="lavfi").video
        some = source.filter("trim", end_frame=frames).filter("setsar", 1)
        argv = compiled(ff.output(wanted.ready(some), str(parts[-1]), **wanted.final))
        await run(argv, patience=PATIENCE)
    film = folder / "film.mp4"
    await asyncio.to_thread(join, parts, None, [], {}, film)
    if counted(film) != sum(TRIED.values()):
        raise EditError("pictures were lost")
