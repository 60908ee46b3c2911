"""What people type as a value, in their own words; the words are in `options.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generation import colours
from generation.model import ASPECTS, LANGS
from generation.styles import find

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("options.toml").read_text("utf-8"))
HEX = re.compile(r"#?(?:[0-9a-f]{6}|[0-9a-f]{3})")
MOST_COLOURS = 6
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
BETWEEN_NAMES = re.compile(r"\s*[,、+/]\s*")
Read = Callable[[str], Any]  # a folded text becomes a value, or None


def fold(text: str) -> str:
    """Half-width, lower case, without space around: how words are compared."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def number(kind: type[int] | type[float], unit: str = "") -> Read:
    """A number, perhaps with its `unit` (a pattern) behind it."""
    pattern = re.compile(rf"(\d{{1,16}}(?:\.\d{{1,3}})?)\s*(?:{unit})?" if unit else r"(\d{1,16})")

    def read(text: str) -> int | float | None:
        found = pattern.fullmatch(text)
        if not found or (kind is int and "." in found[1]):
            return None
        return kind(found[1])

    return read


def choice(name: str, values: tuple[Any, ...]) -> Read:
    """One of `values`, by its own name or a word for it."""
    words: dict[str, list[str]] = WORDS[name].get("values", {})
    meanings: dict[str, Any] = {}
    for value in values:
        meanings |= dict.fromkeys((str(value), *words.get(str(value), ())), value)
    return meanings.get


def languages(text: str) -> str | tuple[str, ...] | None:
    """A language, or several in a list with commas, each once and in this order."""
    one = choice("lang", LANGS)
    found: list[str | None] = [one(name) for name in BETWEEN_NAMES.split(text)]
    told = tuple(dict.fromkeys(lang for lang in found if lang))
    if None in found:
        return None
    return told if len(told) > 1 else next(iter(told), None)


def aspect(text: str) -> str | None:
    """16:9, 16x9, 16/9, 16×9, 16比9, or a word for it."""
    return choice("ar", ASPECTS)(re.sub(r"(?<=\d)\s*[x×*/比]\s*(?=\d)", ":", text))


def style(text: str) -> str | None:
    """The name of the preset that a person means."""
    found = find(text) or find(text.replace(" ", "-"))
    return found.name if found else None


def grade(text: str) -> str | None:
    """A style by whose colours the film is graded, `style` for its own, or `none`."""
    return choice("grade", ("style", "none"))(text) or style(text)


def switch(text: str) -> bool | None:
    """On or off, by any word for it."""
    words: dict[str, list[str]] = WORDS["switch"]["values"]
    for value in ("on", "off"):
        if text in (value, *words[value]):
            return value == "on"
    return None


def palette(text: str) -> tuple[str, ...] | None:
    """Up to six colours, as `#rrggbb`, `#rgb` or words, with commas or spaces between them; none
    for "off"."""
    if switch(text) is False:
        return ()
    parts = [part for part in re.split(r"\s*[,，、;；/]\s*", text) if part]
    found = [
        _colour(word) for part in parts for word in ([part] if _colour(part) else part.split())
    ]
    known = tuple(dict.fromkeys(colour for colour in found if colour))
    return known if found and all(found) and len(known) <= MOST_COLOURS else None


def _colour(word: str) -> str:
    if HEX.fullmatch(word):
        digits = word.lstrip("#")
        return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
    return colours.WORDS.get(word, "")


def providers(text: str) -> tuple[str, ...] | None:
    """The names of providers, alone or in a list with commas; none for "any"."""
    words: dict[str, list[str]] = WORDS["model"]["values"]
    meant = {word: name for name, known in words.items() for word in known}
    found = [meant.get(name, name) for name in re.split(r"\s*[,、+]\s*", text)]
    if found == ["any"]:
        return ()
    return tuple(dict.fromkeys(found)) if all(map(NAME.fullmatch, found)) else None


def choices(*values: Any) -> Callable[[], tuple[str, ...]]:
    """What an option lists as its values."""
    return lambda: tuple(map(str, values))
