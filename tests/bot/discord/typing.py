"""What people type as a line elsewhere, as they fill it in in Discord."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from handlers.commands import Argument, Command, spoken_names
from handlers.conversation import Say
from handlers.option import OPTIONS, Option
from handlers.texts import render
from tests.journeys.driver import Sent

LINE = re.compile(r"/(\w+)(?:\s+(.*))?", re.DOTALL)
OPTION = re.compile(r"\s*--([a-z]+) (\S+)")


@dataclass(frozen=True, slots=True)
class Filled:
    """A command with its fields. `ideas` are for the window that asks for them; `left` are files
    that no field takes."""

    name: str
    fields: dict[str, Any] = field(default_factory=dict[str, Any])
    ideas: str = ""
    left: bool = False


def filled(line: str, files: Sequence[Sent] = ()) -> Filled | None:
    """The line as a command with fields; None for what is no command that everybody is shown."""
    found = LINE.fullmatch(line)
    command = spoken_names().get(found[1]) if found else None
    if found is None or command is None or command.name != found[1]:
        return None
    fields, words = _options(command, found[2] or "")
    ideas = ""
    texts = [a for a in command.arguments if a.kind != "picture"]
    if "ideas" in [a.kind for a in texts]:
        if not files:
            fields, ideas = {}, found[2] or ""
        elif words:
            fields[_name(texts[0])] = words
    elif len(texts) == 2 and len(words.split()) > 1:
        first, _, last = words.rpartition(" ")
        fields |= {_name(texts[0]): first, _name(texts[1]): _typed(texts[1], last)}
    elif words and texts:
        fields[_name(texts[0])] = words
    left = _attach(command, files, fields)
    return Filled(command.name, fields, ideas, left)


def _options(command: Command, text: str) -> tuple[dict[str, Any], str]:
    """The options that have a field and a value that it takes, and the other words."""
    fields: dict[str, Any] = {}
    known = {option.name: option for option in OPTIONS} if command.options else {}

    def take(found: re.Match[str]) -> str:
        option = known.get(found[1])
        if option is None or not _takes(option, found[2]):
            return found[0]
        ranged = option.low is not None
        fields[_slug(f"option.name.{option.name}")] = int(found[2]) if ranged else found[2]
        return ""

    return fields, OPTION.sub(take, text).strip()


def _takes(option: Option, value: str) -> bool:
    if option.low is not None and option.high is not None:
        return value.isdecimal() and option.low <= int(value) <= option.high
    return not option.choices or value in option.choices


def _attach(command: Command, files: Sequence[Sent], fields: dict[str, Any]) -> bool:
    """Put files into the fields for them; whether some are left."""
    taking = [a for a in command.arguments if a.kind == "picture"]
    boards = [a for a in taking if a.name == "board"]
    pictures = [a for a in taking if a.name != "board"]
    for sent in files:
        places = boards if sent[0].endswith(".json") else pictures
        if not places:
            return True
        fields[_name(places.pop(0))] = sent
    return False


def _typed(argument: Argument, value: str) -> Any:
    return int(value) if argument.kind == "number" and value.isdecimal() else value


def _name(argument: Argument) -> str:
    return _slug(f"argument.{argument.name}.name")


def _slug(key: str) -> str:
    return re.sub(r"[^\w-]+", "-", render(Say(key), "en").lower()).strip("-")
