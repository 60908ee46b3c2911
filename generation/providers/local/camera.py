"""The local camera: exposes a scene frame by frame, 24 a second, as the recipe moves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.model import FPS
from generation.providers.local import effects
from generation.providers.local.coverage import ACROSS, DOWN
from generation.providers.local.effects import Draw, Space
from generation.providers.local.illustrator.compose import compose
from generation.providers.local.illustrator.scene import OVERSCAN, Scene, Screen
from generation.providers.local.moves import Ground, Lens, View, look
from generation.providers.local.multiplane import Plane, bled
from generation.providers.local.picture import flat_scene
from generation.providers.local.plate import Bytes, Plate, picture
from generation.providers.local.reading import read
from generation.providers.local.recipe import Recipe
from generation.providers.local.scenefile import kept
from generation.seeds import array_stream, stream

GRAIN = 22  # of 255: the deepest grain at grain 1
Exposing = tuple[float, Callable[[Plate], None]]
"""A depth, and what puts on a plate whatever is there."""

QUICK = 1  # PNG compression: twice the bytes of the default, a tenth of its time


def snap(
    recipe: dict[str, Any], scratch: str, out: str, tell: Callable[[float, float], None]
) -> None:
    """Write the recipe's keyframe as a PNG: the first frame of its film, in focus. The scene stays
    in `scratch`."""
    asked = Recipe.model_validate(recipe)
    setup = Setup(scene_for(asked, Path(scratch), {}), asked)
    tell(1, 2)
    # A rack focus begins with the subject blurred: show where it ends.
    shown = (1, 2) if asked.camera == "rack-focus" else (0, 1)
    setup.expose(*shown).image.convert("RGB").save(out, "PNG", compress_level=QUICK)
    tell(2, 2)


def film(recipe: Recipe, scratch: Path, shelf: dict[str, str], frames: int) -> Iterator[bytes]:
    """The recipe's film as raw rgb24 frames; `shelf` maps refs of pictures to where they lie."""
    setup = Setup(scene_for(recipe, scratch, shelf), recipe)
    for index in range(frames):
        yield setup.expose(index, frames).rgb()


def scene_for(recipe: Recipe, scratch: Path, shelf: dict[str, str]) -> Scene:
    """The recipe's scene, from `scratch` where it lies there already."""

    def composed() -> Scene:
        if recipe.picture:
            return flat_scene(Path(shelf[recipe.picture.ref]), recipe.paint)
        reading = read(recipe.paint.prompt, recipe.paint.lang)
        return compose(recipe.paint, reading, recipe.swatches)

    return kept(scratch / f"{recipe.scene_key}.scene", composed)


class Setup:
    """A scene in front of the camera, ready to be filmed."""

    def __init__(self, scene: Scene, recipe: Recipe) -> None:
        self._scene, self._recipe = scene, recipe
        self._ground = _ground(scene)
        racks = recipe.camera == "rack-focus"
        self._planes = [Plane(layer, self._ground, racks) for layer in scene.layers]
        self._effects = _prepared(scene, self._ground)
        self._sheets = [_sheet(screen) for screen in scene.screens]
        self._grain = _Grain(scene) if scene.grain else None

    def expose(self, index: int, frames: int) -> Plate:
        """Frame `index` of `frames`."""
        t, part = index / FPS, index / max(1, frames - 1)
        lens = Lens(self._ground, self._view(part))
        plate = Plate(self._scene.width, self._scene.height)
        for _, expose in sorted([*self._seen(lens, t), *self._hanging(lens, t)], key=itemgetter(0)):
            expose(plate)
        for sheet in self._sheets:
            sheet(plate)
        if self._grain:
            self._grain.lay(plate, index)
        return plate

    def _view(self, part: float) -> View:
        return look(self._recipe.camera, part, self._recipe.paint.seconds, self._ground)

    def _seen(self, lens: Lens, t: float) -> list[Exposing]:
        """The planes, from far to near; each only where no nearer one hides it."""
        covered = np.zeros((DOWN, ACROSS), bool)
        out = [
            (plane.depth, exposure.expose)
            for plane in reversed(self._planes)
            for exposure in plane.exposures(lens, t, covered)
        ]
        return out[::-1]

    def _hanging(self, lens: Lens, t: float) -> list[Exposing]:
        """The effects, each behind the planes that are nearer."""

        def drawn(draw: Draw) -> Callable[[Plate], None]:
            return lambda plate: draw(plate, lens, t)

        return [(depth, drawn(draw)) for depth, draw in self._effects]


def _ground(scene: Scene) -> Ground:
    across, down = round(scene.width * OVERSCAN), round(scene.height * OVERSCAN)
    depths = [layer.depth for layer in scene.layers if layer.subject] or [0.6]
    focus = scene.focus[0] * across, scene.focus[1] * down
    return Ground(scene.width, scene.height, across, down, focus, depths[0])


def _prepared(scene: Scene, ground: Ground) -> list[tuple[float, Draw]]:
    """Every effect we have, from far to near, with its depth."""
    space = Space(scene.width, scene.height, ground.canvas_width, ground.canvas_height, scene.seed)
    found = [(effect, effects.find(effect.kind)) for effect in scene.effects]
    ready = [
        (float(effect.options.get("depth", kind.DEPTH)), kind.prepare(effect, space))
        for effect, kind in found
        if kind
    ]
    return sorted(ready, key=lambda pair: pair[0])


def _sheet(screen: Screen) -> Callable[[Plate], None]:
    """What puts a screen on a plate; only the part of it that shows."""
    pixels, over = screen.pixels, screen.blend == "over"
    shows = pixels[..., 3] > 0 if over else (pixels[..., :3] < 255).any(axis=-1)
    rows, columns = (np.flatnonzero(np.any(shows, axis=axis)) for axis in (1, 0))
    if not rows.size:
        return lambda plate: None
    top, left = int(rows[0]), int(columns[0])
    part = pixels[top : int(rows[-1]) + 1, left : int(columns[-1]) + 1]
    image = picture(bled(part) if over else part)
    if over:
        return lambda plate: plate.over(image, left, top)
    return lambda plate: plate.multiply(image, left, top)


class _Grain:
    """Film grain: fine noise around nothing, somewhere else on every frame."""

    def __init__(self, scene: Scene) -> None:
        self._seed, self._room = scene.seed, 64
        size = scene.height + self._room, scene.width + self._room
        rng = array_stream(scene.seed, "grain")
        noise = rng.normal(0, scene.grain * GRAIN / 2, size).astype(np.float32)
        noise = (noise + np.roll(noise, 1, 0) * 0.5 + np.roll(noise, 1, 1) * 0.5) / 1.4
        self._lighter, self._darker = _grey(noise), _grey(-noise)

    def lay(self, plate: Plate, index: int) -> None:
        """Put the grain of frame `index` on the plate."""
        rng = stream(self._seed, "grain", index)
        x, y = rng.randrange(self._room), rng.randrange(self._room)
        part = slice(y, y + plate.height), slice(x, x + plate.width)
        plate.add(self._lighter[part], 0, 0)
        plate.dim(self._darker[part], 0, 0)


def _grey(values: NDArray[np.floating]) -> Bytes:
    """Four equal channels; what is negative is 0."""
    return np.repeat(np.clip(values, 0, 255).astype(np.uint8)[..., None], 4, axis=-1)
