"""How often progress is shown: Discord counts the edits of each channel."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime

from discord.utils import snowflake_time

from bot.news import spacing
from handlers.conversation import MessageRef

APART = 1.5  # seconds between two edits in one channel
REMEMBERED = 5000  # channels, and messages


class Room:
    """Waits until a message may be edited: not too often in its channel, the more rarely the older
    the message is."""

    def __init__(
        self, apart: float = APART, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._apart, self._now = apart, now
        self._channels: OrderedDict[str, float] = OrderedDict()  # when each has room again
        self._shown: OrderedDict[str, float] = OrderedDict()  # when each message was edited last

    async def __call__(self, ref: MessageRef) -> None:
        """Wait for room, and take it."""
        if (shown := self._shown.get(ref.id)) is not None:
            await _until(shown + spacing(self._age(ref)))
        at = max(self._channels.get(ref.place.chat, 0.0), time.monotonic())
        _put(self._channels, ref.place.chat, at + self._apart)
        await _until(at)
        _put(self._shown, ref.id, time.monotonic())

    def _age(self, ref: MessageRef) -> float:
        """Seconds since the message was sent, which stands in its id."""
        return max(0.0, (self._now() - snowflake_time(int(ref.id))).total_seconds())


async def _until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.monotonic()))


def _put(times: OrderedDict[str, float], key: str, at: float) -> None:
    times[key] = at
    times.move_to_end(key)
    while len(times) > REMEMBERED:
        times.popitem(last=False)
