"""A film under a limit: as large and as long as it can be, never too much."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import av
import pytest

from generation.edit.captions import Cue
from generation.edit.encoding import PRIMARIES, Encoding
from generation.edit.fit import Plan, Source, fit, plan
from generation.edit.graph import compiled, ff
from generation.edit.join import Subtitle, join
from generation.edit.probe import Facts, probe
from generation.edit.run import EditError, run

SECONDS = 3
FULL_HD = Source(Facts(60, 1920, 1080, 1440, audio=True), 160_000)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three restless seconds with sound, subtitles, and what says that a machine made them."""
    folder = tmp_path_factory.mktemp("film")
    asyncio.run(_shot(folder))
    cues = [Cue(0.0, 1.0, ("你好",)), Cue(2.0, 2.9, ("再见",))]
    tags = {"title": "猫", "AIGC": '{"Label":"1"}'}
    out = folder / "film.mp4"
    join([folder / "body.mp4"], folder / "sound.m4a", [Subtitle("zh", cues)], tags, out)
    return out


async def _shot(folder: Path) -> None:
    moving = ff.input(f"testsrc2=s=640x360:r=24:d={SECONDS}", f="lavfi").filter("noise", alls=24)
    moving = moving.filter("setparams", **PRIMARIES)
    tone = ff.input(f"sine=f=220:d={SECONDS}", f="lavfi")
    body = ff.output(moving, str(folder / "body.mp4"), **Encoding().final)
    sound = ff.output(tone, str(folder / "sound.m4a"), acodec="aac", audio_bitrate="160k")
    await asyncio.gather(run(compiled(body)), run(compiled(sound)))


def said(path: Path) -> dict[str, str]:
    with av.open(str(path)) as box:
        return dict(box.metadata)


def size(path: Path) -> int:
    return path.stat().st_size


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def content(path: Path) -> bytes:
    return path.read_bytes()


def colours(path: Path) -> tuple[int, ...]:
    with av.open(str(path)) as box:
        video = box.streams.video[0].codec_context
        return video.colorspace, video.color_primaries, video.color_trc


async def test_a_film_that_is_too_large_is_made_to_fit_whole(film: Path, tmp_path: Path) -> None:
    limit = 400_000
    assert size(film) > 3 * limit
    told: list[float] = []
    fitted = await fit(film, limit, tmp_path / "small.mp4", told.append)
    assert fitted.path == tmp_path / "small.mp4"
    assert 0.6 * limit < fitted.bytes == size(fitted.path) <= limit
    assert fitted.whole and fitted.seconds == pytest.approx(SECONDS, abs=0.1)
    assert told == sorted(told) and 0.9 < told[-1] <= 1
    assert names(tmp_path) == ["small.mp4"]


async def test_what_the_film_says_and_shows_beside_its_pictures_is_kept(
    film: Path, tmp_path: Path
) -> None:
    fitted = await fit(film, 400_000, tmp_path / "small.mp4")
    facts = probe(fitted.path)
    assert (facts.frames, facts.audio, facts.languages) == (24 * SECONDS, True, ("zho",))
    assert {"title": "猫", "AIGC": '{"Label":"1"}'}.items() <= said(fitted.path).items()
    assert colours(fitted.path) == colours(film) == (1, 1, 1)  # BT.709
    data = content(fitted.path)
    assert data.index(b"moov") < data.index(b"mdat")


async def test_where_even_small_pictures_do_not_fit_there_is_a_beginning(
    film: Path, tmp_path: Path
) -> None:
    fitted = await fit(film, 60_000, tmp_path / "small.mp4")
    assert not fitted.whole and fitted.bytes <= 60_000
    assert 1 <= fitted.seconds < SECONDS
    assert (fitted.width, fitted.height) == (640, 360)


async def test_a_film_that_fits_stays_as_it_is(film: Path, tmp_path: Path) -> None:
    fitted = await fit(film, size(film), tmp_path / "same.mp4")
    assert fitted.whole and content(fitted.path) == content(film)


async def test_what_cannot_fit_at_all_is_an_error_and_leaves_nothing(
    film: Path, tmp_path: Path
) -> None:
    with pytest.raises(EditError):
        await fit(film, 9_000, tmp_path / "small.mp4")
    (tmp_path / "no.mp4").write_text("no film")
    with pytest.raises(EditError):
        await fit(tmp_path / "no.mp4", 10**6, tmp_path / "small.mp4")
    assert names(tmp_path) == ["no.mp4"]


async def test_a_cancelled_fitting_leaves_nothing_and_what_was_there_before(
    film: Path, tmp_path: Path
) -> None:
    target, started = tmp_path / "small.mp4", asyncio.Event()
    target.write_text("before")
    task = asyncio.create_task(fit(film, 400_000, target, lambda _: started.set()))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert names(tmp_path) == ["small.mp4"]
    assert target.read_text() == "before"


@pytest.mark.parametrize(
    ("megabytes", "height"), [(48, 1080), (12, 1080), (6, 720), (3, 540), (1.6, 360)]
)
def test_the_fewer_bytes_the_smaller_the_picture(megabytes: float, height: int) -> None:
    chosen = plan(FULL_HD, int(megabytes * 1e6))
    assert (chosen.width, chosen.height, chosen.whole) == (height * 16 // 9, height, True)
    assert bits(FULL_HD, chosen) <= megabytes * 8e6


@pytest.mark.parametrize("limit", [200_000, 500_000, 1_000_000])
def test_a_beginning_is_as_long_as_it_fits(limit: int) -> None:
    chosen = plan(FULL_HD, limit)
    assert not chosen.whole and chosen.height == 360
    assert 0.8 * limit * 8 < bits(FULL_HD, chosen) <= limit * 8


def test_upright_pictures_stay_upright_and_even() -> None:
    upright = Source(Facts(60, 1080, 1922, 1440), 0)
    chosen = plan(upright, 6_000_000)
    assert (chosen.width, chosen.height, chosen.sound) == (720, 1282, 0)


def test_the_sound_is_kept_where_it_takes_a_small_part() -> None:
    assert plan(FULL_HD, 48_000_000).sound is None
    assert plan(FULL_HD, 6_000_000).sound == 96_000
    assert plan(FULL_HD, 3_000_000).sound == 64_000
    assert plan(replace(FULL_HD, sound=48_000), 3_000_000).sound is None


def bits(source: Source, chosen: Plan) -> float:
    sound = source.sound if chosen.sound is None else chosen.sound
    return (chosen.video + sound) * chosen.seconds
