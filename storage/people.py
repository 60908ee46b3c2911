"""Who has spoken to us, and what they chose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from storage.clock import Clock, utc_now
from storage.database import Database, Row, rows
from storage.preferences import Preferences

if TYPE_CHECKING:
    import sqlite_utils


@dataclass(frozen=True, slots=True)
class Account:
    """A person as we keep them. `lang` is what they chose, else what their platform says; `main` is
    the key of the account that this one is linked to."""

    key: str
    platform: str
    name: str
    lang: str
    banned: bool
    met: datetime
    allowance: int | None = None  # credits a day of their own
    main: str | None = None


class People(Preferences):
    """Accounts and settings by the key of a person, e.g. `telegram:1234`."""

    scope = "person"

    def __init__(self, db: Database, clock: Clock = utc_now) -> None:
        super().__init__(db)
        self._clock = clock

    async def greet(self, key: str, platform: str, name: str, lang: str) -> Account:
        """Remember or refresh a person; `lang` is what the platform says."""
        now = self._clock().isoformat()
        sql = """
            INSERT INTO people (key, platform, name, said, met, seen)
            VALUES (:key, :platform, :name, :lang, :now, :now)
            ON CONFLICT (key) DO UPDATE SET name = :name, said = :lang, seen = :now
        """
        values = {"key": key, "platform": platform, "name": name, "lang": lang, "now": now}
        return await self._change(key, lambda db: db.execute(sql, values))

    async def get(self, key: str) -> Account | None:
        """The account, or None for somebody we never met."""
        return await self._db.read(lambda db: _account(db, key))

    async def named(self, name: str, limit: int = 10) -> list[Account]:
        """Everybody who goes by this name, whatever its letters' case."""
        return await self._find("name = ? COLLATE NOCASE ORDER BY key LIMIT ?", [name, limit])

    async def with_allowance(self, limit: int = 20) -> list[Account]:
        """Those whose daily allowance is their own."""
        return await self._find("allowance IS NOT NULL ORDER BY seen DESC LIMIT ?", [limit])

    async def set_lang(self, key: str, lang: str) -> Account:
        """The person's own choice of language; it goes before what the platform says."""
        return await self._change(key, lambda db: db.table("people").update(key, {"chosen": lang}))

    async def ban(self, key: str, banned: bool = True) -> Account:
        """Stop serving a person, or serve them again, by whichever of their linked accounts."""
        sql = "UPDATE people SET banned = :banned WHERE key = :main OR main = :main"

        def work(db: sqlite_utils.Database) -> None:
            db.execute(sql, {"banned": int(banned), "main": main_of(db, key)})

        return await self._change(key, work)

    async def main(self, key: str) -> str:
        """The key of the account that this one belongs to: its own where it is not linked."""
        return await self._db.read(lambda db: main_of(db, key))

    async def linked(self, key: str) -> list[Account]:
        """All accounts of the person that this one belongs to, the main one first."""

        def work(db: sqlite_utils.Database) -> list[Account]:
            main = main_of(db, key)
            return _accounts(db, "key = ? OR main = ? ORDER BY main IS NOT NULL, key", [main, main])

        return await self._db.read(work)

    async def _find(self, where: str, values: list[Any]) -> list[Account]:
        return await self._db.read(lambda db: _accounts(db, where, values))

    async def _change(self, key: str, work: Callable[[sqlite_utils.Database], Any]) -> Account:
        def change(db: sqlite_utils.Database) -> Account:
            work(db)
            account = _account(db, key)
            assert account is not None
            return account

        return await self._db.write(change)


def main_of(db: sqlite_utils.Database, key: str) -> str:
    """The key of the account that this one belongs to. Links are never longer than one step."""
    found: list[Row] = rows(db, "SELECT main FROM people WHERE key = ?", [key])
    return next((row["main"] for row in found if row["main"]), key)


def _account(db: sqlite_utils.Database, key: str) -> Account | None:
    return next(iter(_accounts(db, "key = ?", [key])), None)


def _accounts(db: sqlite_utils.Database, where: str, values: list[Any]) -> list[Account]:
    return [
        Account(
            key=row["key"],
            platform=row["platform"],
            name=row["name"],
            lang=row["chosen"] or row["said"],
            banned=bool(row["banned"]),
            met=datetime.fromisoformat(row["met"]),
            allowance=row["allowance"],
            main=row["main"],
        )
        for row in rows(db, f"SELECT * FROM people WHERE {where}", values)
    ]
