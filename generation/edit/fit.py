"""A film under a limit of bytes: smaller pictures, fewer bits, and where that is not enough, only
its beginning. `plan` decides, `fit` does."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from generation.edit.graph import compiled, ff, open_file
from generation.edit.probe import Facts, probe
from generation.edit.run import EditError, Tell, run, silent

SIDES = (1080, 720, 540, 360)  # of the shorter side, beside the film's own
ENOUGH = 0.02  # bits for each pixel of each frame; below that a smaller picture looks better
PREVIEW = 0.03  # of a beginning: it should look well at least
BUDGET = 0.96  # of the limit; the encoder is trusted to hit it within two in a hundred
HEADERS = 6_000  # bytes of a file that holds nothing
PACKETS = 9_000  # bits a second of where each frame lies
SOUNDS = (96_000, 64_000)  # bits a second, where the film's own sound takes too large a part
SOUND_PART = 0.15
SHORTEST = 1.0  # seconds of a beginning that is worth showing
ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Fitted:
    """A film that fits. `whole` is False where it is only the beginning."""

    path: Path
    width: int
    height: int
    bytes: int
    seconds: float
    whole: bool


@dataclass(frozen=True, slots=True)
class Source:
    """What there is to fit; `sound` in bits a second, 0 without any."""

    facts: Facts
    sound: int

    @property
    def rate(self) -> float:
        """Frames a second."""
        return self.facts.frames / self.facts.seconds


@dataclass(frozen=True, slots=True)
class Plan:
    """How to encode it: bits a second; `sound` None keeps it as it is, 0 is none."""

    width: int
    height: int
    video: int
    sound: int | None
    seconds: float
    whole: bool = True


async def fit(film: Path, limit: int, target: Path, tell: Tell = silent) -> Fitted:
    """Write `film` to `target` in at most `limit` bytes, with its metadata, subtitles and colours;
    `tell` hears how far it is, from 0 to 1, and anew where it must be done anew. `target` appears
    when it is ready, or not at all.

    Raises `EditError` where not even a second of it fits."""
    source = await asyncio.to_thread(_source, film)
    with TemporaryDirectory(dir=target.parent, prefix=".fit-") as folder:
        ready = Path(folder) / "fitted.mp4"
        if _size(film) <= limit:
            await asyncio.to_thread(shutil.copyfile, film, ready)
            whole = True
        else:
            whole = await _encoded(film, source, limit, ready, tell)
        facts = await asyncio.to_thread(probe, ready)
        size = _size(ready)
        os.replace(ready, target)
    return Fitted(target, facts.width, facts.height, size, facts.seconds, whole)


async def _encoded(film: Path, source: Source, limit: int, out: Path, tell: Tell) -> bool:
    """Encode until it fits, each time for as much less as it was too much; whether it is whole."""
    room = float(limit)
    for _ in range(ATTEMPTS):
        chosen = plan(source, int(room))
        half = 0.5 / (chosen.seconds * source.rate)
        look, make = passes(film, chosen, out)
        await run(look, lambda frames, half=half: tell(min(0.5, frames * half)))
        await run(make, lambda frames, half=half: tell(min(1.0, 0.5 + frames * half)))
        if (size := _size(out)) <= limit:
            return chosen.whole
        room *= 0.97 * limit / size
    raise EditError(f"{film.name} could not be made to fit into {limit} bytes")


def plan(source: Source, limit: int) -> Plan:
    """The largest picture that still has bits enough, at the film's full length if that can be.

    Raises `EditError` where less than a second fits."""
    facts, bits = source.facts, (limit - HEADERS) * 8 * BUDGET
    a_second = bits / facts.seconds - PACKETS
    sound = _sound(source, a_second)
    video = a_second - _heard(source, sound)
    sizes = _sizes(facts.width, facts.height)
    for width, height in sizes:
        if video >= ENOUGH * width * height * source.rate:
            return Plan(width, height, int(video), sound, facts.seconds)
    width, height = sizes[-1]
    video = PREVIEW * width * height * source.rate
    sound = _sound(source, video)
    seconds = bits / (video + _heard(source, sound) + PACKETS)
    if seconds < SHORTEST:
        raise EditError(f"not a second of the film fits into {limit} bytes")
    return Plan(width, height, int(video), sound, min(seconds, facts.seconds), whole=False)


def passes(film: Path, plan: Plan, out: Path) -> tuple[list[str], list[str]]:
    """ffmpeg's arguments: once to see where bits are needed, once to spend them."""
    both: dict[str, object] = {
        "vcodec": "libx264",
        "preset": "veryfast",
        "b:v": plan.video,
        "maxrate": 2 * plan.video,
        "bufsize": 3 * plan.video,
        "vf": f"scale={plan.width}:{plan.height}:flags=lanczos",
        "pix_fmt": "yuv420p",
        "profile:v": "high",
        "passlogfile": str(out.with_suffix(".log")),
        "t": plan.seconds,
    }
    last: dict[str, object] = {
        **both,
        "pass": 2,
        "map": 0,
        "map_metadata": 0,
        "c:s": "copy",
        "movflags": "+faststart+use_metadata_tags",  # without the latter the key AIGC is dropped
        "fflags": "+bitexact",
    }
    if plan.sound is None:
        last["c:a"] = "copy"
    elif plan.sound:
        last |= {"c:a": "aac", "b:a": plan.sound}
    first = {**both, "pass": 1, "map": "0:v", "f": "null"}
    look = ff.output(open_file(film), os.devnull, **first)
    make = ff.output(open_file(film), str(out), **last)
    return compiled(look), compiled(make)


def _sizes(width: int, height: int) -> Sequence[tuple[int, int]]:
    """The film's own size and the smaller ones, all even."""
    short = min(width, height)
    sides = (short, *(side for side in SIDES if side < short))
    return [(_even(width * side / short), _even(height * side / short)) for side in sides]


def _even(length: float) -> int:
    return max(2, 2 * round(length / 2))


def _sound(source: Source, a_second: float) -> int | None:
    """Bits a second for the sound: its own where they are a small part of all."""
    if not source.sound:
        return 0
    for bits in SOUNDS:
        if source.sound <= max(bits, SOUND_PART * a_second):
            return None
        if bits <= SOUND_PART * a_second:
            return bits
    return SOUNDS[-1]


def _heard(source: Source, sound: int | None) -> int:
    return source.sound if sound is None else sound


def _size(path: Path) -> int:
    return path.stat().st_size


def _source(film: Path) -> Source:
    """Raises `EditError` for what is no film."""
    import av

    facts = probe(film)
    if not facts.frames or not facts.seconds:
        raise EditError(f"{film.name} has no pictures")
    if not facts.audio:
        return Source(facts, 0)
    with av.open(str(film)) as box:
        size = sum(packet.size for packet in box.demux(box.streams.audio[0]))
    return Source(facts, int(size * 8 / facts.seconds))
