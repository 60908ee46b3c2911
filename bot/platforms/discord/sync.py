"""Tells Discord which commands there are, and only when that has changed: it counts how often."""

from __future__ import annotations

import asyncio
import json
import logging
from hashlib import blake2b
from typing import Any, Protocol, cast

import aiohttp
import discord
from discord import app_commands

LOG = logging.getLogger(__name__)
NAME = "commands"
PATIENCE = 60.0  # seconds; who has sent too many is told to wait for hours
EVERYWHERE = ""  # where commands are that are not those of one server

Payload = list[dict[str, Any]]


class Kept(Protocol):
    """Where it is kept what was sent."""

    async def setting(self, owner: str, name: str, default: Any = None) -> Any: ...

    async def set(self, owner: str, name: str, value: Any) -> None: ...


async def sync(tree: app_commands.CommandTree[Any], kept: Kept, owner: str, guild: int = 0) -> bool:
    """Send the tree where it is not known to be; True when anything was sent. With a `guild` that
    server alone has the commands: they are there at once, which is for development. Wherever they
    were before they are taken back, so that nobody sees them twice. What fails is logged, and tried
    at the next start. `owner` is whose commands they are, e.g. `discord:1234`."""
    sent = cast("dict[str, str]", await kept.setting(owner, NAME, {}))
    here = str(guild or EVERYWHERE)
    wanted = {here: await payload(tree)}
    wanted |= {place: Payload() for place in (EVERYWHERE, *sent) if place != here}
    before = dict(sent)
    for place, found in wanted.items():
        if sent.get(place) != mark(found):
            if not await _put(tree, place, found):
                break  # what is elsewhere stays until this is there
            sent[place] = mark(found)
    if sent == before:
        return False
    await kept.set(owner, NAME, sent)
    return True


async def payload(tree: app_commands.CommandTree[Any]) -> Payload:
    """Everything in the tree as Discord is told it, in every language."""
    translator = tree.translator or app_commands.Translator()
    return [await each.get_translated_payload(tree, translator) for each in tree.get_commands()]


def mark(payload: Payload) -> str:
    """The same for the same commands, different for others."""
    text = json.dumps(payload, sort_keys=True, ensure_ascii=False)
    return blake2b(text.encode(), digest_size=8).hexdigest()


async def _put(tree: app_commands.CommandTree[Any], place: str, found: Payload) -> bool:
    http, application = tree.client.http, tree.client.application_id
    if application is None:
        raise app_commands.MissingApplicationID
    try:
        async with asyncio.timeout(PATIENCE):
            if place == EVERYWHERE:
                await http.bulk_upsert_global_commands(application, found)
            else:
                await http.bulk_upsert_guild_commands(application, int(place), found)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        LOG.warning("the commands could not be sent (%s): %s", place or "everywhere", error)
        return False
    return True
