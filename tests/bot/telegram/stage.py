"""A bot on stage: the real application against the stand-in of Telegram, with a quick crew."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from bot.app import Opened, opened
from bot.platforms.telegram.config import Config
from bot.platforms.telegram.pace import Pace
from bot.platforms.telegram.serve import serve
from bot.settings import Settings
from generation.providers.router import Roster
from tests.crew import SmallCrew
from tests.servers.telegram import Telegram

TOKEN = "123456:invented-key-of-the-bot"
OPERATORS = 8
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


class Stage:
    """The stand-in, a home, and a bot that can be stopped and started again. What is said and
    pressed goes through `telegram`. Some `operators` are there to be taken."""

    def __init__(self, telegram: Telegram, home: Path, **env: str) -> None:
        self.telegram, self.home, self.crew = telegram, home, SmallCrew()
        self.operators = [telegram.person(f"Boss {n}") for n in range(OPERATORS)]
        for person in self.operators:
            telegram.private(person)
        known = ",".join(f"telegram:{person.id}" for person in self.operators)
        self.env, self.pace = {"REELROOM_OPERATORS": known, **env}, QUICK
        self._serving: asyncio.Task[None] | None = None

    @property
    def house(self) -> Opened:
        """What the bot has open."""
        return self._house

    async def start(self, **env: str) -> None:
        """Serve until `stop`."""
        self._stop, self._ready = asyncio.Event(), asyncio.Event()
        self._serving = asyncio.create_task(self._serve(self.env | env))
        ready = asyncio.create_task(self._ready.wait())
        await asyncio.wait({self._serving, ready}, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if self._serving.done():
            self._serving.result()

    async def stop(self) -> None:
        """As SIGTERM does."""
        if self._serving:
            self._stop.set()
            await self.ended()

    async def ended(self) -> None:
        """Wait until the bot has left by itself."""
        assert self._serving
        serving, self._serving = self._serving, None
        await serving

    async def _serve(self, env: dict[str, str]) -> None:
        settings = Settings.read(
            {
                "REELROOM_HOME": str(self.home),
                "TELEGRAM_TOKEN": self.telegram.token,
                "TELEGRAM_API": self.telegram.url,
                **env,
            }
        )
        config = Config.read(settings.env)
        assert config
        found, Roster.find = Roster.find, self.crew.roster  # pyright: ignore[reportAttributeAccessIssue]
        try:
            async with opened(settings) as self._house:
                self._hurry()
                self._ready.set()
                await serve(config, self._house, self._stop, self.pace)
        finally:
            Roster.find = found

    def _hurry(self) -> None:
        """Nobody here waits as long as people do."""
        desk = self._house.desk
        limits = replace(desk.house.limits, again=(0.1, 0.3))
        desk.house = replace(desk.house, limits=limits, pace=0.05)
        desk.notices.house = desk.house


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
