"""The film's sound, measured: loudness, peaks, and room for the voice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from generation.edit.graph import compiled, ff
from generation.edit.run import run
from generation.edit.sound import heard, listen
from generation.model import (
    MediaFile,
    Sound,
    Speech,
)
from generation.providers.local.composer import LocalComposer
from tests.generation.local.cutting import (
    BOARD,
    EDITOR,
    bench_in,
    brief,
)


async def tone(frequency: int, seconds: float, out: Path, volume: float = 0.5) -> MediaFile:
    source = f"sine=f={frequency}:d={seconds}:r=22050,volume={volume}"
    await run(compiled(ff.output(ff.input(source, f="lavfi"), str(out))))
    return bench_in(out.parent).shelf.keep(out, "audio/wav")


def samples(path: Path) -> NDArray[np.float32]:
    """Mono, 48 kHz."""
    with av.open(str(path)) as box:
        return np.concatenate([f.to_ndarray().mean(axis=0) for f in box.decode(audio=0)])


def strength(sound: NDArray[np.float32], frequency: float) -> float:
    """How loud one tone is, in dB."""
    wave = np.exp(-2j * np.pi * frequency * np.arange(len(sound)) / 48000)
    return float(20 * np.log10(abs(np.mean(sound * wave * np.hanning(len(sound)))) + 1e-9))


@pytest.mark.parametrize("mood", ["calm", "joyful", "epic"])
async def test_music_alone_plays_at_the_promised_loudness(mood: Any, tmp_path: Path) -> None:
    bench = bench_in(tmp_path)
    score = await LocalComposer().compose(mood, 4.5, 1, bench)
    sound = await EDITOR.mix(brief(), BOARD, [], score, bench)
    assert sound.file and sound.notes == ()
    measured = heard(await run(listen(bench.shelf.path(sound.file))))
    assert measured.integrated == pytest.approx(-14, abs=1)
    assert measured.peak <= -1


async def test_music_makes_room_for_the_voice(tmp_path: Path) -> None:
    bench = bench_in(tmp_path)
    music = await tone(400, 4.5, tmp_path / "m.wav")
    voice = await tone(1000, 1.0, tmp_path / "v.wav")
    speech = [Speech(file=voice, starts=starts, seconds=1.0) for starts in (0.4, 2.4)]
    mixed = await EDITOR.mix(
        brief().model_copy(update={"voice": True}), BOARD, speech, music, bench
    )
    assert mixed.file
    sound = samples(bench.shelf.path(mixed.file))
    spoken, between = sound[round(0.8 * 48000) :][:24000], sound[round(1.95 * 48000) :][:16000]
    assert strength(between, 400) - strength(spoken, 400) > 6
    assert strength(spoken, 1000) - strength(between, 1000) > 30
    assert strength(sound[round(2.6 * 48000) :][:24000], 1000) > -25
    measured = heard(await run(listen(bench.shelf.path(mixed.file))))
    assert measured.integrated == pytest.approx(-14, abs=1) and measured.peak <= -1


async def test_a_voice_that_is_too_long_stays_within_its_shot(tmp_path: Path) -> None:
    bench = bench_in(tmp_path)
    long, short = [await tone(f, 6.0, tmp_path / f"{f}.wav") for f in (700, 1500)]
    speech = [Speech(file=long, starts=0.4, seconds=6), Speech(file=short, starts=2.4, seconds=6)]
    mixed = await EDITOR.mix(brief(), BOARD, speech, None, bench)
    assert mixed.file
    sound = samples(bench.shelf.path(mixed.file))
    assert len(sound) == pytest.approx(4.5 * 48000, abs=1100)
    assert (
        strength(sound[: round(2.2 * 48000)], 700) - strength(sound[round(2.5 * 48000) :], 700) > 30
    )


async def test_a_line_is_as_loud_as_the_others_whatever_came_before(tmp_path: Path) -> None:
    bench = bench_in(tmp_path)
    levels = 6, 1, 6
    lines = [await tone(300 + n, 1.0, tmp_path / f"{n}.wav", v) for n, v in enumerate(levels)]
    speech = [Speech(file=f, starts=0.2 + 1.4 * n, seconds=1.0) for n, f in enumerate(lines)]
    mixed = await EDITOR.mix(brief(), BOARD, speech, None, bench)
    assert mixed.file
    sound = samples(bench.shelf.path(mixed.file))
    spoken = [sound[round((0.4 + 1.4 * n) * 48000) :][:28800] for n in range(3)]
    loud = [20 * np.log10(np.sqrt(np.mean(line**2))) for line in spoken]
    assert max(loud) - min(loud) < 3


async def test_silence_stays_silence(tmp_path: Path) -> None:
    bench = bench_in(tmp_path)
    quiet = await tone(400, 4.5, tmp_path / "m.wav", volume=0)
    sound = await EDITOR.mix(brief(), BOARD, [], quiet, bench)
    assert sound.file
    assert np.abs(samples(bench.shelf.path(sound.file))).max() < 1e-4


async def test_a_film_without_sound_has_no_track_and_says_what_is_missing(tmp_path: Path) -> None:
    bench = bench_in(tmp_path)
    board = BOARD.model_copy(
        update={"shots": (BOARD.shots[0].model_copy(update={"line": "早安"}),)}
    )
    asked = brief().model_copy(update={"voice": True})
    sound = await EDITOR.mix(asked, board, [], None, bench)
    assert sound == Sound(file=None, notes=("note.no_voice", "note.no_music"))
    still = await EDITOR.mix(brief().model_copy(update={"music": "off"}), board, [], None, bench)
    assert still == Sound(file=None)
