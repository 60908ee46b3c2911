"""The phrase books of the three languages (`phrases/*.toml`), and filling what they leave open."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from generation.model import Lang

FOLDER = Path(__file__).parent / "phrases"
COMMA: dict[Lang, str] = {"zh": "，", "en": ", ", "ja": "、"}
AND: dict[Lang, str] = {"zh": "和", "en": " and ", "ja": "と"}
SLOT = re.compile(r"\{(\w+)\}")


@cache
def phrases(lang: Lang) -> dict[str, Any]:
    """The phrase book of a language."""
    return tomllib.loads((FOLDER / f"{lang}.toml").read_text("utf-8"))


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with its {slots} filled in one pass: what fills them is never read again."""
    return SLOT.sub(lambda slot: values.get(slot[1], ""), template)


def slots(template: str) -> list[str]:
    """The names a template leaves open."""
    return SLOT.findall(template)


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def clauses(lang: Lang, parts: Iterable[str]) -> str:
    """The parts that are not empty, with the language's comma between them."""
    return COMMA[lang].join(filter(None, parts))
