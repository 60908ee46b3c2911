"""What is asked of the process that holds the models, and the ways in which it can fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from generation.model import Aspect

Step = Callable[[int, int], None]
"""Called after each step with those done and all. Raises `Stopped` to end the work."""


@dataclass(frozen=True, slots=True)
class Order:
    """One picture (PNG), one clip (MP4), or only a few words about the machine (`probe`).

    `model` is a ModelScope id or a folder. A clip begins at the picture `first` and ends at `last`,
    where the model can. `resolution` is the shorter side, 0 for what the model does best; `steps` 0
    and `guidance` None leave it to the model, too. The result lies in the file `out`."""

    provider: str
    model: str
    work: Literal["picture", "clip", "probe"]
    device: str = "auto"
    prompt: str = ""
    negative: str = ""
    seed: int = 0
    aspect: Aspect = "16:9"
    resolution: int = 0
    seconds: float = 0.0
    first: str = ""
    last: str = ""
    out: str = ""
    steps: int = 0
    guidance: float | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Nobody wants the order of this number any more."""

    number: int


class Stopped(Exception):
    """The order was ended between two steps, because nobody wants it."""


class OutOfMemory(Exception):
    """The device has too little memory for it, done in this way."""


class Crowded(Exception):
    """There is too little memory beside the other models, though enough without them."""


class DeviceLost(Exception):
    """The device is in a state that only a new process gets out of."""


class Unusable(Exception):
    """The model cannot be used here at all; the words say why, beginning with a code."""


class Unreachable(Exception):
    """The model could not be brought here this time; the words say why, beginning with a code."""
