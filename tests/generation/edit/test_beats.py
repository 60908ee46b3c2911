"""Cuts on the beat: planned before the music is made, and true when it is."""

from __future__ import annotations

import numpy as np
import pytest

from generation.edit.tailoring import tailored
from generation.edit.timeline import Timeline, beats_in
from generation.model import FPS, Brief, MediaFile, Mood, Recording, Shot, Storyboard
from generation.providers.local.music.score import write
from generation.providers.local.music.synth import RATE, play

SHOTS = tuple(Shot(prompt="x", seconds=seconds) for seconds in (3.1, 2.4, 4.0, 1.2, 2.7))
HALF_FRAME = 0.5 / FPS + 1e-9


def board(mood: Mood) -> Storyboard:
    return Storyboard(title="t", lang="en", mood=mood, shots=SHOTS)


def turns(timeline: Timeline) -> list[float]:
    """The seconds at which shots take over."""
    return [timeline.turn(n) / FPS for n in list(timeline.shots)[1:]]


@pytest.mark.parametrize("mood", ["calm", "joyful", "epic"])
@pytest.mark.parametrize("transition", ["auto", "cut"])
def test_every_turn_falls_on_a_beat(mood: Mood, transition: str) -> None:
    asked = Brief.model_validate({"idea": "x", "transition": transition})
    plain = Timeline.of(asked, board(mood))
    beating = Timeline.of(asked.model_copy(update={"beats": True}), board(mood))
    assert beating.total == plain.total and beating.joins == plain.joins
    beats = np.array(beats_in(asked, board(mood), beating.seconds))
    for turn, before in zip(turns(beating), turns(plain), strict=True):
        assert np.abs(beats - turn).min() <= HALF_FRAME
        assert abs(turn - before) <= 1
    for n in beating.shots:
        assert 1.0 <= beating.length(n) / FPS <= plain.length(n) / FPS + 1
    assert beating == Timeline.of(asked.model_copy(update={"beats": True}), board(mood))


def test_something_is_struck_in_the_score_on_every_turn() -> None:
    asked, mood = Brief(idea="x", beats=True), "joyful"
    timeline = Timeline.of(asked, board(mood))
    score = play(write(mood, timeline.seconds, 5), timeline.seconds, 5).mean(axis=1)
    loud = np.abs(score[: len(score) // 240 * 240]).reshape(-1, 240).max(axis=1)  # every 5 ms
    rises = np.maximum(0, np.diff(loud, prepend=0))
    for turn in turns(timeline):
        here = round(turn * RATE / 240)
        near, around = rises[here - 5 : here + 6], rises[here - 50 : here + 50]
        assert near.max() > 4 * np.median(around) and near.max() > 0.5 * around.max()


def test_somebodys_own_music_gives_its_own_beats() -> None:
    times = tuple(np.arange(0.2, 60, 0.47).round(4).tolist())
    file = MediaFile(ref="00/00.wav", mime="audio/wav", size=1)
    track = Recording(file=file, seconds=60, beats=times, tones="f" * 12 * len(times))
    asked = Brief(idea="x", beats=True, track=track, music="off")
    timeline = Timeline.of(asked, board("calm"))
    beats = np.array(tailored(track, timeline.seconds).beats(times))
    assert all(np.abs(beats - turn).min() <= HALF_FRAME for turn in turns(timeline))


def test_without_music_or_with_a_free_rhythm_the_turns_stay() -> None:
    file = MediaFile(ref="00/00.wav", mime="audio/wav", size=1)
    free = Recording(file=file, seconds=60)
    for asked in (Brief(idea="x", music="off"), Brief(idea="x", track=free)):
        plain = Timeline.of(asked, board("calm"))
        assert Timeline.of(asked.model_copy(update={"beats": True}), board("calm")) == plain


def test_no_shot_becomes_too_short_for_a_beat() -> None:
    shots = tuple(Shot(prompt="x", seconds=1.0) for _ in range(8))
    short = Storyboard(title="t", lang="en", mood="calm", shots=shots)
    timeline = Timeline.of(Brief(idea="x", beats=True, transition="cut"), short)
    assert min(timeline.lengths) >= FPS and sum(timeline.lengths) == 8 * FPS
