"""Every effect shows, moves steadily, and is the same wherever and whenever it is drawn."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from generation.providers.local import effects
from generation.providers.local.effects import Space
from generation.providers.local.effects._sprites import disc
from generation.providers.local.illustrator.scene import Effect, Layer
from generation.providers.local.moves import Ground, Lens, View
from generation.providers.local.plate import Placing, Plate, Sprite
from tests.generation.local.filming import ACROSS, DOWN, HEIGHT, WIDTH, flat, scene, setup, shown

ALL = sorted(effects.kinds())
ROOT = Path(__file__).parents[3]
SPACE = Space(WIDTH, HEIGHT, ACROSS, DOWN, 5)
LENS = Lens(Ground(WIDTH, HEIGHT, ACROSS, DOWN, (ACROSS / 2, DOWN / 2)), View())
FALLING = {"rain", "snow", "petals", "leaves"}
FLOATING = {"fireflies", "steam", "dust", "lights", "bubbles", "sparks"}
FAR = {"water", "clouds", "fireworks"}


def drawn(kind: str, t: float, amount: float = 0.8, colour: str = "#f0d0c0") -> NDArray[np.int64]:
    """The effect alone, on grey, at a second."""
    plate = Plate(WIDTH, HEIGHT)
    plate.pixels[:] = 90
    found = effects.find(kind)
    assert found
    found.prepare(Effect(kind, amount, colour), SPACE)(plate, LENS, t)
    return plate.pixels[..., :3].astype(np.int64)


def test_all_that_the_vocabulary_knows_are_there() -> None:
    assert set(ALL) == FALLING | FLOATING | FAR


def test_an_unknown_effect_is_left_out() -> None:
    assert effects.find("../rain") is None and effects.find("_fall") is None
    odd = scene(Layer((flat((9, 9, 9)),), depth=0.0), effects=(Effect("meteors"),))
    assert shown(setup(odd), 0).max() == 9


@pytest.mark.parametrize("kind", ALL)
def test_an_effect_shows_from_the_first_frame_to_the_last(kind: str) -> None:
    for t in (0.0, 1.3, 14.9):
        assert np.abs(drawn(kind, t) - 90).max() > 20


@pytest.mark.parametrize("kind", ALL)
def test_an_effect_moves(kind: str) -> None:
    assert not np.array_equal(drawn(kind, 1.0), drawn(kind, 1.5))


@pytest.mark.parametrize("kind", [kind for kind in ALL if kind not in ("rain", "fireworks")])
def test_an_effect_never_jumps(kind: str) -> None:
    """At 240 frames a second everything moves a little; what would pop in or out shows at once."""
    for start in (0.0, 3.1, 7.7):
        frames = [drawn(kind, start + n / 240) for n in range(24)]
        changes = [int(np.abs(b - a).sum()) for a, b in zip(frames, frames[1:], strict=False)]
        assert max(changes) <= 3 * float(np.median(changes)) + 400, changes


@pytest.mark.parametrize("kind", ALL)
def test_an_effect_grows_with_the_film(kind: str) -> None:
    """Twice as large a film has the same picture, so four times the pixels change."""
    large = Space(2 * WIDTH, 2 * HEIGHT, 2 * ACROSS, 2 * DOWN, SPACE.seed)
    lens = Lens(Ground(2 * WIDTH, 2 * HEIGHT, 2 * ACROSS, 2 * DOWN, (ACROSS, DOWN)), View())
    plate = Plate(2 * WIDTH, 2 * HEIGHT)
    plate.pixels[:] = 90
    found = effects.find(kind)
    assert found
    found.prepare(Effect(kind, 0.8, "#f0d0c0"), large)(plate, lens, 2.0)
    changed = np.abs(plate.pixels[..., :3].astype(int) - 90).sum()
    assert 2 < changed / np.abs(drawn(kind, 2.0) - 90).sum() < 6


def digest() -> str:
    """Of all effects at one second."""
    return sha256(b"".join(drawn(kind, 2.2).tobytes() for kind in ALL)).hexdigest()


def test_effects_are_the_same_in_another_process() -> None:
    script = "from tests.generation.local.test_effects_move import digest; print(digest(), end='')"
    other = subprocess.check_output([sys.executable, "-c", script], cwd=ROOT, text=True)
    assert other == digest()


def test_the_wind_blows_one_way_in_a_film() -> None:
    assert Space(WIDTH, HEIGHT, ACROSS, DOWN, 5).wind == Space(1280, 720, 1536, 864, 5).wind
    assert {np.sign(Space(9, 9, 9, 9, seed).wind) for seed in range(12)} == {-1.0, 1.0}


def test_an_effect_hangs_behind_what_is_nearer() -> None:
    wall = Layer((flat((30, 30, 30)),), depth=0.9)
    sky = Layer((flat((10, 10, 40)),), depth=0.0)
    shot = setup(scene(sky, wall, effects=(Effect("fireworks", 1.0),)))
    assert all(np.ptp(shown(shot, index)) == 0 for index in (0, 40, 80))


def test_a_sprite_moves_by_fractions_of_a_pixel() -> None:
    dot = disc(0.5)

    def middle(x: float) -> float:
        plate = Plate(40, 40)
        dot.stamp(plate, Placing(x, 20, 6, 6), (255, 255, 255))
        weight = plate.pixels[..., 0].astype(float)
        return float((weight.sum(axis=0) * (np.arange(40) + 0.5)).sum() / weight.sum())

    assert [round(middle(x) - x, 1) for x in (20.0, 20.25, 20.5, 20.9)] == [0, 0, 0, 0]


def test_sprites_may_lie_partly_or_wholly_outside() -> None:
    dot = Sprite(Image.new("L", (32, 32), 255))
    plate = Plate(20, 20)
    for x, y in ((-3, 5), (19, 22), (-500, 3), (5, 4000)):
        dot.stamp(plate, Placing(x, y, 12, 12, 0.7), (255, 255, 255))
        dot.shine(plate, Placing(x, y, 12, 12), (255, 255, 255), 1.0)
    assert plate.pixels[..., 0].max() == 255
