"""Transitions, in the pictures that come out of them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from generation.edit.graph import open_file
from generation.edit.motion import Canvas
from generation.edit.timeline import CARD, Join, Timeline, board_frames
from generation.edit.transitions import joined
from generation.model import CROSSFADE, FPS, TRANSITIONS, Brief, Shot, Storyboard, Transition
from generation.styles import styles
from tests.generation.edit.looking import Pictures, pictures, source, written

CANVAS = Canvas(160, 90)
DARK, LIGHT = 49, 203  # luma of 0x262626 and 0xdadada
SEEN: list[Transition] = [kind for kind in TRANSITIONS if kind != "cut"]


def seen(kind: Transition, frames: int, folder: Path) -> Pictures:
    """A transition from a dark shot to a light one."""
    ends = (
        written(source(f"color=0x{grey}:s=160x90:r=24:d={frames / 24}"), folder / f"{grey}.mp4")
        for grey in ("262626", "dadada")
    )
    tail, head = (open_file(path).video.filter("settb", "1/24") for path in ends)
    out = written(joined(Join(kind, frames), tail, head, CANVAS), folder / "t.mp4")
    return pictures(out)[..., 0]


@pytest.mark.parametrize("frames", [7, 12])
@pytest.mark.parametrize("kind", SEEN)
def test_a_transition_has_its_frames_and_begins_and_ends_near_its_neighbours(
    kind: Transition, frames: int, tmp_path: Path
) -> None:
    luma = seen(kind, frames, tmp_path).mean(axis=(1, 2))
    assert len(luma) == frames
    near = 16 if frames > 7 else 32
    assert luma[0] == pytest.approx(DARK, abs=near) and luma[-1] == pytest.approx(LIGHT, abs=near)


@pytest.mark.parametrize("kind", ["crossfade", "wipe", "slide"])
def test_what_changes_starts_and_stops_gently_and_is_half_way_in_the_middle(
    kind: Transition, tmp_path: Path
) -> None:
    luma = [DARK, *seen(kind, 12, tmp_path).mean(axis=(1, 2)), LIGHT]
    steps = [after - before for before, after in pairwise(luma)]
    assert min(steps) > -2
    assert max(steps[:2] + steps[-2:]) < 0.8 * max(steps)
    assert np.mean(luma[6:8]) == pytest.approx((DARK + LIGHT) / 2, abs=8)


@pytest.mark.parametrize(("kind", "plain"), [("dip-black", 16), ("dip-white", 235)])
def test_a_dip_goes_through_black_or_white_in_the_middle(
    kind: Transition, plain: int, tmp_path: Path
) -> None:
    luma = seen(kind, 12, tmp_path).mean(axis=(1, 2))
    assert int(np.abs(luma - plain).argmin()) in (5, 6)
    assert np.abs(luma[5:7] - plain).max() < 20


def test_a_zoom_comes_nearer_while_the_next_shot_appears(tmp_path: Path) -> None:
    dot = source("color=0x262626:s=160x90:r=24:d=0.5,drawbox=70:35:20:20:white:fill")
    tail = open_file(written(dot, tmp_path / "a.mp4")).video.filter("settb", "1/24")
    empty = written(source("color=0x262626:s=160x90:r=24:d=0.5"), tmp_path / "b.mp4")
    head = open_file(empty).video.filter("settb", "1/24")
    found = pictures(written(joined(Join("zoom"), tail, head, CANVAS), tmp_path / "t.mp4"))
    rows = found[:8, 45, :, 0]
    wide = (rows > (rows.max(axis=1, keepdims=True) + rows.min(axis=1, keepdims=True)) / 2).sum(1)
    assert wide[0] == pytest.approx(20, abs=2) and wide[-1] > 1.5 * wide[0]
    assert all(after >= before for before, after in pairwise(wide))


def board(*seconds: float, style: str = "cinematic") -> Storyboard:
    shots = tuple(Shot(prompt="x", seconds=length) for length in seconds)
    return Storyboard(title="x", lang="en", style=style, shots=shots)


@pytest.mark.parametrize("kind", TRANSITIONS)
@pytest.mark.parametrize("style", sorted(styles()))
def test_a_film_is_as_long_as_asked_for_whatever_its_joins_share(
    kind: Transition, style: str
) -> None:
    brief = Brief(idea="x", seconds=10, transition=kind)
    each = board_frames(brief, 3) / FPS / 3
    assert Timeline.of(brief, board(each, each, each, style=style)).total == 240


def test_cards_count_as_part_of_the_film() -> None:
    brief = Brief(idea="x", seconds=15, opener="a", ending="b")
    each = board_frames(brief, 4) / FPS / 4
    assert Timeline.of(brief, board(each, each, each, each)).total == 15 * FPS
    assert 4 * each * FPS == 15 * FPS + 3 * CROSSFADE - 2 * (CARD - CROSSFADE)


def test_a_cut_lies_where_the_middle_of_a_crossfade_would() -> None:
    timelines = [
        Timeline.of(Brief(idea="x", seconds=11, transition=kind), board(4, 4, 4))
        for kind in ("crossfade", "cut")
    ]
    faded, cut = ([timeline.turn(n) for n in range(4)] for timeline in timelines)
    assert faded == cut == [0, 90, 174, 264]


def test_a_board_with_lengths_of_its_own_keeps_them() -> None:
    brief = Brief(idea="x", seconds=10, transition="cut")
    assert Timeline.of(brief, board(2, 2, 2)).lengths == (48, 48, 48)


def test_a_short_shot_shares_less_than_half() -> None:
    brief = Brief(idea="x", transition="crossfade")
    timeline = Timeline.of(brief, board(1, 1, 1, style="ink-wash"))
    assert timeline.lengths == (24, 24, 24) and {join.frames for join in timeline.joins} == {11}


def test_a_shot_that_goes_on_is_cut_unless_somebody_wants_more() -> None:
    first, second = board(4, 4).shots
    going_on = board(4, 4).model_copy(
        update={"shots": (first, second.model_copy(update={"follows": True}))}
    )
    assert Timeline.of(Brief(idea="x"), going_on).joins == (Join("cut", 0),)
    wiped = Timeline.of(Brief(idea="x", transition="wipe"), going_on)
    assert wiped.joins == (Join("wipe", CROSSFADE),)
