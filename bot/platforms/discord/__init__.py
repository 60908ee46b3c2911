"""Discord: the whole product in servers, in direct messages and wherever people take it along."""

from __future__ import annotations

from collections.abc import Mapping

from bot.platforms import Serve, lazily
from bot.platforms.discord.config import Config


def register(env: Mapping[str, str]) -> Serve | None:
    """How to serve Discord, or None without a token. Raises `SettingError`."""
    config = Config.read(env)
    return lazily(__name__, config) if config else None
