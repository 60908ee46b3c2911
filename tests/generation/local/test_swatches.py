"""Colours that a drawing takes from pictures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from generation.providers.local import colours
from generation.providers.local.illustrator.casting import plan
from generation.providers.local.illustrator.compose import compose, dyed
from generation.providers.local.illustrator.subjects.drawing import Sighting
from generation.providers.local.reading import read
from generation.providers.local.recipe import Swatches
from generation.providers.local.swatches import figure, look, palette
from generation.styles import styles
from tests.generation.local.easel import asked, flat

INK = ("#1c1c1c", "#555350", "#92908a", "#c1bdb7", "#eeebe3")
SEA = ("#0b2447", "#19376d", "#3f6fb5", "#7fb0d8", "#d8ecf5")


def drawn(prompt: str, swatches: Swatches) -> np.ndarray:
    request = replace(asked(), prompt=prompt)
    return flat(compose(request, read(prompt, "en"), swatches))


def portrait(path: Path, skin: str, hair: str, cloth: str) -> None:
    """Somebody before a plain wall."""
    picture = Image.new("RGB", (200, 280), "#cfd8d3")
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((55, 30, 145, 180), 40, fill=hair)
    draw.ellipse((30, 175, 170, 350), fill=cloth)
    draw.rectangle((87, 140, 113, 185), fill=skin)
    draw.ellipse((70, 55, 130, 150), fill=skin)
    draw.pieslice((65, 45, 135, 120), 180, 360, fill=hair)
    picture.save(path)


def apart(one: str, other: str) -> float:
    """How different two colours look."""
    pair = np.array([tuple(bytes.fromhex(colour[1:])) for colour in (one, other)], np.uint8)
    a, b = colours.lab(pair)
    return float(np.linalg.norm(a - b))


def test_lab_and_back_is_the_same_colour() -> None:
    every = np.array([[r, g, b] for r in (0, 90, 255) for g in (0, 130, 255) for b in (0, 60, 255)])
    assert np.abs(colours.rgb(colours.lab(every)) - every).max() < 0.01


def test_a_small_strong_colour_is_part_of_the_palette() -> None:
    pixels = np.full((100, 100, 3), (20, 30, 60), np.uint8)
    pixels[:50] = (40, 60, 110)
    pixels[70:78, 40:60] = (230, 60, 30)
    found = palette(colours.lab(pixels).reshape(-1, 3))
    assert min(apart(colour, "#e63c1e") for colour in found) < 8
    assert list(found) == sorted(found, key=lambda c: apart(c, "#000000"))


def test_a_picture_of_one_colour_is_a_palette_of_one() -> None:
    assert palette(colours.lab(np.full((400, 3), 77, np.uint8))) == ("#4d4d4d",)


@pytest.mark.parametrize(
    ("skin", "hair", "cloth"),
    [("#f0c8a8", "#b5552a", "#2f7d5b"), ("#8a5a3c", "#17131a", "#e0b020")],
)
def test_a_portrait_tells_hair_skin_and_clothes(
    tmp_path: Path, skin: str, hair: str, cloth: str
) -> None:
    portrait(tmp_path / "who.png", skin, hair, cloth)
    found = look([("character", str(tmp_path / "who.png"), "")], tell=lambda done, of: None)[
        "figure"
    ]
    assert apart(found["hair"], hair) < 6 and apart(found["outfit"], cloth) < 6
    assert apart(found["skin"], skin) < 14, "the nearest that people are drawn in"


def test_somebody_small_in_a_wide_scene_is_told_from_the_sand() -> None:
    picture = Image.new("RGB", (640, 360), "#9cc4dd")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 230, 640, 360), fill="#d2a86e")  # much like skin
    draw.ellipse((300, 150, 340, 194), fill="#2a2022")
    draw.ellipse((306, 160, 334, 194), fill="#f3c6a5")
    draw.rectangle((298, 196, 342, 270), fill="#1d8a4e")
    picture.thumbnail((220, 220))
    found = figure(colours.lab(np.asarray(picture)))
    assert apart(found["outfit"], "#1d8a4e") < 12 and apart(found["hair"], "#2a2022") < 20


def test_somebody_without_a_face_has_one_colour() -> None:
    pixels = np.full((80, 80, 3), 240, np.uint8)
    pixels[20:75, 25:60] = (40, 90, 200)
    (colour,) = figure(colours.lab(pixels)).values()
    assert apart(colour, "#285ac8") < 3


def test_a_drawing_led_by_ink_has_no_colour_and_one_led_by_the_sea_is_blue() -> None:
    prompt = "a fox runs through a meadow in the morning"
    own, ink, sea = (drawn(prompt, Swatches(palette=p)) for p in ((), INK, SEA))

    def colourful(pixels: np.ndarray) -> float:
        return float(np.ptp(pixels, axis=-1).mean())

    assert colourful(ink) < 0.35 * colourful(own)
    assert sea[..., 2].mean() > sea[..., 0].mean() + 20
    assert own[..., 0].mean() > own[..., 2].mean()


def coloured(sentence: str, figure: dict[str, str]) -> tuple[Sighting, ...]:
    """The subjects of a sentence in a figure's colours."""
    intent = plan(read(sentence, "en"), styles()["cinematic"], 1)
    return dyed(intent, Swatches(figure=figure)).subjects


def test_words_go_before_the_colours_of_a_picture() -> None:
    """The dress is red by the words; of the hair they say nothing."""
    green = {"outfit": "#2f7d5b", "hair": "#e0d020"}
    (woman,) = coloured("a woman in a red dress walks in a park", green)
    assert woman.colours == {"outfit": "#c8342f", "hair": "#e0d020"}


def test_the_person_of_a_sentence_has_the_colours_not_the_lantern() -> None:
    found = {s.kind: s.colours for s in coloured("a lantern beside a girl", {"hair": "#e0d020"})}
    assert found == {"lantern": {}, "person": {"hair": "#e0d020"}}
