"""What the rooms of the cut are tried with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generation.edit.clips import Make


class Clips:
    """Odd clips, each made once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, name: str, make: Make) -> Path:
        """The file of a clip, made unless it is there."""
        path = self._folder / name
        if not path.exists():
            make(path)
        return path


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Clips:
    return Clips(tmp_path_factory.mktemp("clips"))
