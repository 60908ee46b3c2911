"""What `reelroom doctor` says about vendors: who is there, what was spent, what is still open."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.checks import Check
from generation.errors import ProviderError
from generation.providers.contract import Member, Probes

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.words import Translate
    from generation.providers.router import Roster

PROBE_SECONDS = 15.0
DAYS = 30


async def vendors(roster: Roster, translate: Translate, *, probe: bool) -> Iterable[Check]:
    """Every provider that is not of this machine's own crew."""
    members = [member for member in roster.members if member.provider.name != "local"]
    return await asyncio.gather(*(_vendor(member, translate, probe=probe) for member in members))


async def _vendor(member: Member, translate: Translate, *, probe: bool) -> Check:
    name = member.provider.name
    role = translate(f"doctor.role.{member.role}")
    if member.needs:
        text = translate("doctor.vendor_needs", role=role, command=member.needs)
        return Check("vendors", name, "hint", text)
    if not probe:
        text = translate("doctor.vendor_known", role=role, model=member.model)
        return Check("vendors", name, "ok", text)
    if not isinstance(member.provider, Probes):
        text = translate("doctor.vendor_silent", role=role, model=member.model)
        return Check("vendors", name, "hint", text)
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            said = await member.provider.probe()
    except (ProviderError, TimeoutError) as error:
        why = str(error) or translate("doctor.vendor_slow", seconds=PROBE_SECONDS)
        text = translate("doctor.vendor_failed", role=role, model=member.model, reason=why)
        return Check("vendors", name, "hint", text)
    text = translate("doctor.vendor_reached", role=role, model=member.model, said=said)
    return Check("vendors", name, "ok", text)


async def orders(settings: Settings, translate: Translate) -> list[Check]:
    """What was spent lately by the running bot, and the orders whose outcome nobody knows."""
    from bot.engine.orders import Orders

    database = settings.database_url or settings.home / "engine.sqlite"
    if not settings.database_url and not (settings.home / "engine.sqlite").exists():
        return []
    async with Orders.open(database) as book:
        spent = await book.spent(time.time() - DAYS * 86400)
        unsettled = await book.unsettled()
    found = [
        Check(
            "orders",
            name,
            "ok",
            translate(
                "doctor.spent", n=count, amount=cost.amount, currency=cost.currency, days=DAYS
            ),
        )
        for name, cost, count in spent
    ]
    for order in unsettled:
        when = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(order.since))
        text = translate(
            "doctor.order_unknown", id=order.id, when=when, model=order.model, detail=order.detail
        )
        found.append(Check("orders", order.provider, "hint", text))
    return found
