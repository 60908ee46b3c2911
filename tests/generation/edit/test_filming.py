"""What the local camera filmed, in a film of another shape."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from generation.edit.filming import filming
from generation.edit.motion import Canvas

WIDE: dict[str, Any] = {
    "paint": {"width": 1280, "height": 720, "prompt": "a cat"},
    "camera": "still",
}


def never() -> Path:
    raise AssertionError("nobody has to look at the keyframe")


def test_what_has_the_films_shape_is_filmed_in_its_size() -> None:
    how = filming(WIDE, never, Canvas(1920, 1080), "auto")
    assert how.use is None and how.filmed == Canvas(1920, 1080)
    assert how.recipe["paint"] == {"width": 1920, "height": 1080, "prompt": "a cat"}
    assert WIDE["paint"]["width"] == 1280


@pytest.mark.parametrize(
    ("wanted", "shape", "size"),
    [
        ("auto", "blur", (720, 404)),
        ("letterbox", "letterbox", (720, 404)),
        ("crop", "crop", (1920, 1080)),
    ],
)
def test_another_shape_is_filmed_as_large_as_it_is_seen(
    wanted: Any, shape: str, size: tuple[int, int], tmp_path: Path
) -> None:
    how = filming(WIDE, lambda: _with_a_spot(tmp_path, 80), Canvas(720, 1280), wanted)
    assert how.use and how.use.shape == shape
    assert (how.filmed.width, how.filmed.height) == size
    assert (how.recipe["paint"]["width"], how.recipe["paint"]["height"]) == size


@pytest.mark.parametrize(("at", "low", "high"), [(20, 0.0, 0.1), (140, 0.35, 0.45)])
def test_a_crop_keeps_what_stands_out(at: int, low: float, high: float, tmp_path: Path) -> None:
    how = filming(WIDE, lambda: _with_a_spot(tmp_path, at), Canvas(720, 720), "auto")
    assert how.use and how.use.shape == "crop"
    assert how.use.left is not None and low <= how.use.left <= high


def test_a_recipe_of_another_kind_is_left_alone() -> None:
    how = filming({"shot": "x"}, never, Canvas(720, 1280), "crop")
    assert how.recipe == {"shot": "x"} and how.use is None


def _with_a_spot(folder: Path, at: int) -> Path:
    path = folder / "frame.png"
    image = Image.new("RGB", (160, 90), "#667788")
    ImageDraw.Draw(image).ellipse((at - 12, 30, at + 12, 54), fill="red")
    image.save(path)
    return path
