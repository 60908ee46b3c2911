"""Speech on its way in: whatever a vendor sends becomes a WAV file (16 bit, mono) on the shelf,
like that of the local narrator."""

from __future__ import annotations

import asyncio
import wave
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import av
from av.container import InputContainer
from av.error import FFmpegError

from generation.errors import Kind, ProviderError
from generation.model import MediaFile
from generation.providers.contract import Bench
from generation.providers.wire import fetch

OPENED = {
    "protocol_whitelist": "file",
    # No playlists: they would lead the decoder to other files.
    "format_whitelist": "wav,mp3,ogg,flac,aac,mov,matroska",
}
MOST_SECONDS = 300.0
RATES = range(8000, 48001)  # Hz; others are resampled to the highest
PAUSE = 0.2  # seconds of silence that stand for speech without a sample
WAV = "audio/wav"


async def bring_speech(provider: str, url: str, bench: Bench) -> tuple[MediaFile, float]:
    """Download speech, or take it from a data URL, and keep it; with its seconds.

    Raises `ProviderError`: `LOST` when it is no sound that we can read."""
    return await bring_parts(provider, [url], bench)


async def bring_parts(provider: str, urls: list[str], bench: Bench) -> tuple[MediaFile, float]:
    """Speech that came in parts, downloaded one by one and kept as one file; with its seconds."""
    with TemporaryDirectory(dir=bench.scratch, prefix="fetch-") as folder:
        parts = [Path(folder) / f"part-{n}" for n in range(len(urls))]
        for url, path in zip(urls, parts, strict=True):
            await fetch.fetch(provider, url, path, fetch.AUDIO)
        return await _keep(provider, parts, Path(folder) / "speech.wav", bench)


async def keep_speech(provider: str, raw: bytes, bench: Bench) -> tuple[MediaFile, float]:
    """Keep speech that came inside an answer, in any container; with its seconds.

    Raises `ProviderError`: `LOST` when it is no sound that we can read."""
    with TemporaryDirectory(dir=bench.scratch, prefix="fetch-") as folder:
        path = Path(folder) / "part-0"
        await asyncio.to_thread(path.write_bytes, raw)
        return await _keep(provider, [path], Path(folder) / "speech.wav", bench)


async def _keep(
    provider: str, parts: list[Path], out: Path, bench: Bench
) -> tuple[MediaFile, float]:
    try:
        seconds = await asyncio.to_thread(_spoken, parts, out)
    except (FFmpegError, OSError, ValueError) as error:
        raise ProviderError(provider, Kind.LOST, f"not a sound: {error}") from error
    return bench.shelf.keep(out, WAV), seconds


def _spoken(parts: list[Path], out: Path) -> float:
    """Write the parts, one after the other, at the rate of the first; the seconds of it all."""
    rate, samples = 0, bytearray()
    for part in parts:
        with av.open(str(part), options=OPENED) as box:
            if not box.streams.audio:
                raise ValueError(f"a {box.format.name} file")
            rate = rate or _rate(box.streams.audio[0].rate)
            _pour(box, samples, rate)
    samples = samples or bytearray(2 * round(PAUSE * rate))
    with wave.open(str(out), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples)
    return len(samples) / 2 / rate


def _rate(found: int) -> int:
    return found if found in RATES else RATES[-1]


def _pour(box: InputContainer, samples: bytearray, rate: int) -> None:
    """Decode a file's sound to the end of `samples`."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
    for frame in chain(box.decode(audio=0), [None]):
        for ready in resampler.resample(frame):
            samples += bytes(ready.planes[0])[: 2 * ready.samples]
        if len(samples) > MOST_SECONDS * rate * 2:
            raise ValueError(f"over {MOST_SECONDS:g} seconds long")
