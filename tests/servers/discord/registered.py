"""The rules that Discord holds commands to, beyond what its description says."""

from __future__ import annotations

import re
from collections import Counter

from tests.servers.discord.refusal import JSON, invalid, too_long

SLASH = 1
NAME = re.compile(r"[-_'\w]{1,32}")
MOST = {SLASH: 100, 2: 15, 3: 15}
WHOLE = 8000  # characters of a command in all, in its longest language


def check_commands(commands: list[JSON]) -> None:
    """Raise for what Discord would not register."""
    kinds = Counter(c.get("type") or SLASH for c in commands)
    for kind, most in MOST.items():
        if kinds[kind] > most:
            words = f"Maximum number of application commands of type {kind} reached ({most})."
            raise invalid("0", "APPLICATION_COMMAND_LIMIT", words)
    names = Counter((c.get("type") or SLASH, c["name"]) for c in commands)
    for number, command in enumerate(commands):
        kind = command.get("type") or SLASH
        if names[kind, command["name"]] > 1:
            words = "Application command names must be unique"
            raise invalid(f"{number}.name", "APPLICATION_COMMANDS_DUPLICATE_NAME", words)
        _names(command, str(number), slash=kind == SLASH)
        if kind == SLASH:
            _options(command.get("options") or [], f"{number}.options")
        if _size(command) > WHOLE:
            raise too_long(str(number), 1, WHOLE)


def _names(thing: JSON, at: str, *, slash: bool) -> None:
    spoken = {"name": thing["name"]} | {
        f"name_localizations.{lang}": name
        for lang, name in (thing.get("name_localizations") or {}).items()
    }
    for key, name in spoken.items():
        if slash and (not NAME.fullmatch(name) or name != name.lower()):
            words = "Command name is invalid"
            raise invalid(f"{at}.{key}", "APPLICATION_COMMAND_INVALID_NAME", words)
        if not 1 <= len(name) <= 32:
            raise too_long(f"{at}.{key}", 1, 32)
    described = [thing.get("description") or ""]
    described += (thing.get("description_localizations") or {}).values()
    for words in described if slash else ():
        if not 1 <= len(words) <= 100:
            raise too_long(f"{at}.description", 1, 100)


def _options(options: list[JSON], at: str) -> None:
    if len(options) > 25:
        raise too_long(at, 0, 25)
    if len({o["name"] for o in options}) < len(options):
        words = "Option names must be unique"
        raise invalid(at, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", words)
    needed = [bool(o.get("required")) for o in options]
    if needed != sorted(needed, reverse=True):
        words = "Required options must be placed before non-required options"
        raise invalid(at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words)
    for number, option in enumerate(options):
        here = f"{at}.{number}"
        _names(option, here, slash=True)
        _options(option.get("options") or [], f"{here}.options")
        _choices(option, here)


def _choices(option: JSON, at: str) -> None:
    choices: list[JSON] = option.get("choices") or []
    if len(choices) > 25:
        raise too_long(f"{at}.choices", 0, 25)
    if choices and option.get("autocomplete"):
        words = "Choices and autocomplete exclude each other"
        raise invalid(f"{at}.autocomplete", "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", words)
    for number, choice in enumerate(choices):
        spoken = [choice["name"], *(choice.get("name_localizations") or {}).values()]
        if any(not 1 <= len(name) <= 100 for name in spoken):
            raise too_long(f"{at}.choices.{number}.name", 1, 100)


def _size(command: JSON) -> int:
    """Characters of names, descriptions and values, the longest language of each."""
    size = 0
    for key in ("name", "description"):
        spoken = [command.get(key) or "", *(command.get(f"{key}_localizations") or {}).values()]
        size += max(map(len, spoken))
    values = sum(len(str(c["value"])) + len(c["name"]) for c in command.get("choices") or [])
    return size + values + sum(map(_size, command.get("options") or []))
