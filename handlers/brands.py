"""Brands in the words of the house: a named bundle of options, and a logo, that hold for everything
made under it. What a message says itself goes before."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from generation.errors import BadInput
from generation.model import Logo
from handlers.house import House
from handlers.options import trusted
from handlers.records import finder
from handlers.views import shortened
from storage.brands import Brand

SETTING = "brand id"  # of a person or a chat: the id of the brand in force
KEPT = (
    *("palette", "manner", "no", "style", "look", "ar", "resolution", "lang", "grade"),
    *("transition", "music", "voice", "subtitles", "title", "opener", "ending", "model"),
)
MOST = 20  # brands of one person
LONGEST_NAME = 40


async def in_force(house: House, person: str, place: str, wanted: str | None) -> Brand | None:
    """The brand that a message names, or none for an empty name; where it names none, that of the
    chat, or of the person. Raises `BadInput` for a name that nobody here knows."""
    if wanted is not None:
        return await known(house, person, place, wanted) if wanted else None
    chat = await house.chats.setting(place, SETTING)
    own = await house.people.setting(person, SETTING)
    for id in filter(None, (chat, own)):
        if brand := await house.brands.get(id):
            return brand
    return None


async def known(house: House, person: str, place: str, name: str) -> Brand:
    """Somebody's brand of that name, or the chat's. Raises `BadInput`."""
    if brand := await house.brands.named(person, name):
        return brand
    chat = await house.chats.setting(place, SETTING)
    brand = await house.brands.get(chat) if chat else None
    if brand and brand.name.casefold() == name.strip().casefold():
        return brand
    names = ", ".join(b.name for b in await house.brands.of(person))
    key = "brand.unknown" if names else "brand.none"
    raise BadInput(key, name=shortened(name, LONGEST_NAME), names=names)


async def logos(house: House) -> frozenset[str]:
    """The names of the files that brands need, whatever their age."""
    kept = (Logo.model_validate_json(logo) for logo in await house.brands.logos())
    return frozenset(logo.picture.file.ref for logo in kept)


async def delete(house: House, brand: Brand) -> None:
    """Delete a brand, and its logo unless something else needs it."""
    await house.brands.delete(brand.id)
    if not brand.logo:
        return
    ref = Logo.model_validate_json(brand.logo).picture.file.ref
    if ref not in await logos(house) | await house.artefacts.refs():
        await asyncio.to_thread(house.files.remove, ref, house.clock())


def values(brand: Brand, house: House) -> dict[str, Any]:
    """What holds under a brand, by field of the brief."""
    found = trusted(brand.values) | {"brand": brand.name}
    if brand.logo and (logo := kept_logo(brand, house)):
        found["logo"] = logo
    return found


def kept_logo(brand: Brand, house: House) -> Logo | None:
    """Its logo, while its file is there."""
    logo = Logo.model_validate_json(brand.logo)
    return logo if finder(house)(logo.picture.file) else None


def together(under: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """What a message says, over what holds under a brand; what either forbids is forbidden."""
    negatives = [part for part in (under.get("negative"), said.get("negative")) if part]
    both = {"negative": ", ".join(dict.fromkeys(negatives))} if len(negatives) > 1 else {}
    called = {"brand": under["brand"]} if "brand" in under else {}  # as its owner writes it
    return {**said, **called, **both}
