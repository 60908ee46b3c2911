"""The local narrator: speech engines that are installed as extras, each run as a program."""

from __future__ import annotations

import asyncio
import json
import sys
import wave
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from generation.errors import Kind, ProviderError
from generation.model import Lang, Word
from generation.providers.contract import Bench, Said

PATIENCE = 60.0  # seconds for one line; it takes a tenth of one
PAUSE = 0.2  # seconds of silence that stand for a line without a word
WAV = "audio/wav"


@dataclass(frozen=True, slots=True)
class Voice:
    """A speech engine: the package it needs and the program that runs it."""

    package: str
    program: str

    @property
    def path(self) -> Path:
        return Path(__file__).parent / "voices" / f"{self.program}.py"


ESPEAK, OPEN_JTALK = Voice("espeakng_loader", "espeak"), Voice("pyopenjtalk", "openjtalk")
VOICES: Mapping[Lang, Voice] = {"zh": ESPEAK, "en": ESPEAK, "ja": OPEN_JTALK}


class LocalNarrator:
    """Reads lines aloud in the languages whose engine is installed."""

    name = "local"

    def __init__(self, voices: Mapping[Lang, Voice] = VOICES) -> None:
        self._voices: dict[Lang, Voice] = {
            lang: voice for lang, voice in voices.items() if find_spec(voice.package)
        }
        self.languages: frozenset[Lang] = frozenset(self._voices)

    async def speak(self, text: str, lang: Lang, bench: Bench) -> Said:
        """A WAV file of the spoken text and its seconds; a short silence where nothing in the text
        can be said. Raises `ProviderError` when the engine is not installed or fails."""
        voice = self._voices.get(lang)
        if not voice:
            raise ProviderError(self.name, Kind.BAD_REQUEST, f"no voice for {lang} is installed")
        with TemporaryDirectory(dir=bench.scratch, prefix="voice-") as folder:
            out = Path(folder) / "line.wav"
            words = _words(await _run(voice, text, lang, out))
            seconds = _whole(out)
            return Said(bench.shelf.keep(out, WAV), seconds, words)


async def _run(voice: Voice, text: str, lang: Lang, out: Path) -> bytes:
    """Run the engine, and return what it says about its words; the text goes in by standard input,
    never as an argument."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", str(voice.path), str(out), lang),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            told, log = await process.communicate(text.encode(errors="replace"))
    except TimeoutError as late:
        raise ProviderError("local", Kind.BROKEN, f"{voice.program} hung") from late
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        detail = log.decode(errors="replace")[-400:].strip()
        raise ProviderError("local", Kind.BROKEN, f"{voice.program}: {detail}")
    return told


def _words(told: bytes) -> tuple[Word, ...]:
    """When each word is said, where the engine knows: Open JTalk does not."""
    if not told:
        return ()
    return tuple(Word(text=text, starts=a, ends=b) for text, a, b in json.loads(told))


def _whole(path: Path) -> float:
    """The seconds of a WAV file; an empty one becomes a pause."""
    with wave.open(str(path)) as file:
        shape, frames = file.getparams(), file.getnframes()
    if not frames:
        frames = round(PAUSE * shape.framerate)
        with wave.open(str(path), "wb") as file:
            file.setparams(shape)
            file.writeframes(bytes(2 * frames))
    return frames / shape.framerate
