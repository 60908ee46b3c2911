"""/me: what is left, and what was used today."""

from __future__ import annotations

from math import ceil

from handlers import pools
from handlers.commands import Add, Answer, Ask, Command
from handlers.conversation import Reply, Say
from handlers.views import credits


def register(add: Add) -> None:
    add(Command("me", me, aliases=("balance", "credits", "我", "余额", "残高")))


async def me(ask: Ask) -> Answer:
    """The person's credits."""
    balance = await ask.house.ledger.balance(ask.me)
    hours = ceil((balance.resets_at - ask.house.clock()).total_seconds() / 3600)
    text = [
        Say("me.hello", {"name": ask.incoming.person.name}),
        Say("me.left", {"credits": credits(balance.available)}),
        Say("me.today", {"used": balance.used_today, "allowance": balance.allowance}),
    ]
    if balance.held:
        text.append(Say("me.held", {"credits": credits(balance.held)}))
    if balance.granted:
        text.append(Say("me.granted", {"credits": credits(balance.granted)}))
    text += [
        Say("me.resets", {"n": max(1, hours)}),
        Say("me.key", {"key": ask.incoming.person.own}),
    ]
    if home := ask.incoming.place.purse:
        place = await ask.house.ledger.place(home)
        if place.available or place.held or place.ceiling is not None:
            text += await pools.shown(ask, home)
    return Reply(text=tuple(text), private=True)
