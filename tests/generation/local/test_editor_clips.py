"""Clips that come as files, of any shape: used sensibly or refused."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from generation.edit.graph import compiled, ff
from generation.edit.probe import probe
from generation.edit.run import EditError, run
from generation.model import (
    Clip,
    Keyframe,
    MediaFile,
    Shot,
    Take,
)
from generation.providers.contract import Bench
from generation.providers.local.editor import LocalEditor
from tests.generation.local.cutting import (
    BOARD,
    COLOURS,
    EDITOR,
    HEIGHT,
    MADE,
    WIDTH,
    bench_in,
    brief,
    film_colours,
    frames,
    leftovers,
    recipe_clip,
    take,
)


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
    piece = await EDITOR.piece(brief(), BOARD, 0, take(clip), [], bench)
    body = probe(bench.shelf.path(piece.body))
    assert (body.width, body.height, body.frames) == (WIDTH, HEIGHT, 24)
    assert piece.head is None and piece.tail
    assert probe(bench.shelf.path(piece.tail)).frames == 12
    assert frames(bench.shelf.path(piece.tail))[-1].std() > 20


async def test_a_narrow_clip_keeps_its_shape(tmp_path: Path) -> None:
    bench = bench_in(tmp_path)
    file = await filmed("color=white:s=180x288:r=24:d=2,setsar=2", tmp_path / "c.mp4")
    clip = Clip(seconds=1, provenance=MADE, file=file)
    whole = brief("off").model_copy(update={"reframe": "letterbox"})
    piece = await EDITOR.piece(whole, BOARD, 2, take(clip), [], bench)
    lit = frames(bench.shelf.path(piece.body))[12][400].mean(axis=1) > 128
    assert lit.sum() == pytest.approx(HEIGHT * 360 / 288, abs=4)


@pytest.mark.parametrize("content", [b"", b"\0" * 4096, b"#EXTM3U\n/etc/passwd\n", b"RIFF....WAVE"])
async def test_a_file_that_is_no_clip_is_refused(content: bytes, tmp_path: Path) -> None:
    bench = bench_in(tmp_path)
    (tmp_path / "c.mp4").write_bytes(content)
    clip = Clip(seconds=1, provenance=MADE, file=bench.shelf.keep(tmp_path / "c.mp4", "video/mp4"))
    with pytest.raises(EditError):
        await EDITOR.piece(brief(), BOARD, 0, take(clip), [], bench)
    assert not leftovers(bench)


async def test_a_clip_that_breaks_off_holds_its_last_picture(tmp_path: Path) -> None:
    bench, path = bench_in(tmp_path), tmp_path / "c.mp4"
    source = ff.input("testsrc2=s=640x360:r=24:d=4", f="lavfi")
    await run(compiled(ff.output(source, str(path), movflags="+faststart", crf=5)))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 4])
    clip = Clip(seconds=4, provenance=MADE, file=bench.shelf.keep(path, "video/mp4"))
    piece = await EDITOR.piece(brief(), BOARD, 0, take(clip), [], bench)
    assert probe(bench.shelf.path(piece.body)).frames == 24


async def test_a_camera_that_stops_early_is_noticed(tmp_path: Path) -> None:
    async def short(recipe: dict[str, Any], bench: Bench, argv: Any, count: int) -> None:
        await film_colours(recipe, bench, argv, count - 3)

    editor, clip = LocalEditor(render=short), recipe_clip(COLOURS[0], WIDTH, HEIGHT)
    with pytest.raises(EditError, match="frames instead of"):
        await editor.piece(brief(), BOARD, 0, take(clip), [], bench_in(tmp_path))


async def test_cancelling_a_piece_leaves_nothing_behind(tmp_path: Path) -> None:
    bench, begun = bench_in(tmp_path), asyncio.Event()
    file = await filmed("testsrc2=s=1280x720:r=24:d=8", tmp_path / "c.mp4")
    bench = Bench(bench.shelf, bench.scratch, lambda done, of: begun.set())
    board = BOARD.model_copy(update={"shots": (Shot(prompt="x", seconds=15),)})
    clip = Clip(seconds=1, provenance=MADE, file=file)
    task = asyncio.create_task(EDITOR.piece(brief(), board, 0, take(clip), [], bench))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not leftovers(bench)


async def test_a_picture_as_a_clip_gets_the_shots_camera(tmp_path: Path) -> None:
    bench = bench_in(tmp_path)
    await run(
        compiled(
            ff.output(ff.input("testsrc2=s=960x540", f="lavfi"), str(tmp_path / "p.png"), vframes=1)
        )
    )
    picture = bench.shelf.keep(tmp_path / "p.png", "image/png")
    shot = Shot(prompt="x", seconds=1, camera="push-in")
    still = BOARD.model_copy(update={"shots": (shot,)})
    clip = Clip(seconds=1, provenance=MADE, file=picture)
    frame = Keyframe(file=picture, width=960, height=540, provenance=MADE)
    piece = await LocalEditor().piece(
        brief("off"), still, 0, Take(keyframe=frame, clip=clip), [], bench
    )
    seen = frames(bench.shelf.path(piece.body))
    steps = [abs(b.astype(int) - a.astype(int)).mean() for a, b in pairwise(seen)]
    assert len(seen) == 24 and min(steps) > 0.1
    assert max(steps[2:]) < 4 * sorted(steps)[12]  # without jumps
