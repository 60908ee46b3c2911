"""A recipe is the same film in every process; its scene is kept, and made again when it is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from generation.errors import ProviderError
from generation.providers.local.camera import film, scene_for, snap
from generation.providers.local.illustrator.scene import Effect, Layer, Motion, Scene, Screen
from generation.providers.local.recipe import Recipe, scene_recipe
from generation.providers.local.render import pour, render_into
from generation.providers.local.scenefile import Damaged, kept, load, save
from tests.generation.local.filming import HEIGHT, WIDTH, landscape, request

ROOT = Path(__file__).parents[3]
RECIPE = scene_recipe(request())


def digest(scratch: str) -> str:
    """Of the first frames of a film."""
    frames = list(film(RECIPE, Path(scratch), {}, 6))
    assert all(len(frame) == WIDTH * HEIGHT * 3 for frame in frames)
    return sha256(b"".join(frames)).hexdigest()


def silent(done: float, of: float) -> None: ...


def test_the_same_recipe_is_the_same_film_in_another_process(tmp_path: Path) -> None:
    script = (
        "import sys; from tests.generation.local.test_camera_film import digest;"
        "print(digest(sys.argv[1]), end='')"
    )
    folder = tmp_path / "other"
    folder.mkdir()
    other = subprocess.check_output(
        [sys.executable, "-c", script, str(folder)], cwd=ROOT, text=True
    )
    assert digest(str(tmp_path)) == other
    assert digest(str(tmp_path)) == other  # now from the kept scene


def test_the_keyframe_is_the_first_frame_of_the_film(tmp_path: Path) -> None:
    snap(RECIPE.dump(), str(tmp_path), str(tmp_path / "k.png"), silent)
    with Image.open(tmp_path / "k.png") as keyframe:
        assert keyframe.size == (WIDTH, HEIGHT) and keyframe.mode == "RGB"
        assert keyframe.tobytes() == next(film(RECIPE, tmp_path, {}, 96))


@pytest.mark.parametrize(("aspect", "size"), [("9:16", (180, 320)), ("1:1", (180, 180))])
def test_other_shapes_are_filled_to_their_corners(
    tmp_path: Path, aspect: str, size: tuple[int, int]
) -> None:
    tall = scene_recipe(request(aspect=aspect, width=size[0], height=size[1]))
    frame = next(film(tall, tmp_path, {}, 24))
    assert np.frombuffer(frame, np.uint8).reshape(size[1], size[0], 3).any(axis=-1).mean() > 0.99


def test_the_camera_does_not_change_the_scene() -> None:
    pan = Recipe(paint=request(camera="pan-left"), camera="pan-left")
    assert pan.scene_key == RECIPE.scene_key and pan.key != RECIPE.key
    assert scene_recipe(request(seed=8)).scene_key != RECIPE.scene_key


def same(a: Scene, b: Scene) -> bool:
    """Equal in every number and pixel."""

    def parts(scene: Scene) -> list[Any]:
        layers = [
            (x.left, x.top, x.depth, x.period, x.motion, x.blend, x.subject) for x in scene.layers
        ]
        rest = scene.width, scene.height, scene.focus, scene.grain, scene.seed, scene.effects
        pixels = [f.tobytes() for x in scene.layers for f in x.frames]
        return [layers, rest, pixels, [(s.pixels.tobytes(), s.blend) for s in scene.screens]]

    return parts(a) == parts(b)


def rich() -> Scene:
    moving = Layer(
        (np.ones((4, 6, 4), np.uint8), np.zeros((4, 6, 4), np.uint8)),
        *(1.5, 2.5, 0.7, 2.0),
        motion=Motion("walk", 3.0),
        blend="add",
        subject=True,
    )
    plain = landscape(
        effects=(Effect("water", 0.3, "#aabbcc", {"top": 12.5}),),
        screens=(Screen(np.full((HEIGHT, WIDTH, 4), 200, np.uint8), "multiply"),),
        focus=(0.3, 0.6),
        grain=0.2,
    )
    return replace(plain, layers=(moving, *plain.layers))


def test_a_kept_scene_is_read_back_whole(tmp_path: Path) -> None:
    save(rich(), tmp_path / "a.scene")
    assert same(load(tmp_path / "a.scene"), rich())
    assert [path.name for path in tmp_path.iterdir()] == ["a.scene"]


def spoil_nothing_left(data: bytes) -> bytes:
    return b""


def spoil_truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def spoil_one_bit(data: bytes) -> bytes:
    return data[:-100] + bytes([data[-100] ^ 1]) + data[-99:]


def spoil_version(data: bytes) -> bytes:
    return data.replace(b"scene 1", b"scene 0", 1)


@pytest.mark.parametrize(
    "spoil", [spoil_nothing_left, spoil_truncated, spoil_one_bit, spoil_version]
)
def test_a_damaged_scene_is_made_again(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "a.scene"
    save(rich(), path)
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(Damaged):
        load(path)
    assert same(kept(path, rich), rich()) and same(load(path), rich())


def test_a_kept_scene_is_not_composed_again(tmp_path: Path) -> None:
    scene_for(RECIPE, tmp_path, {})

    def never() -> Scene:
        raise AssertionError("composed again")

    kept(tmp_path / f"{RECIPE.scene_key}.scene", never)


def test_frames_arrive_in_the_command_and_are_counted(tmp_path: Path) -> None:
    out, told = tmp_path / "raw", list[tuple[float, float]]()
    script = f"import sys; open({str(out)!r}, 'wb').write(sys.stdin.buffer.read())"
    argv = [sys.executable, "-c", script]
    render_into(
        RECIPE.dump(), str(tmp_path), {}, argv, None, 26, lambda done, of: told.append((done, of))
    )
    assert out.stat().st_size == 26 * WIDTH * HEIGHT * 3
    assert told == [(12, 26), (24, 26), (26, 26)]


def test_a_command_that_fails_is_quoted() -> None:
    script = "import sys; sys.stdin.buffer.read(5); sys.exit('codec not found')"
    with pytest.raises(ProviderError, match="codec not found"):
        pour([b"x" * 100_000] * 50, [sys.executable, "-c", script], None, lambda done: None)


def test_a_picture_that_fails_ends_the_command() -> None:
    def parts():
        yield b"x"
        raise ValueError("no such layer")

    with pytest.raises(ValueError, match="no such layer"):
        pour(
            parts(), [sys.executable, "-c", "import time; time.sleep(60)"], None, lambda done: None
        )
