"""What a brand, or a person, wants of everything that is made: a manner, a palette, and what must
not be seen. Here it becomes words for painters and writers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generation.colours import called
from generation.model import Brief, Lang, Shot

STOPS = "。.！!？?… "
BETWEEN = re.compile(r"\s*[,，、;；\n]\s*")
PALETTE: dict[Lang, tuple[str, str, str]] = {  # before, between, after
    "zh": ("配色：", "、", "。"),
    "en": ("Colour palette: ", ", ", "."),
    "ja": ("配色：", "、", "。"),
}
BEFORE = re.compile(  # what takes back the word that follows
    r"(?:\b(?:no|not|never|without|free of|avoid(?:ing)?|instead of)\b(?:\s+(?:a|an|any|the))?\s*"
    r"|[无無没沒勿免]有?|不要有?|禁止)$",
    re.IGNORECASE,
)
AFTER = re.compile(r"\s*(?:-free\b|(?:が|の|は|も)?(?:ない|なし|無し|抜き))")


def prompted(prompt: str, manner: str, lang: Lang) -> str:
    """A prompt with how everything looks, unless it says so already."""
    told = manner.strip(STOPS)
    if not told or told.casefold() in prompt.casefold():
        return prompt
    return _with(prompt, told[:1].upper() + told[1:] + ("." if lang == "en" else "。"), lang)


def coloured(prompt: str, palette: Sequence[str], lang: Lang) -> str:
    """A prompt with the colours to keep to, in words and as `#rrggbb`, for those who know colours
    from prompts alone."""
    return _with(prompt, _colours(palette, lang), lang) if palette else prompt


def palette_words(palette: Sequence[str], lang: Lang) -> str:
    """The colours in words and as `#rrggbb`, in a row."""
    return PALETTE[lang][1].join(f"{called(colour, lang)} {colour}" for colour in palette)


def forbidden(brief: Brief) -> tuple[str, ...]:
    """What must not be seen, thing by thing; what the idea itself is about goes before."""
    return tuple(thing for thing in _things(brief) if not names(brief.idea, thing))


def notes(brief: Brief, shot: Shot) -> Iterator[str]:
    """Keys of sentences on what is seen in a shot although it is forbidden."""
    if any(names(brief.idea, thing) for thing in _things(brief)):
        yield "note.forbidden_asked"
    if any(names(shot.prompt, thing) for thing in forbidden(brief)):
        yield "note.forbidden_shown"


def names(text: str, thing: str) -> bool:
    """Whether a text has a thing in it, in the same words; what it says is not there does not
    count."""
    return any(
        not BEFORE.search(text[max(0, found.start() - 24) : found.start()])
        and not AFTER.match(text[found.end() :])
        for found in _pattern(thing).finditer(text)
    )


def _things(brief: Brief) -> list[str]:
    return [thing for part in BETWEEN.split(brief.negative) if (thing := part.strip(STOPS))]


def _pattern(thing: str) -> re.Pattern[str]:
    """A thing as it stands in a sentence; in Latin letters as words, one or many of it."""
    exact = re.escape(thing)
    if thing[:1].isascii() and thing[-1:].isascii() and thing[-1:].isalpha():
        plural = re.search(r"[^s]s$", thing, re.IGNORECASE) and len(thing) > 3
        stem = re.escape(thing[:-1]) if plural else exact
        exact = rf"(?<![A-Za-z]){stem}(?:e?s)?(?![A-Za-z])"
    return re.compile(exact, re.IGNORECASE)


def _colours(palette: Sequence[str], lang: Lang) -> str:
    before, _, after = PALETTE[lang]
    return f"{before}{palette_words(palette, lang)}{after}"


def _with(prompt: str, sentence: str, lang: Lang) -> str:
    before = prompt.strip()
    stop = "" if not before or before[-1] in STOPS else "." if lang == "en" else "。"
    return f"{before}{stop}{' ' if lang == 'en' and before else ''}{sentence}"
