"""An evening in Telegram: 50 chats, half of them groups, order 200 films within a minute. The bot
is a process of its own; the stand-in holds it to Telegram's limits and keeps the times.

What is acknowledged is a person's message, by the first message of the bot that answers it. Beside
the slowest of twenty stands the median, beside the most edits of a job their mean.
"""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.bench._evening import (
    JOBS,
    PATIENCE,
    SUBJECTS,
    delivered,
    percentile,
    serving,
    spread,
)
from tests.bench._figure import Figure
from tests.servers.telegram import Chat, Message, Telegram, User
from tests.servers.telegram.call import Call

CHATS = 50
EDITS = 12  # of a job's message: all jobs here take seconds
LANGS = ("zh-hans", "en", "ja")


@dataclass(frozen=True, slots=True)
class Ordered:
    """Somebody's order, and when they sent it."""

    chat: Chat
    message: Message
    at: float


def env_of(telegram: Telegram) -> dict[str, str]:
    """What leads the bot there."""
    return {"TELEGRAM_TOKEN": telegram.token, "TELEGRAM_API": telegram.url}


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


async def evening(telegram: Telegram, random: Random) -> list[Ordered]:
    """Everybody's orders."""

    def order(number: int, chat: Chat, people: list[User]) -> Callable[[], Awaitable[Ordered]]:
        by, text = random.choice(people), f"/video {random.choice(SUBJECTS)} {number}"

        async def say() -> Ordered:
            at = telegram.clock.now()
            return Ordered(chat, await chat.say(text, by=by), at)

        return say

    rooms = chats(telegram, random) * (JOBS // CHATS)
    return await spread([order(n, *room) for n, room in enumerate(rooms)], random)


def films(orders: list[Ordered]) -> list[Message]:
    """The messages that became films."""
    return [
        m for chat in {o.chat.id: o.chat for o in orders}.values() for m in chat.bots if m.video
    ]


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
    return waits


async def figures() -> AsyncIterator[Figure]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            Telegram(limits=True) as telegram,
            serving(Path(folder), env_of(telegram), lambda: telegram.count("getUpdates")),
        ):
            orders = await evening(telegram, Random(4))
            number = await delivered(lambda: len(films(orders)))
            waits = acknowledged(orders, telegram.calls)
            edits = [message.edits for message in films(orders)]
    p95, median = (percentile(waits, share) for share in (95, 50))
    mean = round(sum(edits) / max(len(edits), 1), 2)
    yield Figure("telegram.ack_p95_seconds", p95, "s", median, "< 1")
    yield Figure("telegram.caused_429", telegram.caused_429, "", None, "0")
    yield Figure("telegram.delivered_of_200", number, "", JOBS, "200")
    yield Figure("telegram.edits_per_job", max(edits, default=0), "", mean, f"<= {EDITS}")
