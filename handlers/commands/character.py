"""/character: people, animals and things of somebody's own, who look the same in every film."""

from __future__ import annotations

import re
from difflib import get_close_matches

from generation.errors import BadInput
from generation.text import clean
from handlers import characters
from handlers.belongings import VERBS, free_name, shared
from handlers.brought import among, taken
from handlers.characters import LONGEST_DESCRIPTION, LONGEST_NAME, LOOKS, MOST, MOST_LOOKS, fold
from handlers.commands import Add, Answer, Argument, Ask, Command, spoken_names
from handlers.conversation import Picture, Reply, Say
from handlers.records import finder
from handlers.views import shortened
from storage.characters import Someone

NAMED = re.compile(
    r"\s*(?:“([^”]*)”|「([^」]*)」|\"([^\"]*)\"|([^\s:：,，、]+))[\s:：,，、]*(.*)", re.DOTALL
)
KNOWN = ("new", "edit", "show", "list", "share", "take", "delete")
WORDS = {word: verb for verb in KNOWN for word in VERBS[verb]}
LISTED = 40  # characters of a description in the list


def register(add: Add) -> None:
    pictures = ("look", "look_2", "look_3", "look_4")
    add(
        Command(
            "character",
            character,
            aliases=("characters", "char", "角色", "人物", "キャラ", "キャラクター"),
            arguments=(
                Argument("character", "words"),
                *(Argument(picture, "picture") for picture in pictures),
            ),
        )
    )


async def character(ask: Ask) -> Answer:
    """Make, change, list, share and delete characters; what stands behind the verb names one, and
    behind the name of a new one it is described."""
    first, _, rest = ask.text.strip().partition(" ")
    verb = WORDS.get(fold(first), "")
    name, words = _named(rest if verb else ask.text)
    match verb:
        case "new" | "edit":
            return await _keep(ask, verb, name, words)
        case "share":
            return await _share(ask, await _mine(ask, name))
        case "take":
            return await _take(ask, rest.strip())
        case "delete":
            one = await _mine(ask, name)
            await characters.delete(ask.house, one)
            return Reply(text=(Say("character.deleted", {"name": one.name}),))
        case "list":
            return await _list(ask)
        case _:
            return await (_shown(ask, await _mine(ask, name)) if name else _list(ask))


def _named(text: str) -> tuple[str, str]:
    """A name, in quotes where it has spaces, and what stands behind it."""
    if not (found := NAMED.match(text)):
        return "", ""
    name = next((group for group in found.groups()[:4] if group), "")
    return clean(name).lstrip("@＠"), clean(found[5])


async def _keep(ask: Ask, verb: str, name: str, words: str) -> Answer:
    """Somebody new, or somebody who looks otherwise from now on: what is said or sent goes over
    what was there."""
    name = characters.checked_name(name, [*map(fold, spoken_names(operator=True)), *WORDS])
    known = await ask.house.characters.of(ask.me)
    there = next((one for one in known if fold(one.name) == fold(name)), None)
    if verb == "new" and there:
        raise BadInput("character.there", name=there.name)
    if verb == "edit" and not there:
        await _mine(ask, name)
    if not there and len(known) >= MOST:
        raise BadInput("character.too_many", n=MOST)
    if len(words) > LONGEST_DESCRIPTION:
        raise BadInput("character.long", limit=LONGEST_DESCRIPTION)
    sent = among(ask.incoming.attachments)
    if len(sent) < len(ask.incoming.attachments):
        raise BadInput("picture.unreadable")
    if not (words or sent):
        raise BadInput("character.empty", name=name)
    looks = tuple(await taken(sent, MOST_LOOKS, ask.house.keep_picture))
    kept = await ask.house.characters.save(
        ask.me,
        there.name if there else name,
        fold(name),
        words or (there.description if there else ""),
        LOOKS.dump_json(looks).decode() if looks or not there else there.looks,
    )
    return await _shown(ask, kept, Say("character.kept", {"name": kept.name}))


async def _share(ask: Ask, one: Someone) -> Answer:
    token = await ask.house.links.keep("character", one.id, ask.me)
    return Reply(text=(Say("character.shared", {"name": one.name, "token": token}),))


async def _take(ask: Ask, token: str) -> Answer:
    """A copy of somebody's character, which is one's own from then on."""
    id = await shared(ask.house.links, "character", token)
    one = await ask.house.characters.get(id) if id else None
    if not one:
        raise BadInput("character.no_token")
    mine = await ask.house.characters.of(ask.me)
    if len(mine) >= MOST:
        raise BadInput("character.too_many", n=MOST)
    name = free_name(one.name, {fold(other.name) for other in mine}, LONGEST_NAME, fold)
    save = ask.house.characters.save
    kept = await save(ask.me, name, fold(name), one.description, one.looks)
    return await _shown(ask, kept, Say("character.kept", {"name": kept.name}))


async def _mine(ask: Ask, name: str) -> Someone:
    """Somebody's character of that name. Raises `BadInput`, with the name that it nearly is."""
    if not name:
        raise BadInput("character.unnamed")
    known = {fold(one.name): one for one in await ask.house.characters.of(ask.me)}
    if one := known.get(fold(name)):
        return one
    said = {"name": shortened(name, LONGEST_NAME)}
    if near := get_close_matches(fold(name), known, 1, characters.NEAR):
        raise BadInput("character.unknown_near", **said, near=known[near[0]].name)
    raise BadInput("character.unknown", **said)


async def _list(ask: Ask) -> Answer:
    mine = await ask.house.characters.of(ask.me)
    lines = (_line(one, LISTED) for one in mine)
    return Reply(text=(*lines, Say("character.how")))


async def _shown(ask: Ask, one: Someone, *before: Say) -> Reply:
    find = finder(ask.house)
    kept = LOOKS.validate_json(one.looks)
    paths = [path for look in kept if (path := find(look.file))]
    gone = [Say("character.gone", {"n": len(kept) - len(paths)})] if len(paths) < len(kept) else []
    call = Say("character.call", {"name": one.name})
    text = (*before, _line(one, LONGEST_DESCRIPTION), *gone, call)
    return Reply(text=text, pictures=tuple(map(Picture, paths)))


def _line(one: Someone, most: int) -> Say:
    described = shortened(one.description, most) or "–"
    pictures = Say("pictures", {"n": len(LOOKS.validate_json(one.looks))})
    values = {"name": one.name, "description": described, "pictures": pictures}
    return Say("character.line", values)
