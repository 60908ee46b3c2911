"""Pictures as chat platforms take them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from bot.sheet import photo, sheet, thumbnail

RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 200, 30), (30, 30, 200), (255, 255, 255)
Size = tuple[int, int]


def painted(folder: Path, colour: tuple[int, int, int], size: Size = (320, 180)) -> Path:
    path = folder / f"{'-'.join(map(str, (*colour, *size)))}.png"
    Image.new("RGB", size, colour).save(path)
    return path


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    assert picture.format == "JPEG"
    return picture


def near(picture: Image.Image, at: tuple[float, float], colour: tuple[int, int, int]) -> bool:
    found = picture.getpixel((int(at[0] * picture.width), int(at[1] * picture.height)))
    assert isinstance(found, tuple)
    return all(abs(a - b) < 24 for a, b in zip(found, colour, strict=True))


def test_four_pictures_stand_two_by_two_in_their_order(tmp_path: Path) -> None:
    pictures = [painted(tmp_path, colour) for colour in (RED, GREEN, BLUE, WHITE)]
    shown = opened(sheet(pictures, numbered=False))
    corners = ((0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75))
    assert all(
        near(shown, at, colour)
        for at, colour in zip(corners, (RED, GREEN, BLUE, WHITE), strict=True)
    )


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (200, 200)])
@pytest.mark.parametrize("places", [2, 3, 4, 5, 6, 9, 12])
def test_a_sheet_keeps_its_shape_while_it_fills(tmp_path: Path, size: Size, places: int) -> None:
    pictures = [painted(tmp_path, (n * 20, 90, 90), size) for n in range(places)]
    first = opened(sheet(pictures[:1], places, numbered=True)).size
    assert first == opened(sheet(pictures, numbered=True)).size
    assert first[0] <= 1280 and first[1] <= 1600 and max(first) >= 1150
    assert 1 / 2 < first[0] / first[1] < 2.01


def test_a_place_that_waits_is_dark(tmp_path: Path) -> None:
    shown = opened(sheet([painted(tmp_path, WHITE)], 4, numbered=False))
    assert near(shown, (0.25, 0.25), WHITE) and near(shown, (0.75, 0.75), (49, 51, 59))


@pytest.mark.parametrize("colour", [WHITE, (0, 0, 0), RED])
def test_a_number_can_be_read_on_any_picture(tmp_path: Path, colour: tuple[int, int, int]) -> None:
    shown = opened(sheet([painted(tmp_path, colour)] * 4, numbered=True)).convert("L")
    darkest, brightest = shown.crop((0, 0, 80, 80)).getextrema()
    assert isinstance(darkest, int) and isinstance(brightest, int)
    assert darkest < 90 and brightest > 230


def test_a_single_picture_is_shown_as_it_is(tmp_path: Path) -> None:
    pictures = [painted(tmp_path, RED)]
    assert sheet(pictures, numbered=True) == sheet(pictures, numbered=False)
    shown = opened(sheet(pictures, numbered=True))
    assert shown.size == (320, 180) and near(shown, (0.05, 0.05), RED)


def test_no_picture_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_text("no picture")
    for make in (photo, thumbnail):
        with pytest.raises(OSError):
            make(path)
    with pytest.raises(OSError):
        sheet([path], numbered=True)


def test_a_photo_keeps_its_size_and_what_it_says_of_its_making(tmp_path: Path) -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("AIGC", '{"AIGC":{"Label":"1","ProduceID":"a-cat"}}')
    texts.add_text("Title", "a cat")
    texts.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta><rdf:RDF>ai</rdf:RDF></x:xmpmeta>")
    Image.new("RGB", (640, 360), RED).save(tmp_path / "a.png", pnginfo=texts)
    shown = opened(photo(tmp_path / "a.png"))
    assert shown.size == (640, 360)
    assert shown.info["comment"] == b"Title=a cat"
    assert b"ai" in shown.info["xmp"] and b"a-cat" in shown.info["xmp"]


def test_a_jpeg_that_fits_is_not_touched(tmp_path: Path) -> None:
    Image.new("RGB", (64, 64), RED).save(tmp_path / "a.jpg", comment=b"by hand")
    assert photo(tmp_path / "a.jpg") == (tmp_path / "a.jpg").read_bytes()


@pytest.mark.parametrize("size", [(10_000, 600), (3000, 20), (20, 3000), (9000, 100)])
def test_a_photo_is_within_telegrams_limits(tmp_path: Path, size: Size) -> None:
    data = photo(painted(tmp_path, GREEN, size))
    width, height = opened(data).size
    assert len(data) <= 10_000_000 and width + height <= 10_000
    assert max(width, height) / min(width, height) <= 20


def test_what_is_transparent_lies_on_paper(tmp_path: Path) -> None:
    Image.new("RGBA", (60, 60), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert near(opened(photo(tmp_path / "a.png")), (0.5, 0.5), WHITE)


def test_a_thumbnail_is_small(tmp_path: Path) -> None:
    noise = Image.effect_noise((1280, 720), 120).convert("RGB")
    noise.save(tmp_path / "a.png")
    data = thumbnail(tmp_path / "a.png")
    assert opened(data).size == (320, 180) and len(data) < 200_000
