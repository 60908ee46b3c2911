"""The media folder of `storage/`, in the words of `generation/`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generation.crew import Crew
from generation.model import MediaFile
from generation.pipeline import Tell
from generation.providers.router import Roster
from generation.providers.routing.orders import Book
from storage.files import Files


class MediaShelf:
    """A `Shelf` whose files lie in the media folder."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def keep(self, path: Path, mime: str) -> MediaFile:
        """Move a finished file onto the shelf; the same bytes twice are one file."""
        kept = self._files.keep(path, mime)
        return MediaFile(ref=kept.ref, mime=kept.mime, size=kept.size)

    def path(self, file: MediaFile) -> Path:
        """Where a kept file lies. Raises `FileNotFoundError` when retention took it."""
        return self._files.path(file.ref)


def crews(roster: Roster, files: Files, book: Book) -> Callable[[str, Tell], Crew]:
    """A crew for any job: the roster at the media folder and the job's own scratch folder."""
    shelf = MediaShelf(files)
    return lambda job, tell: Crew(roster, shelf, files.scratch(job), tell, job, book)
