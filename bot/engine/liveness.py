"""Who is alive: each running engine holds a lock in its own name, and the system lets go of it
however the process dies. Whoever gets a lock in another's name knows that the other is dead."""

from __future__ import annotations

import fcntl
import os
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString, Protocol

if TYPE_CHECKING:
    import psycopg


SILENCE_MS = 10_000  # a network that is silent for this long counts as dead


class Lost(Exception):
    """Our own lock is gone: others take over our work, and this process must stop."""


class Liveness(Protocol):
    """Locks by the name of an executor. All may block for a moment."""

    def take(self, executor: str) -> bool:
        """Hold the lock in this name; False when somebody alive holds it. Never call it in a
        name that is already held here."""
        ...

    def release(self, executor: str) -> None:
        """Let go of a lock that was taken."""
        ...

    def check(self) -> None:
        """Raises `Lost` when what was taken is not held any more."""
        ...

    def close(self) -> None:
        """Let go of all of them."""
        ...


class FileLiveness:
    """Lock files in a folder beside the engine's database: for one machine."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._held = folder, dict[str, int]()

    def take(self, executor: str) -> bool:
        file = os.open(self._path(executor), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            # A POSIX lock: unlike flock's, forked worker processes that outlive us do not keep it.
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return False
        self._held[executor] = file
        return True

    def release(self, executor: str) -> None:
        self._path(executor).unlink(missing_ok=True)
        os.close(self._held.pop(executor))

    def check(self) -> None:
        """A file's lock is held for as long as the process lives."""

    def close(self) -> None:
        for executor in list(self._held):
            self.release(executor)

    def _path(self, executor: str) -> Path:
        return self._folder / f"{blake2b(executor.encode(), digest_size=12).hexdigest()}.lock"


class PostgresLiveness:
    """Advisory locks of one connection of their own: for many machines."""

    def __init__(self, url: str) -> None:
        import psycopg

        self._gone = psycopg.OperationalError
        self._connection: psycopg.Connection = psycopg.connect(
            url, autocommit=True, tcp_user_timeout=SILENCE_MS
        )

    def take(self, executor: str) -> bool:
        return self._ask("SELECT pg_try_advisory_lock(%s)", _number(executor))

    def release(self, executor: str) -> None:
        self._ask("SELECT pg_advisory_unlock(%s)", _number(executor))

    def check(self) -> None:
        self._ask("SELECT true")

    def close(self) -> None:
        self._connection.close()

    def _ask(self, sql: LiteralString, *values: int) -> bool:
        try:
            row = self._connection.execute(sql, values).fetchone()
        except self._gone as error:
            raise Lost(str(error)) from error
        return bool(row and row[0])


def _number(executor: str) -> int:
    digest = blake2b(f"reelroom:{executor}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
