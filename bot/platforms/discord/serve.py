"""Serves one bot: opens it, hears what people say, and leaves within seconds."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
from discord import app_commands

from bot.app import Opened
from bot.patience import Patience
from bot.platforms import Refused
from bot.platforms.discord.client import Client, point_at
from bot.platforms.discord.config import Config
from bot.platforms.discord.front import Front
from bot.platforms.discord.interactions import Interactions
from bot.platforms.discord.platform import Discord
from bot.platforms.discord.reading import Reader
from bot.platforms.discord.room import Room
from bot.platforms.discord.sync import sync
from bot.platforms.discord.tree import plant
from storage.inbox import Inbox

DRAIN_SECONDS = 6.0  # for what is being answered when we are told to stop


class Waiting(Patience):
    """Waits for Discord."""

    name = "Discord"

    def refusal(self, error: Exception) -> str:
        return "discord.refused" if isinstance(error, discord.LoginFailure) else ""


async def serve(
    config: Config, house: Opened, stop: asyncio.Event, room: Room | None = None
) -> None:
    """Speak on Discord until `stop`. Raises `Refused` for a token that Discord does not know."""
    if config.api:
        point_at(config.api)

    async def planting(tree: app_commands.CommandTree[Any]) -> None:
        await plant(tree, house.desk.house, client.said)
        account = f"{Discord.name}:{client.application_id}"
        await sync(tree, house.desk.house.chats, account, config.guild)

    client = Client(config, planting)
    async with client:
        await Waiting(stop).insist(lambda: client.login(config.token))
        if stop.is_set():
            return
        interactions = Interactions()
        platform = Discord(client, interactions, house.inbox, client.worded, room, config.marks)
        reader = Reader(house.inbox, house.settings.operators, config.roles)
        inbox = Inbox(house.database, f"{Discord.name}:{client.application_id}")
        front = client.front = Front(config, house, platform, interactions, reader, inbox)
        house.platforms[platform.name] = platform
        try:
            await house.desk.resume()
            await front.replay(client)
            await _connected(client, stop)
        finally:
            await front.drain(DRAIN_SECONDS)
            del house.platforms[platform.name]
            await platform.close()


async def _connected(client: Client, stop: asyncio.Event) -> None:
    """Hear until told to stop. The library reconnects by itself and resumes where it was."""
    connecting = asyncio.create_task(client.connect())
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({connecting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if connecting.done():
            connecting.result()
    except (discord.PrivilegedIntentsRequired, discord.ConnectionClosed) as error:
        raise Refused("discord.closed") from error
    finally:
        stopping.cancel()
        await client.close()
        await asyncio.gather(connecting, return_exceptions=True)
