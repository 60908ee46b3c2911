"""How far a film is."""

from __future__ import annotations

import pytest

from generation.model import BUSY, Progress, Shot, Storyboard
from handlers.track import Track

BOARD = Storyboard(title="Cat", lang="en", shots=(Shot(prompt="a"), Shot(prompt="b")))


def heard(*news: Progress) -> list[Track]:
    tracks = [Track()]
    for progress in news:
        tracks.append(tracks[-1].heard(progress))
    return tracks


def film() -> list[Progress]:
    """What a film of two shots reports."""
    reports = [Progress(stage="write"), Progress(stage="write", done=1, board=BOARD)]
    for shot in range(2):
        reports += [
            Progress(stage="paint", shot=shot),
            Progress(stage="animate", shot=shot),
            Progress(stage="piece", shot=shot, done=48, of=96),
            Progress(stage="piece", shot=shot, done=1),
        ]
    reports += [Progress(stage="sound"), Progress(stage="sound", done=1)]
    return [*reports, Progress(stage="finish"), Progress(stage="done", done=1)]


def test_a_clip_made_elsewhere_takes_most_of_its_shots_line() -> None:
    waiting = heard(*film()[:4], Progress(stage="animate", shot=0, done=30, of=60))[-1]
    assert waiting.shots[0].label == "animate_afar"
    assert waiting.shots[0].done == pytest.approx(0.5)
    cut = waiting.heard(Progress(stage="piece", shot=0, done=0, of=96))
    assert cut.shots[0].label == "piece_afar"
    assert cut.shots[0].done == pytest.approx(0.85)


def test_a_shot_that_waits_for_a_vendor_says_so_until_it_goes_on() -> None:
    waiting = heard(*film()[:4], Progress(stage="animate", shot=0, note=BUSY))[-1]
    assert waiting.shots[0].label == "busy"
    assert waiting.heard(Progress(stage="animate", shot=0, done=1, of=60)).shots[0].label != "busy"


def test_the_bar_moves_while_the_storyboard_is_written() -> None:
    writing = heard(Progress(stage="write", done=2, of=4))[-1]
    assert 0 < writing.done < heard(*film()[:2])[-1].done + 0.03


def test_a_film_only_ever_comes_nearer_to_its_end() -> None:
    done = [track.done for track in heard(*film())]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, 1)


def test_shots_are_known_once_the_storyboard_is_written() -> None:
    tracks = heard(*film())
    assert [len(track.shots) for track in tracks[:4]] == [0, 0, 2, 2]
    assert tracks[3].shots[0].stage == "paint"
    assert tracks[3].shots[1].stage == "queued"


def test_a_repeated_step_does_not_take_a_shot_back() -> None:
    *_, encoded, painted = heard(
        Progress(stage="piece", shot=0, done=1), Progress(stage="paint", shot=0)
    )
    assert painted == encoded


def test_a_resumed_shot_may_be_heard_of_before_the_storyboard() -> None:
    track = heard(Progress(stage="piece", shot=1, done=1), *film()[:2])[-1]
    assert [shot.done for shot in track.shots] == [0, 1]


def test_odd_numbers_stay_between_nothing_and_all() -> None:
    for done, of in ((5, 0), (7, 5), (-1, 5)):
        track = heard(Progress(stage="piece", shot=0, done=done, of=of))[-1]
        assert 0 <= track.done <= 1
