"""The parts of a film as pure data: what each is called by everything that it depends on.

A part depends on the command that makes it, with every file in it named by its content. So nobody
has to remember which option, filter or version matters: what changes the command changes the key,
and nothing else does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

from generation.edit.cache import digest
from generation.edit.piece import Cut, Files, Frame, Name, transition
from generation.edit.sound import Voice, line_down, master, mix_down, rooms
from generation.edit.timeline import Join
from generation.model import MediaFile

NOWHERE = Path("part")
VERSION = 1  # of what no command shows: how the local camera films a recipe

T = TypeVar("T")
Command = Callable[[Frame, Files, Collection[Name]], list[str]]
"""The command that makes some parts of a shot into files, looking like the frame."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a shot, how many frames it has, and its key."""

    name: Name
    frames: int
    key: str


def parts(
    cut: Cut, frame: Frame, command: Command, recipe: Mapping[str, Any] | None = None
) -> list[Part]:
    """The parts of a shot. `command` calls its source by content, as all files of `frame` are; a
    `recipe` is what comes to its standard input."""
    filmed = json.dumps(recipe, sort_keys=True)

    def part(name: Name) -> Part:
        argv = command(_nowhere(frame), Files(NOWHERE), (name,))
        return Part(name, cut.length(name), digest(VERSION, filmed, *_portable(argv)))

    return [part(name) for name in cut.parts]


def fade(tail: MediaFile, head: MediaFile, starts: int, join: Join, frame: Frame) -> str:
    """The key of the transition of one shot's last frames into the first of the next."""
    ends = Path(tail.ref), Path(head.ref)
    return digest(VERSION, *_portable(transition(*ends, starts, join, _nowhere(frame), NOWHERE)))


def mix(voices: Sequence[Voice], music: Path | None, seconds: float, apart: bool) -> str:
    """The key of a mix out of files that are called by their content; `apart` where what it is
    made of is kept."""
    said, score = [_nowhere(voice) for voice in voices], music and _nowhere(music)
    until = rooms((voice.starts for voice in said), seconds)
    lines = [line_down(*line, NOWHERE) for line in zip(said, until, strict=True)]
    commands = (
        *lines,
        mix_down(said, score, seconds, NOWHERE),
        master(NOWHERE, 0, 0, seconds, NOWHERE),
    )
    return digest(VERSION, apart, *(_portable(command) for command in commands))


def _nowhere(value: T) -> T:
    """The same with all files called by their names alone, wherever they lie."""
    if isinstance(value, Path):
        return type(value)(value.name)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    inner = {field.name: _nowhere(getattr(value, field.name)) for field in fields(value)}
    return type(value)(**inner)


def _portable(argv: Sequence[str]) -> list[str]:
    """Without where ffmpeg lies; its name says its version."""
    return [Path(argv[0]).name, *argv[1:]]
