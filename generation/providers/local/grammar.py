"""The small words around a word of the vocabulary: negation, number, holding (`grammar.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from generation.providers.local.lexicon import LATIN, Hit, fold, table

BREAK = re.compile(r"[,.!?;:，。！？；：、…\n|—]")
NEARBY = 28  # characters in which a small word still belongs to its noun


def affirmed(folded: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits that the text does not deny: `no people`, 没有下雨, 人がいない."""
    kept = list[Hit]()
    denied_until = -1
    for hit in hits:
        before = folded[max(0, hit.start - NEARBY, denied_until) : hit.start]
        linked = denied_until >= 0 and _links().fullmatch(before)
        after = folded[hit.end : hit.end + 12].lstrip()
        if linked or _denied_before().search(before):
            denied_until = hit.end
        elif not _denied_after().match(after) and not (hit.of("weather") and _over().match(after)):
            kept.append(hit)
            denied_until = -1
    return kept


def count_of(folded: str, hit: Hit, kind: str) -> int:
    """How many of a thing the text sees: a number before or after it, else what the plural says."""
    if found := _number_before().search(folded[max(0, hit.start - NEARBY) : hit.start]):
        return _numbers()[found["number"]]
    if found := _number_after().match(folded[hit.end : hit.end + 6]):
        return _numbers()[found["number"]]
    if hit.plural or folded[hit.end :].startswith(("们", "たち", "達")):
        return 3 if kind in table("groups")["flocking"] else 2
    return 1


def held_by_cue(folded: str, hit: Hit) -> bool:
    """True where a verb or `with` says that somebody has the thing in their hands."""
    before = folded[max(0, hit.start - NEARBY) : hit.start]
    after = folded[hit.end : hit.end + NEARBY]
    if _apart().match(after.lstrip()):
        return False
    return bool(_holds_before().search(BREAK.split(before)[-1]) or _holds_after().match(after))


def either(words: Iterable[str]) -> str:
    """A pattern of words, the longest first, Latin ones with their boundaries."""
    ordered = sorted({fold(word) for word in words}, key=len, reverse=True)
    return "|".join(rf"\b{re.escape(w)}\b" if LATIN.match(w) else re.escape(w) for w in ordered)


@cache
def _links() -> re.Pattern[str]:
    return re.compile(rf"(?:\s|{either(table('grammar')['negation']['links'])})*")


@cache
def _denied_before() -> re.Pattern[str]:
    words = table("grammar")["negation"]
    return re.compile(rf"(?:{either(words['before'])})(?:\s|{either(words['links'])})*$")


@cache
def _denied_after() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(table('grammar')['negation']['after'])})")


@cache
def _over() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(table('grammar')['negation']['over'])})")


@cache
def _numbers() -> dict[str, int]:
    return {fold(w): int(n) for n, words in table("grammar")["numbers"].items() for w in words}


@cache
def _number_before() -> re.Pattern[str]:
    counters = table("grammar")["counters"]
    numbers = either(_numbers())
    zh, ja = fold(counters["zh"]), fold(counters["ja"])
    latin = r"(?:\s+(?!of\b|in\b|and\b|the\b|a\b)[a-z]+){0,2}\s+"
    han = rf"\s*[{zh}{ja}](?:の|的)?[^\s,.，。、a-z]{{0,4}}"
    return re.compile(rf"(?P<number>{numbers})(?:{latin}|{han}|的|の|(?<=[^\W\d_a-z]{{2}}))$")


@cache
def _number_after() -> re.Pattern[str]:
    numbers = "|".join(w for w in _numbers() if len(w) == 1)
    return re.compile(
        rf"[がはを]?(?P<number>{numbers})[{fold(table('grammar')['counters']['ja'])}]"
    )


@cache
def _holds_before() -> re.Pattern[str]:
    cue = either(table("grammar")["holding"]["before"])
    latin = r"(?:\s+(?:a|an|the|her|his|their|its|some|two|one)\b)?(?:\s+[a-z]+){0,2}\s+"
    han = r"(?:着|了|起|一|把|本|杯|盏|支|束|朵|只|个|张|的|她|他|杯|热|[^\s]){0,5}"
    return re.compile(rf"(?:{cue})(?:{latin}|{han})$")


@cache
def _holds_after() -> re.Pattern[str]:
    after = either(table("grammar")["holding"]["after"])
    return re.compile(rf"(?:{after}|の(?:少女|少年|女性|男性|女の子|男の子|人|女|男|子供|老人|娘))")


@cache
def _apart() -> re.Pattern[str]:
    return re.compile(either(table("grammar")["holding"]["apart"]))
