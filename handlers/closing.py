"""Taking no orders for a while, and telling whoever waits for the last job to end."""

from __future__ import annotations

import logging
from typing import Any

from generation.errors import BadInput
from handlers.conversation import Person, Place, Reply, Say
from handlers.house import House
from handlers.ports import Unreachable

LOG = logging.getLogger(__name__)


async def check_open(house: House, person: Person) -> None:
    """Raise `BadInput` where this person can order nothing now. Operators always can."""
    account = await house.people.get(person.key)
    if account and account.banned:
        raise BadInput("banned")
    closed = await house.doors.closed()
    if closed is None or person.operator:
        return
    if closed.reason:
        raise BadInput("doors.closed_because", reason=closed.reason)
    raise BadInput("doors.closed")


async def await_last(house: House, place: Place, lang: str) -> int:
    """How many jobs have not ended; when the last has, it is told in `place`."""
    whom = {"platform": place.platform, "chat": place.chat, "thread": place.thread}
    await house.doors.await_last({**whom, "private": place.private, "lang": lang})
    left = sum((await house.statistics.going_on()).values())
    if not left:
        await house.doors.told()
    return left


async def tell_when_still(house: House) -> None:
    """Where somebody waits for it and nothing runs any more, say so once."""
    waiting: dict[str, Any] | None = await house.doors.awaiting()
    if waiting is None or waiting["platform"] not in house.platforms:
        return
    if await house.statistics.going_on():
        return
    lang = waiting.pop("lang")
    place = Place(**waiting)
    try:
        await house.platforms[place.platform].send(place, Reply(text=(Say("doors.safe"),)), lang)
    except Unreachable as error:
        LOG.warning("nobody could be told that nothing runs any more: %s", error)
    await house.doors.told()
