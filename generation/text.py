"""Text that people type, made harmless for everything that shows, stores or draws it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

from generation.model import Lang

INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
KANA = re.compile(r"[\u3041-\u309f\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff9d]")
CHINESE_ONLY = re.compile(r"[的了着們们這这那嗎吗呢吧是在個个]")
JOINERS = "\u200c\u200d"
JOINED = rf"[^\x00-\x7f\s{JOINERS}]"
STRAY = re.compile(rf"(?<!{JOINED})[{JOINERS}]|[{JOINERS}](?!{JOINED})")
LONGEST_NAME = 80  # bytes
RESERVED = frozenset({"con", "prn", "aux", "nul"}) | {
    f"{device}{number}" for device in ("com", "lpt") for number in range(10)
}
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def clean(text: str, limit: int | None = None) -> str:
    """`text` on one line: no control, bidirectional, zero-width, surrogate or unassigned
    characters, every run of white space one space, at most `limit` characters. What joins emoji to
    one, or letters of scripts that need it, stays."""
    visible = "".join(" " if c.isspace() else c for c in text if c.isspace() or not _hidden(c))
    return " ".join(STRAY.sub("", visible).split())[:limit].rstrip(JOINERS + " ")


def slug(title: str) -> str:
    """A file name from any text: letters, marks and digits of every script, joined by hyphens, at
    most 80 bytes, never empty and never a name that a system keeps for itself."""
    kept = "".join(c if _fits(c) else " " for c in unicodedata.normalize("NFC", title))
    name = "-".join(kept.split()).encode()[:LONGEST_NAME].decode(errors="ignore").strip("-")
    return f"{name or 'film'}-film" if name.casefold() in RESERVED else name or "film"


def nearest(word: str, known: Iterable[str], least: float = 0.6) -> str:
    """The known word that is most like one that was mistyped, or nothing; of two that are as near
    the one that begins alike, for slips are seldom in the first letter."""
    near = get_close_matches(word, list(known), 3, least)
    likes = [SequenceMatcher(None, one, word).ratio() for one in near]
    first = [one for one, like in zip(near, likes, strict=True) if like >= likes[0] - 1e-9]
    start = word.lstrip("-")[:1]
    return next((one for one in first if one.lstrip("-")[:1] == start), next(iter(near), ""))


def language_of(text: str, otherwise: Lang = "en") -> Lang:
    """What `text` is written in: kana say Japanese, Han without kana Chinese, Latin English."""
    if KANA.search(text):
        return "ja"
    if HAN.search(text):
        return "zh"
    return "en" if re.search(r"[A-Za-z]", text) else otherwise


def written_in(text: str, lang: Lang) -> bool:
    """True where `text` can be shown in a film in `lang`: Han alone may be Japanese, as long as no
    Chinese particle is in it."""
    if lang == "ja" and language_of(text) == "zh":
        return not CHINESE_ONLY.search(text)
    return language_of(text, lang) == lang


def _hidden(char: str) -> bool:
    return char not in JOINERS and unicodedata.category(char) in INVISIBLE


def _fits(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"
