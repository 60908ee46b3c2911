"""Clips as people really have them become pictures of the film: so many, so large, upright, and of
the right colours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import av
import pytest

from generation.edit.footage import footage
from generation.edit.graph import compiled, ff
from generation.edit.motion import Canvas, from_file
from generation.edit.probe import probe
from generation.edit.run import run
from generation.edit.source import upright
from tests.generation.edit.clips import (
    MOVING,
    TONE,
    Make,
    changed,
    cover_first,
    hdr,
    lavfi,
    made,
    polyglot,
    rotated,
    uneven,
)
from tests.generation.edit.conftest import Clips

if TYPE_CHECKING:
    import numpy as np

FPS = 24
QUARTERS = "color=c={}:s=320x180:r=24:d=0.5"
Size = tuple[int, int]

USED: dict[str, tuple[str, Make, int, Size]] = {
    "a plain clip": ("plain.mp4", lavfi(MOVING), 24, (320, 180)),
    "one picture": ("one.mp4", lavfi(MOVING, "-frames:v", "1"), 1, (320, 180)),
    "a phone held upright": ("rotated.mp4", rotated, 24, (180, 320)),
    "120 pictures a second": (
        "fast.mp4",
        lavfi("testsrc2=s=320x180:r=120:d=0.5"),
        12,
        (320, 180),
    ),
    "a screen recording": ("uneven.mp4", uneven, 23, (320, 180)),
    "oblong pixels": ("oblong.mp4", lavfi(f"{MOVING},setsar=4/3"), 24, (426, 180)),
    "odd sizes": (
        "odd.mp4",
        lavfi(f"{MOVING},scale=321:179,setsar=1", "-pix_fmt", "yuv444p"),
        24,
        (321, 179),
    ),
    "fields instead of pictures": (
        "fields.mp4",
        lavfi(f"{MOVING},setfield=tff", "-x264-params", "interlaced=1"),
        24,
        (320, 180),
    ),
    "ten bits": ("ten.mp4", lavfi(MOVING, "-pix_fmt", "yuv420p10le"), 24, (320, 180)),
    "HDR of a television (HLG)": ("hlg.mp4", hdr("arib-std-b67"), 12, (320, 180)),
    "HDR of a phone (PQ)": ("pq.mp4", hdr("smpte2084"), 12, (320, 180)),
    "six channels of sound": (
        "six.mp4",
        made("-f", "lavfi", "-i", MOVING, "-f", "lavfi", "-i", TONE, "-ac", "6"),
        24,
        (320, 180),
    ),
    "a poster as the first stream": ("poster.mp4", cover_first, 24, (320, 180)),
    "an archive behind the film": ("archive.mp4", polyglot, 24, (320, 180)),
    "another container than its name says": (
        "webm.mp4",
        lavfi(MOVING, "-c:v", "libvpx", "-f", "webm"),
        24,
        (320, 180),
    ),
    "a moving GIF": ("moving.gif", lavfi(f"{MOVING},fps=10"), 24, (320, 180)),
    "an end that is missing": (
        "short.mp4",
        changed(
            lavfi(MOVING, "-g", "6", "-movflags", "+faststart"), lambda all: all[: len(all) // 2]
        ),
        11,
        (320, 180),
    ),
    "a hole in the middle": (
        "hole.mp4",
        changed(
            lavfi(MOVING, "-g", "6", "-movflags", "+faststart"),
            lambda all: all[: len(all) // 2] + bytes(2000) + all[len(all) // 2 + 2000 :],
        ),
        24,
        (320, 180),
    ),
}


@pytest.mark.parametrize("case", USED)
async def test_used(case: str, clips: Clips, tmp_path: Path) -> None:
    name, make, frames, size = USED[case]
    source = clips.of(name, make)
    out = await shown(source, tmp_path)
    found = probe(out)
    assert (found.width, found.height) == size
    assert abs(found.frames - frames) <= 1
    seen = probe(source)
    assert (abs(seen.width - size[0]) <= 1, seen.height) == (True, size[1])


def test_what_needs_nothing_goes_through_no_filter(clips: Clips) -> None:
    tagged = clips.of("tagged.mp4", lavfi(f"{MOVING},setparams=colorspace=bt709"))
    argv = compiled(ff.output(upright(tagged, probe(tagged)), "out.mp4"))
    assert "-filter_complex" not in argv


@pytest.mark.parametrize("transfer", ["smpte2084", "arib-std-b67"])
async def test_white_paper_in_hdr_is_nearly_white_and_black_is_black(
    transfer: str, clips: Clips, tmp_path: Path
) -> None:
    picture = first(await shown(clips.of(f"paper-{transfer}.mp4", hdr(transfer)), tmp_path))
    white, black = picture[90, 60], picture[90, 260]
    assert white.min() >= 200 and int(white.max()) - int(white.min()) <= 6
    assert black.max() <= 6


@pytest.mark.parametrize("matrix", ["smpte170m", "bt709"])
async def test_colours_are_the_same_whatever_matrix_a_clip_was_made_with(
    matrix: str, clips: Clips, tmp_path: Path
) -> None:
    graph = QUARTERS.format("0xC03050") + f",format=gbrp,scale=out_color_matrix={matrix}"
    make = lavfi(f"{graph},format=yuv420p,setparams=colorspace={matrix}", "-qp", "0")
    picture = first(await shown(clips.of(f"{matrix}.mp4", make), tmp_path))
    assert abs(picture[90, 160].astype(int) - (0xC0, 0x30, 0x50)).max() <= 4


async def test_the_whole_range_of_a_camera_is_brought_into_that_of_films(
    clips: Clips, tmp_path: Path
) -> None:
    graph = QUARTERS.format("white") + ",scale=out_range=pc,format=yuvj420p"
    picture = first(await shown(clips.of("full.mp4", lavfi(graph)), tmp_path))
    assert picture[90, 160].min() >= 250


async def test_combs_are_gone(clips: Clips, tmp_path: Path) -> None:
    """White and black lines take turns: two fields of one picture, and no picture that was seen."""
    graph = QUARTERS.format("black") + ",geq=lum='if(mod(Y,2),235,16)':cb=128:cr=128,setfield=tff"
    source = clips.of("combs.mp4", lavfi(graph, "-qp", "0", "-x264-params", "interlaced=1"))
    assert probe(source).interlaced
    rows = first(await shown(source, tmp_path))[80:100, 160, 0].astype(int)
    assert abs(rows[1:] - rows[:-1]).max() <= 40


async def test_what_is_transparent_is_black(clips: Clips, tmp_path: Path) -> None:
    graph = (
        QUARTERS.format("white")
        + ",format=yuva444p10le,geq=lum=940:cb=512:cr=512:a='if(lt(X,160),0,1023)'"
    )
    source = clips.of("alpha.mov", made("-f", "lavfi", "-i", graph, "-c:v", "prores_ks"))
    assert probe(source).alpha
    picture = first(await shown(source, tmp_path))
    assert picture[90, 60].max() <= 6 and picture[90, 260].min() >= 245


async def test_no_more_of_a_clip_is_read_than_is_asked_for(clips: Clips, tmp_path: Path) -> None:
    source = clips.of("plain.mp4", lavfi(MOVING))
    assert probe(await shown(source, tmp_path, 0.25)).frames == 6


async def shown(source: Path, folder: Path, seconds: float = 60) -> Path:
    """The pictures of a clip as a film has them."""
    facts, out = probe(source), folder / "shown.mkv"
    film = upright(source, facts, seconds).filter("fps", FPS)
    film = film.filter("scale", out_color_matrix="bt709", out_range="tv").filter(
        "format", "yuv444p"
    )
    tags = {"colorspace": "bt709", "color_range": "tv"}
    await run(
        compiled(ff.output(film, str(out), vcodec="libx264", preset="ultrafast", qp=0, **tags))
    )
    return out


def first(film: Path) -> np.ndarray:
    """The first picture, in red, green and blue."""
    with av.open(str(film)) as box:
        return (
            next(box.decode(video=0)).reformat(format="rgb24", src_colorspace="ITU709").to_ndarray()
        )


@pytest.mark.parametrize(
    "case", ["a phone held upright", "HDR of a phone (PQ)", "a hole in the middle", "one picture"]
)
async def test_cut_into_a_film(case: str, clips: Clips, tmp_path: Path) -> None:
    """As many pictures as the shot has, of the film's size, whatever the clip was."""
    name, make, _, _ = USED[case]
    source, canvas, out = clips.of(name, make), Canvas(320, 180), tmp_path / "shot.mp4"
    used = footage(source, canvas, 30, "auto")
    video = from_file(canvas, source, 30, used.facts, used.use)
    await run(compiled(ff.output(video, str(out), vcodec="libx264", preset="ultrafast")))
    found = probe(out)
    assert (found.frames, found.width, found.height) == (30, 320, 180)
