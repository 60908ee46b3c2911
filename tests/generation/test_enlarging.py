"""Stills made larger: drawn again where we drew them, resampled where we did not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFilter

from generation.crew import Crew
from generation.model import Brief, Keyframe, Provenance, Shot, Stills, Storyboard
from generation.pipeline import make_stills
from generation.providers.local.studio import studio
from generation.providers.router import Roster
from generation.providers.wire.enlarging import SAME, difference, enlarged_size
from tests import plain
from tests.generation.local.cutting import FolderShelf

BRIEF = Brief(idea="a cat", aspect="1:1", resolution=540, seed=7)
BOARD = Storyboard(title="Cat", lang="en", shots=(Shot(prompt="a cat on a windowsill"),))


@pytest.fixture(scope="module", autouse=True)
def closed_studio() -> Iterator[None]:
    yield
    studio().close()


@pytest.fixture
def crew(tmp_path: Path) -> Crew:
    shelf = FolderShelf(tmp_path / "shelf")
    return Crew(Roster.find({}), shelf, tmp_path / "scratch")


def brought(crew: Crew, folder: Path, size: tuple[int, int], mime: str = "image/png") -> Keyframe:
    """A person's picture on the shelf: soft edges and some detail."""
    checks = np.indices((size[1], size[0])).sum(axis=0) // 9 % 2 * 160 + 40
    picture = Image.fromarray(checks.astype(np.uint8)).convert("RGB")
    path = folder / "own"
    picture.filter(ImageFilter.GaussianBlur(1)).save(path, mime.partition("/")[2].upper())
    made = Provenance(provider="person", model="", seed=3)
    return Keyframe(
        file=crew.shelf.keep(path, mime), width=size[0], height=size[1], provenance=made
    )


def holding(frame: Keyframe, **changes: Any) -> tuple[Brief, Storyboard]:
    """The brief and board of somebody who wants this picture larger."""
    shots = (BOARD.shots[0].model_copy(update={"keyframe": frame}),)
    brief = BRIEF.model_copy(update={"enlarge": 2, **changes})
    return brief, BOARD.model_copy(update={"shots": shots})


def sharpness(path: Path) -> float:
    """How much neighbouring pixels differ."""
    with Image.open(path) as image:
        grey = np.asarray(image.convert("L"), np.float32)
    return float(np.abs(np.diff(grey, axis=1)).mean())


async def stills(crew: Crew, brief: Brief, board: Storyboard) -> Stills:
    """What the whole line makes of it."""
    ordered = brief.model_copy(update={"board": board})
    return await make_stills(
        ordered, crew, step=plain.step, spawn=plain.spawner(crew, crew.tell), tell=crew.tell
    )


async def test_our_own_drawing_is_drawn_again_with_more_in_it(crew: Crew, tmp_path: Path) -> None:
    own = await crew.paint(BRIEF, BOARD, 0)
    (larger,) = (await stills(crew, *holding(own))).keyframes
    assert (larger.width, larger.height) == (1080, 1080)
    assert larger.provenance == own.provenance, "it is the same picture"
    small, large = crew.shelf.path(own.file), crew.shelf.path(larger.file)
    assert difference(small, large) < SAME
    with Image.open(small) as image:
        image.resize((1080, 1080), Image.Resampling.LANCZOS).save(tmp_path / "resampled.png")
    assert sharpness(large) > 1.1 * sharpness(tmp_path / "resampled.png")
    assert not list(crew.scratch.glob("larger-*")), "nothing of the larger scene is left"


async def test_a_brief_that_changed_since_does_not_change_the_picture(crew: Crew) -> None:
    own = await crew.paint(BRIEF, BOARD, 0)
    larger = await crew.enlarge(*holding(own, look="draft"), 0)
    assert larger.provenance.notes == ("note.resampled",)
    assert difference(crew.shelf.path(own.file), crew.shelf.path(larger.file)) < 0.01


@pytest.mark.parametrize("mime", ["image/png", "image/jpeg"])
async def test_other_pictures_are_resampled_and_say_so(
    crew: Crew, tmp_path: Path, mime: str
) -> None:
    own = brought(crew, tmp_path, (160, 90), mime)
    made = await stills(crew, *holding(own))
    (larger,) = made.keyframes
    assert (larger.width, larger.height, larger.file.mime) == (320, 180, mime)
    assert made.notes == ("note.resampled",)
    assert larger.provenance.provider == "person" and larger.provenance.seed == 3
    with Image.open(crew.shelf.path(larger.file)) as image:
        assert image.size == (320, 180)
    assert difference(crew.shelf.path(own.file), crew.shelf.path(larger.file)) < 0.03


def test_nothing_grows_beyond_4096_pixels() -> None:
    made = Provenance(provider="person", model="", seed=0)
    file = {"ref": "00/00.png", "mime": "image/png", "size": 1}

    def sized(width: int, height: int) -> tuple[int, int]:
        frame = Keyframe.model_validate(
            {"file": file, "width": width, "height": height, "provenance": made}
        )
        return enlarged_size(frame, 2)

    assert sized(1280, 720) == (2560, 1440)
    assert sized(3000, 1500) == (4096, 2048)
    assert sized(1000, 5000) == (1000, 5000)


async def test_a_picture_that_is_as_large_as_can_be_stays_and_says_so(
    crew: Crew, tmp_path: Path
) -> None:
    own = brought(crew, tmp_path, (4096, 16))
    larger = await crew.enlarge(*holding(own), 0)
    assert larger.file == own.file and larger.provenance.notes == ("note.largest",)
