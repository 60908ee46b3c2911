"""The bot as a process of its own: told to stop, and killed at the worst moments."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bot.shell import environment
from tests.journeys.driver import label
from tests.journeys.steps import IDEA, SHOTS
from tests.servers.telegram import Chat, Message, Telegram

TOKEN = "123456:invented-key-of-the-process"


def film(message: Message) -> bool:
    return message.video is not None and label("again") in message.labels


@dataclass(slots=True)
class Host:
    """The machine that the bot runs on."""

    telegram: Telegram
    home: Path
    process: Process | None = None

    async def start(self, seconds: float = 0.0) -> None:
        """Serve; each step of the crew takes so long."""
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.crew", "run", stdin=DEVNULL, stdout=PIPE, stderr=PIPE,
            env=environment(
                self.home, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=self.telegram.url,
                CREW_SECONDS=str(seconds),
            ),
            cwd=self.home.parent,
        )  # fmt: skip

    async def kill(self) -> None:
        assert self.process
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> tuple[int, str, float]:
        """As an operating system does it: the exit code, what was written, and the seconds."""
        assert self.process
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        _, err = await self.process.communicate()
        return self.process.returncode or 0, err.decode(), time.monotonic() - began

    def chat(self) -> Chat:
        return self.telegram.private(self.telegram.person("Mei"))


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[Host]:
    async with Telegram(token=TOKEN) as telegram:
        host = Host(telegram, tmp_path / "home")
        yield host
        if host.process and host.process.returncode is None:
            await host.kill()


def films(chat: Chat) -> list[Message]:
    return [message for message in chat.bots if film(message)]


async def test_told_to_stop_it_leaves_within_seconds_and_goes_on_in_the_same_message(
    host: Host,
) -> None:
    await host.start(seconds=0.7)
    chat = host.chat()
    await chat.say(f"{IDEA} {SHOTS}")
    begun = await chat.until(lambda m: label("cancel") in m.labels, timeout=20)
    code, said, seconds = await host.stop()
    assert (code, seconds < 10) == (0, True), said
    assert "Traceback" not in said
    await host.start()
    ended = await chat.until(film, timeout=20)
    assert ended.id == begun.id
    assert chat.bots == [ended]


async def test_killed_between_upload_and_record_there_is_one_message_with_one_film(
    host: Host,
) -> None:
    await host.start()
    chat = host.chat()
    host.telegram.fail("editMessageMedia", taken=True)  # it is done, and nobody hears of it
    await chat.say(f"{IDEA} --shots 1")
    ended = await chat.until(film, timeout=20)
    await host.kill()
    await host.start()
    await chat.say("/me")
    await chat.until(lambda m: "You have" in m.text, timeout=20)
    assert films(chat) == [ended]
    assert len([m for m in chat.bots if IDEA in m.text]) == 1


async def test_killed_at_any_moment_an_order_becomes_one_film(host: Host) -> None:
    chat = host.chat()
    await chat.say(f"{IDEA} {SHOTS}")
    for pause in (0.05, 0.5):
        await host.start(seconds=0.2)
        asked = host.telegram.count("getUpdates")
        async with asyncio.timeout(20):
            while host.telegram.count("getUpdates") == asked:  # noqa: ASYNC110 (another process)
                await asyncio.sleep(0.02)
        await asyncio.sleep(pause)
        await host.kill()
    await host.start()
    await chat.until(film, timeout=20)
    assert len(films(chat)) == 1


async def test_a_token_that_telegram_does_not_know_ends_the_process_with_a_sentence(
    host: Host,
) -> None:
    host.telegram.fail("getMe", code=401, description="Unauthorized", times=99)
    await host.start()
    assert host.process
    _, err = await host.process.communicate()
    assert host.process.returncode == 2
    assert "@BotFather" in err.decode() and "Traceback" not in err.decode()
    assert TOKEN not in err.decode()
