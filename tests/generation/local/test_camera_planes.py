"""Layers before the camera: what they cover, how they blend, and how they move by themselves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from generation.model import CAMERAS, Camera
from generation.providers.local.coverage import Coverage, Edges, Flags
from generation.providers.local.illustrator.scene import Layer, Motion, Screen
from generation.providers.local.resample import sampled
from tests.generation.local.filming import (
    HEIGHT,
    WIDTH,
    flat,
    landscape,
    scene,
    setup,
    shift,
    shown,
    textured,
)

SKY = Layer((flat((100, 100, 100)),), depth=0.0)


@pytest.mark.parametrize("camera", CAMERAS)
def test_leaving_out_what_is_hidden_changes_no_pixel(
    camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = shown(setup(landscape(), camera), 50)

    def nothing_is_solid(coverage: Coverage, xs: Edges, ys: Edges) -> tuple[Flags, Flags]:
        some, _ = asked(coverage, xs, ys)
        return np.ones_like(some), np.zeros_like(some)

    asked = Coverage.of
    monkeypatch.setattr(Coverage, "of", nothing_is_solid)
    assert np.array_equal(cut, shown(setup(landscape(), camera), 50))


def test_an_edge_has_no_dark_fringe() -> None:
    square = np.zeros((60, 60, 4), np.uint8)
    square[10:50, 10:50] = 200, 200, 200, 255
    frame = shown(setup(scene(SKY, Layer((square,), 150, 80, depth=0.7))), 33)
    assert frame.min() >= 99


def test_light_adds_and_glass_multiplies() -> None:
    half = flat((50, 50, 50), 60, 60)
    lit = shown(setup(scene(SKY, Layer((half,), 150, 80, depth=0.5, blend="add"))), 20)
    tinted = shown(setup(scene(SKY, Layer((half,), 150, 80, depth=0.5, blend="multiply"))), 20)
    assert lit.max() == 150 and lit.min() == 100
    assert tinted.max() == 100 and abs(int(tinted.min()) - 20) <= 1


def test_light_stops_at_white() -> None:
    sun = Layer((flat((255, 255, 255), 60, 60),), 150, 80, depth=0.5, blend="add")
    assert shown(setup(scene(SKY, sun)), 20).max() == 255


def test_a_cloud_that_drifts_out_comes_in_again_without_a_gap() -> None:
    clouds = Layer((textured(),), depth=0.0, motion=Motion("drift", x=900.0))
    ground = Layer((flat((0, 0, 0)),), depth=0.0)
    filmed = setup(scene(ground, clouds), "still")
    for index in (3, 10, 17):
        columns = shown(filmed, index)[..., 1].astype(int).mean(axis=0)
        assert np.abs(np.diff(columns)).max() < 40


def test_what_sways_moves_smoothly() -> None:
    swaying = Layer((textured(),), depth=0.3, motion=Motion("sway", x=6.0, period=2.0))
    filmed = setup(scene(SKY, swaying), "still")
    frames = [shown(filmed, i)[40:140, 60:260, 1].astype(float) for i in range(12)]
    steps = np.array([shift(a, b)[0] for a, b in zip(frames, frames[1:], strict=False)])
    assert np.abs(np.diff(steps, n=2)).max() < 0.06


def test_a_cycle_shows_each_of_its_drawings_in_turn() -> None:
    drawings = tuple(flat((value, 0, 0), 80, 80) for value in (60, 120, 180, 240))
    filmed = setup(scene(SKY, Layer(drawings, 150, 70, depth=0.5, period=1.0)), "still")
    middle = [int(shown(filmed, index)[90, 155, 0]) for index in (0, 6, 12, 18, 24)]
    assert middle == [60, 120, 180, 240, 60]


def test_lights_fade_from_one_drawing_to_the_next() -> None:
    drawings = (flat((0, 0, 0), 80, 80), flat((100, 0, 0), 80, 80))
    blinking = Layer(drawings, 150, 70, depth=0.5, period=2.0, blend="add")
    filmed = setup(scene(SKY, blinking), "still")
    reds = [int(shown(filmed, index)[90, 155, 0]) for index in range(0, 48, 6)]
    assert max(abs(b - a) for a, b in zip(reds, reds[1:], strict=False)) <= 27


def test_a_screen_lies_over_everything() -> None:
    slate = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    slate[150:170, 20:60] = 10, 200, 10, 255
    shade = Screen(np.full((HEIGHT, WIDTH, 4), 128, np.uint8), "multiply")
    both = replace(scene(SKY), screens=(shade, Screen(slate)))
    frame = shown(setup(both), 0)
    assert tuple(frame[160, 40]) == (10, 200, 10)
    assert abs(int(frame[20, 20, 0]) - 50) <= 1


def test_grain_changes_from_frame_to_frame_and_leaves_the_mean_alone() -> None:
    filmed = setup(scene(SKY, grain=0.5), "still")
    first, second = (shown(filmed, index).astype(int) for index in (0, 1))
    assert first.std() > 1 and not np.array_equal(first, second)
    assert abs(first.mean() - 100) < 1


def test_a_layer_far_outside_is_simply_not_seen() -> None:
    away = Layer((flat((255, 0, 0), 30, 30),), 5000, -400, depth=0.9)
    assert np.array_equal(shown(setup(scene(SKY, away)), 5), shown(setup(scene(SKY)), 5))


def test_sampling_between_pixels_is_bilinear() -> None:
    steps = np.repeat(np.arange(0, 250, 10, dtype=np.uint8)[None, :, None], 4, axis=2)
    words = np.ascontiguousarray(np.repeat(steps, 4, axis=0)).view(np.uint32)[..., 0]
    out = sampled(words, 3.25, 1.0, 1.0, 5, 2)[..., None].view(np.uint8)
    assert out[0, :, 0].tolist() == [32, 42, 52, 62, 72]
