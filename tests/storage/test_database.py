"""The bot's file: whole writes, no waiting reads, honest about its age."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlite_utils

from storage.chats import Chats
from storage.database import Database, rows
from storage.errors import NewerDatabase
from storage.people import People


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with await Database.open(tmp_path / "new" / "reelroom.db") as opened:
        yield opened


async def test_a_write_that_fails_leaves_nothing_behind(db: Database) -> None:
    def half(file: sqlite_utils.Database) -> None:
        file.execute("INSERT INTO preferences VALUES ('chat', 'a', 'b', '1')")
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        await db.write(half)

    assert await Chats(db).settings("a") == {}


async def test_a_read_does_not_wait_for_a_slow_write(db: Database) -> None:
    held = threading.Event()
    slow = asyncio.create_task(db.write(lambda _: held.wait(5)))
    await asyncio.sleep(0)

    async with asyncio.timeout(1):
        assert await Chats(db).settings("a") == {}

    held.set()
    assert await slow


async def test_writes_happen_in_the_order_they_were_asked_for(db: Database) -> None:
    seen: list[int] = []
    await asyncio.gather(*[db.write(lambda _, n=n: seen.append(n)) for n in range(20)])
    assert seen == list(range(20))


async def test_a_reader_cannot_write(db: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await db.read(lambda file: file.execute("DELETE FROM people"))


async def test_a_file_of_a_newer_version_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "reelroom.db"
    async with await Database.open(path) as db:
        await db.write(
            lambda file: file.table("_sqlite_migrations").insert(
                {"migration_set": "reelroom", "name": "m999_holograms", "applied_at": ""}
            )
        )

    with pytest.raises(NewerDatabase, match="m999_holograms.*upgrade reelroom"):
        await Database.open(path)


async def test_opening_again_keeps_everything_and_migrates_once(tmp_path: Path) -> None:
    path = tmp_path / "reelroom.db"
    async with await Database.open(path) as db:
        await People(db).greet("terminal:me", "terminal", "Mei", "zh")
        first = await db.read(lambda file: rows(file, "SELECT * FROM _sqlite_migrations"))

    async with await Database.open(path) as db:
        assert await People(db).get("terminal:me")
        assert first == await db.read(lambda file: rows(file, "SELECT * FROM _sqlite_migrations"))


async def test_two_openings_at_once_do_not_migrate_twice(tmp_path: Path) -> None:
    path = tmp_path / "reelroom.db"
    both = await asyncio.gather(*[Database.open(path) for _ in range(4)])
    for db in both:
        await db.close()


async def test_nothing_runs_after_closing(tmp_path: Path) -> None:
    before = threading.active_count()
    db = await Database.open(tmp_path / "reelroom.db")
    await Chats(db).set("a", "b", 1)
    await db.close()
    assert threading.active_count() == before


async def test_a_persons_own_choice_of_language_outlives_what_the_platform_says(
    db: Database,
) -> None:
    people = People(db)
    assert (await people.greet("t:1", "t", "Mei", "en")).lang == "en"
    assert (await people.set_lang("t:1", "ja")).lang == "ja"
    again = await people.greet("t:1", "t", "Mei Lin", "zh")
    assert (again.name, again.lang, again.banned) == ("Mei Lin", "ja", False)
    assert (await people.ban("t:1")).banned
    assert await people.get("t:2") is None


async def test_a_person_and_their_private_chat_do_not_share_settings(db: Database) -> None:
    people, chats = People(db), Chats(db)
    await people.set("telegram:7", "style", "水墨")
    await chats.set("telegram:7", "style", {"name": "noir"})

    assert await people.setting("telegram:7", "style") == "水墨"
    assert await chats.setting("telegram:7", "style") == {"name": "noir"}

    await people.set("telegram:7", "style", None)
    assert await people.setting("telegram:7", "style", "cinematic") == "cinematic"


async def test_what_a_person_types_is_never_sql(db: Database) -> None:
    nasty = "'); DROP TABLE people; --"
    people = People(db)
    await people.greet(nasty, nasty, nasty, nasty)
    await people.set(nasty, nasty, nasty)
    assert (await people.greet(nasty, nasty, nasty, nasty)).name == nasty
    assert await people.settings(nasty) == {nasty: nasty}
