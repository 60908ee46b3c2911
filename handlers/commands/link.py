"""/link: accounts on several platforms become one person, with one quota and one gallery."""

from __future__ import annotations

import logging
import unicodedata

from generation.errors import BadInput
from handlers.actions import Press, action
from handlers.commands import Add, Answer, Argument, Ask, Command, Edit
from handlers.conversation import Button, Place, Reply, Say
from handlers.dispatch import private, spoken_by
from handlers.records import place_of
from handlers.values import fold, switch
from handlers.views import credits
from storage.accounts import LASTS, LENGTH
from storage.errors import Banned, SameAccount, TooManyGuesses, WrongCode
from storage.jobs import Job
from storage.people import Account

LOG = logging.getLogger(__name__)
MINUTES = int(LASTS.total_seconds() // 60)
RECENT = 50  # jobs among which a private chat is looked for


def register(add: Add) -> None:
    add(
        Command(
            "link",
            link,
            aliases=("关联", "連携"),
            presses={"link": join, "nolink": leave},
            arguments=(Argument("code", "words"),),
        )
    )


async def link(ask: Ask) -> Answer:
    """A code for another account, or what to confirm where its code was typed here."""
    typed = ask.text.strip()
    if typed and switch(fold(typed)) is False:
        return await _part(ask)
    if not ask.incoming.place.private:  # whoever sees a code can use it
        raise BadInput("link.in_private")
    return await _confirm(ask, _code(typed)) if typed else await _give(ask)


async def join(ask: Ask, press: Press, job: Job | None) -> Answer:
    """Link the two: once, and only while the code lasts."""
    own = ask.incoming.person.own
    giver = await _whose(ask, press.arg.upper())
    known = await _private_chat(ask, giver)
    try:
        main = await ask.house.accounts.join(press.arg.upper(), own)
    except (WrongCode, TooManyGuesses, SameAccount, Banned) as error:
        raise _refused(ask, error) from error
    await _tell(ask, giver, known)
    left = (await ask.house.ledger.balance(main)).available
    done = Say("link.done", {"who": _named(giver), "left": credits(left)})
    return Edit(Reply(text=(done, Say("link.undo")), private=True))


async def leave(ask: Ask, press: Press, job: Job | None) -> Answer:
    """Rather not."""
    return Edit(Reply(text=(Say("link.not_done"),), private=True))


async def _give(ask: Ask) -> Reply:
    own = ask.incoming.person.own
    code = await ask.house.accounts.give_code(own)
    spaced = f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"
    text = [Say("link.code", {"code": spaced, "n": MINUTES}), Say("link.shared")]
    others = [one for one in await ask.house.people.linked(own) if one.key != own]
    if others:
        text.append(Say("link.linked", {"names": ", ".join(map(_named, others))}))
    return private(*text)


async def _confirm(ask: Ask, code: str) -> Reply:
    giver = await _whose(ask, code)
    yes = Button(Say("button.link"), action("link", arg=code.lower()))
    no = Button(Say("button.nolink"), action("nolink"))
    text = (Say("link.sure", {"who": _named(giver)}), Say("link.joins", {"who": giver.name}))
    return Reply(text=text, buttons=((yes, no),), private=True)


async def _whose(ask: Ask, code: str) -> Account:
    try:
        key = await ask.house.accounts.whose(code, ask.incoming.person.own)
    except (WrongCode, TooManyGuesses, SameAccount) as error:
        raise _refused(ask, error) from error
    giver = await ask.house.people.get(key)
    assert giver is not None, key
    return giver


async def _part(ask: Ask) -> Reply:
    own = ask.incoming.person.own
    main = await ask.house.people.main(own)
    gone = await ask.house.accounts.part(own)
    if not gone:
        raise BadInput("link.none")
    keeper = await ask.house.people.get(main)
    assert keeper is not None, main
    left = [one for key in gone if (one := await ask.house.people.get(key))]
    names = {"names": ", ".join(map(_named, left)), "who": _named(keeper)}
    return private(Say("link.parted", names), Say("link.stays", names))


async def _private_chat(ask: Ask, giver: Account) -> Place | None:
    """Where this very account has ordered something with nobody else there."""
    for job in await ask.house.jobs.recent(giver.main or giver.key, RECENT):
        if job.private and job.orderer == giver.key:
            return place_of(job)
    return None


async def _tell(ask: Ask, giver: Account, place: Place | None) -> None:
    """So that nobody is linked without seeing it. It stands also where they cannot be told."""
    platform = ask.house.platforms.get(place.platform) if place else None
    joined = await ask.house.people.get(ask.incoming.person.own)
    if place is None or platform is None or joined is None:
        return
    text = (Say("link.told", {"who": _named(joined)}), Say("link.undo"))
    try:
        await platform.send(place, Reply(text=text), spoken_by(giver))
    except Exception:
        LOG.exception("%s could not be told about a link", giver.key)


def _code(typed: str) -> str:
    """A code as it was given, however it is typed. Raises `BadInput` for what cannot be one."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    code = "".join(sign for sign in plain if sign not in "-‐‑–— ")
    if len(code) != LENGTH or not (code.isascii() and code.isalnum()):
        raise BadInput("link.no_code", text=typed[:24])
    return code


def _refused(ask: Ask, error: Exception) -> BadInput:
    match error:
        case TooManyGuesses():
            return BadInput("link.too_many", n=MINUTES)
        case SameAccount(args=[key]) if key == ask.incoming.person.own:
            return BadInput("link.self")
        case SameAccount():
            return BadInput("link.already")
        case Banned():
            return BadInput("link.banned")
        case _:
            return BadInput("link.wrong")


def _named(account: Account) -> str:
    """The person and the platform, for both may go by the same name."""
    return f"{account.name} ({account.platform.capitalize()})"
