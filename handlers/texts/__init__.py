"""What the product says, in three languages: `render` turns a `Say` into a sentence.

A catalog holds sentences with named holes, `{like_this}`. What is put into a hole is never read as
a sentence itself, and loses its control characters. Where English needs a plural, the sentence is
a table `{ one = …, other = … }` and the value `n` chooses.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from generation.text import JOINERS
from handlers.conversation import Say

FOLDER = Path(__file__).parent
HOLE = re.compile(r"\{(\w+)\}", re.ASCII)
FALLBACK = "en"

Sentence = str | Mapping[str, str]


@cache
def catalog(lang: str) -> dict[str, Sentence]:
    """All sentences of a language by their dotted keys."""
    return dict(_flat(tomllib.loads((FOLDER / f"{lang}.toml").read_text("utf-8"))))


def render(say: Say, lang: str) -> str:
    """The sentence in `lang`, or in English where we do not speak it.

    Raises `KeyError` for a key that no catalog has."""
    sentence = catalog(lang if lang in LANGUAGES else FALLBACK)[say.key]
    if not isinstance(sentence, str):
        sentence = sentence["one" if say.values.get("n") == 1 else "other"]
    return HOLE.sub(lambda hole: _filled(hole, say.values, lang), sentence)


def holes(sentence: Sentence) -> set[str]:
    """The names of the values that a sentence wants."""
    forms = [sentence] if isinstance(sentence, str) else list(sentence.values())
    return {name for form in forms for name in HOLE.findall(form)}


LANGUAGES = frozenset(path.stem for path in FOLDER.glob("*.toml"))


def _filled(hole: re.Match[str], values: Mapping[str, Any], lang: str) -> str:
    return _shown(values[hole[1]], lang) if hole[1] in values else hole[0]


def _shown(value: Any, lang: str) -> str:
    match value:
        case Say():
            return render(value, lang)
        case list() | tuple():
            return "\n".join(_shown(each, lang) for each in value)
        case float():
            return f"{value:.1f}".removesuffix(".0")
        case _:
            return "".join(filter(_visible, str(value)))


def _visible(char: str) -> bool:
    """False for what could steer a terminal or turn a line around."""
    return char == "\n" or char in JOINERS or unicodedata.category(char)[0] != "C"


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Sentence]]:
    for name, value in table.items():
        if isinstance(value, dict) and "other" not in value:
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value
