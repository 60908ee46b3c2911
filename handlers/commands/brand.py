"""/brand: kits that keep everything made for a brand to one look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from generation.errors import BadInput
from generation.model import Keyframe, Logo
from generation.text import clean
from handlers import brands
from handlers.actions import Press, action
from handlers.belongings import VERBS, free_name, shared
from handlers.brands import KEPT, LONGEST_NAME, MOST, SETTING
from handlers.brought import among, taken
from handlers.commands import Add, Answer, Argument, Ask, Command
from handlers.conversation import Button, Picture, Reply, Say
from handlers.option import OPTIONS
from handlers.options import split
from handlers.records import finder
from handlers.values import fold
from handlers.views import shortened
from storage.brands import Brand
from storage.jobs import Job

ON_ONE = ("use", "show", "edit", "share", "delete")  # verbs that a name follows
ON_NONE = ("new", "list", "off")
HERE = frozenset({"chat", "here", "group", "本群", "这里", "群", "ここ", "グループ"})


def register(add: Add) -> None:
    add(
        Command(
            "brand",
            brand,
            aliases=("brands", "kit", "品牌", "ブランド"),
            presses={"brand": pressed},
            arguments=(Argument("brand", "kit"), Argument("logo", "picture")),
        )
    )


async def brand(ask: Ask) -> Answer:
    """Make, change, use, list, share and delete kits; what stands behind the verb names one."""
    words, said = split(ask.text)
    first, _, rest = words.strip().partition(" ")
    verb = next((verb for verb, known in VERBS.items() if fold(first) in known), "")
    name = shortened(clean(rest if verb else words), 3 * LONGEST_NAME)
    match verb:
        case "new" | "edit":
            return await _keep(ask, verb, name, said)
        case "use":
            return await _use(ask, name)
        case "show":
            return await _shown(ask, await _one(ask, name or await _now(ask)))
        case "off":
            return await _stop(ask, name)
        case "share":
            return await _share(ask, await _mine(ask, name))
        case "take":
            return await _take(ask, name)
        case "delete":
            return await _delete(ask, await _mine(ask, name))
        case _ if name and verb != "list":
            return await _shown(ask, await _meant(ask, first, name))
        case _:
            return await _list(ask)


async def pressed(ask: Ask, press: Press, job: Job | None) -> Answer:
    """A brand put in force by its button."""
    found = await ask.house.brands.get(press.arg)
    if found is None:
        raise BadInput("press.unknown")
    await ask.house.people.set(ask.me, SETTING, found.id)
    return Reply(text=(Say("brand.in_force", {"name": found.name}),), private=True)


async def _keep(ask: Ask, verb: str, name: str, said: Mapping[str, Any]) -> Answer:
    """A new kit, or changes to one: what is said goes over what stood there."""
    if not name:
        raise BadInput("brand.unnamed")
    if len(name) > LONGEST_NAME:
        raise BadInput("brand.long_name", limit=LONGEST_NAME)
    there = await ask.house.brands.named(ask.me, name)
    if verb == "new" and there:
        raise BadInput("brand.there", name=there.name)
    if verb == "edit" and not there:
        await _one(ask, name)
        raise BadInput("brand.not_yours", name=name)
    if not there and len(await ask.house.brands.of(ask.me)) >= MOST:
        raise BadInput("brand.too_many", n=MOST)
    values = {**(there.values if there else {}), **_by_name(said)}
    logo = there.logo if there else ""
    use, sent = said.get("use"), among(ask.incoming.attachments)
    if use and not sent:
        raise BadInput("picture.not_there")
    for picture in await taken(sent, 1, ask.house.keep_picture, see_through=use != "palette"):
        if use == "palette":
            values["palette"] = list(await _colours(ask, picture))
        else:
            logo = Logo(picture=picture).model_dump_json()
    kept = await ask.house.brands.save(ask.me, name, values, logo)
    return await _shown(ask, kept, Say("brand.kept", {"name": kept.name}))


def _by_name(said: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a kit by the name of their option. Raises `BadInput` for others."""
    fields = {option.field: option.name for option in OPTIONS if option.name in KEPT}
    others = [f"--{o.name}" for o in OPTIONS if o.field in said and o.name not in (*KEPT, "as")]
    if said.get("use") not in (None, "palette", "logo"):
        others.append(f"--as {said['use']}")
    if others:
        raise BadInput("brand.not_kept", options=", ".join(others))
    return {fields[field]: value for field, value in said.items() if field in fields}


async def _colours(ask: Ask, picture: Keyframe) -> Sequence[str]:
    found = await ask.house.colours(picture)
    if not found:
        raise BadInput("brand.no_colours")
    return found


async def _use(ask: Ask, name: str) -> Answer:
    """Put a kit in force: for oneself, or for the whole chat."""
    place, rest = _place(name)
    if place and await ask.house.brands.named(ask.me, name):  # it is called so
        place, rest = False, name
    found = await _one(ask, rest)
    if place:
        _check_may(ask)
        await ask.house.chats.set(ask.incoming.place.key, SETTING, found.id)
        return Reply(text=(Say("brand.in_force_here", {"name": found.name}),))
    await ask.house.people.set(ask.me, SETTING, found.id)
    return Reply(text=(Say("brand.in_force", {"name": found.name}),))


async def _stop(ask: Ask, name: str) -> Answer:
    place, _ = _place(name)
    if place:
        _check_may(ask)
        await ask.house.chats.set(ask.incoming.place.key, SETTING, None)
    else:
        await ask.house.people.set(ask.me, SETTING, None)
    return Reply(text=(Say("brand.off_here" if place else "brand.off"),))


def _place(name: str) -> tuple[bool, str]:
    """Whether the chat is meant, and the name without that word."""
    words = name.split()
    if words and fold(words[-1]) in HERE:
        return True, " ".join(words[:-1])
    return False, name


def _check_may(ask: Ask) -> None:
    """A chat's brand binds everybody in it: operators choose it, as they do its settings."""
    if not (ask.incoming.person.operator or ask.incoming.place.private):
        raise BadInput("settings.operators")


async def _share(ask: Ask, found: Brand) -> Answer:
    token = await ask.house.links.keep("brand", found.id, ask.me)
    return Reply(text=(Say("brand.shared", {"name": found.name, "token": token}),))


async def _take(ask: Ask, token: str) -> Answer:
    """A copy of somebody's kit, which is one's own from then on."""
    id = await shared(ask.house.links, "brand", token)
    found = await ask.house.brands.get(id) if id else None
    if found is None:
        raise BadInput("brand.no_token")
    mine = await ask.house.brands.of(ask.me)
    if len(mine) >= MOST:
        raise BadInput("brand.too_many", n=MOST)
    used = {own.name.casefold() for own in mine}
    name = free_name(found.name, used, LONGEST_NAME, str.casefold)
    kept = await ask.house.brands.save(ask.me, name, found.values, found.logo)
    return await _shown(ask, kept, Say("brand.kept", {"name": kept.name}))


async def _delete(ask: Ask, found: Brand) -> Answer:
    await brands.delete(ask.house, found)
    return Reply(text=(Say("brand.deleted", {"name": found.name}),))


async def _one(ask: Ask, name: str) -> Brand:
    if not name:
        raise BadInput("brand.unnamed")
    return await brands.known(ask.house, ask.me, ask.incoming.place.key, name)


async def _meant(ask: Ask, first: str, name: str) -> Brand:
    """The brand of that name. Raises `BadInput`, with a verb where one was probably meant."""
    try:
        return await _one(ask, name)
    except BadInput:
        every = {word: verb for verb, known in VERBS.items() for word in known}
        if near := get_close_matches(fold(first), every, 1, 0.6):
            typed = f"/brand {near[0]} {name.partition(' ')[2]}".rstrip()
            raise BadInput("brand.verb_near", typed=typed) from None
        raise


async def _now(ask: Ask) -> str:
    """The name of the brand in force, or none."""
    found = await brands.in_force(ask.house, ask.me, ask.incoming.place.key, None)
    return found.name if found else ""


async def _mine(ask: Ask, name: str) -> Brand:
    found = await _one(ask, name)
    if found.id not in {own.id for own in await ask.house.brands.of(ask.me)}:
        raise BadInput("brand.not_yours", name=found.name)
    return found


async def _list(ask: Ask) -> Answer:
    mine = await ask.house.brands.of(ask.me)
    now = await brands.in_force(ask.house, ask.me, ask.incoming.place.key, None)
    if not mine and not now:
        return Reply(text=(Say("brand.how"),))
    lines = [Say("brand.line", {"name": b.name, "kit": _told(b)}) for b in mine]
    force = [Say("brand.now", {"name": now.name})] if now else []
    buttons = tuple(
        (Button(Say("brand.use", {"name": b.name}), action("brand", arg=b.id)),) for b in mine[:8]
    )
    return Reply(text=(*lines, *force, Say("brand.how")), buttons=buttons)


async def _shown(ask: Ask, found: Brand, *before: Say) -> Reply:
    logo = Logo.model_validate_json(found.logo) if found.logo else None
    path = finder(ask.house)(logo.picture.file) if logo else None
    values = {"name": found.name, "kit": _told(found)}
    use = Button(Say("brand.use", {"name": found.name}), action("brand", arg=found.id))
    pictures = (Picture(path),) if path else ()
    told = (Say("brand.measured"),) if found.values.get("palette") else ()
    text = (*before, Say("brand.line", values), *told)
    return Reply(text=text, pictures=pictures, buttons=((use,),))


def _told(found: Brand) -> str:
    """The kit as it could be typed."""
    parts = [f"--{name} {_typed(value)}" for name, value in found.values.items()]
    return " ".join([*parts, *(["[logo]"] if found.logo else [])]) or "–"


def _typed(value: Any) -> str:
    match value:
        case bool():
            return "on" if value else "off"
        case list() | tuple():
            return ",".join(map(str, value)) or "off"
        case str() if " " in value:
            return f"“{value}”"
        case _:
            return str(value) or "off"
