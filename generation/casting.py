"""A person's own characters in a storyboard: who is seen in which shot, and in what words. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from generation.model import (
    PERSON,
    Brief,
    Character,
    Keyframe,
    Lang,
    Reference,
    Shot,
    Storyboard,
)
from generation.providers.contract import Shelf
from generation.providers.local.script.phrasebook import clauses
from generation.text import clean, written_in

MOST = 4000  # characters of a prompt
BRACKETS: dict[Lang, tuple[str, str]] = {"zh": ("（", "）"), "en": (" (", ")"), "ja": ("（", "）")}
SPACED = r"[^\W_\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
"""A letter or digit of a script that has spaces between its words."""
NOBODY = re.compile(
    r"\b(?:no (?:people|person|one)|nobody|without (?:people|any(?:one|body))|deserted)\b"
    r"|无人(?!机)|没有人|空镜|無人(?!機)|誰もいない|人影の?ない",
    re.IGNORECASE,
)


def woven(board: Storyboard, cast: Sequence[Character]) -> Storyboard:
    """The storyboard with the cast among its characters, and in every shot in which one of them is
    seen its description, once, in the storyboard's language. Weaving again changes nothing."""
    if not cast:
        return board
    told = [_told(who, board) for who in cast]
    names = {who.name.casefold() for who in told}
    others = (who for who in board.characters if who.name.casefold() not in names)
    shots = tuple(_woven(shot, told, board.lang) for shot in board.shots)
    return board.model_copy(update={"characters": (*told, *others), "shots": shots})


def seen(shot: Shot, cast: Sequence[Character]) -> tuple[Character, ...]:
    """Who of the cast a shot shows: as it says, else whom its words name; where they name nobody,
    everybody, unless they say that nobody is there or a person brought the picture."""
    if shot.cast is not None:
        listed = {name.casefold() for name in shot.cast}
        return tuple(who for who in cast if who.name.casefold() in listed)
    words = f"{shot.prompt} {shot.line} {shot.subtitle}"
    if named := tuple(who for who in cast if mention(who.name).search(words)):
        return named
    brought = shot.keyframe is not None and shot.keyframe.provenance.provider == PERSON
    return () if brought or NOBODY.search(shot.prompt) else tuple(cast)


def pictures(brief: Brief, shot: Shot) -> tuple[Reference, ...]:
    """What a painter should follow: the brief's own references, then a picture of each character
    who is seen, then what further pictures there are of them."""
    looks = [[(who.name, look) for look in who.looks] for who in seen(shot, brief.cast)]
    rounds = [pair for pairs in zip_longest(*looks) for pair in pairs if pair]
    shown = (Reference(kind="character", picture=look, name=name) for name, look in rounds)
    return (*brief.references, *shown)


def at_hand(brief: Brief, shelf: Shelf) -> Brief:
    """The brief without pictures of its cast that retention took: the words go on alone."""

    def there(look: Keyframe) -> bool:
        try:
            return shelf.path(look.file).exists()
        except FileNotFoundError:
            return False

    kept = (who.model_copy(update={"looks": tuple(filter(there, who.looks))}) for who in brief.cast)
    return brief.model_copy(update={"cast": tuple(kept)}) if brief.cast else brief


def needed(brief: Brief, shot: Shot) -> int:
    """How many of the pictures matter: of each character, one does."""
    return len(brief.references) + sum(bool(who.looks) for who in seen(shot, brief.cast))


def crowded(shot: Shot, cast: Sequence[Character]) -> bool:
    """Whether more of the cast belong to a shot than it has room for: in a close one, one does."""
    return shot.framing in ("close", "detail") and len(seen(shot, cast)) > 1


def describe(prompt: str, cast: Sequence[Character], names: Sequence[str], lang: Lang) -> str:
    """The prompt with the description of everyone in it, after the first mention of the name.
    Someone in the picture whom the prompt does not name comes at its beginning."""
    opening, closing = BRACKETS[lang]
    shown = {name.casefold() for name in names}
    absent = list[str]()
    for who in cast:
        told = f"{opening}{who.description}{closing}" if who.description else ""
        found = mention(who.name, lang).search(prompt)
        if told and who.description.casefold() in prompt.casefold():
            continue
        if found:
            prompt = prompt[: found.end()] + told + prompt[found.end() :]
        elif who.name.casefold() in shown:
            absent.append(f"{who.name}{told}")
    return clauses(lang, absent) + (full_stop(lang) if absent else "") + prompt


def mention(name: str, lang: Lang | None = None) -> re.Pattern[str]:
    """A name as it stands in a sentence: as a word where words have spaces between them; in English
    with its genitive."""
    before = rf"(?<!{SPACED})" if re.match(SPACED, name) else ""
    after = rf"(?!{SPACED})" if re.match(SPACED, name[-1:]) else ""
    genitive = rf"(?:['’]s(?!{SPACED}))?" if lang == "en" else ""
    return re.compile(f"{before}{re.escape(name)}{after}{genitive}", re.IGNORECASE)


def full_stop(lang: Lang) -> str:
    """The end of a sentence, before the next one."""
    return ". " if lang == "en" else "。"


def rendered(who: Character, lang: Lang) -> Character:
    """The character without pictures, described in `lang` as far as the local vocabulary knows the
    words; where it does not, as its owner wrote it."""
    bare = who.model_copy(update={"looks": ()})
    if not who.description or written_in(who.description, lang):
        return bare
    from generation.providers.local.portrayal import portrait_in

    return bare.model_copy(update={"description": portrait_in(who.description, lang)})


def _told(who: Character, board: Storyboard) -> Character:
    """A character as the writer put it, where its own words are in another language."""
    name = who.name.casefold()
    written = next((c for c in board.characters if c.name.casefold() == name), None)
    if written and written.description and not written_in(who.description, board.lang):
        return written.model_copy(update={"name": who.name})
    return rendered(who, board.lang)


def _woven(shot: Shot, told: Sequence[Character], lang: Lang) -> Shot:
    shown = seen(shot, told)
    names = tuple(who.name for who in shown)
    prompt = clean(describe(shot.prompt, shown, names, lang), MOST)
    return shot.model_copy(update={"prompt": prompt, "cast": names})
