"""A bot on stage: the real application with a quick crew, which can be stopped and started."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bot.app import Opened, opened
from bot.settings import Settings
from generation.providers.router import Roster
from tests.crew import SmallCrew

OPERATORS = 8


class Stage:
    """A home and the crew in it. What the bot speaks on is up to those who build on this."""

    def __init__(self, home: Path, env: Mapping[str, str]) -> None:
        self.home, self.crew, self.env = home, SmallCrew(), dict(env)
        self._serving: asyncio.Task[None] | None = None

    async def speak(self, env: Mapping[str, str], stop: asyncio.Event) -> None:
        """Serve until `stop`."""
        raise NotImplementedError

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
        settings = Settings.read({"REELROOM_HOME": str(self.home), **env})
        found, Roster.find = Roster.find, self.crew.roster  # pyright: ignore[reportAttributeAccessIssue]
        try:
            async with opened(settings) as self._house:
                self._hurry()
                self._ready.set()
                await self.speak(settings.env, self._stop)
        finally:
            Roster.find = found

    def _hurry(self) -> None:
        """Nobody here waits as long as people do."""
        desk = self._house.desk
        limits = replace(desk.house.limits, again=(0.1, 0.3))
        desk.house = replace(desk.house, limits=limits, pace=0.05)
        desk.notices.house = desk.house
