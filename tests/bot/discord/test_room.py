"""How often progress is shown, and how long an interaction is kept."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from discord.utils import time_snowflake

from bot.platforms.discord.interactions import LIFE, Interactions
from bot.platforms.discord.room import Room
from handlers.conversation import MessageRef, Place

BORN = datetime(2026, 7, 1, tzinfo=UTC)


def ref(chat: str, n: int = 0) -> MessageRef:
    return MessageRef(Place("discord", chat), str(time_snowflake(BORN) + n))


async def spent(room: Room, *refs: MessageRef) -> float:
    """Seconds until there was room for all of them at once."""
    began = time.monotonic()
    await asyncio.gather(*(room(each) for each in refs))
    return time.monotonic() - began


async def test_edits_in_one_channel_keep_apart_and_those_in_others_do_not_wait() -> None:
    room = Room(apart=0.1, now=lambda: BORN)
    assert await spent(room, *(ref("5", n) for n in range(3))) >= 0.2
    assert await spent(room, *(ref(str(chat)) for chat in range(6, 16))) < 0.09


async def test_an_old_message_is_edited_rarely_and_keeps_no_other_back() -> None:
    now = [BORN]
    room = Room(apart=0.01, now=lambda: now[0])
    await room(ref("5"))
    now[0] += timedelta(seconds=1)
    old = asyncio.create_task(spent(room, ref("5")))
    await asyncio.sleep(0)
    assert await spent(room, ref("5", 1)) < 0.1
    assert await old == pytest.approx(0.2, abs=0.08)


def test_an_interaction_is_forgotten_when_discord_forgets_it() -> None:
    now = [0.0]
    interactions = Interactions(lambda: now[0])
    asked = cast("Any", SimpleNamespace(id=7))
    handle = interactions.keep(asked)
    turn = interactions.turn(handle)
    assert turn and interactions.get(handle) is asked
    interactions.keep(asked)
    assert interactions.turn(handle) is turn
    now[0] = 60.0
    interactions.answered_by(turn, "8")
    now[0] = LIFE
    assert interactions.get(handle) is None
