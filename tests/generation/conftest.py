"""The book of orders in each of its kinds, and commissions that are written into it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.engine.orders import Orders
from bot.shelf import MediaShelf
from generation.model import Keyframe
from generation.providers.contract import Bench, Member
from generation.providers.router import Roster
from generation.providers.routing.commission import Commission
from generation.providers.routing.orders import Book, MemoryBook
from generation.providers.routing.patience import Patience
from storage.files import Files
from tests.generation.takers import HASTY, PRICE, WORK, Commissioned

POSTGRES = os.environ.get("REELROOM_TEST_POSTGRES")


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def book(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Book]:
    match request.param:
        case "memory":
            yield MemoryBook()
        case "sqlite":
            async with Orders.open(tmp_path / "orders.sqlite") as orders:
                yield orders
        case _:
            if not POSTGRES:
                pytest.skip("set REELROOM_TEST_POSTGRES to the URL of an empty database")
            await asyncio.to_thread(emptied, POSTGRES)
            async with Orders.open(POSTGRES) as orders:
                yield orders


def emptied(url: str) -> None:
    """Throw away what an earlier test wrote."""
    with psycopg.connect(url) as connection:
        connection.execute("DROP TABLE IF EXISTS reelroom_orders, reelroom_orders_closed")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    shelf = MediaShelf(Files(tmp_path / "media", 10**9, 30))
    return Bench(shelf, tmp_path, lambda done, of: None)


@pytest.fixture
def commission(book: Book, bench: Bench) -> Commissioned:
    """A commission of a picture from these vendors; its seed is 7, then 1007, …"""

    def make(
        *vendors: Any,
        work: str = WORK,
        env: dict[str, str] | None = None,
        patience: Patience = HASTY,
    ) -> Any:
        members = [
            Member("painter", vendor, "m", remote=True, tariff=(PRICE,)) for vendor in vendors
        ]
        return Commission[int, Keyframe](
            roster=Roster(members, env or {}, patience),
            book=book,
            role="painter",
            work=work,
            members=members,
            request=lambda member, take: 7 + 1000 * take,
            units=lambda _: (1, None),
            bench=bench,
        )

    return make
