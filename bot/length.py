"""How long a text is for Telegram, and where it may be cut."""

from __future__ import annotations

import unicodedata

ELLIPSIS = "…"
JOINER = "\u200d"


def units(text: str) -> int:
    """Its length in UTF-16 code units, which is how Telegram counts."""
    return len(text) + sum(char > "\uffff" for char in text)


def clip(text: str, limit: int) -> str:
    """The beginning of a text in at most `limit` code units, with an ellipsis where something is
    missing; no character that people see as one is cut in two."""
    if units(text) <= limit:
        return text
    return text[: fitting(text, limit - 1)].rstrip() + ELLIPSIS if limit > 0 else ""


def fitting(text: str, limit: int) -> int:
    """How many characters of a text can be kept within `limit` code units."""
    end = taken = 0
    while end < len(text) and taken + units(text[end]) <= limit:
        taken += units(text[end])
        end += 1
    while 0 < end < len(text) and not _between(text, end):
        end -= 1
    return end


def _between(text: str, at: int) -> bool:
    """Whether what people see as one character ends right before `at`."""
    if text[at - 1] == JOINER or _continues(text[at]):
        return False
    return not (_flag(text[at]) and _flags_before(text, at) % 2)


def _continues(char: str) -> bool:
    """True for joiners, accents, variants, skin tones and the tags of flags."""
    joined = unicodedata.category(char)[0] == "M" or char == JOINER
    return joined or "🏻" <= char <= "🏿" or "\U000e0020" <= char <= "\U000e007f"


def _flag(char: str) -> bool:
    """Half of a flag: two regional letters are one."""
    return "🇦" <= char <= "🇿"


def _flags_before(text: str, at: int) -> int:
    return len(text[:at]) - len(text[:at].rstrip("".join(map(chr, range(0x1F1E6, 0x1F200)))))
