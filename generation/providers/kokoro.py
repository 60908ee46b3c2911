"""Kokoro, a small speech model on this machine: extra `kokoro`, model files by the operator."""

from __future__ import annotations

import asyncio
import atexit
import importlib
import wave
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from generation.errors import Kind, ProviderError
from generation.model import LANGS, Lang
from generation.providers.contract import Add, Bench, Capabilities, Member, Said, Variable
from generation.providers.local.studio import Studio
from generation.providers.wire.failures import words

NAME = "kokoro"
FILES = "https://github.com/thewh1teagle/kokoro-onnx/releases/tag/model-files-v1.0"
SETTINGS = (
    Variable("KOKORO_MODEL", f"Path of kokoro-v1.0.onnx: {FILES}"),
    Variable("KOKORO_VOICES", "Path of voices-v1.0.bin, from the same place"),
    Variable("KOKORO_VOICE", "One voice for all languages, such as af_heart"),
)
PATIENCE = 120.0  # seconds for one line, the loading of the model included
PAUSE = 0.2  # seconds of silence that stand for a line without a word
RATE = 24_000
WAV = "audio/wav"


@dataclass(frozen=True, slots=True)
class Reading:
    """How text becomes phonemes: by eSpeak's voice `espeak`, or better by a class of misaki, which
    does its work when `needs` is installed too."""

    voice: str
    espeak: str = ""
    module: str = ""
    function: str = ""
    needs: str = ""

    @property
    def by_misaki(self) -> bool:
        """Whether misaki can read it here."""
        return bool(self.module and find_spec("misaki") and find_spec(self.needs))

    @property
    def works(self) -> bool:
        """Whether anything can."""
        return bool(self.espeak) or self.by_misaki


# unverified: misaki's classes were not tried here. eSpeak cannot read kanji.
READINGS: Mapping[Lang, Reading] = {
    "en": Reading("af_heart", "en-us"),
    "zh": Reading("zf_xiaoxiao", "cmn", "misaki.zh", "ZHG2P", "pypinyin"),
    "ja": Reading("jf_alpha", "", "misaki.ja", "JAG2P", "pyopenjtalk"),
}


class Kokoro:
    """A narrator; the model is loaded once, in a process of its own."""

    name = NAME

    def __init__(self, model: Path, voices: Path, *, voice: str = "") -> None:
        self._model, self._voices, self._voice = model, voices, voice
        self.model = model.stem
        self.languages: frozenset[Lang] = frozenset(n for n in LANGS if READINGS[n].works)

    async def speak(self, text: str, lang: Lang, bench: Bench) -> Said:
        """A WAV file of the spoken text, and its length in seconds; a short silence where nothing
        in the text can be said."""
        if lang not in self.languages:
            raise ProviderError(self.name, Kind.BAD_REQUEST, f"nothing here reads {lang}")
        await asyncio.to_thread(self._check)
        voice = self._voice or READINGS[lang].voice
        with TemporaryDirectory(dir=bench.scratch, prefix="voice-") as folder:
            out = Path(folder) / "line.wav"
            files = str(self._model), str(self._voices)
            seconds = await self._work(say, *files, voice, text, lang, str(out))
            return Said(bench.shelf.keep(out, WAV), seconds)

    async def _work(self, work: Callable[..., float], *args: str) -> float:
        try:
            async with asyncio.timeout(PATIENCE):
                return await booth().run(work, *args)
        except ProviderError as error:  # the process died
            raise ProviderError(self.name, Kind.FAILED, error.detail) from error
        except TimeoutError as error:
            raise ProviderError(self.name, Kind.FAILED, f"over {PATIENCE:g} s") from error
        except Exception as error:
            raise ProviderError(self.name, Kind.FAILED, words(error)) from error

    async def probe(self) -> str:
        """Whether the files are there."""
        await asyncio.to_thread(self._check)
        return f"{self.model}, reads {', '.join(sorted(self.languages))}"

    def _check(self) -> None:
        for name, path in (("KOKORO_MODEL", self._model), ("KOKORO_VOICES", self._voices)):
            if not path.is_file():
                raise ProviderError(self.name, Kind.ACCOUNT, f"{name}: there is no such file")


@cache
def booth() -> Studio:
    """The process that speaks; it ends with ours."""
    one = Studio(workers=1)
    atexit.register(one.close)
    return one


def say(
    model: str,
    voices: str,
    voice: str,
    text: str,
    lang: Lang,
    out: str,
    *,
    tell: Callable[[float, float], None],
) -> float:
    """Speak into a WAV file, in the booth; the seconds of it."""
    samples = spoken(loaded(model, voices), voice, text, READINGS[lang])
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples)
    return len(samples) / 2 / RATE


@cache
def loaded(model: str, voices: str) -> Any:
    """The model, once per process."""
    return importlib.import_module("kokoro_onnx").Kokoro(model, voices)


def spoken(kokoro: Any, voice: str, text: str, reading: Reading) -> bytes:
    """16-bit samples of the text."""
    import numpy as np

    phonemes = _phonemes(kokoro, text, reading)
    if not phonemes.strip():
        return bytes(2 * round(PAUSE * RATE))
    samples, rate = kokoro.create(phonemes, voice=voice, is_phonemes=True)
    if rate != RATE:
        raise ValueError(f"{rate} samples a second")
    return (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()


def _phonemes(kokoro: Any, text: str, reading: Reading) -> str:
    if not reading.by_misaki:
        return str(kokoro.tokenizer.phonemize(text, reading.espeak))
    return str(_reader(reading.module, reading.function)(text)[0])


@cache
def _reader(module: str, function: str) -> Any:
    return getattr(importlib.import_module(module), function)()


def register(add: Add, env: Mapping[str, str]) -> None:
    """With the paths of both files."""
    model, voices = env.get("KOKORO_MODEL"), env.get("KOKORO_VOICES")
    if not model or not voices:
        return
    there = find_spec("kokoro_onnx") is not None
    needs = "" if there else "pip install 'reelroom[kokoro]'"
    narrator = Kokoro(Path(model), Path(voices), voice=env.get("KOKORO_VOICE", ""))
    can = Capabilities(languages=narrator.languages)
    add(Member("narrator", narrator, narrator.model, can=can, needs=needs))
