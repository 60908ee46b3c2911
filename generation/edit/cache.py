"""Parts of films by what they depend on: what was encoded for one film is found by the next.

A note says under which name of the shelf a part lies. It keeps nothing alive: a note whose file
retention took is as good as none, and a part that is used again counts as new.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from pydantic import ValidationError

from generation.model import MediaFile

if TYPE_CHECKING:
    from generation.providers.contract import Bench, Shelf

FOLDER = ".cut"  # beside the jobs' scratch folders, none of which can have this name


@dataclass(frozen=True, slots=True)
class Cache:
    """Notes in `folder` about files on `shelf`."""

    folder: Path
    shelf: Shelf

    @classmethod
    def of(cls, bench: Bench) -> Cache:
        """The one that all jobs of a media folder share."""
        return cls(bench.scratch.parent / FOLDER, bench.shelf)

    def found(self, key: str) -> MediaFile | None:
        """The part of that key, if it still lies on the shelf."""
        try:
            note = self.folder / key
            file = MediaFile.model_validate_json(note.read_text("utf-8"))
            there = self.there(file)  # first: retention spares what a running job has used
            os.utime(note)
            return file if there else None
        except (FileNotFoundError, ValidationError):
            return None

    def there(self, file: MediaFile) -> bool:
        """Whether a file lies on the shelf, which from now on counts as used."""
        try:
            path = self.shelf.path(file)
            os.utime(path)
            return path.stat().st_size == file.size
        except FileNotFoundError:
            return False

    def note(self, key: str, file: MediaFile) -> MediaFile:
        """Remember where the part of that key lies."""
        self.folder.mkdir(exist_ok=True)
        with NamedTemporaryFile("w", dir=self.folder, prefix=".", delete=False) as note:
            note.write(file.model_dump_json())
        Path(note.name).replace(self.folder / key)
        return file


def digest(*made_of: object) -> str:
    """A key of everything that a part depends on."""
    return blake2b(repr(made_of).encode(), digest_size=16).hexdigest()
