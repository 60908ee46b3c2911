"""/stats: the whole house in one message, today and in all. Days begin at midnight UTC."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time

from handlers.commands import Add, Answer, Ask, Command
from handlers.conversation import Say
from handlers.dispatch import private
from handlers.names import provider
from handlers.texts import render
from handlers.views import credits
from storage.statistics import Figures


def register(add: Add) -> None:
    add(Command("stats", stats, aliases=("统计", "統計"), operators=True))


async def stats(ask: Ask) -> Answer:
    """Who came, what was made, what it took, and whether there is room."""
    midnight = datetime.combine(ask.house.clock().astimezone(UTC), time(), UTC)
    today = await ask.house.statistics.since(midnight)
    ever = await ask.house.statistics.since()
    return private(
        *_made(today, ever),
        await _now(ask),
        *await _credits(ask),
        *await _failures(ask, midnight),
        *await _vendors(ask, midnight),
        await _disk(ask),
        Say("stats.since", {"when": _moment(ask.house.since)}),
        *await _doors(ask),
    )


def _made(today: Figures, ever: Figures) -> tuple[Say, ...]:
    return (
        Say("stats.heading"),
        Say("stats.people", {"today": today.people, "ever": ever.people}),
        Say("stats.jobs", {"today": _ended(today), "ever": _ended(ever)}),
        Say("stats.films", {"today": _films(today), "ever": _films(ever)}),
        Say("stats.pictures", {"today": today.pictures, "ever": ever.pictures}),
    )


def _ended(figures: Figures) -> Say:
    states = ("finished", "failed", "cancelled")
    return Say("stats.ended", {state: figures.jobs.get(state, 0) for state in states})


def _films(figures: Figures) -> Say:
    return Say("stats.length", {"films": figures.films, "seconds": figures.seconds})


async def _now(ask: Ask) -> Say:
    jobs = await ask.house.statistics.going_on()
    return Say("stats.now", {"running": jobs.get("running", 0), "waiting": jobs.get("queued", 0)})


async def _credits(ask: Ask) -> tuple[Say, Say]:
    house = await ask.house.ledger.house()
    used = Say("stats.credits", {"used": credits(house.used_today)})
    if house.ceiling is not None:
        values = {"used": house.used_today, "ceiling": credits(house.ceiling)}
        used = Say("stats.credits_of", values)
    return used, Say("stats.granted", {"today": house.granted_today, "ever": house.granted})


async def _failures(ask: Ask, midnight: datetime) -> list[Say]:
    failures = await ask.house.statistics.failures(midnight)
    names = [f"{render(provider(name), ask.lang)} {n}" for name, n in failures.items()]
    return [Say("stats.failures", {"names": ", ".join(names)})] if names else []


async def _vendors(ask: Ask, midnight: datetime) -> list[Say]:
    return [
        Say(
            "stats.vendor",
            {
                "provider": provider(name),
                "amount": f"{cost.amount:,.2f}",
                "currency": cost.currency,
                "n": orders,
            },
        )
        for name, cost, orders in await ask.house.spent(midnight.timestamp())
    ]


async def _disk(ask: Ask) -> Say:
    room = await asyncio.to_thread(ask.house.files.room)
    return Say("stats.disk", {"used": room.used / 1e9, "free": room.free / 1e9})


async def _doors(ask: Ask) -> list[Say]:
    closed = await ask.house.doors.closed()
    if closed is None:
        return []
    when = Say("stats.closed", {"when": _moment(closed.since)})
    return [when, Say("plain", {"text": closed.reason})] if closed.reason else [when]


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
