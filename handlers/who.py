"""Whom an operator means, and where that person can be told something."""

from __future__ import annotations

from generation.errors import BadInput
from handlers.commands import Ask
from handlers.conversation import Place
from handlers.house import House
from handlers.records import place_of
from handlers.values import fold, number
from storage.people import Account

HIGHEST = 1_000_000_000  # credits that may be typed at a time
RECENT = 50  # jobs among which a private chat is looked for


async def somebody(ask: Ask, name: str) -> Account:
    """The person whose key, id on this platform or name was typed; without a name whoever wrote
    the message that this one replies to; of linked accounts the main one. Raises `BadInput` for
    nobody and for several."""
    if not name:
        return await _main(ask.house, await _replied_to(ask))
    people, wanted = ask.house.people, name.removeprefix("@")
    for key in (wanted, f"{ask.incoming.place.platform}:{wanted}"):
        if account := await people.get(key):
            return await _main(ask.house, account)
    mains = [await _main(ask.house, account) for account in await people.named(wanted)]
    match list({account.key: account for account in mains}.values()):
        case []:
            raise BadInput("who.unknown", name=name[:40])
        case [account]:
            return account
        case several:
            keys = ", ".join(account.key for account in several)
            raise BadInput("who.several", name=name[:40], keys=keys)


async def _replied_to(ask: Ask) -> Account:
    about = ask.incoming.about
    if about is None:
        raise BadInput("who.missing")
    known = await ask.house.people.get(about.own)
    return known or await ask.house.people.greet(about.own, about.platform, about.name, about.lang)


async def _main(house: House, account: Account) -> Account:
    main = await house.people.get(account.main) if account.main else None
    return main or account


def amount(text: str, lowest: int = 1) -> int:
    """A typed number of credits. Raises `BadInput`."""
    credits = number(int)(fold(text))
    if not isinstance(credits, int) or not lowest <= credits <= HIGHEST:
        raise BadInput("who.amount", value=text[:24], low=lowest, high=HIGHEST)
    return credits


async def runs_this(ask: Ask, account: Account) -> bool:
    """Whether this person is an operator too, by any of their accounts."""
    about, me = ask.incoming.about, ask.incoming.person
    known = {person.own for person in (about, me) if person and person.operator}
    linked = {one.key for one in await ask.house.people.linked(account.key)}
    return bool(linked & (known | ask.house.operators))


async def private_place(house: House, person: str) -> Place | None:
    """Where this person has talked with us alone, if they have ordered anything there."""
    for job in await house.jobs.recent(person, RECENT):
        if job.private:
            return place_of(job)
    return None
