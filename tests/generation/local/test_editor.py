"""The editor, on real encodes: what a person, a player and a meter would notice."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from generation.edit.ass import Layout
from generation.edit.graph import compiled, ff
from generation.edit.probe import probe
from generation.edit.run import EditError, run
from generation.edit.sound import heard, listen
from generation.edit.timeline import Timeline
from generation.model import (
    Brief,
    Clip,
    Film,
    MediaFile,
    Piece,
    Shot,
    Sound,
    Speech,
    Storyboard,
    Subtitles,
)
from generation.providers.contract import Bench
from generation.providers.local.composer import LocalComposer
from generation.providers.local.editor import LocalEditor
from tests.generation.local.cutting import MADE, bench_in, film_colours, keyframe, recipe_clip

WIDTH, HEIGHT = 960, 540
COLOURS = ((40, 90, 150), (150, 80, 50), (60, 120, 70))
HOSTILE = r"{\an8}\N 100% 'a':b, [c]; drawtext=/etc/passwd"
BOARD = Storyboard(
    title="雨夜 'a':b %s",
    lang="zh",
    shots=(
        Shot(prompt="x", seconds=1.5, subtitle="雨夜的东京，霓虹灯闪烁。"),
        Shot(prompt="x", seconds=2.5, subtitle=HOSTILE),
        Shot(prompt="x", seconds=1.5),
    ),
)
EDITOR = LocalEditor(render=film_colours, producer="Example Studio")


def brief(subtitles: Subtitles = "burn") -> Brief:
    return Brief(idea="x", resolution=540, shots=3, subtitles=subtitles)


@dataclass(frozen=True)
class Made:
    """A finished film and what it was made of."""

    film: Film
    path: Path
    pieces: tuple[Piece, ...]
    bench: Bench


async def make(folder: Path, subtitles: Subtitles = "burn", sound: bool = False) -> Made:
    """Film the board; every shot in one colour."""
    bench, asked = bench_in(folder), brief(subtitles)
    pieces = await asyncio.gather(
        *(
            EDITOR.piece(asked, BOARD, n, keyframe(), recipe_clip(colour, WIDTH, HEIGHT), bench)
            for n, colour in enumerate(COLOURS)
        )
    )
    audio = Sound(file=None)
    if sound:
        score = await LocalComposer().compose("calm", Timeline.of(asked, BOARD).seconds, 1, bench)
        audio = await EDITOR.mix(asked, BOARD, [], score, bench)
    film = await EDITOR.finish(asked, BOARD, pieces, audio, bench)
    assert not leftovers(bench)
    return Made(film, bench.shelf.path(film.file), tuple(pieces), bench)


@pytest.fixture(scope="module")
def burned(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return asyncio.run(make(tmp_path_factory.mktemp("burned"), "burn", sound=True))


@pytest.fixture(scope="module")
def soft(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return asyncio.run(make(tmp_path_factory.mktemp("soft"), "soft"))


def leftovers(bench: Bench) -> list[Path]:
    """Temporary folders that nobody removed."""
    return list(bench.scratch.glob("cut-*"))


def frames(path: Path) -> NDArray[np.uint8]:
    """All pictures of a film, frames × height × width × 3."""
    with av.open(str(path)) as box:
        pictures = [f.to_ndarray(format="rgb24") for f in box.decode(video=0)]
    return np.stack(pictures).astype(np.uint8)


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


async def test_another_line_in_one_shot_changes_only_that_shots_body(
    burned: Made, tmp_path: Path
) -> None:
    shots = [*BOARD.shots]
    shots[1] = shots[1].model_copy(update={"subtitle": "别的话"})
    board = BOARD.model_copy(update={"shots": tuple(shots)})
    bench = bench_in(tmp_path)
    for n, same in ((0, True), (1, False)):
        clip = recipe_clip(COLOURS[n], WIDTH, HEIGHT)
        piece = await EDITOR.piece(brief(), board, n, keyframe(), clip, bench)
        assert (piece.body == burned.pieces[n].body) is same
        assert (piece.head, piece.tail) == (burned.pieces[n].head, burned.pieces[n].tail)


# ---- clips that come as files


async def filmed(source: str, out: Path, **options: str | int) -> MediaFile:
    """A vendor's clip, kept on the shelf of `out`'s folder."""
    await run(compiled(ff.output(ff.input(source, f="lavfi"), str(out), **options)))
    return bench_in(out.parent).shelf.keep(out, "video/mp4")


@pytest.mark.parametrize(
    ("source", "options"),
    [
        ("testsrc2=s=960x540:r=24:d=1.5", {}),
        ("testsrc2=s=1280x720:r=16:d=0.7", {}),  # too short
        ("testsrc2=s=640x480:r=30:d=3", {"pix_fmt": "yuv422p10le"}),  # too long, 10 bit
        ("testsrc2=s=322x578:r=60:d=1", {"pix_fmt": "yuv444p"}),  # odd shape
        ("testsrc2=s=640x360:r=24:d=0.04", {}),  # one frame
        ("testsrc2=s=360x288:r=25:d=1.5,setsar=2", {}),  # oblong pixels
        ("testsrc2=s=640x360:r=50:d=2,select='mod(n\\,7)'", {"fps_mode": "vfr"}),
    ],
)
async def test_a_clip_of_any_shape_becomes_a_piece(
    source: str, options: dict[str, str], tmp_path: Path
) -> None:
    bench = bench_in(tmp_path)
    clip = Clip(
        seconds=1, provenance=MADE, file=await filmed(source, tmp_path / "c.mp4", **options)
    )
    piece = await EDITOR.piece(brief(), BOARD, 0, keyframe(), clip, bench)
    body = probe(bench.shelf.path(piece.body))
    assert (body.width, body.height, body.frames) == (WIDTH, HEIGHT, 24)
    assert piece.head is None and piece.tail
    assert probe(bench.shelf.path(piece.tail)).frames == 12
    assert frames(bench.shelf.path(piece.tail))[-1].std() > 20


async def test_a_narrow_clip_keeps_its_shape(tmp_path: Path) -> None:
    bench = bench_in(tmp_path)
    file = await filmed("color=white:s=180x288:r=24:d=2,setsar=2", tmp_path / "c.mp4")
    clip = Clip(seconds=1, provenance=MADE, file=file)
    piece = await EDITOR.piece(brief("off"), BOARD, 2, keyframe(), clip, bench)
    lit = frames(bench.shelf.path(piece.body))[12][400].mean(axis=1) > 128
    assert lit.sum() == pytest.approx(HEIGHT * 360 / 288, abs=4)


@pytest.mark.parametrize("content", [b"", b"\0" * 4096, b"#EXTM3U\n/etc/passwd\n", b"RIFF....WAVE"])
async def test_a_file_that_is_no_clip_is_refused(content: bytes, tmp_path: Path) -> None:
    bench = bench_in(tmp_path)
    (tmp_path / "c.mp4").write_bytes(content)
    clip = Clip(seconds=1, provenance=MADE, file=bench.shelf.keep(tmp_path / "c.mp4", "video/mp4"))
    with pytest.raises(EditError):
        await EDITOR.piece(brief(), BOARD, 0, keyframe(), clip, bench)
    assert not leftovers(bench)


async def test_a_camera_that_stops_early_is_noticed(tmp_path: Path) -> None:
    async def short(recipe: dict[str, Any], bench: Bench, argv: Any, count: int) -> None:
        await film_colours(recipe, bench, argv, count - 3)

    editor, clip = LocalEditor(render=short), recipe_clip(COLOURS[0], WIDTH, HEIGHT)
    with pytest.raises(EditError, match="frames instead of"):
        await editor.piece(brief(), BOARD, 0, keyframe(), clip, bench_in(tmp_path))


async def test_cancelling_a_piece_leaves_nothing_behind(tmp_path: Path) -> None:
    bench, begun = bench_in(tmp_path), asyncio.Event()
    file = await filmed("testsrc2=s=1280x720:r=24:d=8", tmp_path / "c.mp4")
    bench = Bench(bench.shelf, bench.scratch, lambda done, of: begun.set())
    board = BOARD.model_copy(update={"shots": (Shot(prompt="x", seconds=15),)})
    clip = Clip(seconds=1, provenance=MADE, file=file)
    task = asyncio.create_task(EDITOR.piece(brief(), board, 0, keyframe(), clip, bench))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not leftovers(bench)


# ---- sound


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


def test_sound_and_picture_start_together(burned: Made) -> None:
    with av.open(str(burned.path)) as box:
        first = next(box.decode(audio=0))
        assert first.time == pytest.approx(0, abs=0.001)
        assert box.streams.audio[0].rate == 48000 and box.streams.audio[0].channels == 2
