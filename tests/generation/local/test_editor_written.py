"""A film with everything that can be written on it: cards, title, logo, soft tracks."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.stream import Disposition
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from generation.edit.layout import Layout
from generation.edit.timeline import Timeline
from generation.model import Brief, Logo, Shot, Sound, Storyboard, Wording
from tests.generation.local.cutting import EDITOR, bench_in, frames, keyframe, recipe_clip, take

WIDTH, HEIGHT = 960, 540
BOARD = Storyboard(
    title="雨夜东京",
    lang="zh",
    shots=(Shot(prompt="x", seconds=2.6, subtitle="霓虹灯闪烁。"), Shot(prompt="x", seconds=1.5)),
    wordings={
        "en": Wording(title="Rain", lines=("", ""), subtitles=("Neon <b>lights</b>.", "")),
        "ja": Wording(title="雨", lines=("", ""), subtitles=("ネオンが光る。", "")),
    },
)


@dataclass(frozen=True)
class Written:
    """A film, what was asked for, and where everything stands in it."""

    path: Path
    brief: Brief
    timeline: Timeline
    pictures: NDArray[np.uint8]


async def cut(folder: Path) -> Written:
    bench = bench_in(folder)
    logo = Image.new("RGBA", (400, 200), (0, 0, 0, 0))
    ImageDraw.Draw(logo).ellipse((10, 10, 390, 190), (255, 60, 40, 255))
    logo.save(folder / "logo.png")
    picture = keyframe().model_copy(
        update={"file": bench.shelf.keep(folder / "logo.png", "image/png")}
    )
    brief = Brief(
        idea="x",
        lang="zh",
        resolution=540,
        shots=2,
        subtitles="soft",
        second="ja",
        opener="雨夜 | 一个短片",
        ending="再见",
        titled=True,
        logo=Logo(picture=picture, corner="bottom-right"),
    )
    clip = take(recipe_clip((60, 70, 90), WIDTH, HEIGHT))
    pieces = await asyncio.gather(
        EDITOR.card(brief, BOARD, -1, bench),
        *(EDITOR.piece(brief, BOARD, n, clip, [], bench) for n in range(2)),
        EDITOR.card(brief, BOARD, 2, bench),
    )
    film = await EDITOR.finish(brief, BOARD, pieces, Sound(file=None), bench)
    path = bench.shelf.path(film.file)
    return Written(path, brief, Timeline.of(brief, BOARD), frames(path))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return asyncio.run(cut(tmp_path_factory.mktemp("written")))


def test_soft_tracks_are_named_by_language_and_the_first_is_the_default(written: Written) -> None:
    with av.open(str(written.path)) as box:
        tracks = box.streams.subtitles
        assert [track.language for track in tracks] == ["zho", "jpn", "eng"]
        default = [bool(track.disposition & Disposition.default) for track in tracks]
        assert default == [True, False, False]
    assert [texts(written.path, n) for n in range(3)] == [
        ["霓虹灯闪烁。"],
        ["ネオンが光る。"],
        ["Neon <b>lights</b>."],
    ]


def texts(path: Path, track: int) -> list[str]:
    """What a soft track shows."""
    with av.open(str(path)) as box:
        packets = list(box.demux(box.streams.subtitles[track]))
    return [text for p in packets if p.size > 2 and (text := bytes(p)[2:].decode())]


def red(picture: NDArray[np.uint8], layout: Layout) -> Any:
    """How many pixels in the logo's corner have its colour."""
    box = layout.logo
    part = picture[box.top : box.bottom, box.left : box.right].astype(int)
    return ((part[..., 0] > 170) & (part[..., 1] < 120)).sum()


def test_the_logo_is_on_every_shot_and_larger_on_the_cards(written: Written) -> None:
    layout, timeline = Layout.of(written.brief), written.timeline
    for shot in range(2):
        assert red(written.pictures[timeline.turn(shot) + 12], layout) > 300
    for frame in (20, timeline.total - 20):
        picture, crest = written.pictures[frame].astype(int), layout.crest
        assert red(written.pictures[frame], layout) < 50
        part = picture[crest.top : crest.bottom, crest.left : crest.right]
        assert ((part[..., 0] > 170) & (part[..., 1] < 120)).sum() > 2000


def test_the_title_is_over_the_first_shot_alone(written: Written) -> None:
    """A bar wanders through the shots; all else in their middle is one colour."""
    timeline = written.timeline
    middle = written.pictures[:, 100:300, 200:760].astype(int)
    bright = (middle.min(axis=3) > 235).sum(axis=(1, 2))
    assert bright[timeline.turn(0) + 24] > 3000
    assert bright[timeline.turn(1) + 8] < 400


def test_cards_move_into_place(written: Written) -> None:
    """The letters of an opener draw together while they appear."""
    width = [np.ptp(columns_of(written.pictures[frame])) for frame in (10, 40)]
    assert width[0] > width[1] > 100


def columns_of(picture: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Where the heading's letters are, under the logo and over the rule."""
    band = picture[235:285].astype(int)
    return np.nonzero((band.min(axis=2) > 90).sum(axis=0) > 3)[0]
