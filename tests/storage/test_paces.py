"""How long work took lately."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.paces import KEPT, Paces


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with await Database.open(tmp_path / "reelroom.db") as opened:
        yield opened


async def test_each_crew_has_paces_of_its_own(db: Database) -> None:
    paces = Paces(db)
    await paces.add("wan 720", {"animate": [60.0, 70.0], "paint": [9.0]})
    await paces.add("local 720", {"animate": [0.1]})
    assert await paces.of("wan 720") == {"animate": [60.0, 70.0], "paint": [9.0]}
    assert await paces.of("kling 720") == {}


async def test_the_oldest_are_forgotten_kind_by_kind(db: Database) -> None:
    paces = Paces(db)
    await paces.add("wan", {"paint": [5.0]})
    await paces.add("other", {"animate": [1.0]})
    for n in range(KEPT + 3):
        await paces.add("wan", {"animate": [float(n)]})
    known = await paces.of("wan")
    assert known["animate"] == [float(n) for n in range(3, KEPT + 3)]
    assert known["paint"] == [5.0]
    assert await paces.of("other") == {"animate": [1.0]}


async def test_nothing_seen_is_nothing_kept(db: Database) -> None:
    await Paces(db).add("wan", {})
    assert await Paces(db).of("wan") == {}
