"""The library's client: what it is told, and to whom it tells what it hears."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.platforms.discord.buttons import Action
from bot.platforms.discord.config import Config

if TYPE_CHECKING:
    from bot.platforms.discord.front import Front

LOG = logging.getLogger(__name__)
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # we never speak aloud
API = "/api/v10"
GUILDS_SECONDS = 0.5  # that are waited for one more server at the start; nobody waits for all


class Client(discord.AutoShardedClient):
    """Hears commands, buttons, modals, direct messages and mentions: no privileged intent is
    needed. `front` must be set before it connects; `planting` gives the tree its commands."""

    front: Front

    def __init__(
        self,
        config: Config,
        planting: Callable[[app_commands.CommandTree[Client]], Awaitable[None]],
    ) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, messages=True),
            shard_count=config.shards or None,
            proxy=config.proxy or None,
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=GUILDS_SECONDS,
        )
        self.tree = app_commands.CommandTree(self)
        self._planting = planting

    async def login(self, token: str) -> None:
        """May be tried again: what a login that failed has opened is closed, for the library opens
        it anew each time and forgets the old."""
        try:
            await super().login(token)
        except BaseException:
            await self.http.close()
            self.http.connector = discord.utils.MISSING  # closed with its session
            raise

    async def setup_hook(self) -> None:
        """After the login, before the first event."""
        self.add_dynamic_items(Action)
        await self._planting(self.tree)

    async def said(
        self, interaction: discord.Interaction[Any], text: str, files: Sequence[discord.Attachment]
    ) -> None:
        """A command with its options, as if it had been typed."""
        await self.front.heed(interaction, text=text, files=files)

    async def worded(self, interaction: discord.Interaction[Any], action: str, text: str) -> None:
        """The words that a button asked for."""
        await self.front.heed(interaction, press=action, text=text)

    async def on_message(self, message: discord.Message) -> None:
        """Somebody wrote."""
        await self.front.hear(message)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """What nobody expected: written down, without what was said."""
        LOG.exception("%s could not be answered", event_method)


def point_at(api: str) -> None:
    """Speak to another server than Discord's, from now on and in this whole process."""
    address = yarl.URL(api)
    Route.BASE = f"{api}{API}"
    scheme = "wss" if address.scheme == "https" else "ws"
    DiscordWebSocket.DEFAULT_GATEWAY = address.with_scheme(scheme)
