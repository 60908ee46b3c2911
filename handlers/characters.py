"""Characters in the words of the house: somebody's own people, animals and things, called `@name`
in an idea. The longest name counts, and it needs no space behind it where there are none between
words: `@小红在雨中`."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from pydantic import TypeAdapter

from generation.casting import SPACED
from generation.errors import BadInput
from generation.model import Brief, Character, Keyframe
from generation.text import clean
from handlers import brands
from handlers.conversation import Say
from handlers.house import House
from handlers.options import Request
from handlers.records import finder
from storage.characters import Someone

MOST = 30  # characters of one person
MOST_LOOKS = 4  # pictures of each
IN_ONE = 4  # characters in one idea
LONGEST_NAME, LONGEST_DESCRIPTION = 24, 300
NEAR = 0.6
AT = re.compile(rf"(?<!{SPACED})[@＠]")
TYPED = re.compile(r"[^\s@＠,，.。!！?？:：;；、()（）\"“”「」]{1,48}")
LOOKS = TypeAdapter(tuple[Keyframe, ...])


@dataclass(frozen=True, slots=True)
class Called:
    """An idea with plain names, who was called by them, and what is to be said about it."""

    idea: str
    cast: tuple[Character, ...] = ()
    notes: tuple[Say, ...] = ()

    def on(self, request: Request) -> Request:
        """The request with the cast, and what is to be said."""
        if not (self.cast or self.notes):
            return request
        brief = request.brief.model_copy(update={"cast": self.cast})
        return replace(request, brief=brief, notes=(*request.notes, *self.notes))


async def called(house: House, person: str, idea: str) -> Called:
    """Whom an idea calls of somebody's characters. Raises `BadInput` for too many in one."""
    return (
        among(idea, await house.characters.of(person), house) if AT.search(idea) else Called(idea)
    )


def among(idea: str, known: Sequence[Someone], house: House) -> Called:
    """Whom an idea calls of those who are `known`."""
    by_name = sorted(((fold(one.name), one) for one in known), key=lambda pair: -len(pair[0]))
    cast, near, parts, at = dict[str, Someone](), dict[str, str](), list[str](), 0
    for found in AT.finditer(idea):
        rest = idea[found.end() :]
        who = next((pair for pair in by_name if length(rest, pair[0])), None)
        if who:
            end = found.end() + length(rest, who[0])
            parts += [idea[at : found.start()], idea[found.end() : end]]
            cast[who[0]], at = who[1], end
        elif like := _like(rest, [one.name for one in known]):
            near[like[0]] = like[1]
    if len(cast) > IN_ONE:
        raise BadInput("character.too_many_in_one", limit=IN_ONE)
    notes = (Say("character.near", {"typed": typed, "name": name}) for typed, name in near.items())
    people = tuple(character(one, house) for one in cast.values())
    return Called("".join([*parts, idea[at:]]), people, tuple(notes))


def joined(brief: Brief, cast: Sequence[Character]) -> Brief:
    """The brief with more people in it. Raises `BadInput` for too many."""
    names = {fold(who.name) for who in cast}
    both = (*(who for who in brief.cast if fold(who.name) not in names), *cast)
    if len(both) > IN_ONE:
        raise BadInput("character.too_many_in_one", limit=IN_ONE)
    return brief.model_copy(update={"cast": both})


def length(text: str, folded: str) -> int:
    """How much of a text's beginning is that name; 0 where it is another one."""
    if text[:1].isspace():
        return 0
    for end in range(1, min(len(text), 2 * LONGEST_NAME) + 1):
        if fold(text[:end]) == folded:
            joined = re.match(SPACED, text[end - 1]) and re.match(SPACED, text[end:])
            return 0 if joined else end
    return 0


def fold(name: str) -> str:
    """A name as names are compared: without its width, case and spaces at the ends."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def character(one: Someone, house: House) -> Character:
    """Somebody as the crew knows them, with the pictures that are still there."""
    find = finder(house)
    looks = tuple(look for look in LOOKS.validate_json(one.looks) if find(look.file))
    return Character(name=one.name, description=one.description, looks=looks)


def checked_name(name: str, commands: Sequence[str]) -> str:
    """A name that can be called. Raises `BadInput`."""
    seen = clean(name).lstrip("@＠").strip()
    if not seen:
        raise BadInput("character.unnamed")
    if len(seen) > LONGEST_NAME:
        raise BadInput("character.long_name", limit=LONGEST_NAME)
    if not any(unicodedata.category(char)[0] in "LNS" for char in seen) or set("@＠/") & set(seen):
        raise BadInput("character.odd_name")
    if fold(seen) in commands:
        raise BadInput("character.command", name=seen)
    return seen


async def looks(house: House) -> frozenset[str]:
    """The names of the files that characters need, whatever their age."""
    kept = map(LOOKS.validate_json, await house.characters.looks())
    return frozenset(look.file.ref for pictures in kept for look in pictures)


async def delete(house: House, one: Someone) -> None:
    """Delete a character, and those of its pictures that nothing else needs."""
    await house.characters.delete(one.id)
    needed = await looks(house) | await brands.logos(house) | await house.artefacts.refs()
    for look in LOOKS.validate_json(one.looks):
        if look.file.ref not in needed:
            await asyncio.to_thread(house.files.remove, look.file.ref, house.clock())


def _like(rest: str, names: Sequence[str]) -> tuple[str, str] | None:
    """What was typed behind the sign, and the name that it nearly is."""
    if not (found := TYPED.match(rest)):
        return None
    typed, folded = found[0], {fold(name): name for name in names}
    for end in {len(typed), *(len(name) for name in names)}:  # 小洪在雨中: where the name ends
        if near := get_close_matches(fold(typed[:end]), folded, 1, NEAR):
            return typed[:end], folded[near[0]]
    return None
