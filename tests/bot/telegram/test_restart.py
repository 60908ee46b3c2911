"""The bot as a process of its own: told to stop, and killed at the worst moments."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bot.host import Host
from tests.journeys.driver import label
from tests.journeys.steps import IDEA, SHOTS
from tests.servers.telegram import Chat, Message, Telegram

TOKEN = "123456:invented-key-of-the-process"


def film(message: Message) -> bool:
    return message.video is not None and label("again") in message.labels


@dataclass(frozen=True, slots=True)
class Town:
    """The stand-in, and the machine with the bot."""

    telegram: Telegram
    host: Host

    def chat(self) -> Chat:
        return self.telegram.private(self.telegram.person("Mei"))


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with Telegram(token=TOKEN) as telegram:
        env = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": telegram.url}
        host = Host(tmp_path / "home", env)
        yield Town(telegram, host)
        await host.clear()


def films(chat: Chat) -> list[Message]:
    return [message for message in chat.bots if film(message)]


async def test_told_to_stop_it_leaves_within_seconds_and_goes_on_in_the_same_message(
    town: Town,
) -> None:
    await town.host.start(seconds=0.7)
    chat = town.chat()
    await chat.say(f"{IDEA} {SHOTS}")
    begun = await chat.until(lambda m: label("cancel") in m.labels, timeout=20)
    code, said, seconds = await town.host.stop()
    assert (code, seconds < 10) == (0, True), said
    assert "Traceback" not in said
    await town.host.start()
    ended = await chat.until(film, timeout=20)
    assert ended.id == begun.id
    assert chat.bots == [ended]


async def test_killed_between_upload_and_record_there_is_one_message_with_one_film(
    town: Town,
) -> None:
    await town.host.start()
    chat = town.chat()
    town.telegram.fail("editMessageMedia", taken=True)  # it is done, and nobody hears of it
    await chat.say(f"{IDEA} --shots 1")
    ended = await chat.until(film, timeout=20)
    await town.host.kill()
    await town.host.start()
    await chat.say("/me")
    await chat.until(lambda m: "You have" in m.text, timeout=20)
    assert films(chat) == [ended]
    assert len([m for m in chat.bots if IDEA in m.text]) == 1


async def test_killed_at_any_moment_an_order_becomes_one_film(town: Town) -> None:
    chat = town.chat()
    await chat.say(f"{IDEA} {SHOTS}")
    for pause in (0.05, 0.5):
        await town.host.start(seconds=0.2)
        asked = town.telegram.count("getUpdates")
        async with asyncio.timeout(20):
            while town.telegram.count("getUpdates") == asked:  # noqa: ASYNC110 (another process)
                await asyncio.sleep(0.02)
        await asyncio.sleep(pause)
        await town.host.kill()
    await town.host.start()
    await chat.until(film, timeout=20)
    assert len(films(chat)) == 1


async def test_a_token_that_telegram_does_not_know_ends_the_process_with_a_sentence(
    town: Town,
) -> None:
    town.telegram.fail("getMe", code=401, description="Unauthorized", times=99)
    await town.host.start()
    code, said = await town.host.ended()
    assert code == 2
    assert "@BotFather" in said and "Traceback" not in said
    assert TOKEN not in said
