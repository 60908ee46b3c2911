"""What tests of the stand-in share: it, the library's client, somebody, and files."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import discord
import pytest
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from PIL import Image

from tests.servers.discord import Channel, Discord, Guild, User

FILM = b"\0\0\0\x20ftypisom" + b"1" * 300


def picture(name: str = "cat.png", width: int = 40, height: int = 30) -> tuple[str, bytes]:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "PNG")
    return name, out.getvalue()


def file(name: str, content: bytes = FILM) -> discord.File:
    return discord.File(io.BytesIO(content), name)


@contextmanager
def pointed(at: Discord) -> Generator[None]:
    """The library speaks with this server."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = f"{at.url}/api/v10", yarl.URL(at.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


class Bot(discord.Client):
    """A client that writes down what it hears; its commands are `tree`."""

    def __init__(self, **how: Any) -> None:
        super().__init__(
            intents=discord.Intents.default(),
            guild_ready_timeout=0.01,
            max_ratelimit_timeout=60,
            **how,
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[discord.Message] = []
        self.met: list[discord.Interaction] = []

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self.met.append(interaction)


@dataclass(frozen=True, slots=True)
class Met:
    """A stand-in, the library's client, and somebody in a server."""

    server: Discord
    bot: Bot
    guild: Guild
    mei: User

    @property
    def room(self) -> Channel:
        return self.guild.channel

    @property
    def channel(self) -> discord.PartialMessageable:
        """The room, as the client writes there."""
        return self.bot.get_partial_messageable(self.room.id)


@asynccontextmanager
async def met(*, tier: int = 0, locale: str = "en-US", **how: Any) -> AsyncGenerator[Met]:
    """A client that has logged in and does not listen."""
    async with Discord(**how) as server:
        mei = server.person("Mei", locale=locale)
        guild = server.guild("studio", members=[mei], tier=tier)
        with pointed(server):
            async with Bot() as bot:
                await bot.login(server.token)
                yield Met(server, bot, guild, mei)


@asynccontextmanager
async def heard(bot: Bot, **how: Any) -> AsyncGenerator[Met]:
    """A client that listens, with its commands registered."""
    async with Discord(**how) as server:
        mei = server.person("Mei")
        guild = server.guild("studio", members=[mei])
        with pointed(server):
            async with bot:
                await bot.login(server.token)
                await bot.tree.sync()
                listening = asyncio.create_task(bot.connect())
                await server.ready()
                yield Met(server, bot, guild, mei)
                await bot.close()
                await listening


async def so(true: Callable[[], bool]) -> None:
    """Wait until it is."""
    async with asyncio.timeout(3):
        while not true():  # noqa: ASYNC110 (looking on is all there is)
            await asyncio.sleep(0.002)


async def refused(request: Any) -> tuple[int, int, str]:
    """Status, code and words of a refusal."""
    with pytest.raises(discord.HTTPException) as raised:
        await request
    return raised.value.status, raised.value.code, str(raised.value)
