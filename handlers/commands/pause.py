"""/pause: take nothing new for a while. What runs goes on."""

from __future__ import annotations

from handlers.commands import Add, Answer, Argument, Ask, Command
from handlers.conversation import Say
from handlers.dispatch import private
from handlers.values import fold, switch
from handlers.views import shortened

LONGEST_REASON = 300


def register(add: Add) -> None:
    add(
        Command(
            "pause",
            pause,
            aliases=("暂停", "一時停止"),
            operators=True,
            arguments=(Argument("reason", "words"),),
        )
    )


async def pause(ask: Ask) -> Answer:
    """Close with a reason or without one, or open again."""
    if switch(fold(ask.text)) is False:
        opened = await ask.house.doors.open()
        return private(Say("doors.opened" if opened else "doors.open_already"))
    reason = reason_in(ask.text)
    await ask.house.doors.close(reason)
    if reason:
        return private(Say("doors.paused_because", {"reason": reason}))
    return private(Say("doors.paused"))


def reason_in(text: str) -> str:
    """What people are told; nothing for a plain "on"."""
    return "" if switch(fold(text)) else shortened(text.strip(), LONGEST_REASON)
