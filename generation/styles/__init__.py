"""Style presets: one TOML file each, found by listing this folder.

A style says how a film looks to everyone who works on it: `phrases` go into the prompts, `paint`
steers the local illustrator, `grade` the editor, `names` are what people read.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pydantic import Field

from generation.model import CROSSFADE, Lang, Look, Mood, Noun, Transition

FOLDER = Path(__file__).parent


class Paint(Noun):
    """How the local illustrator draws in this style. Colours are `#rrggbb`.

    `tint` is mixed into every colour by `tint_amount`; `duotone` maps luminance from a dark to a
    light colour by `duotone_amount`; `outline` is the width of drawn lines (0 none, in thousandths
    of the picture's height) in `outline_colour`; `grain`, `glow`, `texture` run from 0 to 1."""

    saturation: float = 1.0
    contrast: float = 1.0
    tint: str = "#808080"
    tint_amount: float = 0.0
    duotone: tuple[str, str] | None = None
    duotone_amount: float = 0.0
    accents: tuple[str, ...] = ()
    outline: float = 0.0
    outline_colour: str = "#1a1a22"
    posterize: int = 0  # 0 off, else levels per channel
    wobble: float = 0.0  # hand-drawn irregularity of edges, 0 to 1
    texture: str = "none"  # none · paper · canvas · washi · halftone · scanlines
    texture_amount: float = 0.0
    grain: float = 0.0
    glow: float = 0.2
    vignette: float = 0.25
    haze: float = 0.0
    prefers_time: str = ""  # dawn · day · sunset · night, where the idea names none
    look: Look | None = None  # a style that only makes sense in one look
    palette: tuple[str, ...] = ()  # of a person's picture: every colour is led to its nearest


class Grade(Noun):
    """The editor's grade in YUV: `eq` values and offsets of U and V in 8-bit steps."""

    contrast: float = 1.0
    brightness: float = 0.0
    saturation: float = 1.0
    gamma: float = 1.0
    u: int = 0
    v: int = 0


class Cut(Noun):
    """How one shot gives way to the next: `frames` are those that both are seen in."""

    transition: Transition = "crossfade"
    frames: int = Field(default=CROSSFADE, ge=2, le=24)


class Style(Noun):
    """One preset. `aliases` are other words people type for it, in any language."""

    name: str
    names: dict[Lang, str]
    aliases: tuple[str, ...] = ()
    phrases: dict[Lang, str]
    negative: str = ""
    mood: Mood | None = None
    paint: Paint = Field(default_factory=Paint)
    grade: Grade = Field(default_factory=Grade)
    cut: Cut = Field(default_factory=Cut)


@cache
def styles() -> dict[str, Style]:
    """All presets by name, in alphabetical order."""
    return {
        path.stem: Style.model_validate(
            {"name": path.stem, **tomllib.loads(path.read_text("utf-8"))}
        )
        for path in sorted(FOLDER.glob("*.toml"))
    }


def find(word: str) -> Style | None:
    """The style a person means by `word`: its name, a translated name or an alias."""
    wanted = word.strip().casefold()
    for style in styles().values():
        if wanted in {w.casefold() for w in (style.name, *style.names.values(), *style.aliases)}:
            return style
    return None
