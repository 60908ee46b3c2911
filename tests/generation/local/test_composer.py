"""The composer: written as notes, then measured as sound."""

from __future__ import annotations

import wave
from io import BytesIO
from pathlib import Path
from time import process_time

import numpy as np
import pytest
from numpy.typing import NDArray

from generation.model import MOODS, Mood
from generation.providers.local.composer import LocalComposer
from generation.providers.local.music.score import IDIOMS, write
from generation.providers.local.music.synth import RATE, play
from generation.tempo import BPM, Form
from tests.generation.local.cutting import bench_in


def level(samples: NDArray[np.float32]) -> float:
    """RMS in dB."""
    return float(20 * np.log10(np.sqrt(np.mean(samples.astype(np.float64) ** 2)) + 1e-9))


async def composed(mood: Mood, seconds: float, seed: int, folder: Path) -> bytes:
    bench = bench_in(folder)
    file = await LocalComposer().compose(mood, seconds, seed, bench)
    assert file.mime == "audio/wav"
    assert not list(bench.scratch.iterdir())
    return bench.shelf.path(file).read_bytes()


async def test_a_score_is_a_stereo_wav_of_exactly_the_wanted_length(tmp_path: Path) -> None:
    with wave.open(BytesIO(await composed("calm", 7.375, 1, tmp_path))) as file:
        shape = file.getnchannels(), file.getsampwidth(), file.getframerate(), file.getnframes()
    assert shape == (2, 2, 48000, 354000)


async def test_the_same_seed_gives_the_same_bytes_and_another_one_another_score(
    tmp_path: Path,
) -> None:
    first, same, other = [
        await composed("festive", 4, seed, tmp_path / name)
        for seed, name in ((1, "a"), (1, "b"), (2, "c"))
    ]
    assert first == same != other


@pytest.mark.parametrize("mood", MOODS)
def test_every_mood_sounds_throughout_without_clipping_or_clicks_and_ends(mood: Mood) -> None:
    samples = play(write(mood, 12, 7), 12, 7)
    assert len(samples) == 12 * RATE
    assert 0.7 < np.abs(samples).max() <= 0.8001
    music, last = samples[: -RATE // 2], samples[-RATE // 20 :]
    assert all(level(second) > -32 for second in np.array_split(music, 12))
    assert level(last) < -45
    assert np.abs(samples[:48]).max() < 0.1 and np.abs(samples[-48:]).max() < 0.001
    assert abs(float(np.mean(samples))) < 0.002
    left, right = samples.T
    assert 0.3 < np.corrcoef(left, right)[0, 1] < 0.98  # wide, and still there in mono


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("seconds", [1.05, 3.0, 16.0, 61.3])
def test_every_length_ends_at_home_with_time_to_ring(mood: Mood, seconds: float) -> None:
    notes, form = write(mood, seconds, 3), Form.of(seconds, BPM[mood])
    assert form.end + form.ring == pytest.approx(seconds)
    assert all(0 <= note.start < seconds for note in notes)
    final = [note for note in notes if note.start >= form.end]
    bass = next(note for note in final if note.voice == "bass")
    home = {(bass.pitch + degree) % 12 for degree in IDIOMS[mood].home}
    assert {n.pitch % 12 for n in final if n.voice == IDIOMS[mood].bed} == home


def test_a_longer_score_goes_round_its_four_chords() -> None:
    idiom = IDIOMS["hopeful"]
    seconds = 9 * 4 * 60 / BPM["hopeful"] + 2.8
    notes = [n for n in write("hopeful", seconds, 5) if n.voice == idiom.bed]
    bars = [
        sorted(n.pitch for n in notes if n.start == bar * Form.of(seconds, BPM["hopeful"]).bar)
        for bar in range(8)
    ]
    assert bars[:4] == bars[4:]


def test_lively_moods_have_more_to_play_than_quiet_ones() -> None:
    assert len(write("festive", 15, 1)) > 2 * len(write("calm", 15, 1))


def test_fifteen_seconds_take_less_than_one_of_work() -> None:
    play(write("epic", 2, 1), 2, 1)  # numpy is loaded
    before = process_time()
    play(write("joyful", 15, 1), 15, 1)
    assert process_time() - before < 1.0
