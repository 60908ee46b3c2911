"""Frames become an MP4 file, good enough to be cut and encoded again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import av
from av.video.reformatter import Colorspace
from numpy.typing import NDArray

BT709 = {"colorspace": 1, "color_primaries": 1, "color_trc": 1}
# x264's macroblock tree looks at memory that nobody wrote: the same frames, other bytes.
ENCODER = {"crf": "12", "preset": "medium", "threads": "4", "x264-params": "mbtree=0"}


def write(frames: Iterable[NDArray[Any]], fps: int, path: str) -> None:
    """Write frames (height × width × 3, 8 bits; both sides even) into an MP4 file."""
    with av.open(path, "w", format="mp4") as box:
        stream = None
        for picture in frames:
            if stream is None:
                height, width, _ = picture.shape
                stream = box.add_stream("libx264", rate=fps, options=ENCODER)
                stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
                for name, value in BT709.items():
                    setattr(stream.codec_context, name, value)
            frame = av.VideoFrame.from_ndarray(picture, "rgb24").reformat(
                format="yuv420p", dst_colorspace=Colorspace.ITU709
            )
            box.mux(stream.encode(frame))
        if stream:
            box.mux(stream.encode(None))
