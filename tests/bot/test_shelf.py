"""The media folder in the crew's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.shelf import MediaShelf, crews
from generation.model import MediaFile, Progress
from generation.providers.router import Roster
from generation.providers.routing.orders import MemoryBook
from storage.files import Files


def test_what_was_kept_can_be_found_and_nothing_else(tmp_path: Path) -> None:
    shelf = MediaShelf(Files(tmp_path / "media", 1 << 30, 30))
    made = tmp_path / "frame.png"
    made.write_bytes(b"png")
    file = shelf.keep(made, "image/png")
    assert shelf.path(file).read_bytes() == b"png"
    assert (file.mime, file.size) == ("image/png", 3)
    with pytest.raises(ValueError, match="not the name of a kept file"):
        shelf.path(MediaFile(ref="../frame.png", mime="image/png", size=3))


def test_a_crew_works_in_its_jobs_own_folder_and_reports(tmp_path: Path) -> None:
    heard: list[Progress] = []
    crew_for = crews(Roster([], {}), Files(tmp_path / "media", 1 << 30, 30), MemoryBook())
    bench = crew_for("job1", heard.append).bench("paint", 2)
    bench.tell(3, 4)
    assert bench.scratch.is_dir() and bench.scratch.name == "job1"
    assert heard == [Progress(stage="paint", shot=2, done=3, of=4)]
