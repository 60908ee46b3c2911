"""The reference: a whole film in one command, one graph and one encode, as most tools cut. What is
cut in parts is held against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generation.edit import motion
from generation.edit.encoding import LOSSLESS
from generation.edit.footage import footage
from generation.edit.grade import graded
from generation.edit.graph import compiled, ff
from generation.edit.piece import Frame
from generation.edit.run import run
from generation.edit.scene import Scene
from generation.edit.stamp import Stamp, stamped
from generation.edit.transitions import joined

Source = Path | Any
"""A clip to be cropped, or a stream of the film's size."""


def one_command(
    scene: Scene,
    sources: Sequence[Source],
    folder: Path,
    out: Path,
    *,
    sound: Path | None = None,
    lossless: bool = False,
) -> list[str]:
    """The film of a scene; `lossless` for what every encoding is measured against."""
    captions = folder / "whole.ass"
    captions.write_text(scene.document, "utf-8")
    frame = Frame(scene.canvas, scene.look, Stamp(captions))
    film = ff.concat(*_stretches(scene, sources), v=1, a=0)
    seen = stamped(film, 0, scene.canvas.fps, Stamp(captions))
    options = LOSSLESS if lossless else frame.encoding.final
    heard = [ff.input(str(sound))["a:0"]] if sound else []
    copied = {"acodec": "copy"} if sound else {}
    return compiled(ff.output(seen, *heard, str(out), **options, **copied))


async def likeness(film: Path, original: Path) -> float:
    """SSIM of all pictures of a film beside those of its original."""
    pair = (
        ff.input(str(path)).video.filter("settb", "1/24").filter("setpts", "N")
        for path in (film, original)
    )
    log = await run(compiled(ff.output(ff.filter(list(pair), "ssim"), "-", f="null"), log="info"))
    return float(re.findall(r"All:([\d.]+)", log)[-1])


def _stretches(scene: Scene, sources: Sequence[Source]) -> list[Any]:
    """Bodies and transitions, in their order."""
    timeline, found, tail = scene.timeline, list[Any](), None
    for index, source in zip(timeline.shots, sources, strict=True):
        cut = scene.cut(index)
        video = _video(scene, source, cut.frames)
        even = video.filter("settb", f"1/{scene.canvas.fps}").filter("setpts", "N")
        even = even.filter("fps", scene.canvas.fps)
        copies = graded(even, scene.look).filter_multi_output("split")
        spans = {
            name: copies.stream(number)
            .filter("trim", start_frame=cut.span(name)[0], end_frame=cut.span(name)[1])
            .filter("setpts", "PTS-STARTPTS")
            for number, name in enumerate(cut.parts)
        }
        if tail and "head" in spans:
            found.append(joined(timeline.join(index), tail, spans["head"], scene.canvas))
        found.append(spans["body"])
        tail = spans.get("tail")
    return found


def _video(scene: Scene, source: Source, frames: int) -> Any:
    if isinstance(source, Path):
        used = footage(source, scene.canvas, frames, "auto")
        return motion.from_file(scene.canvas, source, frames, used.facts, used.use)
    return source
