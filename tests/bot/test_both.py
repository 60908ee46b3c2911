"""Telegram and Discord in one process: side by side, one without the other, and one person on
both."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from bot.platforms.discord.config import Config as DiscordConfig
from bot.platforms.discord.room import Room
from bot.platforms.discord.serve import serve as serve_discord
from bot.platforms.telegram.config import Config as TelegramConfig
from bot.platforms.telegram.serve import serve as serve_telegram
from bot.serving import serve_all
from bot.words import Translate
from tests.bot import stage
from tests.bot.discord.driving import Talk as DiscordTalk
from tests.bot.discord.stage import APART
from tests.bot.telegram.driving import Talk as TelegramTalk
from tests.bot.telegram.stage import QUICK
from tests.journeys.driver import Chat, film, label, says, working
from tests.journeys.steps import (
    IDEA,
    SHORT,
    SHOTS,
    another,
    answered,
    films,
    made,
    number,
    offers,
)
from tests.servers.discord import Discord
from tests.servers.telegram import Telegram

pytestmark = pytest.mark.asyncio(loop_scope="module")
TELEGRAM_TOKEN = "123456:invented-key-of-both"
DISCORD_TOKEN = "MTIzNDU2.invented-key.of-the-bot-on-both"
NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class World:
    """Both stand-ins."""

    telegram: Telegram
    discord: Discord
    boss: TelegramTalk  # an operator

    @property
    def env(self) -> dict[str, str]:
        """What leads the bot there."""
        return {
            "REELROOM_OPERATORS": f"telegram:{self.boss.room.chat.id}",
            "TELEGRAM_TOKEN": self.telegram.token,
            "TELEGRAM_API": self.telegram.url,
            "DISCORD_TOKEN": self.discord.token,
            "DISCORD_API": self.discord.url,
        }

    def chats(self) -> tuple[TelegramTalk, DiscordTalk]:
        """The private chats of one fresh person."""
        name = f"Mei {next(NUMBERS)}"
        mine, there = self.telegram.person(name), self.discord.person(name)
        return (
            TelegramTalk(self.telegram, self.telegram.private(mine)),
            DiscordTalk(self.discord, self.discord.dm(there), there),
        )


@asynccontextmanager
async def world() -> AsyncGenerator[World]:
    async with (
        Telegram(token=TELEGRAM_TOKEN) as telegram,
        Discord(token=DISCORD_TOKEN) as discord,
    ):
        boss = telegram.private(telegram.person("Boss"))
        yield World(telegram, discord, TelegramTalk(telegram, boss))


class Stage(stage.Stage):
    """One bot on both platforms, as `reelroom run` serves them."""

    def __init__(self, home: Path, world: World) -> None:
        self.world = world
        super().__init__(home, world.env)

    async def speak(self, env: Mapping[str, str], stop: asyncio.Event) -> None:
        telegram, discord = TelegramConfig.read(env), DiscordConfig.read(env)
        assert telegram and discord
        able = {
            "telegram": partial(serve_telegram, telegram, pace=QUICK),
            "discord": partial(serve_discord, discord, room=Room(APART)),
        }
        await serve_all(self.house, able, stop, Translate("en"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def both(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async with world() as there:
        stage = Stage(tmp_path_factory.mktemp("both") / "home", there)
        await stage.start()
        await there.discord.ready()
        yield stage
        await stage.stop()


async def linked(here: TelegramTalk, there: DiscordTalk) -> None:
    """Here gives a code, there types it and says yes."""
    code = re.search(r"/link (\w{4}-\w{4})", (await answered(here, "/link")).text)
    assert code
    await there.say(f"/link {code[1]}")
    await there.press(await there.until(offers("link")), label("link"))
    await there.until(lambda seen: says("link.undo") in seen.text)


async def fell_in_mid_job(
    both: Stage, server: Telegram | Discord, *, falls: Chat, goes_on: Chat
) -> None:
    """While a film is made on each, one server goes away until the other's film is there."""
    both.crew.hold("piece")
    for chat in (falls, goes_on):
        await chat.say(f"{IDEA} {SHOTS}")
        await chat.until(lambda seen: working(seen) and seen.has_picture)
    await server.down()
    both.crew.let_go()
    await goes_on.until(film)
    await server.up()
    await falls.until(film)
    assert len(films(falls)) == 1


async def credits_of(chat: Chat) -> str:
    told = (await answered(chat, "/me")).text
    found = re.search(r"You have (\d+ credits)", told)
    assert found, told
    return found[1]


async def test_a_film_is_made_on_each_at_the_same_time(both: Stage) -> None:
    here, there = both.world.chats()
    both.crew.hold("piece")
    for chat in (here, there):
        await chat.say(f"{IDEA} {SHOTS}")
    for chat in (here, there):
        await chat.until(working)
    both.crew.let_go()
    for chat in (here, there):
        await chat.until(film)
        assert len(films(chat)) == 1


async def test_telegram_going_down_in_mid_job_leaves_discord_alone_and_loses_nothing(
    both: Stage,
) -> None:
    here, there = both.world.chats()
    await fell_in_mid_job(both, both.world.telegram, falls=here, goes_on=there)


async def test_whoever_links_their_accounts_has_one_quota_and_one_gallery(both: Stage) -> None:
    here, there = both.world.chats()
    short = number(await made(here, f"{IDEA} {SHORT}"))
    await linked(here, there)
    assert await credits_of(here) == await credits_of(there) == "95 credits"
    assert short in (await answered(there, "/jobs")).text
    await there.say(f"/show {short}")
    again = await there.until(film)
    assert number(again) == short
    await there.press(again, label("again"))
    await another(there, 2)
    assert await credits_of(here) == await credits_of(there) == "90 credits"


async def test_accounts_that_part_keep_what_each_ordered(both: Stage) -> None:
    here, there = both.world.chats()
    short = number(await made(here, f"{IDEA} {SHORT}"))
    await linked(here, there)
    assert "from tomorrow" in (await answered(there, "/link off")).text
    assert await credits_of(here) == "95 credits"
    assert await credits_of(there) == "0 credits"
    assert short in (await answered(here, "/jobs")).text
    assert short not in (await answered(there, "/jobs")).text


async def test_a_code_is_good_once_and_for_nobody_who_guesses(both: Stage) -> None:
    here, there = both.world.chats()
    await linked(here, there)
    assert says("link.wrong") in (await answered(there, "/link AAAA-2222")).text


async def test_operators_are_told_on_one_platform_that_the_other_is_served_no_longer(
    both: Stage, capfd: pytest.CaptureFixture[str]
) -> None:
    await made(both.world.boss, f"{IDEA} {SHORT}")
    await both.world.discord.ready()
    await both.world.discord.drop(4004)
    await both.world.boss.until(lambda seen: says("discord.closed") in seen.text)
    assert says("discord.closed") in capfd.readouterr().err


async def test_a_token_that_discord_refuses_leaves_telegram_alone(
    both: Stage, capfd: pytest.CaptureFixture[str]
) -> None:
    await both.stop()
    await both.start(DISCORD_TOKEN="MTIzNDU2.invented-key.that-nobody-gave-us")
    here, _ = both.world.chats()
    await made(here, f"{IDEA} {SHORT}")
    assert says("discord.refused") in capfd.readouterr().err


async def test_a_token_that_telegram_refuses_leaves_discord_alone(
    both: Stage, capfd: pytest.CaptureFixture[str]
) -> None:
    await both.stop()
    await both.start(TELEGRAM_TOKEN="654321:invented-key-that-nobody-gave-us")
    await both.world.discord.ready()
    _, there = both.world.chats()
    await made(there, f"{IDEA} {SHORT}")
    assert says("telegram.refused") in capfd.readouterr().err


async def test_a_server_that_is_down_at_first_is_waited_for(both: Stage) -> None:
    await both.stop()
    await both.world.discord.down()
    await both.start()
    here, there = both.world.chats()
    await made(here, f"{IDEA} {SHORT}")
    await both.world.discord.up()
    await both.world.discord.ready(30)
    await made(there, f"{IDEA} {SHORT}")


async def test_one_server_going_down_in_mid_job_leaves_the_other_alone_and_loses_nothing(
    both: Stage,
) -> None:
    here, there = both.world.chats()
    await fell_in_mid_job(both, both.world.discord, falls=there, goes_on=here)
