"""Every camera move is smooth to a fraction of a pixel and never looks beyond the canvas."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from generation.model import CAMERAS, Camera
from generation.providers.local.illustrator.scene import Layer
from generation.providers.local.moves import Ground, Lens, look
from tests.generation.local.filming import (
    ACROSS,
    DOWN,
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

FOCI = ((0.2, 0.3), (0.5, 0.55), (0.85, 0.8))
STEADY = 0.03  # of a pixel


def ground(focus: tuple[float, float] = (0.5, 0.5)) -> Ground:
    return Ground(WIDTH, HEIGHT, ACROSS, DOWN, (focus[0] * ACROSS, focus[1] * DOWN))


def grey(picture: NDArray[np.uint8]) -> NDArray[np.floating]:
    return picture[..., 1].astype(np.float64)


@pytest.mark.parametrize("camera", CAMERAS)
@pytest.mark.parametrize("focus", FOCI)
def test_a_move_stays_on_the_canvas_without_being_stopped_at_its_edge(
    camera: Camera, focus: tuple[float, float]
) -> None:
    small = ground(focus)
    at = small.focus[0] + ACROSS, small.focus[1] + DOWN
    large = Ground(WIDTH, HEIGHT, ACROSS * 3, DOWN * 3, at)
    for seconds in (1.0, 4.0, 15.0):
        for part in np.linspace(0, 1, 9):
            view = look(camera, part, seconds, small)
            for depth in (0.0, 0.5, 1.0):
                free = np.subtract(Lens(large, view).corner(depth), (ACROSS, DOWN))
                assert np.allclose(Lens(small, view).corner(depth), free)


@pytest.mark.parametrize("camera", CAMERAS)
def test_a_move_never_shows_a_border(camera: Camera) -> None:
    white = setup(scene(Layer((flat((255, 255, 255)),), depth=0.0)), camera)
    for index in (0, 31, 64, 95):
        assert shown(white, index).min() == 255


@pytest.mark.parametrize("camera", CAMERAS)
def test_a_move_goes_on_evenly_from_frame_to_frame(camera: Camera) -> None:
    filmed = setup(scene(Layer((textured(),), depth=0.5), focus=(0.6, 0.6)), camera)
    frames = [grey(shown(filmed, index)) for index in range(40, 52)]
    steps = np.array([shift(a, b) for a, b in zip(frames, frames[1:], strict=False)])
    uneven = np.diff(steps, n=2, axis=0)
    assert np.abs(uneven).max() < STEADY, steps


def test_moves_do_what_their_names_say() -> None:
    def moved(camera: Camera, depth: float = 0.5) -> NDArray[np.floating]:
        first, last = (Lens(ground(), look(camera, part, 4.0, ground())) for part in (0.0, 1.0))
        return np.subtract(last.corner(depth), first.corner(depth))

    assert moved("pan-right")[0] > 10 and moved("pan-left")[0] < -10
    assert moved("tilt-down")[1] > 5 and moved("tilt-up")[1] < -5
    assert look("push-in", 1, 4.0, ground()).zoom > look("push-in", 0, 4.0, ground()).zoom == 1
    assert look("pull-out", 0, 4.0, ground()).zoom > look("pull-out", 1, 4.0, ground()).zoom == 1
    assert np.sign(moved("orbit", 1.0)[0]) == -np.sign(moved("orbit", 0.0)[0])


def test_near_things_pass_faster_than_far_ones() -> None:
    near, far = (
        abs(
            Lens(ground(), look("pan-right", 1.0, 4.0, ground())).corner(depth)[0]
            - Lens(ground(), look("pan-right", 0.0, 4.0, ground())).corner(depth)[0]
        )
        for depth in (1.0, 0.0)
    )
    assert near > 2 * far


def test_a_push_in_keeps_its_subject_where_it_is() -> None:
    aimed = ground((0.7, 0.6))
    at = [
        Lens(aimed, look("push-in", part, 4.0, aimed)).at(*aimed.focus, 0.6) for part in (0.0, 1.0)
    ]
    assert np.allclose(at[0], at[1], atol=1.0)


def test_a_rack_focus_ends_sharp_on_the_subject() -> None:
    filmed = setup(landscape(), "rack-focus")
    ball = (slice(80, 130), slice(150, 230))

    def sharpness(index: int) -> float:
        return float(np.abs(np.diff(grey(shown(filmed, index))[ball], axis=1)).max())

    assert sharpness(95) > 1.3 * sharpness(0)


def test_a_still_camera_breathes_but_hardly_moves() -> None:
    filmed = setup(scene(Layer((textured(),), depth=0.5)), "still")
    x, y = shift(grey(shown(filmed, 20)), grey(shown(filmed, 21)))
    assert 0 < abs(x) + abs(y) < 0.25
