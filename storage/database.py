"""The bot's SQLite file: one thread writes, one thread reads, nobody else opens it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import sqlite_utils

T = TypeVar("T")
Query = Callable[["sqlite_utils.Database"], T]
Row = dict[str, Any]
BUSY_TIMEOUT = 10.0  # seconds to wait for another process's lock


class Database:
    """Reads see the last committed state and never wait for a write, nor a write for them.

    Commits are synced to the disk (SQLite's `synchronous=FULL`): what was promised survives a power
    cut. Use it as `async with await Database.open(path) as db:`, or `close()` it."""

    def __init__(self, writer: _Hand, reader: _Hand) -> None:
        self._writer, self._reader = writer, reader

    @classmethod
    async def open(cls, path: str | Path) -> Database:
        """Open the file, made if missing, and bring its tables up to date.

        Raises `NewerDatabase` when a later version of the program has changed it."""
        from storage.migrations import migrate

        writer = _Hand(Path(path), "reelroom-write")
        try:
            await writer.do(lambda db: migrate(db, Path(path)))
        except BaseException:
            await writer.close()
            raise
        return cls(writer, _Hand(Path(path), "reelroom-read", query_only=True))

    async def write(self, work: Query[T]) -> T:
        """Run `work` in a transaction of its own; all of it happens, or nothing when it raises.

        Writes happen one after another, in the order they were asked for."""
        return await self._writer.do(lambda db: _in_transaction(db, work))

    async def read(self, work: Query[T]) -> T:
        """Run `work`, which must not write. Rows have to be fetched inside it."""
        return await self._reader.do(work)

    async def close(self) -> None:
        """Finish the writes already asked for, then close the file."""
        await self._reader.close()
        await self._writer.close()

    async def __aenter__(self) -> Database:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()


def rows(db: sqlite_utils.Database, sql: str, values: Sequence[Any] | Row = ()) -> list[Row]:
    """What a query finds, fetched."""
    return list(db.query(sql, values))


class _Hand:
    """One thread with one connection; what it is asked to do, it does in that order."""

    def __init__(self, path: Path, name: str, *, query_only: bool = False) -> None:
        self._path, self._query_only = path, query_only
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._db: sqlite_utils.Database | None = None

    async def do(self, work: Query[T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, lambda: work(self._connected())
        )

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._disconnect)
        self._thread.shutdown()

    def _connected(self) -> sqlite_utils.Database:
        if self._db is None:
            self._db = _connect(self._path, query_only=self._query_only)
        return self._db

    def _disconnect(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None


def _connect(path: Path, *, query_only: bool) -> sqlite_utils.Database:
    import sqlite_utils

    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite_utils.Database(sqlite3.connect(path, timeout=BUSY_TIMEOUT))
    db.enable_wal()
    db.execute("PRAGMA foreign_keys=on")
    if query_only:
        db.execute("PRAGMA query_only=on")
    return db


def _in_transaction(db: sqlite_utils.Database, work: Query[T]) -> T:
    # IMMEDIATE takes the write lock now; a plain BEGIN could be refused at its first write.
    db.execute("BEGIN IMMEDIATE")
    try:
        result = work(db)
    except BaseException:
        db.rollback()
        raise
    db.commit()
    return result
