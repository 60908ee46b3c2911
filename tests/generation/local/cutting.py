"""A bench for the cutting room's tests: a shelf in a folder, and a camera that films colours."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from generation.edit.binary import environment
from generation.model import Clip, Keyframe, MediaFile, Provenance
from generation.providers.contract import Bench

MADE = Provenance(provider="fake", model="colours", seed=0)
EXTENSIONS = {"video/mp4": "mp4", "audio/mp4": "m4a", "audio/wav": "wav", "image/png": "png"}


class FolderShelf:
    """Content-addressed files in one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def keep(self, path: Path, mime: str) -> MediaFile:
        digest = sha256(path.read_bytes()).hexdigest()[:40]
        ref = f"{digest[:2]}/{digest}.{EXTENSIONS[mime]}"
        target = self.root / ref
        target.parent.mkdir(exist_ok=True)
        shutil.move(path, target)
        return MediaFile(ref=ref, mime=mime, size=target.stat().st_size)

    def path(self, file: MediaFile) -> Path:
        return self.root / file.ref


def bench_in(folder: Path) -> Bench:
    """A bench whose shelf and scratch lie in `folder`."""
    scratch = folder / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    return Bench(FolderShelf(folder / "shelf"), scratch, lambda done, of: None)


def keyframe() -> Keyframe:
    """A keyframe that nobody looks at."""
    file = MediaFile(ref="00/00.png", mime="image/png", size=1)
    return Keyframe(file=file, width=320, height=180, provenance=MADE)


def recipe_clip(colour: tuple[int, int, int], width: int, height: int) -> Clip:
    """A clip that `film_colours` can film: one colour and a bar that wanders."""
    recipe = {"colour": colour, "width": width, "height": height}
    return Clip(seconds=0, provenance=MADE, recipe=recipe)


def pictures(recipe: dict[str, Any], frames: int) -> Iterator[bytes]:
    """Raw rgb24 pictures of a recipe."""
    width, height = recipe["width"], recipe["height"]
    for n in range(frames):
        picture = np.full((height, width, 3), recipe["colour"], np.uint8)
        left = n * 4 % width
        picture[:, left : left + 8] = 230
        yield picture.tobytes()


async def film_colours(
    recipe: dict[str, Any], bench: Bench, argv: Sequence[str], frames: int
) -> None:
    """Stands in for the studio: pipes the pictures into the command."""
    process = await asyncio.create_subprocess_exec(
        *argv,
        stdin=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=environment(),
    )
    assert process.stdin
    for done, picture in enumerate(pictures(recipe, frames), start=1):
        process.stdin.write(picture)
        await process.stdin.drain()
        bench.tell(done, frames)
    process.stdin.close()
    assert await process.wait() == 0
