"""The local painter and animator through the studio, with our own pictures and other people's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generation.errors import BadInput
from generation.model import CAMERAS, Keyframe, MediaFile, Provenance, Reference, Shot
from generation.providers.contract import AnimateRequest, Bench, PaintRequest
from generation.providers.local.animator import LocalAnimator
from generation.providers.local.camera import film
from generation.providers.local.painter import LocalPainter
from generation.providers.local.picture import opened
from generation.providers.local.recipe import Recipe, pictures
from generation.providers.local.render import shoot
from generation.providers.local.studio import studio
from tests.generation.local.cutting import bench_in
from tests.generation.local.filming import HEIGHT, WIDTH, request


@pytest.fixture(autouse=True, scope="module")
def closed_studio() -> Iterator[None]:
    yield
    studio().close()


@pytest.fixture(name="bench")
def bench_of_this_test(tmp_path: Path) -> Bench:
    return bench_in(tmp_path)


def photograph(bench: Bench, path: Path) -> Keyframe:
    """A person's own picture on the shelf."""
    mime = "image/png"
    made = Provenance(provider="person", model="", seed=0)
    file = bench.shelf.keep(path, mime)
    return Keyframe(file=file, width=WIDTH, height=HEIGHT, provenance=made)


def order(keyframe: Keyframe, paint: PaintRequest | None = None) -> AnimateRequest:
    return AnimateRequest(
        keyframe=keyframe,
        paint=paint or request(),
        shot=Shot(prompt="a cat", camera="pan-right", seconds=3),
        width=WIDTH,
        height=HEIGHT,
        seconds=3,
        resolution=HEIGHT,
    )


async def test_a_keyframe_is_painted_on_the_shelf(bench: Bench) -> None:
    told: list[float] = []

    def tell(done: float, of: float) -> None:
        told.append(done / of)

    keyframe = await LocalPainter().paint(request(), replace(bench, tell=tell))
    assert keyframe.provenance.provider == "local" and keyframe.provenance.seed == 7
    assert keyframe.provenance.prompt == request().prompt
    with Image.open(bench.shelf.path(keyframe.file)) as image:
        assert image.size == (WIDTH, HEIGHT) == (keyframe.width, keyframe.height)
        assert np.ptp(np.asarray(image)) > 60
    assert told[-1] == 1
    assert await LocalPainter().paint(request(), bench) == keyframe


async def test_our_own_keyframe_is_filmed_in_layers(bench: Bench) -> None:
    keyframe = await LocalPainter().paint(request(), bench)
    ticket = await LocalAnimator().start(order(keyframe), bench)
    clip = await LocalAnimator().collect(order(keyframe), ticket, bench)
    assert clip.recipe and clip.file is None and clip.seconds == 3
    assert clip.provenance.provider == "local" == ticket.provider
    recipe = Recipe.model_validate(clip.recipe)
    assert recipe.picture is None and recipe.camera == "pan-right" and recipe.key == ticket.task
    await shoot(clip.recipe, bench, ["cat"], None, 3)


async def test_a_photograph_is_filmed_flat(bench: Bench, tmp_path: Path) -> None:
    Image.new("RGB", (640, 360), (200, 30, 60)).save(tmp_path / "photo.png")
    keyframe = photograph(bench, tmp_path / "photo.png")
    clip = await LocalAnimator().collect(
        order(keyframe), await LocalAnimator().start(order(keyframe), bench), bench
    )
    assert clip.recipe
    recipe = Recipe.model_validate(clip.recipe)
    assert recipe.picture == keyframe.file
    frame = next(film(recipe, bench.scratch, pictures(clip.recipe, bench.shelf), 9))
    assert frame[:3] == bytes((200, 30, 60))


async def test_a_cancelled_painting_leaves_nothing_on_the_bench(bench: Bench) -> None:
    task = asyncio.create_task(LocalPainter().paint(request(width=1920, height=1080), bench))
    await asyncio.sleep(0.3)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [path for path in bench.scratch.iterdir() if path.is_dir()] == []


def png(path: Path, size: tuple[int, int] = (64, 48)) -> None:
    Image.radial_gradient("L").resize(size).convert("RGB").save(path, "PNG")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def truncated(path: Path) -> None:
    png(path, (400, 300))
    path.write_bytes(path.read_bytes()[:900])


def text(path: Path) -> None:
    path.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")


def gif(path: Path) -> None:
    Image.new("P", (20, 20)).save(path, "GIF")


def bomb(path: Path) -> None:
    """A small file that says it is a very large picture."""
    png(path)
    data = bytearray(path.read_bytes())
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    from zlib import crc32

    data[29:33] = crc32(bytes(data[12:29])).to_bytes(4, "big")
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("spoil", [empty, truncated, text, gif, bomb])
async def test_what_is_no_picture_is_refused_with_a_sentence(
    bench: Bench, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(tmp_path / "photo.png")
    keyframe = photograph(bench, tmp_path / "photo.png")
    with pytest.raises(BadInput, match=r"picture\."):
        await LocalAnimator().start(order(keyframe), bench)


def test_an_animated_picture_is_its_first_frame(tmp_path: Path) -> None:
    red, blue = (Image.new("RGB", (40, 30), colour) for colour in ("red", "blue"))
    red.save(tmp_path / "a.webp", save_all=True, append_images=[blue], duration=100, lossless=True)
    assert opened(tmp_path / "a.webp").getpixel((5, 5)) == (255, 0, 0)


def test_print_colours_become_screen_colours(tmp_path: Path) -> None:
    Image.new("CMYK", (40, 30), (0, 255, 255, 0)).save(tmp_path / "a.jpg", quality=95)
    red, green, blue = np.asarray(opened(tmp_path / "a.jpg"))[5, 5]
    assert red > 200 and green < 60 and blue < 60


def test_a_picture_taken_sideways_stands_upright(tmp_path: Path) -> None:
    photo = Image.new("RGB", (60, 30))
    tags = photo.getexif()
    tags[0x0112] = 6  # turned a quarter to the right
    photo.save(tmp_path / "a.jpg", exif=tags)
    assert opened(tmp_path / "a.jpg").size == (30, 60)


def test_what_is_clear_becomes_white(tmp_path: Path) -> None:
    Image.new("RGBA", (30, 30), (255, 0, 0, 0)).save(tmp_path / "a.png")
    assert opened(tmp_path / "a.png").getpixel((3, 3)) == (255, 255, 255)


def filmed(bench: Bench, path: Path, index: int = 0, **changes: object) -> np.ndarray:  # type: ignore[type-arg]
    file = bench.shelf.keep(path, "image/png")
    recipe = Recipe(paint=request(**changes), camera="push-in", picture=file)
    frames = list(film(recipe, bench.scratch, {file.ref: str(bench.shelf.path(file))}, index + 1))
    return np.frombuffer(frames[index], np.uint8).reshape(HEIGHT, WIDTH, 3)


def test_one_pixel_fills_the_film(bench: Bench, tmp_path: Path) -> None:
    Image.new("RGB", (1, 1), (10, 200, 30)).save(tmp_path / "a.png")
    frame = filmed(bench, tmp_path / "a.png")
    assert np.abs(frame.astype(int) - (10, 200, 30)).max() <= 1


def test_a_tall_picture_in_a_wide_film_is_shown_whole(bench: Bench, tmp_path: Path) -> None:
    tall = Image.new("RGB", (90, 400), (60, 60, 60))
    tall.paste((255, 0, 0), (0, 0, 90, 20))
    tall.paste((0, 0, 255), (0, 380, 90, 400))
    tall.save(tmp_path / "a.png")
    middle = filmed(bench, tmp_path / "a.png")[:, WIDTH // 2].astype(int)
    assert (middle[:, 0] - middle[:, 2]).max() > 150 and (middle[:, 2] - middle[:, 0]).max() > 150


def test_the_prompt_says_what_falls_in_front_of_a_photograph(bench: Bench, tmp_path: Path) -> None:
    Image.new("RGB", (320, 180), (40, 60, 90)).save(tmp_path / "a.png")
    assert np.ptp(filmed(bench, tmp_path / "a.png", prompt="snow falls softly")) > 50


def test_the_same_photograph_is_the_same_film(bench: Bench, tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        png(tmp_path / name, (320, 240))
    assert np.array_equal(filmed(bench, tmp_path / "a.png"), filmed(bench, tmp_path / "b.png"))


def test_every_camera_fills_the_frame_with_a_photograph(bench: Bench, tmp_path: Path) -> None:
    Image.new("RGB", (300, 200), (255, 255, 255)).save(tmp_path / "a.png")
    file: MediaFile = bench.shelf.keep(tmp_path / "a.png", "image/png")
    shelf = {file.ref: str(bench.shelf.path(file))}
    for camera in CAMERAS:
        recipe = Recipe(paint=request(prompt="a wall"), camera=camera, picture=file)
        assert all(min(frame) == 255 for frame in film(recipe, bench.scratch, shelf, 3))


async def test_the_film_of_a_drawing_has_the_colours_of_its_references(
    bench: Bench, tmp_path: Path
) -> None:
    Image.new("RGB", (60, 40), (30, 70, 160)).save(tmp_path / "sea.png")
    picture = photograph(bench, tmp_path / "sea.png")
    references = tuple(Reference(kind=k, picture=picture) for k in ("style", "character"))
    led = request(references=references)
    keyframe = await LocalPainter().paint(led, bench)
    assert keyframe.provenance.notes == ("note.only_colours",)
    shot = order(keyframe, led)
    clip = await LocalAnimator().collect(shot, await LocalAnimator().start(shot, bench), bench)
    assert clip.recipe and not pictures(clip.recipe, bench.shelf), "the picture may be gone by then"
    recipe = Recipe.model_validate(clip.recipe)
    assert recipe.swatches.palette == ("#1e46a0",)
    first = next(film(recipe, bench.scratch, {}, 1))
    red, _, blue = np.frombuffer(first, np.uint8).reshape(-1, 3).mean(axis=0)
    assert blue > red + 30
