"""The page by which people talk to the bot by hand, as a browser asks it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from telegram import Bot

from tests.bot.launched import launched
from tests.bot.telegram.acquaintance import CANCEL, FTYP, SIZES, bot_of, picture
from tests.servers.telegram import Telegram
from tests.servers.telegram.page import Page


@asynccontextmanager
async def browsing() -> AsyncGenerator[tuple[Telegram, aiohttp.ClientSession]]:
    telegram = Telegram()
    Page(telegram)
    async with telegram, aiohttp.ClientSession(telegram.url) as browser:
        yield telegram, browser


async def test_the_page_needs_nothing_from_elsewhere() -> None:
    async with browsing() as (_, browser), browser.get("/") as page:
        text = await page.text()
        assert page.content_type == "text/html" and "http" not in text.replace("https://t.me/", "")


async def test_what_is_said_and_sent_by_hand_reaches_the_bot_and_comes_back() -> None:
    async with browsing() as (telegram, browser), bot_of(telegram) as bot:
        person = next(iter(telegram.people))
        here: dict[str, Any] = {"room": f"{person}.", "person": person}
        await browser.post("/stand/say", json=here | {"text": "/start"})
        form = aiohttp.FormData({"room": here["room"], "person": str(person), "caption": "cat"})
        form.add_field("file", picture(), filename="cat.png", content_type="image/png")
        await browser.post("/stand/upload", data=form)
        said, sent = await bot.get_updates()
        assert said.message and said.message.text == "/start"
        assert sent.message and sent.message.photo and sent.message.caption == "cat"
        await bot.set_my_commands([("video", "a film")])
        await bot.send_video(person, FTYP, reply_markup=CANCEL, **SIZES)
        async with browser.get("/stand/state") as answer:
            state = await answer.json()
        shown = state["rooms"][0]["messages"][-1]
        assert shown["rows"][0][0]["text"] == "Cancel" and not state["broken"]
        assert state["commands"][str(person)] == {"video": "a film"}
        part = {"Range": "bytes=4-7"}
        async with browser.get(f"/stand/file/{shown['file']['id']}", headers=part) as answer:
            assert answer.status == 206 and await answer.read() == b"ftyp"


async def test_a_press_by_hand_shows_what_the_bot_answers() -> None:
    async with browsing() as (telegram, browser), bot_of(telegram) as bot:
        person = next(iter(telegram.people))
        sent = await bot.send_message(person, "?", reply_markup=CANCEL)
        asked = {"room": f"{person}.", "person": person, "message": sent.message_id}
        asked["data"] = "x:deadbeef"
        async with asyncio.TaskGroup() as group:
            pressing = group.create_task(browser.post("/stand/press", json=asked))
            (update,) = await bot.get_updates(timeout=1)
            assert update.callback_query
            await update.callback_query.answer("gone", show_alert=True)
        assert await pressing.result().json() == {"text": "gone", "alert": True, "url": ""}


async def test_it_runs_by_itself_and_says_how_to_come_to_it() -> None:
    running = await launched("telegram")
    async with Bot(running.token, f"{running.url}/bot") as bot:
        assert bot.username == "reelroom_bot"
    assert "1 requests, 0 not as the Bot API has them, 0 too many" in await running.end()
