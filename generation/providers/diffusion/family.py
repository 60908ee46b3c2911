"""The families of models that we know how to call, and what each of them wants. Pure data.

A model says in its `model_index.json` which pipeline it is made for; that decides its family.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import Any, Literal, cast

from generation.model import Aspect
from generation.providers.contract import Capabilities
from generation.providers.diffusion.orders import Unusable

GB = 1_000_000_000
INDEX = "model_index.json"


@dataclass(frozen=True, slots=True)
class Family:
    """How a family's models are called.

    `pipeline` is the class that makes what we want, which may be another than the model names. The
    sides of its pictures are multiples of `multiple`. A clip has `every` × n + 1 frames, at most
    `most_frames`, `fps` a second. `working` is the memory, in bytes, that a run takes beside the
    weights, at the largest of `resolutions`."""

    name: Literal["qwen", "wan", "ltx"]
    pipeline: str
    multiple: int
    steps: int
    guidance: float
    working: int
    sizes: Mapping[Aspect, tuple[int, int]] | None = None
    resolutions: tuple[int, ...] = ()
    seconds: tuple[float, ...] = ()
    fps: int = 0
    every: int = 0
    most_frames: int = 0
    first_frame: bool = True
    exact_vae: bool = False  # its VAE loses too much in half precision

    @property
    def provider(self) -> str:
        """The name under which it registers."""
        return f"{self.name}-local"

    @property
    def work(self) -> Literal["picture", "clip"]:
        """What it makes."""
        return "clip" if self.fps else "picture"

    def can(self, resolution: int = 0, *, last_frame: bool = False) -> Capabilities:
        """What a member of this family can do, at one resolution or at its usual ones."""
        return Capabilities(
            seconds=self.seconds,
            resolutions=(resolution,) if resolution and self.fps else self.resolutions,
            first_frame=self.first_frame,
            last_frame=last_frame and self.first_frame,
        )

    def size(self, aspect: Aspect, resolution: int = 0, multiple: int = 0) -> tuple[int, int]:
        """Width and height of about `resolution` pixels on the shorter side, 0 for the usual;
        both multiples of what the family, or the model, asks for."""
        if not resolution and self.sizes:
            return self.sizes[aspect]
        multiple = max(multiple, self.multiple)
        resolution = resolution or max(self.resolutions)
        across, down = (int(n) for n in aspect.split(":"))
        short = min(across, down)
        width, height = (
            max(1, round(resolution * n / short / multiple)) * multiple for n in (across, down)
        )
        return width, height

    def frames(self, seconds: float) -> int:
        """The frames of a clip of at least `seconds`, as far as the family's models go."""
        wanted = ceil(round(seconds * self.fps - 1, 6) / self.every) * self.every + 1
        return max(self.every + 1, min(wanted, self.most_frames))


QWEN_SIZES: Mapping[Aspect, tuple[int, int]] = {
    "16:9": (1664, 928),
    "9:16": (928, 1664),
    "1:1": (1328, 1328),
    "4:3": (1472, 1104),
    "3:4": (1104, 1472),
}

# unverified: `working`, on no machine measured with full-size models yet
QWEN = Family("qwen", "QwenImagePipeline", 16, 40, 4.0, 8 * GB, sizes=QWEN_SIZES)
WAN_T2V = Family(
    "wan",
    "WanPipeline",
    16,
    40,
    4.0,
    16 * GB,
    resolutions=(480, 720),
    seconds=(1.0, 2.0, 3.0, 4.0, 5.0),
    fps=16,
    every=4,
    most_frames=81,
    first_frame=False,
    exact_vae=True,
)
WAN_I2V = replace(WAN_T2V, pipeline="WanImageToVideoPipeline", guidance=3.5, first_frame=True)
WAN_TI2V = replace(
    WAN_I2V,
    multiple=32,
    guidance=5.0,
    resolutions=(720,),
    fps=24,
    most_frames=121,
)
LTX = Family(
    "ltx",
    "LTXImageToVideoPipeline",
    32,
    40,
    3.0,
    10 * GB,
    resolutions=(480, 720),
    seconds=tuple(float(n) for n in range(1, 11)),
    fps=24,
    every=8,
    most_frames=257,
)

CLASSES: Mapping[str, Family] = {
    "QwenImagePipeline": QWEN,
    "WanPipeline": WAN_T2V,
    "WanImageToVideoPipeline": WAN_I2V,
    "LTXPipeline": LTX,
    "LTXImageToVideoPipeline": LTX,
    "LTXConditionPipeline": LTX,
}
NAMED: tuple[tuple[str, Family], ...] = (
    ("qwen", QWEN),
    ("ltx", LTX),
    ("ti2v", WAN_TI2V),
    ("i2v", WAN_I2V),
    ("flf2v", WAN_I2V),
    ("t2v", WAN_T2V),
)


def of_index(index: Mapping[str, Any]) -> Family:
    """The family of the model whose `model_index.json` this is. Raises `Unusable`."""
    name = index.get("_class_name")
    family = CLASSES.get(name) if isinstance(name, str) else None
    if family is None:
        known = ", ".join(CLASSES)
        raise Unusable(f"unknown_pipeline: the model is a {name!r}; known are {known}")
    if family is WAN_T2V and index.get("expand_timesteps"):
        return WAN_TI2V
    return family


def read_index(folder: Path) -> dict[str, Any]:
    """A model's `model_index.json`. Raises `Unusable` when there is none to be read."""
    try:
        index = json.loads((folder / INDEX).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Unusable(f"no_model: {folder.name} has no readable {INDEX}: {error}") from error
    if not isinstance(index, dict):
        raise Unusable(f"no_model: the {INDEX} of {folder.name} is not an object")
    return cast(dict[str, Any], index)


def is_folder(model: str) -> bool:
    """Whether a model is named by its place on the disk, not by its ModelScope id."""
    return model.startswith(("/", "~", "./", "../")) or Path(model).is_dir()


def shown(model: str) -> str:
    """A model's name for people: never where it lies."""
    return Path(model).expanduser().name if is_folder(model) else model


def expected(model: str, usual: Family) -> Family:
    """The family that a model seems to be of, before it is there to be asked: read from a folder,
    else guessed from its name."""
    if is_folder(model):
        try:
            return of_index(read_index(Path(model).expanduser()))
        except Unusable:
            pass  # said again, with its words, when somebody orders
    name = shown(model).lower()
    return next((family for part, family in NAMED if part in name), usual)
