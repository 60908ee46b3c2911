"""A bot on stage for every test of a module: each test has people and places of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.bot.discord.driving import OnDiscord
from tests.bot.discord.stage import Stage, on_stage


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async with on_stage(tmp_path_factory.mktemp("discord") / "home") as stage:
        yield stage


@pytest.fixture
def driver(stage: Stage) -> OnDiscord:
    stage.crew.let_go()
    return OnDiscord(stage)
