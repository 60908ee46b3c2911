"""The mixing desk: plans by `sound.py`, run until the finished sound keeps its promise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from generation.edit.clip_sound import gain_beside, lay, under
from generation.edit.run import run
from generation.edit.sound import (
    CEILING,
    LIMIT,
    LOUDNESS,
    MAX_GAIN,
    SILENCE,
    Voice,
    gain_for,
    heard,
    is_right,
    line_down,
    listen,
    master,
    measured,
    mix_down,
    rooms,
    voice_down,
)
from generation.edit.timeline import Timeline
from generation.model import ClipSound

MIXES = 3  # attempts at the promised loudness
MARGIN = 0.2  # dB

Plan = Callable[[float, float], list[str]]
"""The command that makes the sound with a gain and a limit, in dB."""


@dataclass(frozen=True, slots=True)
class Mixed:
    """A `finished` sound (AAC), and what clips' own sound can still be mixed with: all of it as WAV
    before it was levelled (`mix`, of `loudness` LUFS), and the `voice` alone where there is one."""

    finished: Path
    mix: Path
    loudness: float
    voice: Path | None = None


async def mastered(
    voices: Sequence[Voice],
    music: Path | None,
    seconds: float,
    folder: Path,
    *,
    apart: bool = False,
) -> Mixed:
    """Mix, measure, and encode until what comes out of AAC keeps the promise; the voice is written
    `apart` as well on request."""
    mixed, out = folder / "mix.wav", folder / "sound.m4a"
    voices = await _lines(voices, seconds, folder)
    loudness = heard(await run(mix_down(voices, music, seconds, mixed)))
    plan = partial(master, mixed, seconds=seconds, out=out)
    await _until_right(plan, gain_for(loudness), out)
    voice = folder / "voice.wav" if apart and voices else None
    if voice:
        await run(voice_down(voices, seconds, voice))
    return Mixed(out, mixed, loudness.integrated, voice)


async def with_clips(
    clips: Sequence[Path | None],
    timeline: Timeline,
    how: ClipSound,
    rest: Mixed | None,
    folder: Path,
) -> Path | None:
    """The film's whole sound (AAC): clips' own, a WAV or None for each piece of the timeline,
    crossfaded with the pictures, out of the way of the voice and the `rest`.

    None where no clip can be heard: then what was mixed before stands."""
    if not any(clips):
        return None
    laid, mixed, out = folder / "clips.wav", folder / "whole.wav", folder / "whole.m4a"
    own = heard(await run(lay(clips, timeline, laid))).integrated
    if own < SILENCE:
        return None
    level = rest.loudness if rest and rest.loudness > SILENCE else None
    beside = gain_beside(own, level, how)
    seconds = timeline.seconds

    whole = under(laid, beside, rest and rest.mix, rest and rest.voice, seconds)
    loudness = heard(await run(measured(whole, mixed)))
    plan = partial(master, mixed, seconds=seconds, out=out)
    await _until_right(plan, gain_for(loudness), out)
    return out


async def _lines(voices: Sequence[Voice], seconds: float, folder: Path) -> list[Voice]:
    """Narrators' lines as they are placed, one made after the other: none takes long."""
    made, until = list[Voice](), rooms((voice.starts for voice in voices), seconds)
    for number, (voice, room) in enumerate(zip(voices, until, strict=True)):
        if not voice.own:
            out = folder / f"line-{number}.wav"
            await run(line_down(voice, room, out))
            voice = replace(voice, path=out)
        made.append(voice)
    return made


async def _until_right(plan: Plan, gain: float, out: Path) -> None:
    """Make `out` again until it is as loud as promised; what is nearly silent is raised by
    `MAX_GAIN` and no further."""
    limit = LIMIT
    for _ in range(MIXES):
        await run(plan(gain, limit))
        result = heard(await run(listen(out)))
        quiet = gain >= MAX_GAIN and result.integrated < LOUDNESS
        if is_right(result) or (quiet and result.peak <= CEILING):
            return
        gain = min(MAX_GAIN, gain + LOUDNESS - result.integrated)
        limit += min(0.0, CEILING - MARGIN - result.peak)
