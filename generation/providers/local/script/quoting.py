"""The person's own words, cut to what a subtitle or a title can carry."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from generation.model import Lang
from generation.providers.local.grammar import either
from generation.providers.local.lexicon import fold, table

SENTENCE = re.compile(r"[^。！？!?…\n]+?(?:[。！？!?…]+[”’」』\"]*|\.(?=\s|$)[\"”]?|$)")
CLAUSE_END = re.compile(r"[，,、；;：:—–]\s*")
TRAILING = " ,.，。、；;:：-—–"
CAPTION: dict[Lang, int] = {"zh": 26, "en": 72, "ja": 30}
TITLE: dict[Lang, int] = {"zh": 12, "en": 40, "ja": 12}


def sentences(text: str) -> list[str]:
    """The sentences that tell something; directions to the crew (`4K, cinematic`) are none."""
    found = [sentence.strip() for sentence in SENTENCE.findall(text)]
    return [sentence for sentence in found if legible(sentence) and not _directs(sentence)]


def share_out(parts: Sequence[str], shares: int) -> list[str]:
    """Neighbouring parts joined into at most `shares` texts of about the same length."""
    if len(parts) <= shares:
        return list(parts)
    total, gone = sum(map(len, parts)), 0
    texts = [""] * shares
    for index, part in enumerate(parts):
        fair = int(gone * shares / total)
        at = min(max(fair, index - (len(parts) - shares)), index, shares - 1)
        while at and not texts[at - 1]:
            at -= 1
        texts[at] = f"{texts[at]} {part}" if part.isascii() and texts[at] else texts[at] + part
        gone += len(part)
    return texts


def quote(text: str, most: int) -> str:
    """The beginning of `text` in at most `most` characters: whole if it fits, else up to the end
    of a clause, else up to a word and an ellipsis. Signs that fonts lack are left out."""
    text = legible(text)
    if len(text) <= most:
        return text
    ends = [match.start() for match in CLAUSE_END.finditer(text) if match.start() <= most]
    if ends and ends[-1] >= most // 4:
        return text[: ends[-1]].rstrip(TRAILING)
    cut = text[: most - 1]
    if " " in cut and text.isascii():
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(TRAILING) + "…"


def whole(text: str, most: int) -> str:
    """The first clause of `text`, if it fits into `most` characters."""
    sentence = next(iter(sentences(text)), "")
    words = legible(CLAUSE_END.split(sentence)[0]).rstrip(TRAILING + "!?！？…")
    return words if len(words) <= most else ""


def legible(text: str) -> str:
    """`text` without emoji and other signs, and without blanks and stops at its ends."""
    kept = "".join(c for c in text if unicodedata.category(c) not in ("So", "Sk", "Mn", "Me"))
    plain = " ".join(kept.split()).strip("\"'“”「」『』").strip()
    return plain if any(c.isalnum() for c in plain) else ""


def _directs(sentence: str) -> bool:
    return len(sentence) < 60 and bool(_directives().search(fold(sentence)))


@cache
def _directives() -> re.Pattern[str]:
    return re.compile(either(table("grammar")["directives"]["words"]))
