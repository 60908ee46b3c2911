"""What waits for a press: kept for whoever saw the button, under a key that fits on it.

Each thing has a row of its own, so that two messages at once never write over one another."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from generation.errors import BadInput
from handlers.commands import Ask
from handlers.house import House


async def put(ask: Ask, kind: str, value: Any, newest: int) -> str:
    """Keep a JSON-shaped `value` for whoever asks; its key. Of each kind the `newest` stay."""
    key = blake2b(repr(value).encode(), digest_size=6).hexdigest()
    row = {"at": ask.house.clock().isoformat(), "value": value}
    await ask.house.people.set(ask.me, f"{kind}:{key}", row)
    for name in (await _names(ask.house, ask.me, kind))[:-newest]:
        await ask.house.people.set(ask.me, name, None)
    return key


async def get(ask: Ask, kind: str, key: str) -> Any:
    """What was kept. Raises `BadInput` where it is not any more."""
    row = await ask.house.people.setting(ask.me, f"{kind}:{key}")
    if row is None:
        raise BadInput("press.unknown")
    return row["value"]


async def drop(ask: Ask, kind: str, key: str) -> None:
    """Keep it no longer."""
    await ask.house.people.set(ask.me, f"{kind}:{key}", None)


async def _names(house: House, person: str, kind: str) -> list[str]:
    """All of a kind, the oldest first."""
    kept = await house.people.settings(person)
    mine = [name for name in kept if name.startswith(f"{kind}:")]
    return sorted(mine, key=lambda name: kept[name]["at"])
