"""/show: a job again, wherever its message has scrolled to."""

from __future__ import annotations

from handlers.commands import Add, Answer, Ask, Command


def register(add: Add) -> None:
    add(Command("show", show, aliases=("查看", "表示")))


async def show(ask: Ask) -> Answer:
    """The named job, or the newest."""
    await ask.desk.show(await ask.job(ask.text.strip()), ask.incoming.place)
    return None
