"""The fonts the project ships, so that no machine's own fonts are taken by luck.

`ReelroomSans-*.otf` are subsets of Noto Sans CJK SC 2.004 (SIL Open Font License 1.1, `OFL.txt`):
every character of GB 2312 and JIS X 0208, Latin, Greek and Cyrillic, with the `locl` feature, so
that the language of a text switches between Chinese and Japanese forms within one file.
`python -m generation.fonts.build SOURCE_FOLDER` makes them again from Debian's `fonts-noto-cjk`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

FAMILY = "Reelroom Sans"
FOLDER = Path(__file__).parent


def font_path(bold: bool = False) -> Path:
    """The font file for Pillow; libass gets `FOLDER` and `FAMILY`."""
    return FOLDER / f"ReelroomSans-{'Bold' if bold else 'Regular'}.otf"


@cache
def characters() -> frozenset[int]:
    """The code points that can be written with the shipped fonts."""
    from fontTools.ttLib import TTFont

    with TTFont(font_path(), lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


def writable(text: str) -> str:
    """`text` on one line, in characters that the film's font has: others are replaced by a plain
    equivalent (`𝓐` by `A`) or left out (emoji, Hangul, control characters)."""
    known = characters()

    def shown(char: str) -> str:
        plain = unicodedata.normalize("NFKC", char)
        return char if ord(char) in known else plain if all(ord(c) in known for c in plain) else ""

    words = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    return re.sub(r" +", " ", "".join(map(shown, words))).strip()
