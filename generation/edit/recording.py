"""Somebody's own music or voice: looked at with care, converted, levelled, listened to for beats.

ffmpeg alone opens what people send, in a process of its own with limits and no network."""

from __future__ import annotations

import asyncio
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generation.edit.graph import compiled, ff, open_file
from generation.edit.pulse import Pulse, pulse
from generation.edit.run import EditError, run
from generation.edit.sound import EXACT, RATE, SILENCE, Loudness, heard, stereo
from generation.errors import BadInput

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sound = NDArray[np.int16]

LONGEST = 360.0  # seconds that are kept: no film is longer
SHORTEST = 0.5
LEVEL = -18.0  # LUFS, about what the composer's scores have
MOST = 25.0  # dB by which a quiet recording is raised
CEILING = 0.89  # of full scale
RUMBLE = 70  # Hz; below, a microphone hears wind and steps
PATIENCE = 90.0  # seconds for one pass
QUIET = 0.003  # of full scale: silence at either end, which is cut off
WINDOW = 960  # samples that are looked at together
NO_SOUND = "matches no streams"  # as ffmpeg says it


@dataclass(frozen=True, slots=True)
class Recorded:
    """A WAV at `path` (48 kHz, 16 bit, stereo) of so many `seconds`; `whole` where nothing that
    can be heard was left out."""

    path: Path
    seconds: float
    pulse: Pulse
    whole: bool


async def record(sent: Path, name: str, out: Path, *, speech: bool) -> Recorded:
    """Convert what somebody sent into `out`, at the level of our own music.

    Raises `BadInput` for what cannot be heard; `name` is what they call it."""
    try:
        loudness = heard(await run(_loudness(sent), patience=PATIENCE))
        if loudness.integrated < SILENCE:
            raise BadInput("recording.silent", name=name)
        await run(_converted(sent, _gain(loudness), out, speech=speech), patience=PATIENCE)
        recorded = await asyncio.to_thread(_listened, out, speech=speech)
    except EditError as error:
        key = "recording.no_sound" if NO_SOUND in error.detail else "recording.unreadable"
        raise BadInput(key, name=name) from error
    except ValueError as error:  # it ended before anything could be measured
        raise BadInput("recording.unreadable", name=name) from error
    if recorded.seconds < SHORTEST:
        raise BadInput("recording.too_short", name=name, seconds=SHORTEST)
    return recorded


def _opened(sent: Path) -> Any:
    return stereo(open_file(sent, t=LONGEST)["a:0"])


def _loudness(sent: Path) -> list[str]:
    sound = _opened(sent).filter("ebur128", peak="none", framelog="quiet")
    return compiled(ff.output(sound, "-", f="null"), log="info")


def _gain(loudness: Loudness) -> float:
    return min(MOST, LEVEL - loudness.integrated)


def _converted(sent: Path, gain: float, out: Path, *, speech: bool) -> list[str]:
    sound = _opened(sent).filter("highpass", f=RUMBLE) if speech else _opened(sent)
    sound = sound.filter("volume", f"{gain:.3f}dB").filter("alimiter", limit=CEILING, level=0)
    return compiled(ff.output(sound, str(out), acodec="pcm_s16le", ar=RATE, **EXACT))


def _listened(path: Path, *, speech: bool) -> Recorded:
    """Cut silence off the ends of a WAV, and find its beats where it is music."""
    import numpy as np

    with wave.open(str(path)) as file:
        shape = file.getparams()
        sound = np.frombuffer(file.readframes(shape.nframes), "<i2").reshape(-1, 2)
    whole = len(sound) < LONGEST * RATE - WINDOW
    sound = _without_silence(sound)
    with wave.open(str(path), "wb") as file:
        file.setparams(shape)
        file.writeframes(sound.tobytes())
    mono = sound.astype(np.float32).mean(axis=1) / 32768
    found = Pulse() if speech else pulse(mono, RATE)
    return Recorded(path, len(sound) / RATE, found, whole)


def _without_silence(sound: Sound) -> Sound:
    import numpy as np

    windows = np.abs(sound[: len(sound) // WINDOW * WINDOW].astype(np.int32))
    loud = np.flatnonzero(windows.reshape(-1, WINDOW * 2).max(axis=1) > QUIET * 32768)
    if not len(loud):
        return sound[:0]
    first, last = max(0, int(loud[0]) - 1), int(loud[-1]) + 2
    return sound[first * WINDOW : last * WINDOW]
