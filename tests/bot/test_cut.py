"""`reelroom cut`: a film of one's own videos."""

from __future__ import annotations

from pathlib import Path

import pytest

from generation.edit.probe import probe
from tests.bot.shell import REAL, shell
from tests.generation.edit.clips import MOVING, lavfi
from tests.journeys.sounds import song


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    for name in ("a.mp4", "b.webm"):
        codec = () if name == "a.mp4" else ("-c:v", "libvpx-vp9", "-deadline", "realtime")
        lavfi(MOVING, *codec)(tmp_path / "work" / name)
    return tmp_path / "work" / "home"


async def test_two_videos_and_a_song_become_a_film(home: Path) -> None:
    (home.parent / "song.wav").write_bytes(song(4))
    said = await shell(
        *("cut", "a.mp4", "b.webm", "--called", "Our summer", "--ar", "1:1", "--transition", "cut"),
        *("--resolution", "540", "--music-file", "song.wav", "-o", "f.mp4", "--json"),
        home=home,
        program=REAL,
    )
    assert said.code == 0, said.err
    result = said.lines[-1]
    assert (result["title"], result["shots"], result["made"]) == ("Our summer", 2, [])
    assert (result["width"], result["height"], result["seconds"]) == (540, 540, 2.0)
    assert "own clips" in said.err
    assert probe(home.parent / "f.mp4").frames == 48


async def test_what_cannot_be_cut_is_named_and_nothing_is_kept(home: Path) -> None:
    (home.parent / "page.mp4").write_bytes(b"<html>")
    for name, words in (("page.mp4", "page.mp4 is no video"), ("nowhere.mp4", "no file nowhere")):
        said = await shell("cut", "a.mp4", name, home=home)
        assert said.code == 2 and words in said.err
    assert not [path for path in (home / "media").rglob("*") if path.is_file()]
    assert not (home.parent / "films").exists()
