"""A bot at the stand-in of Discord without handlers: tests do what those would do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import discord
import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from PIL import Image

from bot.platforms.discord.interactions import Interactions, place_of
from bot.platforms.discord.platform import Discord
from bot.platforms.discord.room import Room
from handlers.conversation import Incoming, MessageRef, Person, Picture, Reply, Video
from tests.crew import small_film
from tests.servers.discord import Channel, Interaction, Message
from tests.servers.discord import Discord as Server

T = TypeVar("T")
COMMANDS = [
    {"name": name, "description": name, "type": 1, "integration_types": [0, 1], "contexts": [0, 1]}
    for name in ("video", "me")
]


class Client(discord.Client):
    """Hears interactions."""

    def __init__(self) -> None:
        intents = discord.Intents(guilds=True)
        super().__init__(intents=intents, max_messages=None, guild_ready_timeout=0.05)
        self.heard: asyncio.Queue[discord.Interaction[Any]] = asyncio.Queue()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        await self.heard.put(interaction)


class Stage:
    """What people do, and what handlers would answer."""

    def __init__(self, server: Server, client: Client, inbox: Path) -> None:
        self.server, self.client, self.inbox = server, client, inbox
        self.interactions = Interactions()
        self.worded: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self.platform = self.born()
        self.mei, self.bob = server.person("Mei"), server.person("Bob")
        self.room = server.guild("studio", members=[self.bob, self.mei]).channel

    def born(self) -> Discord:
        """A platform that knows nothing of an earlier life."""
        room = Room(apart=0.01)
        return Discord(self.client, self.interactions, self.inbox, self._words, room)

    async def _words(self, interaction: discord.Interaction[Any], action: str, text: str) -> None:
        await self.worded.put((action, text))

    def incoming(self, interaction: discord.Interaction[Any], text: str, press: str) -> Incoming:
        message = interaction.message
        return Incoming(
            Person("discord", str(interaction.user.id), interaction.user.display_name),
            place_of(interaction),
            text=text,
            press=press,
            message=str(message.id if message else interaction.id),
            handle=self.interactions.keep(interaction),
        )

    async def slash(
        self,
        work: Callable[[Incoming], Awaitable[T]],
        room: Channel | None = None,
        command: str = "video",
    ) -> tuple[Interaction, T]:
        """Somebody gives a command, and `work` answers it."""
        by = self.mei if room is None else room.members[0]
        asking = asyncio.create_task((room or self.room).slash(command, by=by))
        return await self._done(asking, f"/{command}", "", work)

    async def press(
        self,
        message: Message,
        button: str,
        work: Callable[[Incoming], Awaitable[T]],
    ) -> tuple[Interaction, T]:
        """Somebody presses a button, and `work` answers it."""
        by = message.person or self.mei
        asking = asyncio.create_task(message.channel.press(message, button, by=by))
        return await self._done(asking, "", "v1:press::", work)

    async def _done(
        self,
        asking: asyncio.Task[Interaction],
        text: str,
        press: str,
        work: Callable[[Incoming], Awaitable[T]],
    ) -> tuple[Interaction, T]:
        async with asyncio.timeout(5):
            incoming = self.incoming(await self.client.heard.get(), text, press)
            done = await work(incoming)
            await self.platform.finish(incoming)
            return await asking, done

    async def order(self, reply: Reply, room: Channel | None = None) -> tuple[Message, MessageRef]:
        """A job's message, as the answer to a command."""
        asked, ref = await self.slash(
            lambda said: self.platform.send(said.place, reply, "en", said), room
        )
        return shown(asked.channel, ref), ref

    def picture(self, n: int) -> Picture:
        path = self.inbox / f"{n}.png"
        Image.new("RGB", (64, 36), (n * 9, 90, 90)).save(path)
        return Picture(path, place=n)

    def film(self, padding: int = 0) -> Video:
        path = self.inbox / "film.mp4"
        path.write_bytes(small_film() + (padding + 8).to_bytes(4, "big") + b"free" + bytes(padding))
        return Video(path, 320, 180, 1.0)


@asynccontextmanager
async def alone(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Stage]:
    """A bot that is connected."""
    async with Server() as server, Client() as client:
        monkeypatch.setattr(Route, "BASE", f"{server.url}/api/v10")
        gateway = yarl.URL(server.url).with_scheme("ws")
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
        stage = Stage(server, client, inbox)
        await client.login(server.token)
        assert client.application_id
        await client.http.bulk_upsert_global_commands(client.application_id, COMMANDS)  # pyright: ignore[reportArgumentType]
        connected = asyncio.create_task(client.connect())
        await asyncio.wait_for(client.wait_until_ready(), 10)
        yield stage
        await stage.platform.close()
        await client.close()
        await connected


def shown(channel: Channel, ref: MessageRef) -> Message:
    return channel.book[int(ref.id)]
