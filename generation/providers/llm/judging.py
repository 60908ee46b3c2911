"""What is wrong with an answer, in words that a model can mend it by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count

from pydantic import ValidationError

from generation import kit
from generation.model import Brief, Lang
from generation.providers.llm.draft import Draft
from generation.providers.llm.reply import object_with
from generation.text import HAN, KANA, clean, written_in

LATIN = re.compile(r"[A-Za-z]+")
MOST_PROBLEMS = 12
SHORTEST, LONGEST = 40, 3500  # characters of an enhanced prompt
NO_OBJECT = "there is no complete JSON object with {key!r} in it"
NAMES: dict[Lang, str] = {"zh": "Chinese, 简体中文", "en": "English", "ja": "Japanese, 日本語"}


class Unusable(Exception):
    """An answer that cannot be used; `problems` say why, without a word of the answer."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems[:MOST_PROBLEMS]


def board_reader(brief: Brief) -> Callable[[str], Draft]:
    """Reads answers as `read_board` does; what is ruled out is a fault the first time only: an idea
    that cannot do without it is still a film."""
    times = count(1)
    return lambda said: read_board(said, brief, strict=next(times) == 1)


def read_board(said: str, brief: Brief, *, strict: bool = True) -> Draft:
    """The storyboard in what a model said. More shots than wanted are no fault: they are cut;
    without being `strict`, what is ruled out is none either.

    Raises `Unusable`."""
    found = object_with("shots", said)
    if found is None:
        raise Unusable([NO_OBJECT.format(key="shots")])
    try:
        draft = Draft.model_validate(found)
    except ValidationError as error:
        raise Unusable([_told(e["loc"], e["msg"]) for e in error.errors()]) from None
    if problems := [*_problems(draft, brief), *(_ruled_out(draft, brief) if strict else ())]:
        raise Unusable(problems)
    return draft


def read_prompt(said: str, lang: Lang) -> str:
    """The one prompt in what a model said. Raises `Unusable`."""
    found = object_with("prompt", said)
    prompt = found and found["prompt"]
    if not isinstance(prompt, str):
        raise Unusable([NO_OBJECT.format(key="prompt")])
    prompt = clean(prompt)
    if not SHORTEST <= len(prompt) <= LONGEST:
        raise Unusable([f"`prompt` must have {SHORTEST} to {LONGEST} characters"])
    if not mostly(prompt, lang):
        raise Unusable([f"`prompt` is not written in {NAMES[lang]}"])
    return prompt


def mostly(text: str, lang: Lang) -> bool:
    """True where a prompt is written in `lang`, be there technical terms in English or the words
    of a sign in another language."""
    kana, han, latin = (len(p.findall(text)) for p in (KANA, HAN, LATIN))
    match lang:
        case "en":
            return latin > 4 * (kana + han)
        case "zh":
            return han > latin and han > 10 * kana
        case "ja":
            return kana + han > latin and (kana > 0 or written_in(text, "ja"))


def _problems(draft: Draft, brief: Brief) -> Iterator[str]:
    lang = brief.lang
    if len(draft.shots) < brief.shots:
        yield f"`shots` has {len(draft.shots)} shots and must have exactly {brief.shots}"
    shown = {"title": draft.title}
    for index, shot in enumerate(draft.shots):
        shown |= {f"shots[{index}].line": shot.line, f"shots[{index}].subtitle": shot.subtitle}
        if not mostly(shot.prompt, lang):
            yield f"`shots[{index}].prompt` is not written in {NAMES[lang]}"
    for where, text in shown.items():
        if not written_in(text, lang):
            yield f"`{where}` is not written in {NAMES[lang]}"


def _ruled_out(draft: Draft, brief: Brief) -> Iterator[str]:
    things = kit.forbidden(brief)
    shown = {f"shots[{n}].prompt": shot.prompt for n, shot in enumerate(draft.shots)}
    for where, text in {**shown, "look": draft.look}.items():
        if any(kit.names(text, thing) for thing in things):
            yield f"`{where}` names something that is ruled out"


def _told(where: tuple[int | str, ...], message: str) -> str:
    path = "".join(f"[{w}]" if isinstance(w, int) else f".{w}" for w in where).lstrip(".")
    return f"`{path}`: {message}"
