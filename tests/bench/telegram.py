"""An evening in Telegram: 50 chats, half of them groups, order 200 films within a minute. The bot
is a process of its own; the stand-in holds it to Telegram's limits and keeps the times.

What is acknowledged is a person's message, by the first message of the bot that answers it. Beside
the slowest of twenty stands the median, beside the most edits of a job their mean.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.bench._figure import Figure
from tests.servers.telegram import Chat, Message, Telegram, User
from tests.servers.telegram.call import Call

CHATS, JOBS, SECONDS = 50, 200, 60.0
PATIENCE = 240.0  # seconds until the last film has to be there
EDITS = 12  # of a job's message: all jobs here take seconds
SUBJECTS = (
    "机械狐狸在未来城市奔跑",
    "a paper boat in the rain",
    "夜の駅に雪が降る",
    "一只猫学会了弹琴",
)
LANGS = ("zh-hans", "en", "ja")


@dataclass(frozen=True, slots=True)
class Ordered:
    """Somebody's order, and when they sent it."""

    chat: Chat
    message: Message
    at: float


@asynccontextmanager
async def serving(telegram: Telegram, home: Path) -> AsyncGenerator[None]:
    """The bot, from its first question for news until it has left as SIGTERM asks it to."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench._lively", "run",
        stdin=asyncio.subprocess.DEVNULL, stdout=sys.stderr, stderr=sys.stderr,
        env={
            "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "REELROOM_HOME": str(home),
            "REELROOM_DAILY_CREDITS": "100000", "REELROOM_LOG": "ERROR",
            "TELEGRAM_TOKEN": telegram.token, "TELEGRAM_API": telegram.url,
        },
    )  # fmt: skip
    try:
        async with asyncio.timeout(60):
            while not telegram.count("getUpdates"):
                assert process.returncode is None, f"the bot ended with {process.returncode}"
                await asyncio.sleep(0.05)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def chats(telegram: Telegram, random: Random) -> list[tuple[Chat, list[User]]]:
    """Who talks where."""
    made: list[tuple[Chat, list[User]]] = []
    for number in range(CHATS):
        people = [
            telegram.person(f"P{number}.{n}", lang=random.choice(LANGS))
            for n in range(4 if number % 2 else 1)
        ]
        group = number % 2
        chat = (
            telegram.group(f"G{number}", members=people) if group else telegram.private(people[0])
        )
        made.append((chat, people))
    return made


async def order(chat: Chat, by: User, text: str, pause: float, telegram: Telegram) -> Ordered:
    """Say it after so many seconds."""
    await asyncio.sleep(pause)
    at = telegram.clock.now()
    return Ordered(chat, await chat.say(text, by=by), at)


async def evening(telegram: Telegram, random: Random) -> list[Ordered]:
    """Everybody's orders."""
    rooms = chats(telegram, random)
    going = [
        order(
            chat,
            random.choice(people),
            f"/video {random.choice(SUBJECTS)} {number}",
            random.uniform(0, SECONDS),
            telegram,
        )
        for number, (chat, people) in enumerate(rooms * (JOBS // CHATS))
    ]
    return await asyncio.gather(*going)


def films(orders: list[Ordered]) -> list[Message]:
    """The messages that became films."""
    return [
        m for chat in {o.chat.id: o.chat for o in orders}.values() for m in chat.bots if m.video
    ]


async def delivered(orders: list[Ordered]) -> int:
    """How many films are there when no more is to be hoped for."""
    for _ in range(int(PATIENCE)):
        if len(films(orders)) >= JOBS:
            break
        await asyncio.sleep(1)
    return len(films(orders))


def acknowledged(orders: list[Ordered], calls: list[Call]) -> list[float]:
    """Seconds from each order to the first message after it. In one chat they are answered in
    turn."""
    waits: list[float] = []
    for chat in {o.chat.id for o in orders}:
        told = sorted(o.at for o in orders if o.chat.id == chat)
        sent = [
            c.time for c in calls if c.method == "sendMessage" and c.chat == chat and c.code == 200
        ]
        waits += [answer - at for at, answer in zip(told, sent, strict=False)]
        waits += [PATIENCE] * (len(told) - len(sent))
    return sorted(waits)


async def figures() -> AsyncIterator[Figure]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        async with Telegram(limits=True) as telegram, serving(telegram, Path(folder)):
            orders = await evening(telegram, Random(4))
            number = await delivered(orders)
            waits = acknowledged(orders, telegram.calls)
            edits = [message.edits for message in films(orders)]
    p95, median = (round(waits[len(waits) * share // 100], 3) for share in (95, 50))
    mean = round(sum(edits) / max(len(edits), 1), 2)
    yield Figure("telegram.ack_p95_seconds", p95, "s", median, "< 1")
    yield Figure("telegram.caused_429", telegram.caused_429, "", None, "0")
    yield Figure("telegram.delivered_of_200", number, "", JOBS, "200")
    yield Figure("telegram.edits_per_job", max(edits, default=0), "", mean, f"<= {EDITS}")
