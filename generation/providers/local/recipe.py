"""What the local camera needs to film a shot: small, JSON-shaped, the same film on any machine."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import Any

from generation.model import Camera, MediaFile, Noun
from generation.providers.contract import AnimateRequest, PaintRequest, Shelf


class Swatches(Noun):
    """The colours that a drawing follows, as `#rrggbb`: `palette` runs from dark to light, `figure`
    maps parts of the main subject (`hair`, `skin`, `outfit`, `` for all of it) to colours."""

    palette: tuple[str, ...] = ()
    figure: dict[str, str] = {}


OWN_COLOURS = Swatches()


class Recipe(Noun):
    """A shot to be filmed. `picture` is a photograph or another painter's keyframe; without one the
    scene is painted from `paint` in the colours of `swatches`, which stand for the references."""

    paint: PaintRequest
    camera: Camera
    picture: MediaFile | None = None
    swatches: Swatches = OWN_COLOURS

    @property
    def key(self) -> str:
        """The same for the same recipe, everywhere and always."""
        return digest(self.model_dump_json())

    @property
    def scene_key(self) -> str:
        """The same for all recipes whose scene is the same: camera moves do not change it."""
        return digest(self.model_dump_json(exclude={"camera": True, "paint": {"camera"}}))

    def dump(self) -> dict[str, Any]:
        """As JSON keeps it; `Recipe.model_validate` reads it back."""
        return self.model_dump(mode="json")


def scene_recipe(paint: PaintRequest, swatches: Swatches = OWN_COLOURS) -> Recipe:
    """The recipe of a shot that we paint ourselves."""
    bare = replace(paint, references=())
    return Recipe.model_validate({"paint": bare, "camera": paint.camera, "swatches": swatches})


def ours(request: AnimateRequest) -> bool:
    """Whether we painted the keyframe, and can paint it again in layers."""
    return request.keyframe.provenance.provider == "local"


def shot_recipe(request: AnimateRequest, swatches: Swatches = OWN_COLOURS) -> Recipe:
    """The recipe of a shot. What we painted is painted again in layers; other pictures are flat."""
    return Recipe(
        paint=replace(request.paint, references=()),
        camera=request.shot.camera,
        picture=None if ours(request) else request.keyframe.file,
        swatches=swatches,
    )


def pictures(recipe: dict[str, Any], shelf: Shelf) -> dict[str, str]:
    """Where each picture that the recipe needs lies, by its `MediaFile.ref`."""
    picture = Recipe.model_validate(recipe).picture
    return {picture.ref: str(shelf.path(picture))} if picture else {}


def digest(text: str) -> str:
    """32 hexadecimal characters that stand for the text."""
    return blake2b(text.encode(), digest_size=16).hexdigest()
