"""What colours are called, in each language (`colours.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from generation.model import Lang

NAMES: dict[str, dict[Lang, list[str]]] = tomllib.loads(
    Path(__file__).with_name("colours.toml").read_text("utf-8")
)
WORDS: dict[str, str] = {
    word: colour for colour, langs in NAMES.items() for words in langs.values() for word in words
}


@cache
def called(colour: str, lang: Lang) -> str:
    """Our word for the known colour that looks most like a `#rrggbb` (CIE Lab)."""
    import numpy as np

    from generation.providers.local.colours import lab

    known = [*NAMES]
    seen = lab(np.array([tuple(bytes.fromhex(hexed[1:])) for hexed in (colour, *known)], np.uint8))
    nearest = int(np.linalg.norm(seen[1:] - seen[0], axis=-1).argmin())
    return NAMES[known[nearest]][lang][0]
