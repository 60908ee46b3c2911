"""What each role of the crew promises. A vendor is one file that fills some of these.

A provider announces itself with `register(add, env)`; `router.py` finds it by walking this folder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from generation.model import (
    Aspect,
    Brief,
    Character,
    Clip,
    Film,
    Framing,
    Keyframe,
    Lang,
    Look,
    MediaFile,
    Mood,
    Piece,
    Resolution,
    Role,
    Shot,
    Sound,
    Speech,
    Storyboard,
    Ticket,
)


class Shelf(Protocol):
    """The media folder as the crew sees it: content-addressed, append-only."""

    def keep(self, path: Path, mime: str) -> MediaFile:
        """Move a finished file onto the shelf; the same bytes twice are one file."""
        ...

    def path(self, file: MediaFile) -> Path:
        """Where a kept file lies. Raises `FileNotFoundError` when retention took it."""
        ...


@dataclass(frozen=True, slots=True)
class Bench:
    """What one piece of work is done at: the shelf, a scratch folder of the job's own that may be
    emptied at any time between steps, and a way to report `done` of `of`."""

    shelf: Shelf
    scratch: Path
    tell: Callable[[float, float], None]


@dataclass(frozen=True, slots=True)
class PaintRequest:
    """One keyframe. `width` × `height` is what the film needs; a painter may paint larger.
    `index` of `total` and `title` are there for looks that write them on the picture."""

    prompt: str
    negative: str
    seed: int
    width: int
    height: int
    aspect: Aspect
    lang: Lang
    style: str
    look: Look
    framing: Framing
    characters: tuple[Character, ...]
    index: int
    total: int
    title: str
    camera: str
    seconds: float


@dataclass(frozen=True, slots=True)
class AnimateRequest:
    """One clip that begins at `keyframe`; `paint` is what the keyframe was painted from."""

    keyframe: Keyframe
    paint: PaintRequest
    shot: Shot
    width: int
    height: int


class Writer(Protocol):
    """LLM: an idea becomes a storyboard of `brief.shots` shots in `brief.lang`."""

    name: str

    async def write(self, brief: Brief) -> Storyboard: ...

    async def enhance(self, idea: str, lang: Lang, style: str) -> str:
        """One professional text-to-image prompt for the idea, in its language."""
        ...


class Painter(Protocol):
    """Text-to-image."""

    name: str

    async def paint(self, request: PaintRequest, bench: Bench) -> Keyframe: ...


class Animator(Protocol):
    """Image-to-video, in two calls so that a crash while waiting does not pay twice."""

    name: str

    async def start(self, request: AnimateRequest, bench: Bench) -> Ticket: ...

    async def collect(self, request: AnimateRequest, ticket: Ticket, bench: Bench) -> Clip:
        """Wait for the ticket and bring its result home."""
        ...

    async def cancel(self, ticket: Ticket) -> None:
        """Ask the vendor to stop; no error when it is too late."""
        ...


class Narrator(Protocol):
    """TTS. `languages` are those it can read aloud."""

    name: str
    languages: frozenset[Lang]

    async def speak(self, text: str, lang: Lang, bench: Bench) -> tuple[MediaFile, float]:
        """A WAV file of the spoken text, and its length in seconds."""
        ...


class Composer(Protocol):
    """A score: stereo WAV, 48 kHz, exactly `seconds` long, with an ending."""

    name: str

    async def compose(self, mood: Mood, seconds: float, seed: int, bench: Bench) -> MediaFile: ...


class Editor(Protocol):
    """Post-production. `piece` may run in any order; `finish` needs them all."""

    name: str

    async def piece(
        self,
        brief: Brief,
        board: Storyboard,
        index: int,
        keyframe: Keyframe,
        clip: Clip,
        bench: Bench,
    ) -> Piece: ...

    async def mix(
        self,
        brief: Brief,
        board: Storyboard,
        speech: Sequence[Speech],
        score: MediaFile | None,
        bench: Bench,
    ) -> Sound: ...

    async def finish(
        self, brief: Brief, board: Storyboard, pieces: Sequence[Piece], sound: Sound, bench: Bench
    ) -> Film: ...


Provider = Writer | Painter | Animator | Narrator | Composer | Editor


@dataclass(frozen=True, slots=True)
class Member:
    """A provider as the router knows it. `price` is in credits per use; `aspects` it can do."""

    role: Role
    provider: Provider
    model: str
    price: int = 1
    aspects: frozenset[Aspect] = frozenset(("16:9", "9:16", "1:1", "4:3", "3:4"))


Add = Callable[[Member], None]


class Register(Protocol):
    """The one function a provider's file must have."""

    def __call__(self, add: Add, env: Mapping[str, str]) -> None: ...


def frame_size(aspect: Aspect, resolution: Resolution) -> tuple[int, int]:
    """Width and height in pixels, both even; `resolution` is the length of the shorter side.

    720 → 1280×720, 720×1280, 720×720, 960×720, 720×960."""
    across, down = (int(n) for n in aspect.split(":"))
    short = min(across, down)
    return resolution * across // short // 2 * 2, resolution * down // short // 2 * 2
