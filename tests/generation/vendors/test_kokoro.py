"""Kokoro with a stand-in for its package; the process it speaks in is a real one."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generation.errors import Kind, ProviderError
from generation.providers import kokoro
from generation.providers.contract import Bench, Member

PACKAGE = """
import os, time
import numpy as np

class Tokenizer:
    def phonemize(self, text, lang):
        return "".join(c for c in text if c.isalnum())

class Kokoro:
    def __init__(self, model, voices):
        open(voices).close()
        with open(model, "a") as file:
            file.write("loaded\\n")
        self.tokenizer = Tokenizer()

    def create(self, text, voice, speed=1.0, lang="en-us", is_phonemes=False):
        assert is_phonemes
        if text == "die":
            os._exit(9)
        if text == "slow":
            time.sleep(0.5)
        if voice == "nobody":
            raise ValueError(f"Voice {voice} not found in available voices")
        return np.full(2400 * len(text), 2.0, np.float32), 24000
"""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Two files where the operator says they are."""
    model, voices = tmp_path / "kokoro-v1.0.onnx", tmp_path / "voices-v1.0.bin"
    model.touch()
    voices.touch()
    return {"KOKORO_MODEL": str(model), "KOKORO_VOICES": str(voices)}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Something that can be imported as `kokoro_onnx`, here and in the booth."""
    folder = tmp_path / "site" / "kokoro_onnx"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(PACKAGE)
    monkeypatch.syspath_prepend(str(folder.parent))
    yield
    kokoro.booth().close()


def registered(env: dict[str, str]) -> Member:
    found: list[Member] = []
    kokoro.register(found.append, env)
    [member] = found
    return member


def narrator(env: dict[str, str]) -> Any:
    return registered(env).provider


def times_loaded(env: dict[str, str]) -> int:
    return Path(env["KOKORO_MODEL"]).read_text().count("loaded")


def test_without_its_files_it_is_not_there(env: dict[str, str]) -> None:
    found: list[Member] = []
    kokoro.register(found.append, {"KOKORO_MODEL": env["KOKORO_MODEL"]})
    assert not found


def test_without_its_package_it_says_what_to_install(env: dict[str, str]) -> None:
    if kokoro.find_spec("kokoro_onnx"):
        pytest.skip("it is installed")
    assert registered(env).needs == "pip install 'reelroom[kokoro]'"


@pytest.mark.usefixtures("package")
def test_it_costs_nothing_and_reads_what_its_phonemizers_can(env: dict[str, str]) -> None:
    member = registered(env)
    assert not member.needs and not member.remote and member.cost() is None
    assert {"en", "zh"} <= member.can.languages
    assert ("ja" in member.can.languages) == kokoro.READINGS["ja"].by_misaki


@pytest.mark.usefixtures("package")
async def test_lines_become_wav_files_and_the_model_is_loaded_once(
    env: dict[str, str], bench: Bench
) -> None:
    voice = narrator(env)
    first, seconds, _ = await voice.speak("hello", "en", bench)
    await voice.speak("goodbye", "en", bench)
    with wave.open(str(bench.shelf.path(first))) as file:
        assert (file.getframerate(), file.getsampwidth(), file.getnchannels()) == (24000, 2, 1)
        assert file.getnframes() / 24000 == seconds == 0.5
        assert file.readframes(1) == b"\xff\x7f", "too loud is clipped, not wrapped around"
    assert times_loaded(env) == 1
    assert not list(bench.scratch.glob("voice-*"))


@pytest.mark.usefixtures("package")
async def test_a_line_without_a_word_is_a_short_silence(env: dict[str, str], bench: Bench) -> None:
    file, seconds, _ = await narrator(env).speak("…!", "en", bench)
    assert seconds == kokoro.PAUSE
    assert file.mime == "audio/wav"


@pytest.mark.usefixtures("package")
async def test_the_bot_goes_on_while_it_speaks(env: dict[str, str], bench: Bench) -> None:
    voice = narrator(env)
    await voice.speak("warm", "en", bench)
    line = asyncio.create_task(voice.speak("slow", "en", bench))
    turns = 0
    while not line.done():
        await asyncio.sleep(0.01)
        turns += 1
    assert turns > 10


@pytest.mark.usefixtures("package")
async def test_a_crash_of_the_engine_is_a_failed_line_and_the_next_one_is_spoken(
    env: dict[str, str], bench: Bench
) -> None:
    voice = narrator(env)
    with pytest.raises(ProviderError) as caught:
        await voice.speak("die", "en", bench)
    assert (caught.value.provider, caught.value.kind) == ("kokoro", Kind.FAILED)
    assert (await voice.speak("alive", "en", bench))[1] > 0


@pytest.mark.usefixtures("package")
async def test_a_voice_that_is_not_there_is_a_failed_line(
    env: dict[str, str], bench: Bench
) -> None:
    with pytest.raises(ProviderError, match="nobody not found") as caught:
        await narrator({**env, "KOKORO_VOICE": "nobody"}).speak("hello", "en", bench)
    assert caught.value.kind == Kind.FAILED


async def test_a_missing_file_is_the_operators_concern(env: dict[str, str], bench: Bench) -> None:
    voice = narrator({**env, "KOKORO_VOICES": env["KOKORO_VOICES"] + "-of-another-name"})
    for asked in (voice.probe(), voice.speak("hello", "en", bench)):
        with pytest.raises(ProviderError, match="KOKORO_VOICES") as caught:
            await asked
        assert caught.value.kind == Kind.ACCOUNT


async def test_a_language_that_nothing_reads_is_left_to_others(
    env: dict[str, str], bench: Bench
) -> None:
    voice = narrator(env)
    voice.languages = frozenset({"en"})
    with pytest.raises(ProviderError) as caught:
        await voice.speak("こんにちは", "ja", bench)
    assert caught.value.kind == Kind.BAD_REQUEST
