"""Beats: found where there are some, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from generation.edit.pulse import pulse, tempo
from generation.model import Mood
from generation.providers.local.music.score import write
from generation.providers.local.music.synth import play
from generation.tempo import beats_of

RATE, SECONDS = 48000, 16


def clicks(bpm: float, first: float) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """A metronome, and the seconds of its strokes."""
    sound = np.zeros(SECONDS * RATE, np.float32)
    times = np.arange(first, SECONDS - 0.1, 60 / bpm)
    n = np.arange(1200)
    for time in times:
        sound[round(time * RATE) :][:1200] += np.exp(-n / 200) * np.sin(n * 0.2)
    return sound, times


@pytest.mark.parametrize("bpm", [75, 97.3, 120, 141.5])
def test_the_strokes_of_a_metronome_are_found(bpm: float) -> None:
    sound, times = clicks(bpm, 0.37)
    found = pulse(sound, RATE)
    assert tempo(found.beats) == pytest.approx(bpm, rel=0.01)
    assert len(found.beats) >= len(times) - 1
    nearest = [np.abs(times - beat).min() for beat in found.beats]
    assert max(nearest) < 0.02
    assert len(found.tones) == 12 * len(found.beats)


@pytest.mark.parametrize("mood", ["joyful", "epic", "tender"])
def test_our_own_scores_have_their_beats_where_they_say(mood: Mood) -> None:
    score = play(write(mood, SECONDS, 3), SECONDS, 3).mean(axis=1)
    beats = np.array(beats_of(mood, SECONDS))
    found = pulse(score, RATE)
    period = float(beats[1] - beats[0])
    assert tempo(found.beats) == pytest.approx(60 / period, rel=0.01)
    inside = [beat for beat in found.beats if beat < beats[-1]]
    assert np.median([np.abs(beats - beat).min() for beat in inside]) < 0.02


def test_a_tempo_that_drifts_is_followed() -> None:
    gaps = np.linspace(0.56, 0.52, 28)
    times = 0.2 + np.cumsum(gaps)
    sound, n = np.zeros(round((times[-1] + 1) * RATE), np.float32), np.arange(1200)
    for time in times:
        sound[round(time * RATE) :][:1200] += np.exp(-n / 200) * np.sin(n * 0.2)
    found = pulse(sound, RATE).beats
    assert np.median([np.abs(times - beat).min() for beat in found]) < 0.03


def test_what_has_no_pulse_has_no_beats() -> None:
    random, t = np.random.default_rng(1), np.arange(SECONDS * RATE) / RATE
    noise = random.standard_normal(len(t)).astype(np.float32) / 10
    hum = (np.sin(1300 * t) * (1 + 0.3 * np.sin(t)) / 4).astype(np.float32)
    swell = np.interp(
        np.arange(len(t)), np.cumsum(random.integers(2000, 20000, 80)), random.random(80)
    )
    for sound in (
        noise,
        hum,
        noise * swell,
        np.zeros_like(noise),
        noise[:RATE],
    ):
        assert pulse(sound.astype(np.float32), RATE).beats == ()
