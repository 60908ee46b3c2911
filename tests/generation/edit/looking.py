"""Small clips of ffmpeg's test sources, and what is seen in them."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from generation.edit.graph import compiled, ff

Pictures = NDArray[np.float32]


def source(description: str) -> Any:
    """A stream of a source of lavfi, as clips are: yuv420p, BT.709."""
    video = ff.input(description, f="lavfi").video
    tagged = {"colorspace": "bt709", "color_primaries": "bt709", "color_trc": "bt709"}
    return (
        video.filter("scale", out_color_matrix="bt709", out_range="tv")
        .filter("format", "yuv420p")
        .filter("setparams", range="tv", **tagged)
    )


def written(video: Any, out: Path, **options: str | int) -> Path:
    """A stream as a file, without loss unless `options` say so."""
    how = {"vcodec": "libx264", "preset": "ultrafast", "qp": 0, **options}
    subprocess.check_call(compiled(ff.output(video, str(out), **how)))
    return out


def pictures(path: Path) -> Pictures:
    """All pictures as Y, U and V: frames × height × width × 3, in 8-bit steps."""
    with av.open(str(path)) as box:
        found = [f.reformat(format="yuv444p").to_ndarray() for f in box.decode(video=0)]
    return np.moveaxis(np.stack(found), 1, -1).astype(np.float32)
