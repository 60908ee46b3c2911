"""What tests of the stand-in share: it, the library's bot, somebody, and files."""

from __future__ import annotations

import io
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from PIL import Image
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)
from telegram.error import (
    BadRequest,
    TelegramError,
)

from tests.servers.telegram import Chat, Telegram

FTYP = b"\0\0\0\x20ftypisom" + b"1" * 300
SIZES: dict[str, Any] = {"width": 832, "height": 480, "duration": 5}
CANCEL = InlineKeyboardMarkup([[InlineKeyboardButton("Cancel", callback_data="x:deadbeef")]])


def picture(width: int = 40, height: int = 30, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, kind)
    return out.getvalue()


def bot_of(telegram: Telegram) -> Bot:
    return Bot(telegram.token, f"{telegram.url}/bot", f"{telegram.url}/file/bot")


@asynccontextmanager
async def met(**how: Any) -> AsyncGenerator[tuple[Telegram, Bot, Chat]]:
    """A stand-in, the bot, and a private chat with somebody."""
    async with Telegram(**how) as telegram, bot_of(telegram) as bot:
        yield telegram, bot, telegram.private(telegram.person("Mei", lang="zh-hans"))


async def refused(request: Any, kind: type[TelegramError] = BadRequest) -> str:
    """The words of a refusal."""
    with pytest.raises(kind) as raised:
        await request
    return str(raised.value)


async def raw(telegram: Telegram, method: str, **params: Any) -> Any:
    """A request that the library would not make."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{telegram.url}/bot{telegram.token}/{method}", json=params) as response,
    ):
        return await response.json()
