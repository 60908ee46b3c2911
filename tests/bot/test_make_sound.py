"""`reelroom make` with somebody's own music and voice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.shell import shell
from tests.journeys.sounds import song


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


async def test_a_film_is_made_with_the_music_and_the_voice_of_two_files(home: Path) -> None:
    (home.parent / "song.wav").write_bytes(song(4))
    (home.parent / "me.wav").write_bytes(song(5))
    said = await shell(
        *("make", "--json", "a cat", "--music-file", "song.wav", "--voice-file", "me.wav"),
        home=home,
    )
    assert said.code == 0, said.err
    boards = [line["storyboard"] for line in said.lines if "storyboard" in line]
    assert len(boards[0]["shots"]) == 2  # five seconds of voice and one more, not four shots


@pytest.mark.parametrize("name", ["broken.mp3", "nowhere.mp3"])
async def test_a_file_that_cannot_be_heard_is_named(home: Path, name: str) -> None:
    (home.parent / "broken.mp3").write_bytes(b"no song")
    said = await shell("make", "a cat", "--music-file", name, home=home)
    assert said.code == 2
    assert f"I can't open {name}" in said.err
