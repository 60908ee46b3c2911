"""Somebody's own video as it is kept: what is seen and heard of it, without what it tells besides,
such as where it was filmed, when, with what and by whom. ffmpeg alone opens it, within limits."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from generation.edit.graph import compiled, ff, open_file
from generation.edit.probe import Facts, probe
from generation.edit.run import EditError, run
from generation.edit.sound import EXACT, RATE
from generation.edit.source import LONGEST, upright
from generation.errors import BadInput

KINDS = {".mp4": "video/mp4", ".mkv": "video/x-matroska"}  # in which streams are copied, in order
NOTHING = {**EXACT, "map_metadata:s": "-1", "map_chapters": "-1"}
# What cameras write between the pictures of H.264, some of them places; other codecs refuse it.
UNTOLD = "h264_metadata,filter_units=remove_types=6"
PATIENCE = 240.0  # seconds for one video
LARGEST = 1920  # pixels of the longer side of what has to be encoded anew
FINE = {"vcodec": "libx264", "crf": 16, "preset": "veryfast", "acodec": "aac", "ar": RATE}
PICTURE = 1280  # pixels of the longer side of a still
GLANCED = 2.0  # seconds at the beginning, of which the still is the most typical picture
GLANCES = 24  # pictures of those that are held at a time


@dataclass(frozen=True, slots=True)
class Stripped:
    """A copy of a video, fit to be kept."""

    path: Path
    mime: str
    facts: Facts


async def stripped(sent: Path, name: str, facts: Facts, folder: Path) -> Stripped:
    """A copy in `folder` of a video that was examined: the same streams in a container that tells
    nothing, where one takes them, else encoded anew. Raises `BadInput`; `name` is what people call
    the video."""
    for (suffix, mime), untold in product(KINDS.items(), ({"bsf:v": UNTOLD}, {})):
        copy = folder / f"copy{suffix}"
        try:
            await run(_copied(sent, facts, copy, untold), patience=PATIENCE)
            kept = await asyncio.to_thread(probe, copy)
        except EditError:
            continue  # not every container takes everything
        if _alike(kept, facts):
            return Stripped(copy, mime, kept)
    copy = folder / "encoded.mp4"
    try:
        await run(_encoded(sent, facts, copy), patience=PATIENCE)
        return Stripped(copy, "video/mp4", await asyncio.to_thread(probe, copy))
    except EditError as error:
        raise BadInput("clip.broken", name=name) from error


async def still(clip: Path, name: str, facts: Facts, out: Path) -> None:
    """A PNG at `out` of what the beginning looks like, neither black nor in between. Raises
    `BadInput`."""
    seen = upright(clip, facts, seconds=GLANCED, side=PICTURE)
    small = seen.filter(
        *("scale", f"min({PICTURE},iw)", f"min({PICTURE},ih)"),
        force_original_aspect_ratio="decrease",
    )
    typical = small.filter("thumbnail", GLANCES).filter("format", "rgb24")
    picture = ff.output(typical, str(out), vframes=1, f="image2", update=1)
    try:
        await run(compiled(picture), patience=PATIENCE)
    except EditError as error:
        raise BadInput("clip.broken", name=name) from error


def _copied(sent: Path, facts: Facts, out: Path, untold: dict[str, str]) -> list[str]:
    streams = _streams(open_file(sent, t=LONGEST), facts)
    return compiled(ff.output(*streams, str(out), c="copy", **untold, **NOTHING))


def _encoded(sent: Path, facts: Facts, out: Path) -> list[str]:
    seen = upright(sent, facts, side=LARGEST).filter(
        *("scale", f"trunc(min({LARGEST},iw)/2)*2", f"trunc(min({LARGEST},ih)/2)*2"),
        force_original_aspect_ratio="decrease",
        force_divisible_by=2,
    )
    seen = seen.filter("format", "yuv420p")
    heard = [open_file(sent, t=LONGEST)["a:0"]] if facts.audio else []
    return compiled(ff.output(seen, *heard, str(out), **FINE, **NOTHING))


def _streams(box: Any, facts: Facts) -> list[Any]:
    """The film and what is heard: no track of places, no cover, no subtitles."""
    return [box["V:0"], *([box["a:0"]] if facts.audio else [])]


def _alike(kept: Facts, sent: Facts) -> bool:
    """Whether a copy shows what was sent, for as long, the same way up and in the same colours."""
    same = ("width", "height", "transfer", "depth", "audio", "alpha", "interlaced")
    if any(getattr(kept, field) != getattr(sent, field) for field in same):
        return False
    return kept.readable and kept.reach >= 0.98 * sent.seconds - 0.1
