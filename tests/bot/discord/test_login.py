"""Logging in to Discord, as often as it takes."""

from __future__ import annotations

import gc

import pytest
from discord.http import Route

from bot.platforms.discord.client import Client
from bot.platforms.discord.config import Config


async def test_a_login_that_failed_leaves_nothing_open(monkeypatch: pytest.MonkeyPatch) -> None:
    async def planting(tree: object) -> None: ...

    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:9/api/v10")  # where nobody listens
    config = Config("MTIz.abc.def", frozenset(), frozenset(), 0, 0, "", "http://127.0.0.1:9")
    async with Client(config, planting) as client:
        for _ in range(2):
            with pytest.raises(OSError):
                await client.login(config.token)
            assert not client.http.connector
    gc.collect()  # a session that was not closed says so now, which is an error here
