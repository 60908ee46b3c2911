"""/ban: serve somebody no more, or again."""

from __future__ import annotations

import asyncio

from generation.errors import BadInput
from handlers.commands import Add, Answer, Argument, Ask, Command
from handlers.conversation import Say
from handlers.dispatch import private
from handlers.values import fold, switch
from handlers.who import runs_this, somebody

RECENT = 100  # jobs among which those that run are looked for


def register(add: Add) -> None:
    add(
        Command(
            "ban",
            ban,
            aliases=("封禁", "利用停止"),
            operators=True,
            arguments=(Argument("person", "person", required=True), Argument("state", "words")),
        )
    )


async def ban(ask: Ask) -> Answer:
    """What a banned person has on its way is stopped, and costs them nothing."""
    words = ask.text.split()
    lifted = bool(words) and switch(fold(words[-1])) is False and not words[-1].isdecimal()
    name = " ".join(words[:-1] if lifted else words)
    if not name and ask.incoming.about is None:
        raise BadInput("help.ban.usage")
    account = await somebody(ask, name)
    values = {"name": account.name, "key": account.key}
    if lifted:
        await ask.house.people.ban(account.key, banned=False)
        return private(Say("ban.lifted", values))
    if await runs_this(ask, account):
        raise BadInput("ban.operator", name=account.name)
    await ask.house.people.ban(account.key)
    return private(Say("ban.banned", {**values, "n": await _stop(ask, account.key)}))


async def _stop(ask: Ask, person: str) -> int:
    recent = await ask.house.jobs.recent(person, RECENT)
    return sum(await asyncio.gather(*map(ask.desk.cancel, recent)))
