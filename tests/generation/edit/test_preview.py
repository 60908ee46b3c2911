"""Previews: what of a film is shown, how large it may be, and what it says of its making."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from generation.edit.graph import compiled, ff
from generation.edit.preview import FIRST, LONGEST, poster, preview, spans
from generation.edit.run import EditError, run
from generation.marking.carriers import sayings
from generation.marking.film import Marks

AIGC = '{"Label":"1","ProduceID":"abc"}'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("preview")


@pytest.fixture
async def film(folder: Path) -> Path:
    """Ten seconds, busy enough to be large as a GIF."""
    path = folder / "film.mp4"
    if not path.exists():
        source = ff.input("testsrc2=s=320x180:r=24:d=10", f="lavfi")
        said = {"metadata": f"AIGC={AIGC}", "movflags": "use_metadata_tags"}
        await run(compiled(ff.output(source, str(path), preset="ultrafast", **said)))
    return path


@pytest.mark.parametrize("seconds", [3.0, 8.0, 8.5, 14.5, 120.0])
def test_a_preview_begins_with_the_beginning_is_short_and_ends_in_time(seconds: float) -> None:
    shown = spans(seconds)
    assert shown[0][0] == 0 and shown[0][1] >= min(seconds, FIRST)
    assert sum(end - start for start, end in shown) <= LONGEST + 0.01
    assert shown[-1][1] <= seconds + 0.01
    assert all(one[0] < two[0] for one, two in zip(shown, shown[1:], strict=False))


@pytest.mark.parametrize("form", ["gif", "webp"])
async def test_a_preview_moves_and_says_what_the_film_says(form: str, film: Path) -> None:
    made = await preview(film, form, film.with_suffix(f".{form}"))  # pyright: ignore[reportArgumentType]
    with Image.open(made.path) as picture:
        assert picture.size == (made.width, made.height) == (320, 180)
        assert 60 < getattr(picture, "n_frames", 1) <= LONGEST * 12 + 1
    assert sayings(made.path.read_bytes()) == [AIGC]


async def test_what_is_too_large_is_made_smaller_and_in_the_end_refused(film: Path) -> None:
    whole = film.with_suffix(".gif")
    most = (await preview(film, "gif", whole)).path.stat().st_size // 2
    made = await preview(film, "gif", film.with_name("small.gif"), most)
    assert made.path.stat().st_size <= most and made.width < 320
    with pytest.raises(EditError):
        await preview(film, "webp", film.with_name("none.webp"), 2000)
    assert not film.with_name("none.webp").exists()
    assert not list(film.parent.glob(".preview-*"))


async def test_a_poster_says_what_its_film_says(film: Path) -> None:
    picture, made = film.with_name("frame.png"), film.with_name("poster.png")
    Image.new("RGB", (64, 36), "teal").save(picture)
    poster(picture, film, made)
    [said] = sayings(made.read_bytes())
    assert AIGC in said
    assert sayings(picture.read_bytes()) == []


async def test_a_poster_of_a_picture_that_says_so_itself_or_that_somebody_brought_is_a_copy(
    film: Path,
) -> None:
    picture, made = film.with_name("painted.png"), film.with_name("copy.png")
    Image.new("RGB", (64, 36), "teal").save(picture)
    poster(picture, None, made)
    assert made.read_bytes() == picture.read_bytes()
    Marks("Example").mark(picture)
    poster(picture, film, made)
    assert made.read_bytes() == picture.read_bytes()
