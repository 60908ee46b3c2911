"""Updates by asking for them: needs no address of our own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

import telegram

from bot.patience import PAUSES, unless
from bot.platforms.telegram.patience import Patience
from bot.platforms.telegram.post import Post


async def poll(
    bot: telegram.Bot,
    post: Post,
    stop: asyncio.Event,
    *,
    allowed: Sequence[str],
    wait: int = 30,
    pauses: Sequence[float] = PAUSES,
) -> None:
    """Bring updates of the `allowed` kinds to the post office until `stop` is set. Each request
    waits up to `wait` seconds for one; only what the post office has taken is confirmed.

    Raises `Refused` where Telegram does not know the token."""
    patience = Patience(stop, pauses)
    await patience.insist(partial(bot.delete_webhook, drop_pending_updates=False))
    offset = None

    async def ask() -> int | None:
        asking = bot.get_updates(offset=offset, timeout=wait, allowed_updates=allowed)
        updates = await unless(stop, asking)
        if not updates:
            return offset
        await post.take([update.to_dict() for update in updates])
        return max(update.update_id for update in updates) + 1

    while not stop.is_set():
        offset = await patience.insist(ask)
