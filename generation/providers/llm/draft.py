"""A storyboard as a model writes it, read leniently: what can be mended is not asked for again.

Unknown fields are dropped, texts are cleaned and cut, lists become texts, seconds are brought into
their range, and cameras, framings and moods become the nearest of ours."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Annotated, Any, cast, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from generation.model import (
    CAMERAS,
    MAX_SHOT_SECONDS,
    MIN_SHOT_SECONDS,
    MOODS,
    Camera,
    Framing,
    Mood,
)
from generation.text import clean

FRAMINGS: tuple[Framing, ...] = get_args(Framing)
MOST_PROMPT, MOST_LINE, MOST_TITLE = 3000, 300, 80
MOST_SHOTS = 40  # that are read
MOST_CAST = 4
SHORTEST_PROMPT = 12
USUAL_SECONDS = 4.0
NUMBER = re.compile(r"\d+(\.\d+)?")

# What models and film crews call them. The first that matches counts.
CAMERA_WORDS: tuple[tuple[str, Camera], ...] = (
    (r"\brack|focus|焦", "rack-focus"),
    (r"orbit|arc|circl|环绕|旋转|回り込|周回", "orbit"),
    (r"pull|dolly.?out|zoom.?out|back|reveal|拉|引き|後退", "pull-out"),
    (r"tilt.?up|crane.?up|rise|boom.?up|上摇|上升|仰|ティルトアップ", "tilt-up"),
    (r"tilt.?down|crane.?down|descend|下摇|下降|俯|ティルトダウン", "tilt-down"),
    (r"left|左", "pan-left"),
    (r"pan|right|truck|track|follow|右|摇|跟|横移|パン", "pan-right"),
    (r"push|dolly|zoom|推|寄り|前進", "push-in"),
    (r"still|static|lock|fixed|none|tripod|固定|静止|フィックス", "still"),
)
FRAMING_WORDS: tuple[tuple[str, Framing], ...] = (
    (r"detail|macro|extreme.?close|insert|大特写|细节|微距|極端|ディテール", "detail"),
    (r"medium|mid|waist|cowboy|two.?shot|中景|近景|ミディアム", "medium"),
    (r"close|cu\b|portrait|特写|クローズ|アップ", "close"),
    (r"wide|long|establish|full|aerial|全景|远景|ワイド|ロング|遠景", "wide"),
)


def _text(most: int) -> BeforeValidator:
    def read(value: Any) -> str:
        match value:
            case None:
                return ""
            case str() | int() | float():
                return clean(str(value), most)
            case list():
                return clean(", ".join(str(v) for v in cast("list[Any]", value)), most)
            case _:
                raise ValueError("must be a text")

    return BeforeValidator(read)


def _one_of(
    ours: Sequence[str], words: Sequence[tuple[str, str]], usual: str | None
) -> BeforeValidator:
    def read(value: Any) -> str | None:
        said = re.sub(r"[\s_]+", "-", str(value or "").strip().casefold())
        if said in ours:
            return said
        found = next((to for pattern, to in words if re.search(pattern, said)), None)
        return found or next(iter(get_close_matches(said, ours, 1, 0.75)), usual)

    return BeforeValidator(read)


def _seconds(value: Any) -> float:
    if isinstance(value, str):
        found = NUMBER.search(value)
        value = found and float(found[0])
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return USUAL_SECONDS
    return min(max(float(value), MIN_SHOT_SECONDS), MAX_SHOT_SECONDS)


def _names(value: Any) -> list[str]:
    if not isinstance(value, list):
        return []
    return [clean(v, MOST_TITLE) for v in cast("list[Any]", value) if isinstance(v, str)]


def _cast_list(value: Any) -> list[Any]:
    """A list of those who have a name and a description; an object of both is one too."""
    if isinstance(value, Mapping):
        pairs = cast("Mapping[Any, Any]", value).items()
        value = [{"name": name, "description": text} for name, text in pairs]
    if not isinstance(value, list):
        return []
    people = [p for p in cast("list[Any]", value) if isinstance(p, Mapping)]
    whole = [p for p in cast("list[Any]", people) if p.get("name") and p.get("description")]
    return whole[:MOST_CAST]


def _shots(value: Any) -> Any:
    return cast("list[Any]", value)[:MOST_SHOTS] if isinstance(value, list) else value


Long = Annotated[str, _text(MOST_PROMPT)]
Short = Annotated[str, _text(MOST_LINE)]
Title = Annotated[str, _text(MOST_TITLE)]


class Loose(BaseModel):
    """Takes what it knows and drops the rest."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class DraftCharacter(Loose):
    """Someone who must look the same in every shot."""

    name: Title
    description: Annotated[str, _text(400)]


class DraftShot(Loose):
    """One shot; `characters` are the names of those in it."""

    prompt: Annotated[str, StringConstraints(min_length=SHORTEST_PROMPT), _text(MOST_PROMPT)]
    negative: Annotated[str, _text(600)] = ""
    framing: Annotated[Framing, _one_of(FRAMINGS, FRAMING_WORDS, "medium")] = "medium"
    camera: Annotated[Camera, _one_of(CAMERAS, CAMERA_WORDS, "push-in")] = "push-in"
    seconds: Annotated[float, BeforeValidator(_seconds)] = USUAL_SECONDS
    line: Short = ""
    subtitle: Short = ""
    characters: Annotated[tuple[str, ...], BeforeValidator(_names)] = ()


class Draft(Loose):
    """A whole storyboard."""

    title: Annotated[str, StringConstraints(min_length=1), _text(MOST_TITLE)]
    logline: Short = ""
    style: Title = ""
    mood: Annotated[Mood | None, _one_of(MOODS, (), None)] = None
    look: Annotated[str, _text(600)] = ""
    characters: Annotated[tuple[DraftCharacter, ...], BeforeValidator(_cast_list)] = ()
    shots: Annotated[tuple[DraftShot, ...], BeforeValidator(_shots), Field(min_length=1)]
