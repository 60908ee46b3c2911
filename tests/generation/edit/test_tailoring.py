"""Music that is cut to a film's length: on the beat, with its own beginning and its own ending."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from generation.edit.tailoring import FADE, JOINT, play, tailored
from generation.model import MediaFile, Recording

RATE = 48000
FILE = MediaFile(ref="00/00.wav", mime="audio/wav", size=1)
PERIOD = 0.5


def song(seconds: float, *, beats: bool = True) -> Recording:
    """Two beats a second, and a chord that changes with every bar of four."""
    times = np.arange(0.25, seconds, PERIOD) if beats else np.zeros(0)
    tones = "".join("0" * (n // 4 % 4) + "f" + "0" * (11 - n // 4 % 4) for n in range(len(times)))
    return Recording(file=FILE, seconds=seconds, beats=tuple(times.tolist()), tones=tones)


@pytest.mark.parametrize(
    ("length", "seconds"), [(60, 12), (60, 31.7), (60, 58), (20, 33.3), (9, 40)]
)
def test_it_begins_and_ends_as_it_does_and_never_leaves_the_beat(
    length: float, seconds: float
) -> None:
    recording = song(length)
    plan = tailored(recording, seconds)
    first, last = plan.stretches[0], plan.stretches[-1]
    assert (first.starts, first.at, last.ends) == (0, 0, length) and not plan.fades
    assert 0 <= seconds - last.until < 4 * PERIOD  # the last chord has been heard when it is over
    gaps = np.diff(plan.beats(recording.beats))
    assert gaps == pytest.approx(PERIOD)
    assert len(gaps) + 1 == pytest.approx(last.until / PERIOD, abs=1)


def test_it_jumps_between_beats_that_sound_alike() -> None:
    recording = song(60)
    before, after = tailored(recording, 28.3).stretches
    jump = after.starts - before.ends
    assert jump % (4 * 4 * PERIOD) == pytest.approx(0, abs=1e-6)  # the same chord, the same place


def test_without_a_pulse_it_is_faded_or_gone_through_again() -> None:
    long, short = song(60, beats=False), song(5, beats=False)
    plan = tailored(long, 20)
    assert [(s.starts, s.ends) for s in plan.stretches] == [(0, 20)] and plan.fades
    again = tailored(short, 20)
    assert again.fades and again.stretches[-1].until == pytest.approx(20)
    assert len(again.stretches) > 3


def test_the_same_recording_gives_the_same_plan() -> None:
    assert tailored(song(60), 21) == tailored(song(60), 21)


def written(path: Path, sound: NDArray[np.float64]) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.stack([sound, sound], 1) * 32767).astype("<i2").tobytes())
    return path


def read(path: Path) -> NDArray[np.float64]:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, RATE)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")[::2] / 32768


@pytest.mark.parametrize("seconds", [12.5, 25.0])
def test_what_is_played_has_the_films_length_and_no_click(seconds: float, tmp_path: Path) -> None:
    t = np.arange(16 * RATE) / RATE
    source = written(tmp_path / "in.wav", 0.4 * np.sin(2 * np.pi * 220 * t))
    plan = tailored(song(16), seconds)
    play(source, plan, seconds, tmp_path / "out.wav")
    sound = read(tmp_path / "out.wav")
    assert len(sound) == round(seconds * RATE)
    assert np.abs(np.diff(sound)).max() < 0.06  # 0.4 · 2π · 220 / 48000 = 0.0115; a click is 0.5
    heard = sound[: round((plan.stretches[-1].until - JOINT) * RATE)]
    assert min(np.abs(part).max() for part in np.array_split(heard, 50)) > 0.2


def test_where_it_has_to_end_early_it_fades(tmp_path: Path) -> None:
    source = written(tmp_path / "in.wav", np.full(16 * RATE, 0.3))
    play(source, tailored(song(16, beats=False), 8), 8, tmp_path / "out.wav")
    sound = read(tmp_path / "out.wav")
    assert sound[-1] == pytest.approx(0, abs=0.01)
    fade = sound[-round(FADE * RATE) :: 4800]
    assert np.all(np.diff(fade) <= 0) and fade[-3] < 0.1
