"""Speech on its way in: whatever a vendor sends becomes a WAV file (16 bit, mono) on the shelf,
like that of the local narrator."""

from __future__ import annotations

import asyncio
import io
import re
import wave
from bisect import bisect_right
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import av
from av.container import InputContainer
from av.error import FFmpegError

from generation.errors import Kind, ProviderError
from generation.providers.contract import Bench, Said
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
MARKS = (
    re.compile(r"[。！？!?…\n]+[”’」』\"')]*|[.;；](?=\s)"),  # ends of sentences
    re.compile(r"[，、,：:]|\s"),
)


async def bring_speech(provider: str, url: str, bench: Bench) -> Said:
    """Download speech, or take it from a data URL, and keep it; with its seconds.

    Raises `ProviderError`: `LOST` when it is no sound that we can read."""
    return await bring_parts(provider, [url], bench)


async def bring_parts(provider: str, urls: list[str], bench: Bench) -> Said:
    """Speech that came in parts, downloaded one by one and kept as one file; with its seconds."""
    with TemporaryDirectory(dir=bench.scratch, prefix="fetch-") as folder:
        parts = [Path(folder) / f"part-{n}" for n in range(len(urls))]
        for url, path in zip(urls, parts, strict=True):
            await fetch.fetch(provider, url, path, fetch.AUDIO)
        return await _keep(provider, parts, Path(folder) / "speech.wav", bench)


async def keep_speech(provider: str, raw: bytes, bench: Bench) -> Said:
    """Keep speech that came inside an answer, in any container; with its seconds.

    Raises `ProviderError`: `LOST` when it is no sound that we can read."""
    with TemporaryDirectory(dir=bench.scratch, prefix="fetch-") as folder:
        path = Path(folder) / "part-0"
        await asyncio.to_thread(path.write_bytes, raw)
        return await _keep(provider, [path], Path(folder) / "speech.wav", bench)


async def keep_silence(provider: str, bench: Bench) -> Said:
    """A short pause, for lines in which there is nothing to be said."""
    out = io.BytesIO()
    _write(out, b"", RATES[-1])
    return await keep_speech(provider, out.getvalue(), bench)


def sayable(text: str) -> bool:
    """Whether there is a letter or a figure in it; vendors refuse what has none."""
    return any(c.isalnum() for c in text)


def portions(text: str, most: int, weigh: Callable[[str], int] = len) -> list[str]:
    """A text in parts that each weigh at most so much: cut at the ends of sentences, else at
    commas and spaces, else anywhere."""
    parts: list[str] = []
    while weigh(text) > most:
        end = bisect_right(range(1, len(text)), most, key=lambda n: weigh(text[:n])) or 1
        ends = (max((m.end() for m in marks.finditer(text, 0, end)), default=0) for marks in MARKS)
        cut = next((n for n in ends if n), end)
        parts.append(text[:cut].strip())
        text = text[cut:].lstrip()
    return [part for part in (*parts, text.strip()) if part]


async def _keep(provider: str, parts: list[Path], out: Path, bench: Bench) -> Said:
    try:
        seconds = await asyncio.to_thread(_spoken, parts, out)
    except (FFmpegError, OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error  # never the path
        raise ProviderError(provider, Kind.LOST, f"not a sound: {why}") from error
    return Said(bench.shelf.keep(out, WAV), seconds)


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
    with out.open("wb") as file:
        _write(file, samples, rate)
    return len(samples) / 2 / rate


def _write(out: BinaryIO, samples: bytes | bytearray, rate: int) -> None:
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples)


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
