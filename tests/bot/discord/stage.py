"""A bot on stage against the stand-in of Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bot.platforms.discord.config import Config
from bot.platforms.discord.room import Room
from bot.platforms.discord.serve import serve
from tests.bot import stage
from tests.bot.stage import OPERATORS
from tests.servers.discord import Discord

TOKEN = "MTIzNDU2.invented-key.of-the-bot-on-stage"
APART = 0.05  # seconds between two edits in a channel


class Stage(stage.Stage):
    """What is said and pressed goes through `discord`. Some `operators` are there to be taken."""

    def __init__(self, discord: Discord, home: Path, **env: str) -> None:
        self.discord = discord
        self.operators = [discord.person(f"Boss {n}") for n in range(OPERATORS)]
        known = ",".join(f"discord:{person.id}" for person in self.operators)
        own = {
            "REELROOM_OPERATORS": known,
            "DISCORD_TOKEN": discord.token,
            "DISCORD_API": discord.url,
        }
        super().__init__(home, own | env)

    async def start(self, **env: str) -> None:
        """Serve until `stop`, from when it can be spoken to."""
        await super().start(**env)
        await self.discord.ready()

    async def speak(self, env: Mapping[str, str], stop: asyncio.Event) -> None:
        config = Config.read(env)
        assert config
        await serve(config, self.house, stop, Room(APART))


@asynccontextmanager
async def on_stage(home: Path, **env: str) -> AsyncGenerator[Stage]:
    """A bot that serves."""
    async with Discord(token=TOKEN) as discord:
        stage = Stage(discord, home, **env)
        await stage.start()
        try:
            yield stage
        finally:
            await stage.stop()
