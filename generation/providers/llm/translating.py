"""A storyboard's words in another language: what a model is asked, and what is made of its answer.

The words of the film are fenced as an idea is. What comes back has as many shots, is written in the
language, and leaves nothing out; what is too long is sent back once, and then cut."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from math import ceil
from typing import Any, cast

from generation.model import Lang, Shot, Storyboard, Wording
from generation.prompts import prompt
from generation.providers.llm.asking import SPOKEN, TAGS, TITLE_ROOM, Message, room
from generation.providers.llm.finishing import SLACK
from generation.providers.llm.judging import NAMES, NO_OBJECT, Unusable
from generation.providers.llm.reply import JSON, object_with
from generation.providers.local.script.quoting import quote
from generation.text import clean, written_in

LONGEST = 400  # characters of a line, as the storyboard holds it
SCENE = 240  # characters of a prompt that say what is to be seen
MORE = 1.2  # how much longer than the original, spoken, a translation may be
TITLE = 80


def messages(board: Storyboard, lang: Lang) -> list[Message]:
    """A conversation that asks for the words of a storyboard in `lang`."""
    rules = prompt(
        "translate",
        title_room=TITLE_ROOM[lang],
        shots=len(board.shots),
        source=NAMES[board.lang],
        language=NAMES[lang],
        lang=lang,
    )
    fence = f"words-{secrets.token_hex(8)}"
    words = json.dumps(_words(board, lang), ensure_ascii=False, indent=1).translate(TAGS)
    told = prompt("words", fence=fence, words=words, shots=len(board.shots), language=NAMES[lang])
    return [Message("system", rules), Message("user", told)]


def reader(board: Storyboard, lang: Lang) -> Callable[[str], Wording]:
    """Reads answers one after the other: the first strictly, later ones cut to length.

    Raises `Unusable`."""
    first = True

    def read(said: str) -> Wording:
        nonlocal first
        strict, first = first, False
        found = object_with("shots", said)
        if found is None:
            raise Unusable([NO_OBJECT.format(key="shots")])
        if problems := list(_problems(found, board, lang, strict=strict)):
            raise Unusable(problems)
        return _wording(found, board, lang)

    return read


def most(shot: Shot, board: Storyboard, lang: Lang, text: str) -> int:
    """Characters that a translation of one of a shot's texts may have: what can be spoken in the
    shot, or a little more than the original takes."""
    like = len(text) * SPOKEN[lang] / SPOKEN[board.lang] * MORE
    return min(LONGEST, max(room(lang, shot.seconds), ceil(like)))


def _words(board: Storyboard, lang: Lang) -> JSON:
    shots = [
        {
            "scene": clean(shot.prompt, SCENE),
            "line": shot.line,
            "subtitle": shot.subtitle,
            "room": most(shot, board, lang, max(shot.line, shot.subtitle, key=len)),
        }
        for shot in board.shots
    ]
    return {"title": board.title, "shots": shots}


def _problems(found: JSON, board: Storyboard, lang: Lang, *, strict: bool) -> Iterator[str]:
    shots = found["shots"]
    if not isinstance(shots, list) or not all(isinstance(s, dict) for s in cast(Any, shots)):
        yield "`shots` must be a list of objects"
        return
    told = cast("list[JSON]", shots)
    if len(told) != len(board.shots):
        yield f"`shots` has {len(told)} entries and must have exactly {len(board.shots)}"
        return
    yield from _problem("title", found.get("title"), board.title, lang)
    for n, (new, shot) in enumerate(zip(told, board.shots, strict=True)):
        for name, original in (("line", shot.line), ("subtitle", shot.subtitle)):
            where, text = f"shots[{n}].{name}", new.get(name)
            yield from _problem(where, text, original, lang)
            limit = round(most(shot, board, lang, original) * SLACK)
            if strict and original and isinstance(text, str) and len(text) > limit:
                yield f"`{where}` has {len(text)} characters and may have {limit}: say it shorter"


def _problem(where: str, text: Any, original: str, lang: Lang) -> Iterator[str]:
    if not original:
        return  # what is empty stays empty, whatever was said
    if not isinstance(text, str) or not clean(text):
        yield f"`{where}` is missing"
    elif not written_in(text, lang):
        yield f"`{where}` is not written in {NAMES[lang]}"


def _wording(found: JSON, board: Storyboard, lang: Lang) -> Wording:
    pairs = list(zip(cast("list[JSON]", found["shots"]), board.shots, strict=True))
    return Wording(
        title=quote(clean(str(found["title"])), TITLE) if board.title else "",
        lines=tuple(_text(new.get("line"), shot.line, shot, board, lang) for new, shot in pairs),
        subtitles=tuple(
            _text(new.get("subtitle"), shot.subtitle, shot, board, lang).removesuffix("。")
            for new, shot in pairs
        ),
    )


def _text(new: Any, original: str, shot: Shot, board: Storyboard, lang: Lang) -> str:
    """A text as it is spoken or shown: empty where the original is, else whole, or up to an earlier
    clause."""
    limit = round(most(shot, board, lang, original) * SLACK)
    return quote(clean(str(new)), limit) if original else ""
