"""An evening on both platforms: 50 people in ten servers of Discord order 200 films within a
minute, and the evening of `telegram.py` goes on in the same process. The stand-ins hold the bot to
the limits of each.

What is acknowledged is an interaction, by its first answer; Discord gives three seconds. Beside the
slowest of a hundred stands the median.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from random import Random

from tests.bench import telegram as telegram_bench
from tests.bench._evening import JOBS, SUBJECTS, delivered, percentile, serving, spread
from tests.bench._figure import Figure
from tests.servers.discord import Discord, Guild, Interaction, User
from tests.servers.telegram import Telegram

GUILDS, PEOPLE = 10, 5  # people in each
LOCALES = ("zh-CN", "en-US", "ja")
FIRST_SECONDS = 3.0


def guilds(discord: Discord, random: Random) -> list[Guild]:
    """Who talks where."""
    return [
        discord.guild(
            f"G{number}",
            members=[
                discord.person(f"P{number}.{n}", locale=random.choice(LOCALES))
                for n in range(PEOPLE)
            ],
        )
        for number in range(GUILDS)
    ]


async def evening(there: list[Guild], random: Random) -> list[Interaction]:
    """Everybody's orders."""

    def order(number: int, guild: Guild, by: User) -> Callable[[], Awaitable[Interaction]]:
        idea = f"{random.choice(SUBJECTS)} {number}"
        return lambda: guild.channel.slash("video", by=by, idea=idea)

    people = [(guild, person) for guild in there for person in guild.members]
    orders = [order(n, *who) for n, who in enumerate(people * (JOBS // len(people)))]
    return await spread(orders, random)


def films(there: list[Guild]) -> int:
    """How many messages became films."""
    return sum(bool(m.video) for guild in there for m in guild.channel.bots)


async def figures() -> AsyncIterator[Figure]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        async with Telegram(limits=True) as telegram, Discord(limits=True) as discord:
            env = telegram_bench.env_of(telegram) | {
                "DISCORD_TOKEN": discord.token,
                "DISCORD_API": discord.url,
            }

            def ready() -> bool:
                return bool(discord.gateway.connected and telegram.count("getUpdates"))

            async with serving(Path(folder), env, ready):
                there = guilds(discord, Random(5))
                asked, said = await asyncio.gather(
                    evening(there, Random(5)), telegram_bench.evening(telegram, Random(4))
                )
                number = await delivered(lambda: films(there))
                beside = await delivered(lambda: len(telegram_bench.films(said)))
            invalid, floods = discord.invalid_requests, discord.caused_429
    waits = [FIRST_SECONDS if i.acked_after is None else i.acked_after for i in asked]
    p99, median = (percentile(waits, share) for share in (99, 50))
    yield Figure("discord.ack_p99_seconds", p99, "s", median, f"< {FIRST_SECONDS:g}")
    yield Figure("discord.invalid_requests", invalid, "", floods, "0")
    yield Figure("discord.delivered_of_200", number, "", beside, "200")
