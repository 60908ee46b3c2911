"""What every drawing promises to those who paint with it."""

from __future__ import annotations

import io
import re
from random import Random
from xml.etree import ElementTree

import numpy as np
import pytest
import resvg_py
from numpy.typing import NDArray
from PIL import Image

from generation.providers.local.illustrator.subjects import find, kinds
from generation.providers.local.illustrator.subjects.drawing import (
    Drawing,
    Light,
    Pose,
    Sighting,
    View,
)

AGREED = [
    "person",
    "cat",
    "dog",
    "fox",
    "panda",
    "rabbit",
    "deer",
    "bear",
    "horse",
    "bird",
    "crane",
    "owl",
    "fish",
    "whale",
    "butterfly",
    "dragon",
    "robot",
    "car",
    "train",
    "bicycle",
    "boat",
    "ship",
    "plane",
    "rocket",
    "balloon",
    "lantern",
    "sky_lantern",
    "pagoda",
    "torii",
    "bridge",
    "house",
    "lighthouse",
    "windmill",
    "teatable",
    "cup",
    "guqin",
    "piano",
    "guitar",
    "book",
    "laptop",
    "phone",
    "camera",
    "flowers",
    "bouquet",
    "lotus",
    "cherry_tree",
    "pine_tree",
    "maple_tree",
    "plinth",
    "product",
    "watch",
    "shoe",
    "cosmetics",
    "gift",
    "cake",
    "noodles",
    "fruit",
    "moon",
    "heart",
    "snowman",
    "kite",
    "umbrella",
]
VIEWS: tuple[View, ...] = ("front", "back", "side", "three-quarter")
DOES = ("standing", "walking", "running", "sitting", "dancing", "drinking", "sleeping", "flying")
DARK = Light(glow=1.0, from_left=False, amount=0.3, key="#ffd3ec", shade="#07051a")
TALL = 300  # units that a picture shows to each side


def drawing(kind: str) -> Drawing:
    found = find(kind)
    assert found is not None, f"nobody drew {kind}"
    return found


def alpha(fragment: str, units_per_pixel: int = 4) -> NDArray[np.uint8]:
    """How opaque the picture is, with (0, 0) in its middle."""
    size = 2 * TALL // units_per_pixel
    box = f'viewBox="{-TALL} {-TALL} {2 * TALL} {2 * TALL}" width="{size}" height="{size}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{fragment}</svg>'
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))[..., 3]


def parsed(fragment: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<svg>{fragment}</svg>")


def test_every_subject_of_the_vocabulary_is_drawn() -> None:
    assert set(AGREED) == set(kinds())


@pytest.mark.parametrize("kind", AGREED)
def test_a_drawing_says_how_large_it_is_and_how_it_moves(kind: str) -> None:
    module = drawing(kind)
    assert kind == module.KIND
    assert module.HEIGHT > 0 and module.WIDTH > 0
    assert 1 <= module.PHASES <= 24
    assert (module.PERIOD > 0) == (module.PHASES > 1)


@pytest.mark.parametrize("kind", AGREED)
def test_a_drawing_is_sound_xml_in_every_view_and_phase(kind: str) -> None:
    module = drawing(kind)
    for i, view in enumerate(VIEWS):
        for facing in (1, -1):
            pose = Pose(phase=i / 5, facing=facing, view=view, close=i % 2 == 0)
            fragment = module.draw(Sighting(kind), pose, DARK, Random(i))
            parsed(fragment)
            assert "nan" not in fragment and "<text" not in fragment


@pytest.mark.parametrize("kind", AGREED)
def test_a_cycle_closes(kind: str) -> None:
    module = drawing(kind)
    for does in DOES:
        sighting = Sighting(kind, frozenset({does}))
        first = module.draw(sighting, Pose(phase=0.0), Light(), Random(7))
        assert first == module.draw(sighting, Pose(phase=1.0), Light(), Random(7))


@pytest.mark.parametrize("kind", [k for k in AGREED if drawing(k).PHASES > 1])
def test_what_moves_looks_different_half_a_cycle_later(kind: str) -> None:
    module = drawing(kind)
    first, later = (
        module.draw(Sighting(kind), Pose(phase=p), Light(), Random(7)) for p in (0.1, 0.6)
    )
    assert first != later


@pytest.mark.parametrize("kind", AGREED)
def test_the_same_stream_draws_the_same_thing(kind: str) -> None:
    module = drawing(kind)
    pictures = {module.draw(Sighting(kind), Pose(), Light(), Random(3)) for _ in range(3)}
    assert len(pictures) == 1


@pytest.mark.parametrize("kind", AGREED)
def test_a_drawing_stays_within_the_room_it_asks_for(kind: str) -> None:
    module = drawing(kind)
    for does in ("standing", "running", "sleeping", "flying"):
        sighting = Sighting(kind, frozenset({does}))
        left, top, right, bottom = module.extent(sighting)  # pyright: ignore[reportAttributeAccessIssue]
        seen = alpha(module.draw(sighting, Pose(phase=0.3), Light(glow=1.0), Random(5)))
        rows, columns = np.nonzero(seen > 8)
        assert rows.size > 20, f"{kind} {does} is empty"
        reach = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        west, north, east, south = (int(v) * 4 - TALL for v in reach)
        slack = 4  # one pixel of this small picture
        assert left - slack <= west and east <= right + slack, (kind, does, west, east)
        assert top - slack <= north and south <= bottom + slack, (kind, does, north, south)


@pytest.mark.parametrize("kind", AGREED)
def test_gradients_are_named_after_the_drawing_and_all_are_defined(kind: str) -> None:
    fragment = drawing(kind).draw(Sighting(kind), Pose(), Light(), Random(2))
    names = {e.get("id", "") for e in parsed(fragment).iter() if e.get("id")}
    assert all(name.startswith(f"{kind}-") for name in names)
    assert set(re.findall(r"url\(#([^)]+)\)", fragment)) <= names


@pytest.mark.parametrize("kind", AGREED)
def test_hostile_words_and_colours_draw_as_if_unsaid(kind: str) -> None:
    module = drawing(kind)
    evil = '"/><script>alert(1)</script>'
    colours = {part: evil for part in ("", "outfit", "hair", "umbrella", "skin", "cup", "eyes")}
    said = module.draw(Sighting(kind, frozenset({evil}), colours), Pose(), Light(), Random(4))
    assert said == module.draw(Sighting(kind), Pose(), Light(), Random(4))


@pytest.mark.parametrize("kind", [k for k in AGREED if k != "moon"])  # light has no outline
def test_outlines_are_drawn_where_a_look_wants_them(kind: str) -> None:
    inked = Light(outline=1.2, outline_colour="#123456")
    assert "#123456" in drawing(kind).draw(Sighting(kind), Pose(), inked, Random(4))


@pytest.mark.parametrize("kind", AGREED)
def test_a_drawing_is_light_enough_for_a_frame(kind: str) -> None:
    fragment = drawing(kind).draw(Sighting(kind), Pose(close=True), Light(), Random(4))
    assert len(fragment) < 90_000
    assert sum(1 for _ in parsed(fragment).iter()) < 450
