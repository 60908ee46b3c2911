"""/drain: take nothing new, and say when it is safe to stop the bot."""

from __future__ import annotations

from handlers.closing import await_last
from handlers.commands import Add, Answer, Argument, Ask, Command
from handlers.commands.pause import pause, reason_in
from handlers.conversation import Say
from handlers.dispatch import private
from handlers.values import fold, switch
from handlers.who import private_place


def register(add: Add) -> None:
    add(
        Command(
            "drain",
            drain,
            aliases=("排空", "停止準備"),
            operators=True,
            arguments=(Argument("reason", "words"),),
        )
    )


async def drain(ask: Ask) -> Answer:
    """As /pause; `/drain off` opens again."""
    if switch(fold(ask.text)) is False:
        return await pause(ask)
    closed = await ask.house.doors.closed()
    reason = reason_in(ask.text) or (closed.reason if closed else "")
    await ask.house.doors.close(reason)
    place = ask.incoming.place
    if not place.private:  # the others in a group need not hear it
        place = await private_place(ask.house, ask.me) or place
    left = await await_last(ask.house, place, ask.lang)
    return private(Say("doors.draining", {"n": left}) if left else Say("doors.safe"))
