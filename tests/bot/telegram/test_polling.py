"""Asking Telegram for updates: nothing is confirmed before it is safe, and trouble passes."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
import telegram
from telegram.error import RetryAfter

from bot.platforms import Refused
from bot.platforms.telegram.patience import Patience
from bot.platforms.telegram.polling import poll
from bot.platforms.telegram.reading import ALLOWED
from tests.bot.telegram.hearing import Ear, bot_of
from tests.servers.telegram import Chat, Telegram

PAUSES = (0.01, 0.02)


@pytest.fixture
def chat(server: Telegram) -> Chat:
    return server.private(server.person("Mei"))


@asynccontextmanager
async def polling(bot: telegram.Bot, heard: Ear) -> AsyncGenerator[None]:
    stop = asyncio.Event()
    asking = asyncio.create_task(poll(bot, heard.post, stop, allowed=ALLOWED, pauses=PAUSES))
    try:
        yield
    finally:
        stop.set()
        await asking


async def test_what_is_said_arrives_as_telegram_wrote_it(
    server: Telegram, bot: telegram.Bot, heard: Ear, chat: Chat
) -> None:
    group = server.group("studio", forum=True, members=[chat.person])
    topic = server.topic(group, "ideas")
    async with polling(bot, heard):
        await chat.say("/start idea_1")
        await heard.until("/start idea_1")
        await topic.say("/video@reelroom_bot a cat")
        await heard.until("/start idea_1", "/video@reelroom_bot a cat")
    told = [telegram.Update.de_json(each, None).to_dict() for each in heard.heard]
    sent = server.updates.all.values()
    assert told == [telegram.Update.de_json(each, None).to_dict() for each in sent]


async def test_stop_ends_a_long_poll_at_once_and_loses_nothing(
    bot: telegram.Bot, heard: Ear, chat: Chat
) -> None:
    began = time.monotonic()
    async with polling(bot, heard):
        await chat.say("before")
        await heard.until("before")
    assert time.monotonic() - began < 1
    await chat.say("while we are away")
    async with polling(bot, heard):
        await heard.until("before", "while we are away")


async def test_only_what_is_written_down_is_confirmed(
    server: Telegram, bot: telegram.Bot, heard: Ear, chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    heard.inbox.times = 2
    async with polling(bot, heard):
        await chat.say("on a full disk")
        await heard.until("on a full disk")
        await chat.say("afterwards")
        await heard.until("on a full disk", "afterwards")
    assert server.count("getUpdates") >= 4
    assert [r.levelname for r in caplog.records if "No space left" in r.message] == ["WARNING"]


async def test_what_telegram_gives_twice_is_heard_once(
    server: Telegram, bot: telegram.Bot, heard: Ear, chat: Chat
) -> None:
    async with polling(bot, heard):
        await chat.say("once")
        await heard.until("once")
        server.redeliver(server.delivered[-1])
        await chat.say("another")
        await heard.until("once", "another")


async def test_a_server_that_is_down_is_waited_for_in_two_lines(
    server: Telegram, bot: telegram.Bot, heard: Ear, chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    async with polling(bot, heard):
        await chat.say("before")
        await heard.until("before")
        await server.down()
        await asyncio.sleep(0.1)
        await server.up()
        await chat.say("after")
        await heard.until("before", "after")
        async with asyncio.timeout(1):
            while len(said := spoken(caplog)) < 2:  # noqa: ASYNC110 (looking on)
                await asyncio.sleep(0.002)
    assert said[0].startswith("Telegram cannot be reached: ")
    assert said[1].startswith("Telegram is heard again, after ")
    assert len(said) == 2


async def test_another_process_with_the_token_is_named(
    server: Telegram, bot: telegram.Bot, heard: Ear, chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail("getUpdates", code=409, description="Conflict: terminated by other", times=2)
    async with polling(bot, heard):
        await chat.say("to whom?")
        await heard.until("to whom?")
    assert spoken(caplog)[0].startswith("Another process asks Telegram with this token")


async def test_a_token_that_telegram_does_not_know_is_refused(server: Telegram, heard: Ear) -> None:
    async with bot_of(server, "123:mistaken") as bot:
        with pytest.raises(Refused) as refused:
            await poll(bot, heard.post, asyncio.Event(), allowed=ALLOWED)
    assert refused.value.key == "telegram.refused"


async def test_a_webhook_of_earlier_gives_way_and_what_waits_there_is_kept(
    server: Telegram, bot: telegram.Bot, heard: Ear, chat: Chat
) -> None:
    await bot.set_webhook("http://127.0.0.1:9/nobody")
    await chat.say("into the void")
    async with polling(bot, heard):
        await heard.until("into the void")
    assert (await bot.get_webhook_info()).url == ""


async def test_patience_waits_as_long_as_telegram_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    tries: list[float] = []

    async def flooded() -> str:
        tries.append(time.monotonic())
        if len(tries) == 1:
            raise RetryAfter(timedelta(seconds=0.1))
        return "heard"

    assert await Patience(asyncio.Event(), PAUSES).insist(flooded) == "heard"
    assert tries[1] - tries[0] >= 0.1


async def test_pauses_grow_and_end_with_stop() -> None:
    stop, tries = asyncio.Event(), list[float]()

    async def away() -> None:
        tries.append(time.monotonic())
        if len(tries) == 4:
            asyncio.get_running_loop().call_later(0.01, stop.set)
        raise ConnectionError("nobody there")

    assert await Patience(stop, (0.01, 0.02, 0.04, 60.0)).insist(away) is None
    pauses = [after - before for before, after in zip(tries, tries[1:], strict=False)]
    assert len(pauses) == 3
    assert all(is_ >= wanted for is_, wanted in zip(pauses, (0.01, 0.02, 0.04), strict=True))
    assert time.monotonic() - tries[-1] < 1


def spoken(caplog: pytest.LogCaptureFixture) -> list[str]:
    ours = "bot.patience"
    return [r.message for r in caplog.records if (r.name, r.levelno) == (ours, logging.WARNING)]
