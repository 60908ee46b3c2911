"""A bot on stage for every test of a module: each test has people and chats of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import telegram

from tests.bot.telegram.driving import OnTelegram
from tests.bot.telegram.hearing import TOKEN, Ear, bot_of, ear
from tests.bot.telegram.stage import Stage, on_stage
from tests.servers.telegram import Telegram


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async with on_stage(tmp_path_factory.mktemp("telegram") / "home") as stage:
        yield stage


@pytest.fixture
def driver(stage: Stage) -> OnTelegram:
    stage.crew.let_go()
    return OnTelegram(stage)


# A bot that only listens


@pytest.fixture
async def server() -> AsyncIterator[Telegram]:
    async with Telegram(token=TOKEN) as server:
        yield server


@pytest.fixture
async def bot(server: Telegram) -> AsyncIterator[telegram.Bot]:
    async with bot_of(server) as bot:
        yield bot


@pytest.fixture
async def heard(tmp_path: Path) -> AsyncIterator[Ear]:
    async with ear(tmp_path) as heard:
        yield heard
