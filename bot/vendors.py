"""What `reelroom doctor` says about vendors: who is there, what was spent, what is still open."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from typing import TYPE_CHECKING

from bot.checks import Check
from bot.ending import money
from generation.errors import Kind, ProviderError
from generation.providers.contract import Member, Probes
from generation.providers.wire.failures import words
from generation.secrets import hide

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.words import Translate
    from generation.model import Cost
    from generation.providers.router import Roster
    from generation.providers.routing.orders import Order

PROBE_SECONDS = 15.0
DAYS = 30


async def vendors(
    roster: Roster, translate: Translate, *, probe: bool, patience: float = PROBE_SECONDS
) -> list[Check]:
    """Every provider but this machine's own crew; with `probe`, all are asked side by side whether
    they are there, and given so many seconds to answer."""
    wait = patience if probe else 0.0
    members = [member for member in roster.members if member.provider.name != "local"]
    found = await asyncio.gather(*(_vendor(member, translate, wait) for member in members))
    faults = [
        Check("vendors", name, "hint", translate("doctor.vendor_wrong", reason=reason))
        for name, reason in roster.faults.items()
    ]
    return [*found, *faults]


async def _vendor(member: Member, translate: Translate, wait: float) -> Check:
    name = member.provider.name
    role = translate(f"doctor.role.{member.role}")
    if member.needs:
        text = translate("doctor.vendor_needs", role=role, model=member.model, command=member.needs)
        return Check("vendors", name, "hint", text)
    if not wait:
        text = translate("doctor.vendor_known", role=role, model=member.model)
        return Check("vendors", name, "ok", text)
    if not isinstance(member.provider, Probes):
        text = translate("doctor.vendor_silent", role=role, model=member.model)
        return Check("vendors", name, "hint", text)
    try:
        async with asyncio.timeout(wait):
            said = await member.provider.probe()
    except Exception as error:  # whatever it is, the others are still worth hearing of
        why = _why(error, translate, wait)
        text = translate("doctor.vendor_failed", role=role, model=member.model, reason=why)
        return Check("vendors", name, "hint", text)
    text = translate("doctor.vendor_reached", role=role, model=member.model, said=said)
    return Check("vendors", name, "ok", text)


def _why(error: Exception, translate: Translate, wait: float) -> str:
    """Why a vendor cannot be used, for whoever runs this."""
    if isinstance(error, TimeoutError):
        return translate("doctor.vendor_slow", seconds=wait)
    if not isinstance(error, ProviderError):
        return words(error)
    kind = error.kind if error.kind in (Kind.ACCOUNT, Kind.PASSING, Kind.BUSY) else "unclear"
    return translate(f"doctor.why.{kind}", detail=error.detail)


async def orders(settings: Settings, translate: Translate) -> list[Check]:
    """What was spent lately by the running bot, and the orders whose outcome nobody knows."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.engine.orders import Orders

    file = settings.home / "orders.sqlite"
    if not (settings.database_url or file.exists()):
        return []
    try:
        async with Orders.open(settings.database_url or file) as book:
            spent = await book.spent(time.time() - DAYS * 86400)
            unsettled = await book.unsettled()
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        text = translate("doctor.orders_unreadable", reason=words(error).partition("\n")[0])
        return [Check("orders", "database", "fail", text)]
    bills = [Check("orders", name, "ok", _bill(cost, n, translate)) for name, cost, n in spent]
    return [*bills, *(_open_yet(order, translate) for order in unsettled)]


def _bill(cost: Cost, orders: int, translate: Translate) -> str:
    return translate(
        "doctor.spent", n=orders, amount=money(cost.amount), currency=cost.currency, days=DAYS
    )


def _open_yet(order: Order, translate: Translate) -> Check:
    when = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(order.since))
    detail = hide(order.detail)
    text = translate(
        "doctor.order_unknown", id=order.id, when=when, model=order.model, detail=detail
    )
    return Check("orders", order.provider, "hint", text)
