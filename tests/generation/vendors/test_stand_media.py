"""What the stand-ins answer with when they run by themselves: real media of the local crew."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import Iterator

import av
import numpy as np
import pytest
from PIL import Image

from tests.servers.media import Local, Quick, aspect_of, fitting

PROMPT = "一只机械狐狸在未来城市奔跑, neon rim light"


@pytest.fixture(scope="module")
def local() -> Iterator[Local]:
    made = Local()
    yield made
    made.close()


def frames(clip: bytes) -> list[Image.Image]:
    with av.open(io.BytesIO(clip), "r") as box:
        return [frame.to_image() for frame in box.decode(video=0)]


def distance(one: Image.Image, other: Image.Image, size: tuple[int, int] = (64, 36)) -> float:
    """The mean difference of two pictures, of 255."""
    small = [np.asarray(image.convert("RGB").resize(size), float) for image in (one, other)]
    return float(np.abs(small[0] - small[1]).mean())


async def test_a_picture_is_painted_from_its_prompt(local: Local) -> None:
    fox, sea = await asyncio.gather(
        local.picture(PROMPT, 320, 180, 7), local.picture("海上的帆船, 日落", 320, 180, 7)
    )
    pictures = [Image.open(io.BytesIO(raw)) for raw in (fox, sea)]
    assert [p.size for p in pictures] == [(320, 180)] * 2
    assert distance(pictures[0], pictures[1]) > 5


async def test_a_large_picture_is_scaled_up(local: Local) -> None:
    raw = await local.picture(PROMPT, 1328, 1328, 7)
    assert Image.open(io.BytesIO(raw)).size == (1328, 1328)


async def test_a_clip_begins_at_the_picture_and_moves(local: Local) -> None:
    picture = await local.picture(PROMPT, 320, 180, 7)
    shown = frames(await local.clip("", picture, 2, 320, 180))
    assert len(shown) == 48
    assert shown[0].size == (320, 180)
    given = Image.open(io.BytesIO(picture))
    assert distance(shown[0], given, (4, 3)) < 8, "the camera begins a little closer"
    assert distance(shown[0], shown[-1]) > 1


async def test_a_clip_without_a_picture_is_filmed_from_the_prompt(local: Local) -> None:
    shown = frames(await local.clip(PROMPT, b"", 0.5, 180, 320))
    assert shown[0].size == (180, 320)
    assert distance(shown[0], Image.new("RGB", (180, 320))) > 5


async def test_speech_is_a_sound(local: Local) -> None:
    with wave.open(io.BytesIO(await local.speech("你好，世界"))) as file:
        assert file.getnframes() > 1000


async def test_the_same_request_costs_nothing_twice(local: Local) -> None:
    before = local.works
    asked = [local.picture("a lighthouse", 160, 90, seed) for seed in (1, 1, 1, 2)]
    first, second, third, other = await asyncio.gather(*asked)
    assert first == second == third == await local.picture("a lighthouse", 160, 90, 1)
    assert first != other
    assert local.works == before + 2


async def test_what_failed_is_tried_again(local: Local) -> None:
    for _ in range(2):
        with pytest.raises(OSError, match="cannot identify"):
            await local.clip("", b"no picture", 1, 320, 180)


async def test_quick_media_are_real_files() -> None:
    picture = await Quick().picture("", 320, 180, 7)
    shown = frames(await Quick().clip("", picture, 1, 320, 180))
    assert (len(shown), shown[0].size) == (24, (320, 180))


def test_sizes_are_even_and_within_their_limits() -> None:
    assert fitting(1920, 1080, 1280, max) == (1280, 720)
    assert fitting(1080, 1920, 720, min) == (720, 1280)
    assert all(n % 2 == 0 for n in fitting(333, 111, 720, min))
    assert aspect_of(1920, 1088) == "16:9"
    assert aspect_of(1024, 768) == "4:3"
    assert aspect_of(100, 101) == "1:1"
