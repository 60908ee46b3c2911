"""What people ask for in a message, read in one place for every platform.

    一只猫 --ar 9:16 --style cyberpunk --no rain, people
    —比例 竖屏 一只猫

The options are in `option.py`. One stands before or after the idea, behind two dashes of any width
or one long dash. Anything else with dashes, and whatever stands in quotes, is part of the idea.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from generation.errors import BadInput
from generation.model import (
    CROSSFADE,
    FPS,
    MAX_IDEA,
    MAX_SHOT_SECONDS,
    MAX_SHOTS,
    Brief,
    Lang,
    Storyboard,
)
from generation.text import clean, language_of, nearest, written_in
from handlers.conversation import Say
from handlers.option import OPTIONS, USES, Option, Use, names
from handlers.values import fold

MAX_MESSAGE = 3 * MAX_IDEA  # characters that are read at all
SHORTEST_SHOT, USUAL_SHOT = 1.5, 4.0  # seconds
SEEDS = 1_000_000  # as many as there are short enough to type
SHARED = CROSSFADE / FPS  # seconds that two neighbouring shots share


@dataclass(frozen=True, slots=True)
class Wish:
    """What holds for this person where the message says nothing: their language, what they have
    set for themselves or their chat (values of the brief by field), a seed of this moment."""

    lang: Lang = "en"
    seed: int = 0
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Request:
    """What was understood, and what the person should know about it. `use` is what the files
    are for that came with the message."""

    brief: Brief
    notes: tuple[Say, ...] = ()
    said: frozenset[str] = frozenset()  # the fields that the message itself names
    use: Use = "first"

    def lang_of(self, board: Storyboard) -> Lang:
        """The language of a film of a storyboard that came along: as asked for, else its own."""
        return self.brief.lang if "lang" in self.said else board.lang


def parse(text: str, wish: Wish, *, idea_needed: bool = True) -> Request:
    """Read a message. Raises `BadInput` for what cannot be understood or used."""
    idea, values = split(text)
    return order(idea, values, wish, idea_needed=idea_needed)


def order(idea: str, values: Mapping[str, Any], wish: Wish, *, idea_needed: bool = True) -> Request:
    """A request from an idea and values by field, as `Option.value` gave them.

    Raises `BadInput` where the idea says nothing or too much, or values do not go together."""
    idea = checked(idea) if idea_needed or idea.strip() else ""
    chosen: dict[str, Any] = {
        "lang": spoken(idea, wish.lang),
        "seed": wish.seed,
        **wish.settings,
        **values,
    }
    notes: tuple[Say, ...] = ()
    if "seconds" in values:
        chosen["shots"] = values.get("shots") or shots_for(values["seconds"])
        _check_length(chosen["shots"], values["seconds"])
        if "shots" not in values:
            notes = (Say("note.shots_for_seconds", {"n": chosen["shots"]}),)
    chosen = by_language(chosen)
    use: Use = chosen.pop("use", USES[0])
    return Request(Brief(idea=idea, **chosen), notes, frozenset(values), use)


def by_language(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, with the first of several languages for the film and the others for further
    ones."""
    if "lang" not in values:
        return dict(values)
    said = values["lang"]
    first, *others = [said] if isinstance(said, str) else cast("list[Lang]", said)
    return {**values, "lang": first, "langs": tuple(others)}


def checked(idea: str) -> str:
    """The idea on one line, without what cannot be seen. Raises `BadInput`."""
    if len(idea) > MAX_IDEA:
        raise BadInput("idea.too_long", characters=len(idea), limit=MAX_IDEA)
    seen = clean(idea)
    if not seen:
        raise BadInput("idea.empty")
    if not any(unicodedata.category(char)[0] in "LN" or char > "\u2600" for char in seen):
        raise BadInput("idea.wordless")
    return seen


def spoken(idea: str, lang: Lang) -> Lang:
    """The language of an idea by a person who speaks `lang`: Han without kana may be theirs."""
    if lang == "ja" and written_in(idea, "ja"):
        return "ja"
    return language_of(idea, lang)


def shots_for(seconds: float) -> int:
    """As many shots as a film of that length needs, each of about four seconds."""
    return min(MAX_SHOTS, max(1 if seconds < 2 * SHORTEST_SHOT else 2, round(seconds / USUAL_SHOT)))


def trusted(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Of settings kept earlier, those that still can be used, by field."""
    return {
        option.field: settings[option.name]
        for option in OPTIONS
        if option.name in settings and _still_good(option, settings[option.name])
    }


def _still_good(option: Option, value: Any) -> bool:
    if isinstance(value, bool):
        return isinstance(option.default, bool)
    if isinstance(value, list | tuple):
        value = tuple(cast(list[str], value))
        text = ",".join(value)
    else:
        text = str(value)
    try:
        return value == option.off or option.value(text) == value
    except BadInput:
        return False


def _check_length(shots: int, seconds: float) -> None:
    low = shots * SHORTEST_SHOT - (shots - 1) * SHARED
    high = shots * MAX_SHOT_SECONDS - (shots - 1) * SHARED
    if not low <= seconds <= high:
        raise BadInput("option.seconds_for_shots", n=shots, seconds=seconds, low=low, high=high)


# Reading a message


def split(text: str) -> tuple[str, dict[str, Any]]:
    """The idea, and the values by field. Raises `BadInput`."""
    if len(text) > MAX_MESSAGE:
        raise BadInput("idea.too_long", characters=len(text), limit=MAX_IDEA)
    marks = list(_marks(text))
    ends = [*(mark.start for mark in marks), len(text)]
    idea, values = [text[: ends[0]]], dict[str, Any]()
    for mark, end in zip(marks, ends[1:], strict=True):
        value, used = _taken(mark, text[mark.end : end], first=not "".join(idea).strip())
        values[mark.option.field] = value
        idea.append(text[mark.end + used : end])
    return _unquoted(" ".join(idea).lstrip(" ,，、;；").strip()), values


QUOTED = re.compile(r"“[^”]*”|「[^」]*」|『[^』]*』|(?<!\w)\"[^\"]*\"|(?<!\S)'[^']*'(?!\w)")
DASHES = r"(?P<dashes>-{2,3}|[－﹣−]{2}|[—–―]{1,2})"
CJK = r"\u3040-\u30ff\u3400-\u9fff"
MARK = re.compile(rf"{DASHES}(?P<name>[A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ-]*|[{CJK}]+)")
SIGN = re.compile(r"\s*[=＝:：]\s*|\s*")
WORD = re.compile(r"[^\s，。；！？]+")
THINGS = re.compile(r"[^\s,，、]+(?:\s*[,，、]\s*[^\s,，、]+)*")
NAME = re.compile(r"[^\s,，、+＋.。;；!！?？]+")
NEXT_NAME = re.compile(rf"\s*[,，、+＋]\s*{NAME.pattern}")
MORE = re.compile(r"[,+/][A-Za-z]")  # a list that is written so is meant as one: zh,fr
ANYTHING = re.compile(r"\S.*", re.DOTALL)
NARROW = re.compile(rf"[^{CJK}]+(?=[{CJK}])")
LONGEST_VALUE = 3  # words
LISTS = ("model", "lang")  # options of several values with commas between them


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where an option's name stands; `negated` for `--no-name`."""

    option: Option
    negated: bool
    start: int
    end: int


def _marks(text: str) -> Iterator[_Mark]:
    quoted = [range(*found.span()) for found in QUOTED.finditer(text)]
    for found in MARK.finditer(text):
        if any(found.start() in quote for quote in quoted):
            continue
        before = text[found.start() - 1 : found.start()]
        if before.isascii() and before.strip():
            continue  # well--known
        if mark := _mark(found):
            yield mark
        elif before.strip() == "":
            _suspect(found["dashes"], found["name"])


def _mark(found: re.Match[str]) -> _Mark | None:
    name = fold(found["name"])
    known = names()
    if name not in known and not name.isascii():  # 比例竖屏: no space before the value
        ends = [n for n in range(len(name), 0, -1) if name[:n] in known]
        name = name[: ends[0]] if ends else name
    if name not in known:
        return None
    return _Mark(*known[name], found.start(), found.start("name") + len(name))


def _suspect(dashes: str, name: str) -> None:
    """Raise for an option that does not exist; one long dash may just be a dash."""
    near = nearest(fold(name), names(), 0.6 if dashes.startswith("--") else 0.8)
    if near:
        raise BadInput("option.unknown_near", option=clean(name, 40), near=near)
    if dashes.startswith("--"):
        raise BadInput(
            "option.unknown",
            option=clean(name, 40),
            options=", ".join(f"--{option.name}" for option in OPTIONS),
        )


def _taken(mark: _Mark, rest: str, *, first: bool) -> tuple[Any, int]:
    """The value that begins `rest`, and how many characters it takes; `first`: the idea may still
    come after it."""
    option = mark.option
    if mark.negated:
        return option.off, 0
    sign = SIGN.match(rest)
    start = sign.end() if sign else 0
    if quote := QUOTED.match(rest, start):
        return option.value(quote[0][1:-1]), quote.end()
    candidates = list(_candidates(option, rest, start, first=first))
    for end in candidates:
        if option.read(fold(rest[start:end])) is not None:
            return option.value(rest[start:end]), end
    if option.on is not None and rest[:start].strip() == "":
        return option.on, 0
    if not candidates:
        raise BadInput("option.missing", option=option.name, example=option.example)
    return option.value(rest[start : candidates[-1]]), 0  # raises, and says what is wrong


def _candidates(option: Option, rest: str, start: int, *, first: bool) -> Iterator[int]:
    """Where the value may end, the farthest first. Unwanted things are all that follows the idea,
    or a list with commas before it; models and languages are always such a list."""
    if option.name == "no":
        things = (THINGS if first else ANYTHING).match(rest, start)
        yield from (found.end() for found in [things] if found)
        return
    ends = _list(rest, start) if option.name in LISTS else _words(rest, start)
    if ends and (narrow := NARROW.match(rest, start, ends[0])):
        ends.insert(0, narrow.end())  # 9:16一只猫
    yield from reversed(ends)


def _words(rest: str, start: int) -> list[int]:
    """Where the first words end."""
    return [found.end() for found in WORD.finditer(rest, start)][:LONGEST_VALUE]


def _list(rest: str, start: int) -> list[int]:
    """Where the names of a list with commas end, so far as it is one."""
    ends, found = list[int](), NAME.match(rest, start)
    while found:
        ends.append(found.end())
        found = NEXT_NAME.match(rest, found.end())
    return [end for end in ends if not MORE.match(rest, end)]


def _unquoted(idea: str) -> str:
    found = QUOTED.fullmatch(idea)
    return idea[1:-1] if found else idea
