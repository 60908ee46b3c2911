"""The narrator, with the real speech engines."""

from __future__ import annotations

import asyncio
import os
import wave
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import numpy as np
import pytest

from generation.errors import Kind, ProviderError
from generation.model import Lang
from generation.providers.local import narrator as room
from generation.providers.local.narrator import LocalNarrator, Voice
from tests.generation.local.cutting import bench_in

LINES: dict[Lang, str] = {
    "zh": "雨夜的东京，霓虹灯在街道上闪烁。",
    "en": "She stops and looks at the mountains.",
    "ja": "雨の夜、赤い傘の少女が歩く。",
}
ENGINES = {"zh": "espeakng_loader", "en": "espeakng_loader", "ja": "pyopenjtalk"}


def wait_for(true: Callable[[], bool]) -> None:
    """Wait at most five seconds for something to become true."""
    end = monotonic() + 5
    while not true() and monotonic() < end:
        sleep(0.02)
    assert true()


async def said(text: str, lang: Lang, folder: Path) -> tuple[np.ndarray, float, bytes]:
    """Samples from -1 to 1, seconds and the file's bytes."""
    bench = bench_in(folder)
    file, seconds, _ = await LocalNarrator().speak(text, lang, bench)
    path = bench.shelf.path(file)
    with wave.open(str(path)) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2") / 32768
        assert seconds == pytest.approx(len(samples) / sound.getframerate())
    assert not list(bench.scratch.iterdir())
    return samples, seconds, path.read_bytes()


@pytest.mark.parametrize("lang", LINES)
async def test_a_line_is_read_aloud_in_its_language(lang: Lang, tmp_path: Path) -> None:
    pytest.importorskip(ENGINES[lang])
    samples, seconds, _ = await said(LINES[lang], lang, tmp_path)
    assert 1.2 < seconds < 6
    assert np.sqrt(np.mean(samples**2)) > 0.02


@pytest.mark.parametrize(
    ("lang", "text", "heard"),
    [
        ("en", "Well, it's 42 cats - don't they", ["Well", "it's", "42", "cats", "don't", "they"]),
        ("zh", "雨停了，2026年好OK。", ["雨", "停", "了", "2026", "年", "好", "OK"]),
    ],
)
async def test_words_are_told_with_the_time_at_which_they_sound(
    lang: Lang, text: str, heard: list[str], tmp_path: Path
) -> None:
    pytest.importorskip(ENGINES[lang])
    bench = bench_in(tmp_path)
    file, seconds, words = await LocalNarrator().speak(text, lang, bench)
    assert [word.text for word in words] == heard
    times = [time for word in words for time in (word.starts, word.ends)]
    assert times == sorted(times) and times[0] >= 0 and times[-1] <= seconds + 0.01
    with wave.open(str(bench.shelf.path(file))) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2") / 32768
        rate = sound.getframerate()
    for word in words:  # each is really heard where it is said to be
        part = samples[round(word.starts * rate) : round(word.ends * rate)]
        assert np.sqrt(np.mean(part**2)) > 0.02, word


async def test_the_same_line_is_the_same_file(tmp_path: Path) -> None:
    first, second = [(await said(LINES["en"], "en", tmp_path / name))[2] for name in "ab"]
    assert first == second


@pytest.mark.parametrize(
    "text", ["", "🎉🎉", "\0", "<speak><break time='60s'/></speak>", "--help", "[[h@l'oU]]", "../x"]
)
async def test_odd_text_is_read_or_silent_but_never_a_command(text: str, tmp_path: Path) -> None:
    _, seconds, _ = await said(text, "en", tmp_path)
    assert 0 < seconds < 10


async def test_a_language_without_its_engine_is_refused(tmp_path: Path) -> None:
    narrator = LocalNarrator({"ja": Voice("no_such_package", "openjtalk")})
    assert narrator.languages == frozenset()
    with pytest.raises(ProviderError) as error:
        await narrator.speak("はい", "ja", bench_in(tmp_path))
    assert error.value.kind is Kind.BAD_REQUEST


async def test_a_broken_engine_says_why(tmp_path: Path) -> None:
    narrator = LocalNarrator({"en": Voice("wave", "no_such_program")})
    with pytest.raises(ProviderError, match="no_such_program") as error:
        await narrator.speak("yes", "en", bench_in(tmp_path))
    assert error.value.kind is Kind.BROKEN


async def test_a_cancelled_line_leaves_no_process_and_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hang = tmp_path / "hang.py"
    pid = tmp_path / "pid"
    hang.write_text(
        f"import os, time\nopen({str(pid)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    )
    monkeypatch.setattr(Voice, "path", hang)
    bench = bench_in(tmp_path)
    task = asyncio.create_task(LocalNarrator().speak("yes", "en", bench))
    await asyncio.to_thread(wait_for, lambda: pid.exists() and bool(pid.read_text()))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not list(bench.scratch.iterdir())
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


async def test_a_hanging_engine_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hang = tmp_path / "hang.py"
    hang.write_text("import time\ntime.sleep(60)")
    monkeypatch.setattr(Voice, "path", hang)
    monkeypatch.setattr(room, "PATIENCE", 0.2)
    with pytest.raises(ProviderError, match="hung"):
        await LocalNarrator().speak("yes", "en", bench_in(tmp_path))
