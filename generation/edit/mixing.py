"""The mixing desk: plans by `sound.py`, run until the finished sound keeps its promise."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generation.edit.run import run
from generation.edit.sound import (
    CEILING,
    LIMIT,
    LOUDNESS,
    Voice,
    gain_for,
    heard,
    is_right,
    listen,
    master,
    mix_down,
)

MIXES = 3  # attempts at the promised loudness
MARGIN = 0.2  # dB


async def mastered(
    voices: Sequence[Voice], music: Path | None, seconds: float, folder: Path
) -> Path:
    """Mix, measure, and encode until what comes out of AAC keeps the promise."""
    mixed, out = folder / "mix.wav", folder / "sound.m4a"
    gain = gain_for(heard(await run(mix_down(voices, music, seconds, mixed))))
    limit = LIMIT
    for _ in range(MIXES):
        await run(master(mixed, gain, limit, seconds, out))
        if is_right(result := heard(await run(listen(out)))):
            break
        gain += LOUDNESS - result.integrated
        limit += min(0.0, CEILING - MARGIN - result.peak)
    return out
