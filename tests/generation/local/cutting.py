"""A bench for the cutting room's tests: a shelf, a camera that films colours, a board."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from generation.edit.binary import environment
from generation.edit.cache import Cache
from generation.edit.timeline import Timeline
from generation.marking.film import Marks
from generation.model import (
    Brief,
    Clip,
    Film,
    Keyframe,
    MediaFile,
    Piece,
    Provenance,
    Shot,
    Sound,
    Storyboard,
    Subtitles,
    Take,
)
from generation.providers.contract import Bench
from generation.providers.local.composer import LocalComposer
from generation.providers.local.editor import LocalEditor

MADE = Provenance(provider="fake", model="colours", seed=0)
EXTENSIONS = {
    "video/mp4": "mp4",
    "audio/mp4": "m4a",
    "audio/wav": "wav",
    "image/png": "png",
    "image/jpeg": "jpg",
    "application/json": "json",
}


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


def take(clip: Clip) -> Take:
    """A shot of which nobody looks at the keyframe."""
    return Take(keyframe=keyframe(), clip=clip)


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
        if (seed := recipe.get("noise")) is not None:
            picture = np.random.default_rng((seed, n)).integers(0, 256, picture.shape, np.uint8)
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
    with suppress(BrokenPipeError, ConnectionResetError):  # it has all that it needs
        for done, picture in enumerate(pictures(recipe, frames), start=1):
            process.stdin.write(picture)
            await process.stdin.drain()
            bench.tell(done, frames)
    process.stdin.close()
    assert await process.wait() == 0


WIDTH, HEIGHT = 960, 540
COLOURS = ((40, 90, 150), (150, 80, 50), (60, 120, 70))
HOSTILE = r"{\an8}\N 100% 'a':b, [c]; drawtext=/etc/passwd"
BOARD = Storyboard(
    title="雨夜 'a':b %s",
    lang="zh",
    shots=(
        Shot(prompt="x", seconds=1.5, subtitle="雨夜的东京，霓虹灯闪烁。"),
        Shot(prompt="x", seconds=2.5, subtitle=HOSTILE),
        Shot(prompt="x", seconds=1.5),
    ),
)
EDITOR = LocalEditor(render=film_colours, marks=Marks("Example Studio"))


def brief(subtitles: Subtitles = "burn") -> Brief:
    return Brief(idea="x", resolution=540, shots=3, subtitles=subtitles)


@dataclass(frozen=True)
class Made:
    """A finished film and what it was made of."""

    film: Film
    path: Path
    pieces: tuple[Piece, ...]
    sound: Sound
    bench: Bench


async def make(folder: Path, subtitles: Subtitles = "burn", sound: bool = False) -> Made:
    """Film the board; every shot in one colour."""
    bench, asked = bench_in(folder), brief(subtitles)
    pieces = await asyncio.gather(
        *(
            EDITOR.piece(asked, BOARD, n, take(recipe_clip(colour, WIDTH, HEIGHT)), [], bench)
            for n, colour in enumerate(COLOURS)
        )
    )
    audio = Sound(file=None)
    if sound:
        score = await LocalComposer().compose("calm", Timeline.of(asked, BOARD).seconds, 1, bench)
        audio = await EDITOR.mix(asked, BOARD, [], score, bench)
    film = await EDITOR.finish(asked, BOARD, pieces, audio, bench)
    assert not leftovers(bench)
    return Made(film, bench.shelf.path(film.file), tuple(pieces), audio, bench)


def leftovers(bench: Bench) -> list[Path]:
    """Temporary folders that nobody removed."""
    return list(bench.scratch.glob("cut-*"))


def notes(bench: Bench) -> list[Path]:
    """What is remembered of the parts that were encoded."""
    return list(Cache.of(bench).folder.iterdir())


def frames(path: Path) -> NDArray[np.uint8]:
    """All pictures of a film, frames × height × width × 3."""
    with av.open(str(path)) as box:
        pictures = [f.to_ndarray(format="rgb24") for f in box.decode(video=0)]
    return np.stack(pictures).astype(np.uint8)
