"""How the library is set up: where it writes, how, and that it keeps quiet."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dbos import DBOS, DBOSClient, DBOSConfig
from dbos._serialization import Serializer  # it has no public name yet

from bot.engine import notation
from bot.engine.liveness import FileLiveness, Liveness, PostgresLiveness

APPLICATION = "reelroom"
VERSION = "2"  # of the order of steps: a change strands unfinished jobs, no change confuses them
THREADS = 16  # without a limit a burst of a thousand starts makes a thousand threads
ROUTINE = (
    "Exception encountered in asynchronous workflow",  # a job failed
    "was cancelled during execution",
    "Asyncio task cancelled",  # the engine closes while a job runs
    "no longer owned by this execution",  # cancelled, or taken over
    "Workflow already exists in queue",  # started here once more
)
STOP_SECONDS = 0.1  # what a thread of the library that we have no use for sleeps before it stops


@dataclass(frozen=True, slots=True)
class Limits:
    """`jobs` run at once in this process, `per_person` of one person's. No step may take longer
    than `step_seconds`. The queue is looked into every `poll` seconds. Ended jobs are forgotten
    after `keep_days`."""

    jobs: int = 4
    per_person: int = 2
    step_seconds: float = 3600
    poll: float = 0.25
    keep_days: float = 30


def prepare(database: str | Path) -> tuple[str, Liveness]:
    """The database as a URL, in WAL mode where it is a SQLite file, and who is alive around it."""
    url = prepare_url(database)
    if url.startswith("postgresql:"):
        return url, PostgresLiveness(url)
    path = Path(database).absolute()
    return url, FileLiveness(path.with_name(f"{path.name}.alive"))


def prepare_url(database: str | Path) -> str:
    """The database as a URL; a SQLite file is made if missing, in WAL mode."""
    scheme, _, place = str(database).partition("://")
    if scheme in ("postgres", "postgresql"):
        return f"postgresql://{place}"
    path = Path(database).absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()
    return f"sqlite:///{path}"


async def register_queue(url: str, name: str, limits: Limits) -> None:
    """Write the queue down before the launch: one that is added later is noticed a second late."""
    DBOS.migrate(url)
    client = DBOSClient(system_database_url=url, application_name=APPLICATION)
    try:
        await client.register_queue_async(
            name,
            worker_concurrency=limits.jobs,
            partition_concurrency=limits.per_person,
            polling_interval_sec=limits.poll,
        )
    finally:
        client.destroy()


def config(url: str, executor: str) -> DBOSConfig:
    """Nothing leaves the machine: no telemetry, no control plane."""
    return {
        "name": APPLICATION,
        "system_database_url": url,
        "application_version": VERSION,
        "executor_id": executor,
        "serializer": Notation(),
        "max_executor_threads": THREADS,
        "notification_listener_polling_interval_sec": STOP_SECONDS,
        "log_level": "WARNING",
        "enable_otlp": False,
    }


def be_quiet() -> None:
    """Let the library's log go where ours goes, without what is routine or logged by us."""
    log = logging.getLogger("dbos")
    log.setLevel(logging.WARNING)
    if not log.handlers:  # else it adds one for the console
        log.addHandler(logging.NullHandler())
        log.addFilter(lambda record: not any(word in record.getMessage() for word in ROUTINE))


class Notation(Serializer):
    """`notation.py` in the library's words."""

    def serialize(self, data: Any) -> str:
        return notation.write(data)

    def deserialize(self, serialized_data: str) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride]
        return notation.read(serialized_data)

    def name(self) -> str:
        return APPLICATION
