"""Who pays for what a room makes."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.house import House
from storage.errors import NotEnough
from storage.rooms import Room


async def payers(house: House, room: Room, needed: int) -> dict[str, int]:
    """What each pays, by the key of a person; nothing where the pool of the place, or the host
    alone, pays as anybody would.

    Whoever has less than a fair share pays what they have, and the others a little more. Raises
    `NotEnough` where all of them together have too little."""
    pool = await house.ledger.place(room.home) if room.home else None
    if room.pays == "host" or not needed or (pool and pool.available >= needed):
        return {}
    keys = dict.fromkeys(
        [*(guest.person for guest in await house.rooms.guests(room.id)), room.host]
    )
    purses = {key: await house.ledger.balance(key) for key in keys}
    shares = shared(needed, {key: purse.available for key, purse in purses.items()})
    if sum(shares.values()) < needed:
        together = sum(purse.available for purse in purses.values())
        raise NotEnough(together, needed, next(iter(purses.values())).resets_at)
    return shares if len(shares) > 1 else {}


def shared(needed: int, purses: Mapping[str, int]) -> dict[str, int]:
    """`needed` shared as evenly as the purses allow, the poorest asked first; nobody who has
    nothing, or would pay nothing, is in it. Less than `needed` where there is not enough."""
    shares, rest = dict[str, int](), needed
    for left, key in enumerate(sorted(purses, key=lambda key: purses[key])):
        share = min(purses[key], -(-rest // (len(purses) - left)))
        if share > 0:
            shares[key] = share
            rest -= share
    return shares
