"""A film as a short picture that moves, for places that show no films: `plan` decides what of it is
seen, `preview` makes it."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from generation.edit.graph import compiled, ff, mixed, open_file
from generation.edit.probe import Facts, probe
from generation.edit.run import EditError, run
from generation.marking.carriers import marked
from generation.marking.delivery import said_of

Form = Literal["gif", "webp"]
Span = tuple[float, float]  # seconds: from, to

LONGEST = 8.0  # seconds
LARGEST = 8_000_000  # bytes
FIRST = 2.5  # seconds of the beginning, where the film says that it was made by AI
GLANCE = 1.1  # seconds of each place that is shown besides
PATIENCE = 60.0  # seconds
# Longest side and pictures a second: the next where the last is too large.
STEPS: tuple[tuple[int, int], ...] = ((480, 12), (400, 10), (320, 8), (240, 6))


@dataclass(frozen=True, slots=True)
class Preview:
    """A file in one of the forms."""

    path: Path
    form: Form
    width: int
    height: int


def spans(seconds: float) -> Sequence[Span]:
    """What is shown of a film of that length: all of a short one; of others the beginning, and
    glances at places that lie equally far apart, the last of them at the end."""
    if seconds <= LONGEST:
        return [(0.0, seconds)]
    count = int((LONGEST - FIRST) / GLANCE)
    apart = (seconds - GLANCE - FIRST) / count
    places = (FIRST + apart * n for n in range(1, count + 1))
    return [(0.0, FIRST), *((round(at, 3), round(at + GLANCE, 3)) for at in places)]


async def preview(film: Path, form: Form, target: Path, most: int = LARGEST) -> Preview:
    """Write what `spans` says to `target`, at most `most` bytes, with what the film says of its
    making. `target` appears when it is ready, or not at all.

    Raises `EditError` for what is no film, and where even the smallest picture is too large."""
    facts = await asyncio.to_thread(probe, film)
    if not facts.frames or not facts.seconds:
        raise EditError(f"{film.name} has no pictures")
    said = await asyncio.to_thread(_said, film)
    with TemporaryDirectory(dir=target.parent, prefix=".preview-") as folder:
        made = Path(folder) / f"made.{form}"
        for side, rate in STEPS:
            width, height = _size(facts, side)
            await run(
                command(film, spans(facts.seconds), form, width, height, rate, made),
                patience=PATIENCE,
            )
            if said:
                await asyncio.to_thread(_mark, made, said)
            if made.stat().st_size <= most:
                os.replace(made, target)
                return Preview(target, form, width, height)
    raise EditError(f"no preview of {film.name} has less than {most} bytes")


def poster(picture: Path, film: Path | None, target: Path) -> None:
    """A copy of a picture. One that does not say how it was made says what the film says; without
    a film, as of what somebody brought, nothing."""
    shutil.copyfile(picture, target)
    if film and not said_of(picture) and (said := _said(film)):
        _mark(target, said)


def command(
    film: Path, shown: Sequence[Span], form: Form, width: int, height: int, rate: int, out: Path
) -> list[str]:
    """ffmpeg's arguments."""
    whole = len(shown) == 1
    source = open_file(film, t=shown[-1][1]).video
    if not whole:
        wanted = "+".join(f"between(t,{begins},{ends - 0.001:.3f})" for begins, ends in shown)
        source = source.filter("select", wanted).filter("setpts", "N/FRAME_RATE/TB")
    small = source.filter("fps", rate).filter("scale", width, height, flags="lanczos")
    options: dict[str, Any] = {"loop": 0, "fflags": "+bitexact", "map_metadata": -1}
    if form == "webp":
        still = {
            "vcodec": "libwebp_anim",
            "quality": 70,
            "compression_level": 4,
            "preset": "default",
        }
        return compiled(ff.output(small, str(out), **still, **options))
    copies = small.filter_multi_output("split")
    # Of every pixel it would take three times as long as all else together.
    few = copies.stream(0).filter("fps", 3).filter("scale", width // 2, height // 2)
    colours = few.filter("palettegen", stats_mode="full")
    drawn = mixed(
        [copies.stream(1), colours],
        "paletteuse",
        dither="bayer",
        bayer_scale=4,
        diff_mode="rectangle",  # noise of places that do not change is not stored again
    )
    return compiled(ff.output(drawn, str(out), **options))


def _size(facts: Facts, side: int) -> tuple[int, int]:
    scale = min(1.0, side / max(facts.width, facts.height))
    return tuple(max(2, 2 * round(length * scale / 2)) for length in (facts.width, facts.height))  # pyright: ignore[reportReturnType]


def _said(film: Path) -> str:
    """What the film says of its making, as GB 45438 writes it; empty where it says nothing."""
    import av

    with av.open(str(film)) as box:
        return box.metadata.get("AIGC", "")


def _mark(picture: Path, said: str) -> None:
    picture.write_bytes(marked(picture.read_bytes(), said))
