"""What the local camera needs to film a shot: small, JSON-shaped, the same film on any machine."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import Any

from generation.model import Brief, Camera, MediaFile, Noun, Storyboard
from generation.providers.contract import AnimateRequest, PaintRequest, Shelf, frame_size


class Swatches(Noun):
    """The colours that a drawing follows, as `#rrggbb`: `palette` runs from dark to light, `figure`
    maps parts of the main subject (`hair`, `skin`, `outfit`, `` for all of it) to colours, and
    `figures` those of a person's own characters, by name."""

    palette: tuple[str, ...] = ()
    figure: dict[str, str] = {}
    figures: dict[str, dict[str, str]] = {}


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
    return Recipe.model_validate(
        {"paint": bare(paint), "camera": paint.camera, "swatches": swatches}
    )


def bare(paint: PaintRequest) -> PaintRequest:
    """A request without what the swatches stand for."""
    return replace(paint, references=(), palette=())


def ours(request: AnimateRequest) -> bool:
    """Whether we painted the keyframe, and can paint it again in layers."""
    return request.keyframe.provenance.provider == "local"


def shot_recipe(request: AnimateRequest, swatches: Swatches = OWN_COLOURS) -> Recipe:
    """The recipe of a shot. What we painted is painted again in layers; other pictures are flat."""
    return Recipe(
        paint=bare(request.paint),
        camera=request.shot.camera,
        picture=None if ours(request) else request.keyframe.file,
        swatches=swatches,
    )


def still_recipe(brief: Brief, board: Storyboard, index: int, picture: MediaFile) -> Recipe:
    """The recipe of a shot whose clip is a picture: the camera moves over it, and nothing is added
    to what is seen."""
    shot, (width, height) = board.shots[index], frame_size(brief.aspect, brief.resolution)
    paint = PaintRequest(
        prompt="",
        negative="",
        seed=brief.seed if shot.seed is None else shot.seed,
        width=width,
        height=height,
        aspect=brief.aspect,
        lang=board.lang,
        style=board.style,
        look=brief.look,
        framing=shot.framing,
        characters=(),
        index=index,
        total=len(board.shots),
        title=board.title,
        camera=shot.camera,
        seconds=shot.seconds,
    )
    return Recipe(paint=paint, camera=shot.camera, picture=picture)


def pictures(recipe: dict[str, Any], shelf: Shelf) -> dict[str, str]:
    """Where each picture that the recipe needs lies, by its `MediaFile.ref`."""
    picture = Recipe.model_validate(recipe).picture
    return {picture.ref: str(shelf.path(picture))} if picture else {}


def digest(text: str) -> str:
    """32 hexadecimal characters that stand for the text."""
    return blake2b(text.encode(), digest_size=16).hexdigest()
