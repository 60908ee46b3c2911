"""The editor, on real encodes: what a person and a player would notice."""

from __future__ import annotations

import asyncio
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from generation.edit.graph import ff
from generation.edit.layout import Layout
from generation.edit.probe import probe
from generation.edit.run import run
from generation.edit.scene import Scene
from generation.model import (
    Shot,
    Sound,
)
from generation.providers.contract import Bench
from tests.generation.local.cutting import (
    BOARD,
    COLOURS,
    EDITOR,
    HEIGHT,
    HOSTILE,
    WIDTH,
    Made,
    bench_in,
    brief,
    frames,
    make,
    notes,
    pictures,
    recipe_clip,
    take,
)
from tests.generation.local.one_command import likeness, one_command


@pytest.fixture(scope="module")
def burned(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return asyncio.run(make(tmp_path_factory.mktemp("burned"), "burn", sound=True))


@pytest.fixture(scope="module")
def soft(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return asyncio.run(make(tmp_path_factory.mktemp("soft"), "soft"))


def lights(path: Path) -> NDArray[np.uint8]:
    """The luma of all pictures, frames × height × width."""
    with av.open(str(path)) as box:
        lights = [f.to_ndarray()[: f.height] for f in box.decode(video=0)]
    return np.stack(lights).astype(np.uint8)


def packets(path: Path, kind: str) -> list[Any]:
    with av.open(str(path)) as box:
        return [p for p in box.demux(getattr(box.streams, kind)[0]) if p.size]


def test_the_film_is_as_long_and_as_large_as_planned(burned: Made) -> None:
    facts = probe(burned.path)
    assert (facts.width, facts.height, facts.frames) == (WIDTH, HEIGHT, 36 + 60 + 36 - 24)
    assert facts.seconds == pytest.approx(4.5, abs=0.001)
    assert burned.film.seconds == 4.5
    assert facts.audio


def test_timestamps_step_by_one_frame_and_decode_in_order(burned: Made) -> None:
    found = packets(burned.path, "video")
    assert sorted(p.pts * p.time_base for p in found) == [Fraction(n, 24) for n in range(108)]
    assert [p.dts for p in found] == sorted({p.dts for p in found})


def test_every_keyframe_can_be_sought(burned: Made) -> None:
    whole = frames(burned.path)
    keys = [p.pts for p in packets(burned.path, "video") if p.is_keyframe]
    assert len(keys) >= 5
    for pts in keys:
        with av.open(str(burned.path)) as box:
            box.seek(pts, stream=box.streams.video[0])
            picture = next(box.decode(video=0))
            assert picture.pts == pts
            assert np.array_equal(picture.to_ndarray(format="rgb24"), whole[pts // 512])


def test_shots_follow_each_other_and_fade_in_between(burned: Made) -> None:
    patch = frames(burned.path)[:, 250:260, 900:910].mean(axis=(1, 2))
    for number, colour in ((10, COLOURS[0]), (50, COLOURS[1]), (100, COLOURS[2])):
        assert np.abs(patch[number] - colour).max() < 14  # the cinematic grade moves it a little
    red = patch[22:38, 0]
    assert np.all(np.diff(red) > -1) and red[8] == pytest.approx((red[0] + red[-1]) / 2, abs=15)


def test_subtitles_are_seen_where_they_should_be(burned: Made, soft: Made) -> None:
    with_text, without = frames(burned.path), frames(soft.path)
    layout = Layout(WIDTH, HEIGHT)
    for number in (12, 60):
        drawn = np.abs(with_text[number].astype(int) - without[number]).sum(axis=2) > 120
        rows, columns = np.nonzero(drawn)
        assert drawn.sum() > 800
        assert rows.min() > HEIGHT / 2 and rows.max() < HEIGHT - layout.below + 4
        assert columns.min() > layout.side - 4 and columns.max() < WIDTH - layout.side + 4
    nothing = np.abs(with_text[100].astype(int) - without[100]).sum(axis=2) > 120
    assert nothing.sum() < 50


def test_hostile_text_is_shown_as_it_is(burned: Made, soft: Made) -> None:
    """`{\\an8}` would move the text to the top, `\\N` would break the line."""
    difference = np.abs(frames(burned.path)[60].astype(int) - frames(soft.path)[60]).sum(axis=2)
    rows = np.nonzero((difference > 120).any(axis=1))[0]
    assert rows.min() > HEIGHT * 0.8 and rows.max() - rows.min() < 0.075 * HEIGHT  # one line
    (text,) = [
        bytes(p)[2:].decode() for p in packets(soft.path, "subtitles") if b"passwd" in bytes(p)
    ]
    assert text == HOSTILE


def test_the_label_is_large_at_first_and_small_later(soft: Made) -> None:
    pictures = frames(soft.path)

    def height(number: int) -> int:
        corner = pictures[number][: HEIGHT // 4, WIDTH * 2 // 3 :].min(axis=2)
        rows = np.nonzero((corner > 200).any(axis=1))[0]
        return int(rows.max() - rows.min() + 1)

    assert all(height(number) >= 0.05 * HEIGHT for number in (0, 24, 48, 72))
    assert 8 < height(100) < 0.04 * HEIGHT


def test_soft_subtitles_can_be_read_back(soft: Made, burned: Made) -> None:
    assert probe(soft.path).languages == ("zho",)
    assert probe(burned.path).languages == ()
    first = packets(soft.path, "subtitles")[0]
    assert bytes(first)[2:].decode() == "雨夜的东京，霓虹灯闪烁。"
    assert float(first.duration * first.time_base) == pytest.approx(1.25)


def test_the_metadata_says_what_it_is_and_who_made_it(burned: Made) -> None:
    with av.open(str(burned.path)) as box:
        tags = box.metadata
    assert tags["title"] == BOARD.title
    assert tags["comment"] == "AI生成"
    marked = json.loads(tags["AIGC"])
    assert marked["Label"] == "1" and marked["ContentProducer"] == "ExampleStudio"
    assert len(marked["ProduceID"]) == 32 and marked["PropagateID"] == marked["ProduceID"]


def test_the_film_starts_playing_before_it_is_loaded(burned: Made) -> None:
    content = burned.path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_the_crew_and_the_notes_are_told(burned: Made, soft: Made) -> None:
    assert burned.film.crew == {"painter": "fake", "animator": "fake", "editor": "local"}
    assert burned.film.notes == () and soft.film.notes == ()
    assert len(burned.film.keyframes) == 3


async def test_the_same_parts_give_the_same_bytes(burned: Made, tmp_path: Path) -> None:
    again = await make(tmp_path, "burn", sound=True)
    assert again.path.read_bytes() == burned.path.read_bytes()


def test_fades_are_made_before_the_finish_and_made_again_when_they_are_lost(
    burned: Made, tmp_path: Path
) -> None:
    made = {note.name: note.read_text() for note in notes(burned.bench)}
    assert len(made) == 7 + 2 + 1, "three bodies, two heads, two tails, what lies between, sound"
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    bench = Bench(burned.bench.shelf, scratch, burned.bench.tell)
    again = asyncio.run(EDITOR.finish(brief(), BOARD, burned.pieces, burned.sound, bench))
    assert again.file == burned.film.file
    remade = {note.name: note.read_text() for note in notes(bench)}
    assert len(remade) == 2 and remade.items() <= made.items()
    assert not list(scratch.iterdir())


async def test_another_line_in_one_shot_changes_only_that_shots_body(
    burned: Made, tmp_path: Path
) -> None:
    shots = [*BOARD.shots]
    shots[1] = shots[1].model_copy(update={"subtitle": "别的话"})
    board = BOARD.model_copy(update={"shots": tuple(shots)})
    bench = bench_in(tmp_path)
    for n, same in ((0, True), (1, False)):
        clip = recipe_clip(COLOURS[n], WIDTH, HEIGHT)
        piece = await EDITOR.piece(brief(), board, n, take(clip), [], bench)
        assert (piece.body == burned.pieces[n].body) is same
        assert (piece.head, piece.tail) == (burned.pieces[n].head, burned.pieces[n].tail)


async def test_a_home_with_odd_characters_in_its_name_does_no_harm(tmp_path: Path) -> None:
    home = tmp_path / "it's [a], b;c=%d \\ 雨"
    made = await make(home)
    assert probe(made.path).frames == 108
    assert np.abs(frames(made.path)[12, HEIGHT * 3 // 4 :].astype(int)).max() > 235  # subtitles


async def test_a_subtitle_that_no_font_can_show_is_told(tmp_path: Path) -> None:
    bench = bench_in(tmp_path)
    shot = Shot(prompt="x", seconds=1, subtitle="مرحبا 🎉")
    board = BOARD.model_copy(update={"shots": (shot,)})
    clip = recipe_clip(COLOURS[0], WIDTH, HEIGHT)
    piece = await EDITOR.piece(brief(), board, 0, take(clip), [], bench)
    film = await EDITOR.finish(brief(), board, [piece], Sound(file=None), bench)
    assert film.notes == ("note.subtitle_unwritable",)


async def test_the_pieces_look_like_a_film_cut_in_one_go(burned: Made, tmp_path: Path) -> None:
    """The same pictures through one command, in one graph, against what nothing was lost of."""
    scene = Scene.of(brief(), BOARD, (), burned.bench.shelf)
    sources = list[Any]()
    for number, (colour, count) in enumerate(zip(COLOURS, (36, 60, 36), strict=True)):
        recipe, raw = recipe_clip(colour, WIDTH, HEIGHT).recipe, tmp_path / f"{number}.rgb"
        raw.write_bytes(b"".join(pictures(recipe or {}, count)))
        size = f"{WIDTH}x{HEIGHT}"
        video = ff.input(str(raw), f="rawvideo", pix_fmt="rgb24", s=size, r=24).video
        sources.append(video.filter("scale", out_color_matrix="bt709", out_range="tv"))
    whole, original = tmp_path / "whole.mp4", tmp_path / "original.mp4"
    await run(one_command(scene, sources, tmp_path, whole))
    await run(one_command(scene, sources, tmp_path, original, lossless=True))
    ours, theirs = await likeness(burned.path, original), await likeness(whole, original)
    assert theirs > 0.97
    assert min(ours, theirs) / max(ours, theirs) >= 0.995


def test_sound_and_picture_start_together(burned: Made) -> None:
    with av.open(str(burned.path)) as box:
        first = next(box.decode(audio=0))
        assert first.time == pytest.approx(0, abs=0.001)
        assert box.streams.audio[0].rate == 48000 and box.streams.audio[0].channels == 2
