"""Discord: the whole product in servers, in direct messages and wherever people take it along."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from bot.platforms.discord.config import Config

if TYPE_CHECKING:
    import asyncio

    from bot.app import Opened
    from bot.platforms import Serve


def register(env: Mapping[str, str]) -> Serve | None:
    """How to serve Discord, or None without a token. Raises `SettingError`."""
    config = Config.read(env)
    return partial(_serve, config) if config else None


async def _serve(config: Config, house: Opened, stop: asyncio.Event) -> None:
    from bot.platforms.discord.serve import serve  # the framework is loaded where it is wanted

    await serve(config, house, stop)
