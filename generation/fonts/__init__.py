"""The fonts the project ships, so that no machine's own fonts are taken by luck.

`ReelroomSans-*.otf` are subsets of Noto Sans CJK SC 2.004 (SIL Open Font License 1.1, `OFL.txt`):
every character of GB 2312 and JIS X 0208, Latin, Greek and Cyrillic, with the `locl` feature, so
that the language of a text switches between Chinese and Japanese forms within one file.
`python -m generation.fonts.build SOURCE_FOLDER` makes them again from Debian's `fonts-noto-cjk`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

FAMILY = "Reelroom Sans"
FOLDER = Path(__file__).parent
GETA = "〓"  # stands for a Han character that is not in the font
SIGNS = {
    **dict.fromkeys("❤💕💖💗💙💚💛💜🖤🤍🧡💓💘", "♥"),
    **dict.fromkeys("⭐🌟✨🤩✮✯", "★"),
    **dict.fromkeys("✅✔☑", "✓"),
    **dict.fromkeys("🎵🎶🎼", "♪"),
    **dict.fromkeys("❌✖✕✗✘", "×"),
    **dict.fromkeys("➡➜➔👉", "→"),
    **dict.fromkeys("⬅👈", "←"),
}


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
    """`text` on one line, in characters that the film's font has. Others are replaced by a plain
    equivalent (`𝓐` by `A`, a heart by `♥`), a Han character by the geta mark `〓`, as printers do;
    the rest is left out (emoji, Hangul, control characters)."""
    words = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    return re.sub(r" +", " ", "".join(map(_written, words))).strip()


def unwritable(text: str) -> bool:
    """Whether `writable` has to leave out or mark something that people would see."""
    seen = (char for char in unicodedata.normalize("NFC", text) if _visible(char))
    return any(_written(char) in ("", GETA) for char in seen)


@lru_cache(maxsize=4096)
def _written(char: str) -> str:
    known = characters()
    if ord(char) in known:
        return char
    plain = SIGNS.get(char) or unicodedata.normalize("NFKC", char)
    if all(ord(c) in known for c in plain):
        return plain
    return GETA if unicodedata.name(char, "").startswith("CJK ") else ""


def _visible(char: str) -> bool:
    """Not a space, a control character, or one that only changes its neighbour."""
    return char != GETA and unicodedata.category(char)[0] not in "ZCM"
