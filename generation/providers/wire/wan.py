"""What Wan's models can be asked for, as `wan.toml` says, and the body of an order."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from generation.model import Aspect
from generation.providers.contract import AnimateRequest, Capabilities, Price
from generation.providers.wire.web import JSON

CHECKED = "2026-11-21"
ASSUMED = "assumed"
DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")  # a snapshot of a model: wan2.7-i2v-2026-04-25
SEEDS = 2**31  # the vendor's seeds have 31 bits, ours 53
LONGEST_NEGATIVE = 500
LONGEST_SIDE = 2000  # pixels of a picture that all models take


@dataclass(frozen=True, slots=True)
class Model:
    """One model; the fields are those of `wan.toml`."""

    name: str
    begins: Literal["img_url", "media", ""]
    shape: Literal["resolution", "ratio", "size"]
    tiers: tuple[int, ...]
    seconds: tuple[int, ...]
    sound: Literal["never", "always", "choice"]
    longest: int
    price: Mapping[str, float]
    mute: Mapping[str, float]
    source: str
    ends: bool = False
    extends: bool = True

    def can(self, sound: bool) -> Capabilities:
        """Its capabilities; `sound` is the operator's choice, where there is one."""
        return Capabilities(
            seconds=tuple(float(s) for s in self.seconds),
            resolutions=self.tiers,
            first_frame=bool(self.begins),
            last_frame=self.ends,
            audio=self.sound == "always" or (self.sound == "choice" and sound),
        )

    def tariff(self, sound: bool) -> tuple[Price, ...]:
        """What a second costs."""
        prices = self.price if sound or not self.mute else self.mute
        checked = ASSUMED if self.source == ASSUMED else CHECKED
        return tuple(
            Price(amount, "CNY", "second", self.source, checked, resolution=int(tier))
            for tier, amount in prices.items()
        )

    def tier(self, resolution: int, aspect: Aspect) -> int:
        """The resolution it makes: the one wanted, or, where that has no size of this aspect, the
        next larger one."""
        fitting = [t for t in self.tiers if self.shape != "size" or aspect in sizes(t)]
        return next((t for t in fitting if t >= resolution), fitting[-1])


def model(name: str) -> Model | None:
    """A model by its name, or by that of one of its snapshots."""
    return models().get(DATED.sub("", name))


@cache
def models() -> Mapping[str, Model]:
    """Every model we know, by name."""
    return {name: _read(name, row) for name, row in _table().items() if "tiers" in row}


def sizes(tier: int) -> Mapping[str, str]:
    """The sizes of a resolution, by aspect."""
    return _table()["sizes"][str(tier)]


def order(
    known: Model, name: str, request: AnimateRequest, first: str, last: str, sound: bool
) -> JSON:
    """The body of an order to the model of this name, which is `known` or a snapshot of it.
    `first` and `last` are data URIs; empty where there is none."""
    parameters = {**_shape(known, request), "seed": seed(request), "watermark": False}
    if len(known.seconds) > 1:  # where there is no choice, the vendor takes no `duration`
        parameters["duration"] = int(request.seconds)
    if known.sound == "choice":
        parameters["audio"] = sound
    if known.extends:
        parameters["prompt_extend"] = False  # the writer has written it as it should be
    given: JSON = {"prompt": prompt(known, request), **_beginning(known, first, last)}
    if known.extends and request.paint.negative:
        given["negative_prompt"] = request.paint.negative[:LONGEST_NEGATIVE]
    return {"model": name, "input": given, "parameters": parameters}


def prompt(known: Model, request: AnimateRequest) -> str:
    """What is seen and how the camera moves, as long as the model reads."""
    moves: str = _table()["camera"][request.shot.camera]
    return f"{request.paint.prompt[: known.longest - len(moves) - 1]} {moves}"


def seed(request: AnimateRequest) -> int:
    """The shot's seed, as large as the vendor takes it."""
    return request.seed % SEEDS


def _shape(known: Model, request: AnimateRequest) -> JSON:
    tier = known.tier(request.resolution, request.aspect)
    if known.shape == "size":
        return {"size": sizes(tier)[request.aspect]}
    if known.shape == "ratio":
        return {"resolution": f"{tier}P", "ratio": request.aspect}
    return {"resolution": f"{tier}P"}  # and the aspect of the picture


def _beginning(known: Model, first: str, last: str) -> JSON:
    if known.begins == "img_url":
        return {"img_url": first}
    if known.begins == "media":
        pictures = [("first_frame", first), ("last_frame", last)]
        return {"media": [{"type": kind, "url": url} for kind, url in pictures if url]}
    return {}


def _read(name: str, row: dict[str, Any]) -> Model:
    first, last = row.get("within", (0, -1))
    seconds: list[int] = row.get("seconds") or [*range(first, last + 1)]
    return Model(
        name=name,
        begins=row["begins"],
        shape=row["shape"],
        tiers=tuple(row["tiers"]),
        seconds=tuple(seconds),
        sound=row["sound"],
        longest=row["longest"],
        price=row["price"],
        mute=row.get("mute", {}),
        source=row["source"],
        ends=row.get("ends", False),
        extends=row.get("extends", True),
    )


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("generation.providers.wire") / "wan.toml").read_text())
