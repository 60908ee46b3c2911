"""The label that people see: large enough, in its corner, on all that is delivered; and found again
in the pixels."""

from __future__ import annotations

import io
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from bot.sheet import photo, sheet, thumbnail
from generation.fonts import font_path
from generation.marking.carriers import sayings
from generation.marking.delivery import document
from generation.marking.film import Marks
from generation.marking.label import labelled
from generation.marking.reading import findings
from generation.marking.sighting import sighting
from generation.model import Brief, Lang, Shot, Sound, Storyboard
from generation.providers.local.editor import LocalEditor
from tests.generation.local.cutting import bench_in, film_colours, recipe_clip, take

SIZES = (960, 540), (540, 960), (720, 720)


def noise(size: tuple[int, int]) -> Image.Image:
    drawn = np.random.default_rng(1).integers(0, 255, (size[1] // 8, size[0] // 8, 3), np.uint8)
    return Image.fromarray(drawn).resize(size, Image.Resampling.BICUBIC)


def painted(folder: Path, form: str = "png") -> Path:
    """As the crew keeps it."""
    path = folder / f"painted.{form}"
    noise((960, 540)).save(path)
    Marks("Example").mark(path)
    return path


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("lang", ["zh", "en", "ja"])
@pytest.mark.parametrize("size", SIZES)
def test_the_letters_are_large_enough_and_in_their_corner(
    size: tuple[int, int], lang: Lang
) -> None:
    plain = Image.new("RGB", size, (90, 90, 90))
    written = np.abs(np.asarray(labelled(plain, lang), int) - 90).max(axis=2) > 60
    rows, columns = np.nonzero(written)
    assert rows.max() - rows.min() + 1 >= 0.05 * min(size)
    assert columns.min() > size[0] / 3 and rows.min() > size[1] * 0.85
    assert columns.max() < size[0] - 4 and rows.max() < size[1] - 4


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_is_found_again_where_it_is(size: tuple[int, int], lang: Lang) -> None:
    found = sighting(labelled(noise(size), lang))
    assert found.verdict == "yes" and found.place == "bottom-right" and found.prominent
    assert found.text == {"zh": "AI生成", "en": "AI-generated"}[lang]


def test_other_pictures_and_other_letters_are_none() -> None:
    assert sighting(noise((960, 540))).verdict == "no"
    other = Image.new("RGB", (960, 540), (90, 120, 160))
    font = ImageFont.truetype(str(font_path()), 32)
    ImageDraw.Draw(other).text((40, 40), "今日は雨が降る Made in Japan", "white", font)
    assert sighting(other).verdict == "no"


@pytest.mark.parametrize("form", ["png", "jpg", "webp"])
def test_what_leaves_the_house_is_labelled_for_people_and_machines(
    tmp_path: Path, form: str
) -> None:
    path = painted(tmp_path, form)
    assert sighting(opened(path.read_bytes())).verdict == "no"  # it is animated as it is
    (said,) = sayings(path.read_bytes())
    sent = document(path, "en")
    assert sent is not None
    for data in (photo(path, "en"), sheet([path], numbered=False, lang="en"), sent):
        assert sighting(opened(data)).verdict == "yes"
        (copy,) = sayings(data)
        assert said.endswith(copy + "}") or copy == said
    assert opened(sent).size == (960, 540)
    assert len(sayings(thumbnail(path, "en"))) == 1


def test_a_sheet_has_one_label_and_its_numbers_stay_free(tmp_path: Path) -> None:
    path = painted(tmp_path)
    plain, made = Image.new("RGB", (960, 540)), tmp_path / "own.png"
    plain.save(made)
    data = sheet([path, made, path, path], numbered=True, lang="zh")
    found = sighting(opened(data))
    assert found.verdict == "yes" and found.place == "bottom-right" and found.prominent
    assert len(sayings(data)) == 1


def test_what_people_brought_has_no_label(tmp_path: Path) -> None:
    own = tmp_path / "own.png"
    noise((960, 540)).save(own)
    assert document(own, "en") is None
    for data in (photo(own, "en"), sheet([own, own], numbered=True, lang="en")):
        assert sighting(opened(data)).verdict == "no" and sayings(data) == []


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "board.json").write_text("{}")
    assert document(tmp_path / "board.json", "en") is None


@pytest.mark.parametrize("throughout", [True, False])
async def test_a_film_that_opens_with_a_card_says_it_on_the_card(
    tmp_path: Path, throughout: bool
) -> None:
    bench = bench_in(tmp_path)
    editor = LocalEditor(render=film_colours, marks=Marks("Example", throughout))
    board = Storyboard(title="t", lang="en", shots=(Shot(prompt="x", seconds=2),))
    brief = Brief(idea="x", resolution=540, shots=1, opener="Once upon a time", subtitles="off")
    shot = take(recipe_clip((40, 90, 150), 960, 540))
    pieces = [
        await editor.card(brief, board, -1, bench),
        await editor.piece(brief, board, 0, shot, [], bench),
    ]
    film = await editor.finish(brief, board, pieces, Sound(file=None), bench)
    path = bench.shelf.path(film.file)
    found = findings(path)
    assert found.label and found.label.verdict == "yes" and found.label.prominent
    assert found.moments == (0.25, 1.0, 1.75, 2.25) and found.label.place == "top-right"
    assert found.aigc and found.aigc["ContentProducer"] == "Example"
    with av.open(str(path)) as box:
        *_, last = box.decode(video=0)
    later = sighting(last.to_image())
    assert (later.verdict != "no") is throughout
    assert not throughout or later.em < 0.04
