"""The folder of one film in the making, for `reelroom make`."""

from __future__ import annotations

import shutil
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from generation.model import Brief

if TYPE_CHECKING:
    from bot.engine.liveness import FileLiveness

GIVEN_UP_SECONDS = 7 * 86400  # an unfinished film that nobody asked for again


class Busy(Exception):
    """The same film is being made by another process."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """It outlives a crash, so that the same brief goes on where it was, and is removed once the
    film is delivered. Different briefs have different workshops and know nothing of each other."""

    folder: Path

    @classmethod
    @contextmanager
    def open(cls, home: Path, brief: Brief) -> Generator[Workshop]:
        """The workshop of a brief. Raises `Busy` while another process is in it."""
        from bot.engine.liveness import FileLiveness

        name = blake2b(brief.model_dump_json().encode(), digest_size=10).hexdigest()
        locks = FileLiveness(home / "make" / "locks")
        if not locks.take(name):
            raise Busy
        try:
            _clear(home / "make", locks)
            folder = home / "make" / name
            folder.mkdir(exist_ok=True)
            yield cls(folder)
        finally:
            locks.close()

    @property
    def job(self) -> str:
        """The id of its only job."""
        return self.folder.name

    @property
    def database(self) -> Path:
        """The engine's file."""
        return self.folder / "engine.sqlite"

    @property
    def orders(self) -> Path:
        """What was ordered from vendors for it."""
        return self.folder / "orders.sqlite"

    @property
    def media(self) -> Path:
        """Its pictures, pieces and the film."""
        return self.folder / "media"

    def remove(self) -> None:
        """Nothing of it is needed any more."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _clear(folder: Path, locks: FileLiveness) -> None:
    """Remove what nobody came back for; what is in use stays."""
    for old in folder.glob("*/engine.sqlite"):
        name = old.parent.name
        if time.time() - old.stat().st_mtime > GIVEN_UP_SECONDS and locks.take(name):
            shutil.rmtree(old.parent, ignore_errors=True)
            locks.release(name)
