"""A bot on stage against the stand-in of Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bot.platforms.telegram.config import Config
from bot.platforms.telegram.pace import Pace
from bot.platforms.telegram.serve import serve
from tests.bot import stage
from tests.bot.stage import OPERATORS
from tests.servers.telegram import Telegram

TOKEN = "123456:invented-key-of-the-bot"
QUICK = Pace(
    apart=0.0,
    group_most=10_000,
    most=10_000,
    progress=0.05,
    group_progress=0.05,
    after=0.0,
    growth=1e9,
    again=(0.05, 0.1),
    after_flood=0.0,
)


class Stage(stage.Stage):
    """What is said and pressed goes through `telegram`. Some `operators` are there to be taken."""

    def __init__(self, telegram: Telegram, home: Path, **env: str) -> None:
        self.telegram, self.pace = telegram, QUICK
        self.operators = [telegram.person(f"Boss {n}") for n in range(OPERATORS)]
        for person in self.operators:
            telegram.private(person)
        known = ",".join(f"telegram:{person.id}" for person in self.operators)
        own = {
            "REELROOM_OPERATORS": known,
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API": telegram.url,
        }
        super().__init__(home, own | env)

    async def speak(self, env: Mapping[str, str], stop: asyncio.Event) -> None:
        config = Config.read(env)
        assert config
        await serve(config, self.house, stop, self.pace)


@asynccontextmanager
async def on_stage(home: Path, **env: str) -> AsyncGenerator[Stage]:
    """A bot that serves."""
    async with Telegram(token=TOKEN) as telegram:
        stage = Stage(telegram, home, **env)
        await stage.start()
        try:
            yield stage
        finally:
            await stage.stop()
