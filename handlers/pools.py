"""What everybody in a group or on a server has together: a pool, and a limit for each day."""

from __future__ import annotations

from collections.abc import Sequence

from generation.errors import BadInput
from handlers.commands import Ask
from handlers.conversation import Say
from handlers.values import fold
from handlers.views import credits

HERE = frozenset({"here", "这里", "本群", "此处", "ここ", "この場"})


def here(words: Sequence[str]) -> bool:
    """Whether an operator means the place they write in."""
    return bool(words) and fold(words[0]) in HERE


def purse(ask: Ask) -> str:
    """The key of this place. Raises `BadInput` where nobody else is."""
    key = ask.incoming.place.purse
    if not key:
        raise BadInput("pool.private")
    return key


async def shown(ask: Ask, key: str) -> list[Say]:
    """The pool and the limit of a place."""
    place = await ask.house.ledger.place(key)
    text = [Say("pool.left", {"credits": credits(place.available)})]
    if place.held:
        text.append(Say("pool.held", {"credits": credits(place.held)}))
    if place.ceiling is None:
        return [*text, Say("pool.used", {"used": credits(place.used_today)})]
    return [*text, Say("pool.limit", {"used": place.used_today, "ceiling": credits(place.ceiling)})]
