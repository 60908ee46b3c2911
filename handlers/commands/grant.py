"""/grant: credits that last, for somebody, or for everybody in a place."""

from __future__ import annotations

import logging

from generation.errors import BadInput
from handlers import pools
from handlers.commands import Add, Answer, Argument, Ask, Command
from handlers.conversation import Reply, Say
from handlers.dispatch import private, spoken_by
from handlers.views import credits
from handlers.who import amount, private_place, somebody
from storage.jobs import new_id
from storage.people import Account

LOG = logging.getLogger(__name__)


def register(add: Add) -> None:
    add(
        Command(
            "grant",
            grant,
            aliases=("赠送", "付与"),
            operators=True,
            arguments=(
                Argument("person", "person", required=True),
                Argument("credits", "number", required=True),
            ),
        )
    )


async def grant(ask: Ask) -> Answer:
    """Once for each message, however often it comes in."""
    words = ask.text.split()
    if not words:
        raise BadInput("help.grant.usage")
    number = amount(words[-1])
    if pools.here(words) and len(words) == 2:
        return await _fill(ask, number)
    account = await somebody(ask, " ".join(words[:-1]))
    new = await ask.house.ledger.grant(account.key, number, _origin(ask))
    left = (await ask.house.ledger.balance(account.key)).available
    values = {"name": account.name, "key": account.key, "left": credits(left)}
    if not new:
        return private(Say("grant.already", values))
    if account.key != ask.me:
        await _tell(ask, account, Say("grant.gift", {"credits": credits(number), "left": left}))
    return private(Say("grant.done", {**values, "credits": credits(number)}))


async def _fill(ask: Ask, number: int) -> Answer:
    """Credits for everybody in this place."""
    key = pools.purse(ask)
    new = await ask.house.ledger.grant(key, number, _origin(ask))
    left = {"left": credits((await ask.house.ledger.place(key)).available)}
    if not new:
        return private(Say("pool.already", left))
    return Reply(text=(Say("pool.filled", {**left, "credits": credits(number)}),))


def _origin(ask: Ask) -> str:
    """What makes two grants the same one."""
    said = ask.incoming
    return f"grant {said.place.key}#{said.message}" if said.message else f"grant {new_id()}"


async def _tell(ask: Ask, account: Account, gift: Say) -> None:
    """A pleasure, not a duty: what is granted stays granted where they cannot be told."""
    place = await private_place(ask.house, account.key)
    platform = ask.house.platforms.get(place.platform) if place else None
    if place is None or platform is None:
        return
    try:
        await platform.send(place, Reply(text=(gift,)), spoken_by(account))
    except Exception:
        LOG.exception("%s could not be told about new credits", account.key)
