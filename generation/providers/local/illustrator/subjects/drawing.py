"""What every drawing in this folder promises, and the light it is drawn in.

A drawing is one small file with

- `KIND`     its name in the vocabulary, the same as the file's;
- `HEIGHT`   how tall it stands beside a person of height 1.0, without anything under it;
- `FLOATS`   True when it has no feet on the ground (bird, balloon, moon);
- `PHASES`   how many frames its own movement has (1: it stands still);
- `PERIOD`   seconds of one cycle of that movement;
- `draw(sighting, pose, light, rng) -> str`, an SVG fragment in units of its own: feet at (0, 0),
  up is negative y, 100 units are its height. It may reach past its height and to both sides;
  `WIDTH` (in the same units) says how far in all. The fragment must close its cycle: phase 1
  equals phase 0. Gradient ids begin with KIND. Everything random comes from `rng`, which is the
  same for every phase and every shot, so that a character stays the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Literal, Protocol

View = Literal["front", "back", "side", "three-quarter"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A subject the vocabulary found in a prompt. `traits` are words of the vocabulary: what it is
    (`girl`, `mechanical`, `elder`), wears (`hanfu`, `coat`), holds (`umbrella`, `guqin`) and does
    (`sitting`, `running`, `dancing`, `drinking`). `colours` maps a part (`` for the whole,
    `umbrella`, `hair`, `outfit`) to `#rrggbb`. `own` is the name of a person's own character, who
    looks the same in every film."""

    kind: str
    traits: frozenset[str] = frozenset()
    colours: dict[str, str] = field(default_factory=dict[str, str])
    count: int = 1
    own: str = ""


@dataclass(frozen=True, slots=True)
class Pose:
    """`phase` runs from 0 to 1 through the drawing's own cycle; `facing` 1 looks right, -1 left;
    `close` asks for detail that only a close-up shows (lashes, seams, strings)."""

    phase: float = 0.0
    facing: Literal[-1, 1] = 1
    view: View = "three-quarter"
    close: bool = False


@dataclass(frozen=True, slots=True)
class Light:
    """The scene's light as a drawing sees it. `key` colours the lit edge, `shade` the shadow side,
    `ambient` is mixed into every local colour by `amount`; `outline` is the width of drawn lines
    in the drawing's units (0 none); `glow` 0 to 1 says how much lamps and eyes shine."""

    key: str = "#fff1d0"
    shade: str = "#2a2440"
    ambient: str = "#f0b9a4"
    amount: float = 0.15
    outline: float = 0.0
    outline_colour: str = "#1a1a22"
    accent: str = "#ff8f70"
    glow: float = 0.3
    from_left: bool = True


class Drawing(Protocol):
    """The module of one drawing."""

    KIND: str
    HEIGHT: float
    WIDTH: float
    FLOATS: bool
    PHASES: int
    PERIOD: float

    def draw(self, sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str: ...
