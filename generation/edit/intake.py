"""Clips that people bring: looked at before anything is made of them.

What strangers send is opened in a process of its own, which may use little and knows no secret: a
decoder that is led astray takes nothing with it. Content decides what a file is, not its name."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from generation.edit.binary import environment
from generation.edit.leash import GIGABYTE, Limits, leashed
from generation.edit.probe import PIXELS, Facts, film_in, opened, packets, probe
from generation.edit.run import EditError
from generation.edit.source import LONGEST
from generation.errors import BadInput

ROOM = Limits(memory=3 * GIGABYTE, cpu=30, file=0)
PATIENCE = 45.0  # seconds for one file
STREAMS = 24  # of one file; a film with all its languages has that many
SHORTEST = 1 / 60  # seconds; even one picture lasts so long
SAMPLED = 3.0  # seconds of processor time: after that only keyframes are decoded
WHOLE = 0.98  # of what the header promises, or the end is missing
SOUND = 0.5  # of the pictures have to be readable
HERE = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Examined:
    """A clip that can be used for `facts.seconds`, as far as its pictures go; `notes` are keys of
    sentences about what is different from what was sent."""

    facts: Facts
    notes: tuple[str, ...] = ()


async def examine(path: Path, name: str) -> Examined:
    """What somebody's own video is, after all of it was looked at and a part of it decoded; `name`
    is what they call it. Opens no other file and no connection, whatever the file asks for.

    Raises `BadInput` with a sentence where it cannot be used."""
    try:
        found = await _answer(path)
    except TimeoutError as late:
        raise BadInput("clip.too_much", name=name) from late
    if found is None:
        raise BadInput("clip.too_much", name=name)
    if key := found.get("refused"):
        raise BadInput(key, name=name)
    languages = tuple(found["facts"].pop("languages"))
    return Examined(Facts(**found["facts"], languages=languages), tuple(found["notes"]))


async def _answer(path: Path) -> dict[str, Any] | None:
    """What the process says of a file; None where it died of it."""
    argv = [sys.executable, "-P", "-m", __name__, str(path)]
    process = await asyncio.create_subprocess_exec(
        *leashed(argv, ROOM),
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=DEVNULL,
        env={**environment(), "PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1"},
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return None if process.returncode else json.loads(said)


# In the process of its own


def inspected(path: Path) -> dict[str, Any]:
    """The answer about a file, as JSON takes it: its facts, or the key of why it is refused."""
    from av.error import FFmpegError

    if not path.stat().st_size:
        return {"refused": "clip.empty"}
    try:
        facts = probe(path)
        if key := _refused(facts):
            return {"refused": key}
        whole = _readable(path)
    except (EditError, FFmpegError, ValueError):
        return {"refused": "clip.unreadable"}
    if not facts.readable or whole < SOUND:
        return {"refused": "clip.broken"}
    usable = replace(facts, seconds=min(facts.reach, LONGEST))
    return {"facts": asdict(usable), "notes": list(_notes(facts, whole))}


def _refused(facts: Facts) -> str:
    """Why a file cannot be used; empty where it can."""
    if facts.streams > STREAMS:
        return "clip.too_many_streams"
    if not facts.width:
        return "clip.no_pictures"
    if facts.width * facts.height > PIXELS:
        return "clip.too_large"
    if not facts.frames or facts.reach < SHORTEST:
        return "clip.no_pictures"
    return ""


def _notes(facts: Facts, whole: float) -> Iterator[str]:
    if facts.reach > LONGEST:
        yield "note.clip_trimmed"
    if whole < 1 or facts.reach < WHOLE * facts.promised:
        yield "note.clip_damaged"


def _readable(path: Path) -> float:
    """Which part of the pictures that were tried could be decoded, from 0 to 1: all of them for a
    while, then keyframes only."""
    from av.error import FFmpegError

    tried, bad, begun = 0, 0, time.process_time()
    with opened(path) as box:
        video = film_in(box)
        assert video
        for packet in packets(box, video):
            if time.process_time() - begun > SAMPLED:
                video.codec_context.skip_frame = "NONKEY"
            tried += 1
            try:
                frames = video.codec_context.decode(packet)
            except FFmpegError:
                bad += 1
            else:
                bad += sum(frame.is_corrupt for frame in frames)
    return 1 - bad / tried if tried else 0.0


if __name__ == "__main__":
    sys.stdout.write(json.dumps(inspected(Path(sys.argv[1]))))
