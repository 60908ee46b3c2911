"""A composed scene in one uncompressed file, memory-mapped when it is read back.

Composing takes a second, reading back some milliseconds: the painter leaves the scene in the job's
scratch folder, and whoever films it, in whichever process, finds it there or composes it again.
"""

from __future__ import annotations

import json
import mmap
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from struct import Struct
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np

from generation.providers.local.illustrator.scene import (
    Effect,
    Layer,
    Motion,
    Pixels,
    Scene,
    Screen,
)

FORMAT = b"reelroom scene 1\n"
HEAD = Struct("<QQI")  # bytes of the description, bytes of all pixels, checksum of both


class Damaged(Exception):
    """The file is not a whole scene of this format."""


def kept(path: Path, compose: Callable[[], Scene]) -> Scene:
    """The scene in `path`; composed, and saved there, where the file is missing or damaged."""
    try:
        return load(path)
    except (FileNotFoundError, Damaged):
        scene = compose()
        save(scene, path)
        return scene


def save(scene: Scene, path: Path) -> None:
    """Write the scene beside `path`, then put it there in one move."""
    arrays = [np.ascontiguousarray(pixels) for pixels in _pixels(scene)]
    words = json.dumps(_described(scene, arrays)).encode()
    checksum = zlib.crc32(words)
    for array in arrays:
        checksum = zlib.crc32(array.data, checksum)
    head = FORMAT + HEAD.pack(len(words), sum(a.nbytes for a in arrays), checksum)
    with NamedTemporaryFile(dir=path.parent, prefix=f"{path.stem}-", delete=False) as out:
        out.write(head + words)
        for array in arrays:
            out.write(array.data)
    os.replace(out.name, path)


def load(path: Path) -> Scene:
    """Read a scene back; its pixels stay in the file.

    Raises `FileNotFoundError`, or `Damaged` when the file is not whole."""
    with path.open("rb") as file:
        head = file.read(len(FORMAT) + HEAD.size)
        if len(head) < len(FORMAT) + HEAD.size or not head.startswith(FORMAT):
            raise Damaged(path)
        words, pixels, checksum = HEAD.unpack_from(head, len(FORMAT))
        if os.fstat(file.fileno()).st_size != len(head) + words + pixels:
            raise Damaged(path)
        whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    if zlib.crc32(whole[len(head) :]) != checksum:
        raise Damaged(path)
    start = len(head) + words
    return _scene(json.loads(bytes(whole[len(head) : start])), whole[start:])


def _pixels(scene: Scene) -> Iterator[Pixels]:
    """All arrays of a scene, in the order of the file."""
    for layer in scene.layers:
        yield from layer.frames
    for screen in scene.screens:
        yield screen.pixels


def _described(scene: Scene, arrays: list[Pixels]) -> dict[str, Any]:
    """The scene without its pixels, and the shapes of those."""
    bare = replace(
        scene,
        layers=tuple(replace(layer, frames=()) for layer in scene.layers),
        screens=tuple(replace(screen, pixels=None) for screen in scene.screens),
    )
    return {
        **asdict(bare),
        "frames": [len(layer.frames) for layer in scene.layers],
        "shapes": [array.shape for array in arrays],
    }


def _scene(words: dict[str, Any], pixels: memoryview) -> Scene:
    """Put together again what `_described` took apart."""
    arrays = _arrays(words.pop("shapes"), pixels)
    for layer, count in zip(words["layers"], words.pop("frames"), strict=True):
        layer["frames"] = tuple(next(arrays) for _ in range(count))
        layer["motion"] = Motion(**layer["motion"]) if layer["motion"] else None
    for screen in words["screens"]:
        screen["pixels"] = next(arrays)
    for name, kind in (("layers", Layer), ("effects", Effect), ("screens", Screen)):
        words[name] = tuple(kind(**part) for part in words[name])
    words["focus"] = tuple(words["focus"])
    return Scene(**words)


def _arrays(shapes: list[list[int]], pixels: memoryview) -> Iterator[Pixels]:
    at = 0
    for height, width, channels in shapes:
        size = height * width * channels
        yield np.frombuffer(pixels[at : at + size], np.uint8).reshape(height, width, channels)
        at += size
