"""/idea: something for the room that is open here."""

from __future__ import annotations

from handlers.commands import Add, Answer, Argument, Ask, Command
from handlers.rooms import talk


def register(add: Add) -> None:
    add(
        Command(
            "idea",
            idea,
            aliases=("点子", "想法", "主意", "アイデア", "案"),
            arguments=(Argument("idea", "idea", required=True),),
        )
    )


async def idea(ask: Ask) -> Answer:
    """Put it on the list, or join it to one that is there."""
    return await talk.idea(ask, await talk.here(ask), ask.text)
