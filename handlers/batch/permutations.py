"""`{red, blue} fox in {snow, rain}`: one line with choices in it is several ideas. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from math import prod

from generation.errors import BadInput
from handlers.views import shortened

OPEN, CLOSE, COMMAS = "{｛", "}｝", ",，、|｜"
ESCAPED = OPEN + CLOSE + COMMAS + "\\"
SPACES = re.compile(r" {2,}")
MOST = 999_999  # a larger number says no more
SHOWN = 40  # characters of what could not be read

Parts = list[tuple[str, ...]]  # what stands there, in each place one of several


def parts(text: str) -> Parts:
    """The text in pieces: what is fixed is the only one of its kind. A brace behind a backslash is
    a brace. Raises `BadInput` for braces that are empty, nested or not closed."""
    found: Parts = []
    fixed, choices, since = "", list[str](), -1
    for n, (char, plain) in enumerate(_characters(text)):
        if plain or char not in OPEN + CLOSE + COMMAS:
            if since < 0:
                fixed += char
            else:
                choices[-1] += char
        elif char in OPEN:
            if since >= 0:
                raise BadInput("batch.braces_nested", text=shortened(text, SHOWN))
            found.append((fixed,))
            fixed, choices, since = "", [""], n
        elif char in CLOSE:
            if since < 0:
                raise BadInput("batch.braces_open", text=shortened(text, SHOWN))
            found.append(_choices(choices, text))
            since = -1
        elif since >= 0:
            choices.append("")
        else:
            fixed += char
    if since >= 0:
        raise BadInput("batch.braces_open", text=shortened(text, SHOWN))
    return [*found, (fixed,)]


def count(pieces: Parts) -> int:
    """How many ideas that is, without making them."""
    return min(MOST, prod(map(len, pieces)))


def every(pieces: Parts) -> Iterator[str]:
    """Each idea, the last choice changing fastest."""
    for chosen in product(*pieces):
        yield SPACES.sub(" ", "".join(chosen)).strip()


def _choices(choices: list[str], text: str) -> tuple[str, ...]:
    """What stands between braces; one that is left empty says nothing in its place."""
    told = tuple(choice.strip() for choice in choices)
    if not any(told):
        raise BadInput("batch.braces_empty", text=shortened(text, SHOWN))
    return tuple(dict.fromkeys(told))


def _characters(text: str) -> Iterator[tuple[str, bool]]:
    """Each character, and whether it is only that because of a backslash before it."""
    behind = False
    for char in text:
        if behind:
            if char not in ESCAPED:
                yield "\\", True
            yield char, char in ESCAPED
            behind = False
        elif char == "\\":
            behind = True
        else:
            yield char, False
    if behind:
        yield "\\", True
