"""Pictures made larger without drawing them anew, and whether two pictures are the same one."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from generation.model import Keyframe
from generation.providers.contract import Bench
from generation.providers.wire.media import FORMATS, kept

MOST_SIDE = 4096  # pixels
SHARPENED = ImageFilter.UnsharpMask(radius=2.0, percent=55, threshold=2)
JPEG_QUALITY = 93
QUICK = 3  # PNG compression
COMPARED = 96  # pixels of the longer side at which pictures are compared: finer lines differ
SAME = 0.023  # of full scale: how far two drawings of one scene differ on average, with room


def enlarged_size(keyframe: Keyframe, times: float) -> tuple[int, int]:
    """Width and height after enlarging, within `MOST_SIDE`; never smaller than it is."""
    fitting = max(1.0, min(times, MOST_SIDE / max(keyframe.width, keyframe.height)))
    return round(keyframe.width * fitting), round(keyframe.height * fitting)


async def resampled(keyframe: Keyframe, size: tuple[int, int], bench: Bench) -> Keyframe:
    """The same picture in another size, a little sharpened; a photograph stays a JPEG."""
    source = kept(keyframe, bench)
    mime = "image/jpeg" if keyframe.file.mime == "image/jpeg" else "image/png"
    with TemporaryDirectory(dir=bench.scratch, prefix="enlarged-") as folder:
        out = Path(folder) / "picture"
        await asyncio.to_thread(_resample, source, size, out, mime)
        file = bench.shelf.keep(out, mime)
    width, height = size
    return keyframe.model_copy(update={"file": file, "width": width, "height": height})


async def alike(one: Keyframe, other: Keyframe, bench: Bench) -> bool:
    """Whether two pictures show the same thing, whatever their sizes."""
    paths = kept(one, bench), kept(other, bench)
    return await asyncio.to_thread(difference, *paths) <= SAME


def difference(one: Path, other: Path) -> float:
    """How far two pictures are apart on average, from 0 to 1, seen small."""
    a, b = _small(one), _small(other)
    return float(np.abs(a - b).mean()) / 255 if a.shape == b.shape else 1.0


def _resample(source: Path, size: tuple[int, int], out: Path, mime: str) -> None:
    with Image.open(source, formats=tuple(FORMATS)) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    larger = upright.resize(size, Image.Resampling.LANCZOS).filter(SHARPENED)
    if mime == "image/jpeg":
        larger.save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    else:
        larger.save(out, "PNG", compress_level=QUICK)


def _small(path: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    with Image.open(path, formats=tuple(FORMATS)) as image:
        across = COMPARED / max(image.size)
        size = round(image.width * across), round(image.height * across)
        return np.asarray(image.convert("RGB").resize(size, Image.Resampling.BOX), np.float32)
