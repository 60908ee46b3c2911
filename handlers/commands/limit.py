"""/limit: how many credits somebody has a day, and everybody together, here or in all."""

from __future__ import annotations

from generation.errors import BadInput
from handlers import pools
from handlers.commands import Add, Answer, Argument, Ask, Command
from handlers.conversation import Say
from handlers.dispatch import private
from handlers.values import fold, switch
from handlers.views import credits
from handlers.who import amount, somebody
from storage.people import Account

ALL = frozenset({"all", "全部", "所有人", "すべて", "全て", "全員"})
RESET = frozenset({"reset", "default", "默认", "重置", "既定", "リセット"})


def register(add: Add) -> None:
    add(
        Command(
            "limit",
            limit,
            aliases=("限额", "上限"),
            operators=True,
            arguments=(Argument("person", "person"), Argument("allowance", "words")),
        )
    )


async def limit(ask: Ask) -> Answer:
    """Show or change a limit: of one person, of this place, or of the house."""
    words = ask.text.split()
    if not words and ask.incoming.about is None:
        return private(await _house(ask), *await _those_with_their_own(ask))
    if words and fold(words[0]) in ALL:
        return await _limit_all(ask, words[1:])
    if pools.here(words):
        return await _limit_here(ask, words[1:])
    if not words or (len(words) == 1 and ask.incoming.about is None):
        return private(await _shown(ask, await somebody(ask, " ".join(words))))
    *name, last = words
    wanted = None if _lifts(last) else amount(last, lowest=0)
    account = await somebody(ask, " ".join(name))
    await ask.house.ledger.allow(account.key, wanted)
    return private(await _shown(ask, account))


async def _limit_all(ask: Ask, words: list[str]) -> Answer:
    match words:
        case []:
            pass
        case [typed]:
            wanted = None if _lifts(typed) else amount(typed, lowest=0)
            await ask.house.ledger.set_ceiling(wanted)
        case _:
            raise BadInput("help.limit.usage")
    return private(await _house(ask))


async def _limit_here(ask: Ask, words: list[str]) -> Answer:
    key = pools.purse(ask)
    match words:
        case []:
            pass
        case [typed]:
            wanted = None if _lifts(typed) else amount(typed, lowest=0)
            await ask.house.ledger.set_ceiling(wanted, key)
        case _:
            raise BadInput("help.limit.usage")
    return private(*await pools.shown(ask, key))


def _lifts(typed: str) -> bool:
    """Whether the limit goes. A plain 0 is one."""
    word = fold(typed)
    return word in RESET or (switch(word) is False and not word.isdecimal())


async def _house(ask: Ask) -> Say:
    house = await ask.house.ledger.house()
    if house.ceiling is None:
        return Say("limit.house_free", {"used": credits(house.used_today)})
    return Say("limit.house", {"used": house.used_today, "ceiling": credits(house.ceiling)})


async def _those_with_their_own(ask: Ask) -> list[Say]:
    return [await _shown(ask, account) for account in await ask.house.people.with_allowance()]


async def _shown(ask: Ask, account: Account) -> Say:
    balance = await ask.house.ledger.balance(account.key)
    values = {"name": account.name, "key": account.key, "used": balance.used_today}
    return Say("limit.person", {**values, "allowance": credits(balance.allowance)})
