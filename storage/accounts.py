"""Accounts of one person on several platforms: linked by a code, and taken apart again.

One of them is the *main* one; its key is the person's. Links are one step long: who joins somebody
brings along all that were linked to them. The one who gave the code stays or leads to the main one.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from storage.clock import Clock, utc_now
from storage.database import Database, rows
from storage.entries import day_of, hand_over
from storage.errors import Banned, SameAccount, TooManyGuesses, WrongCode
from storage.jobs import new_id
from storage.people import main_of

if TYPE_CHECKING:
    import sqlite_utils

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # nothing that looks or sounds like another sign
LENGTH = 8  # 6 × 10^11 codes
LASTS = timedelta(minutes=10)
GUESSES = 5  # wrong ones of one account, in as long as a code lasts


class Accounts:
    """Who is whom."""

    def __init__(self, db: Database, clock: Clock = utc_now) -> None:
        self._db, self._clock = db, clock

    async def give_code(self, key: str) -> str:
        """A code for another account to link itself to this one, once, within `LASTS`. It takes
        the place of the one before."""
        now = self._clock()
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))

        def work(db: sqlite_utils.Database) -> None:
            _clear(db, now)
            db.table("codes").delete_where("person = ?", [key])
            db.table("codes").insert({"code": code, "person": key, "at": now.isoformat()})

        await self._db.write(work)
        return code

    async def whose(self, code: str, key: str) -> str:
        """The account that gave the code that `key` has typed.

        Raises `WrongCode`, `TooManyGuesses`, `SameAccount`."""
        now = self._clock()
        found = await self._db.write(lambda db: _guess(db, code, key, now))
        if isinstance(found, Exception):  # the guess stays counted
            raise found
        return found

    async def join(self, code: str, key: str) -> str:
        """Link `key` to whoever gave the code, and use the code up; the key of the main account.

        Granted credits, what was used today and jobs become the main account's; so do settings,
        where it has chosen nothing itself. Raises as `whose` does, and `Banned`."""
        now = self._clock()

        def work(db: sqlite_utils.Database) -> str | Exception:
            found = _guess(db, code, key, now)
            if isinstance(found, Exception):
                return found
            main, joining = main_of(db, found), main_of(db, key)
            if rows(db, "SELECT 1 FROM people WHERE key IN (?, ?) AND banned", [main, joining]):
                return Banned(key)
            db.table("codes").delete_where("code = ?", [code])
            hand_over(db, joining, main, f"link {new_id()}", now)
            _move(db, joining, main, day_of(now))
            return main

        joined = await self._db.write(work)
        if isinstance(joined, Exception):
            raise joined
        return joined

    async def part(self, key: str) -> list[str]:
        """Take `key` away from its main account, or all others away from it where it is the main
        one itself; the keys of those that left.

        They take the jobs they ordered along. The credits stay with the main account, and today's
        allowance, too: the others have theirs again tomorrow."""
        now = self._clock()

        def work(db: sqlite_utils.Database) -> list[str]:
            main = main_of(db, key)
            sql = "SELECT key FROM people WHERE main = ? AND ? IN (key, main) ORDER BY key"
            leaving = [row["key"] for row in rows(db, sql, [main, key])]
            for one in leaving:
                db.table("people").update(one, {"main": None, "parted": day_of(now)})
                sql = "UPDATE jobs SET person = orderer WHERE orderer = ?"
                db.execute(sql, [one])
            return leaving

        return await self._db.write(work)


def _guess(db: sqlite_utils.Database, code: str, key: str, now: datetime) -> str | Exception:
    """Who gave the code, or what is wrong with it: returned, so that the guess is written down."""
    _clear(db, now)
    guessed = rows(db, "SELECT count(*) AS n FROM guesses WHERE person = ?", [key])
    if guessed[0]["n"] >= GUESSES:
        return TooManyGuesses(key)
    found = rows(db, "SELECT person FROM codes WHERE code = ?", [code])
    if not found:
        db.table("guesses").insert({"person": key, "at": now.isoformat()})
        return WrongCode(code)
    giver = found[0]["person"]
    if main_of(db, giver) == main_of(db, key):
        return SameAccount(giver)
    return giver


def _clear(db: sqlite_utils.Database, now: datetime) -> None:
    """Forget codes and guesses that are over."""
    for table in ("codes", "guesses"):
        db.table(table).delete_where("at <= ?", [(now - LASTS).isoformat()])


def _move(db: sqlite_utils.Database, joining: str, main: str, day: str) -> None:
    """All that is `joining`'s, but for its credits, becomes `main`'s; so does its allowance of the
    day, where `main` had left its own behind."""
    keys = {"joining": joining, "main": main}
    db.execute(
        """UPDATE people SET parted = NULL WHERE key = :main AND EXISTS (
               SELECT 1 FROM people WHERE key = :joining AND parted IS NOT :today)""",
        {**keys, "today": day},
    )
    db.execute("UPDATE people SET main = :main WHERE key = :joining OR main = :joining", keys)
    db.execute("UPDATE jobs SET person = :main WHERE person = :joining", keys)
    db.execute(
        """INSERT OR IGNORE INTO preferences (scope, owner, name, value)
           SELECT scope, :main, name, value FROM preferences
           WHERE scope = 'person' AND owner = :joining""",
        keys,
    )
