"""/close: the room that is open here has done its work."""

from __future__ import annotations

from handlers.commands import Add, Answer, Ask, Command
from handlers.rooms import talk


def register(add: Add) -> None:
    add(Command("close", close, aliases=("结束", "关闭", "閉じる", "終了")))


async def close(ask: Ask) -> Answer:
    """End it."""
    return await talk.close(ask, await talk.here(ask))
