"""Telegram: the whole product in a chat."""

from __future__ import annotations

from collections.abc import Mapping

from bot.platforms import Serve, lazily
from bot.platforms.telegram.config import Config


def register(env: Mapping[str, str]) -> Serve | None:
    """How to serve Telegram, or None without a token. Raises `SettingError`."""
    config = Config.read(env)
    return lazily(__name__, config) if config else None
