"""The local composer: scores by mood, synthesised here and therefore free of anybody's rights."""

from __future__ import annotations

import wave
from pathlib import Path
from tempfile import TemporaryDirectory

from generation.model import MediaFile, Mood
from generation.providers.contract import Bench
from generation.providers.local.studio import Tell, silent, studio


class LocalComposer:
    """Writes and plays a score in under a second."""

    name = "local"

    async def compose(self, mood: Mood, seconds: float, seed: int, bench: Bench) -> MediaFile:
        """A stereo WAV file, 48 kHz, exactly `seconds` long, that ends; the same seed, the same
        bytes."""
        with TemporaryDirectory(dir=bench.scratch, prefix="score-") as folder:
            out = Path(folder) / "score.wav"
            # In the studio it waits its turn: the first keyframe comes first.
            await studio().run(perform, mood, seconds, seed, out)
            return bench.shelf.keep(out, "audio/wav")


def perform(mood: Mood, seconds: float, seed: int, out: Path, tell: Tell = silent) -> None:
    """Write a score and record it. Blocks."""
    from generation.providers.local.music.score import write
    from generation.providers.local.music.synth import RATE, play

    samples = play(write(mood, seconds, seed), seconds, seed)
    with wave.open(str(out), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((samples * 32767).round().astype("<i2").tobytes())
