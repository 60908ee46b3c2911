"""/blend: the favourite ideas of the room that is open here become one storyboard."""

from __future__ import annotations

from handlers.commands import Add, Answer, Ask, Command
from handlers.rooms import talk


def register(add: Add) -> None:
    add(Command("blend", blend, aliases=("融合", "汇总", "ブレンド", "まとめる")))


async def blend(ask: Ask) -> Answer:
    """Order the storyboard."""
    return await talk.blend(ask, await talk.here(ask))
