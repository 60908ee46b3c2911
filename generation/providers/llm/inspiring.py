"""Asking a model for ideas on a topic, and reading what it says."""

from __future__ import annotations

from collections.abc import Sequence

from generation.model import Lang
from generation.prompts import prompt
from generation.providers.llm.asking import Message, again, fenced
from generation.providers.llm.judging import NAMES, NO_OBJECT, Unusable, mostly
from generation.providers.llm.reply import object_with
from generation.text import clean

NUMBER = 3
LONGEST: dict[Lang, int] = {"zh": 60, "en": 160, "ja": 70}  # characters of an idea
WANTED = "three ideas"


def messages(topic: str, there: Sequence[str], lang: Lang) -> list[Message]:
    """A conversation that asks for ideas other than those that are `there`."""
    rules = prompt("inspire", most=LONGEST[lang], language=NAMES[lang], lang=lang)
    known = f" / {' / '.join(there)}" if there else ""
    return [Message("system", rules), fenced(topic + known, WANTED, lang)]


def mended(said: list[Message], answer: str, problems: list[str], lang: Lang) -> list[Message]:
    """The conversation with a bad answer and what is wrong with it."""
    return again(said, answer, problems, WANTED, lang)


def read(said: str, lang: Lang) -> list[str]:
    """The ideas in what a model said; more than wanted are no fault. Raises `Unusable`."""
    found = object_with("ideas", said)
    ideas = found and found["ideas"]
    if not isinstance(ideas, list):
        raise Unusable([NO_OBJECT.format(key="ideas")])
    texts = [clean(idea) for idea in ideas if isinstance(idea, str) and clean(idea)]
    if len(texts) < NUMBER:
        raise Unusable([f"`ideas` must be {NUMBER} sentences"])
    if long := [text for text in texts if len(text) > 2 * LONGEST[lang]]:
        raise Unusable([f"an idea has {len(long[0])} characters instead of {LONGEST[lang]}"])
    if not all(mostly(text, lang) for text in texts):
        raise Unusable([f"`ideas` are not written in {NAMES[lang]}"])
    return texts[:NUMBER]
