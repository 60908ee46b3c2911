"""A bot that only listens: the stand-in on one side, a real inbox and a list on the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import telegram

from bot.platforms.telegram.downloads import CarefulRequest
from bot.platforms.telegram.post import JSON, Post
from storage.database import Database
from storage.inbox import Inbox
from tests.servers.telegram import Telegram

TOKEN = "123:invented"
PLAIN = {"verify": False}  # no certificates are loaded where none are looked at


class FullDisk(Inbox):
    """Cannot write anything down, so many times."""

    times = 0

    async def take(self, updates: Mapping[int, str]) -> list[int]:
        if self.times:
            self.times -= 1
            raise OSError(28, "No space left on device")
        return await super().take(updates)


class Ear:
    """What the post brought, in its order."""

    def __init__(self, db: Database) -> None:
        self.inbox = FullDisk(db, "telegram:123")
        self.heard: list[JSON] = []
        self.post = Post(self.inbox, self._open)

    async def _open(self, updates: Sequence[JSON]) -> None:
        self.heard += updates

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.heard]

    async def until(self, *texts: str) -> None:
        """Wait until just these words were heard."""
        async with asyncio.timeout(3):
            while len(self.heard) < len(texts):  # noqa: ASYNC110 (looking on is all there is)
                await asyncio.sleep(0.002)
        assert self.texts == list(texts)


@asynccontextmanager
async def ear(folder: Path) -> AsyncGenerator[Ear]:
    async with await Database.open(folder / "bot.db") as db:
        listening = Ear(db)
        yield listening
        await listening.post.drain(1)


@asynccontextmanager
async def bot_of(server: Telegram, token: str = TOKEN) -> AsyncGenerator[telegram.Bot]:
    """The library's bot, which has asked for its name; one with a mistaken `token` has not."""
    ask, poll = (CarefulRequest(httpx_kwargs=PLAIN) for _ in range(2))
    bot = telegram.Bot(
        token,
        base_url=f"{server.url}/bot",
        base_file_url=f"{server.url}/file/bot",
        request=ask,
        get_updates_request=poll,
        local_mode=server.files.local,
    )
    async with ask, poll:
        if token == server.token:
            await bot.initialize()
        yield bot
