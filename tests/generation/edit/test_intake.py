"""Clips that people bring are used sensibly, or refused with a sentence; they lead nowhere."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from generation.edit import intake
from generation.edit.intake import examine
from generation.edit.leash import Limits
from generation.edit.probe import probe
from generation.errors import BadInput
from handlers.conversation import Say
from handlers.texts import LANGUAGES, render
from tests.generation.edit.clips import (
    MOVING,
    TONE,
    Make,
    changed,
    lavfi,
    made,
    many_streams,
    protected,
    referring,
    vast,
    vast_film,
    with_cover,
    written,
)
from tests.generation.edit.conftest import Clips

PLAIN = lavfi(MOVING, "-g", "6", "-movflags", "+faststart")

REFUSED: dict[str, tuple[str, Make, str]] = {
    "nothing at all": ("nothing.mp4", written(b""), "clip.empty"),
    "a beginning without an index": (
        "begun.mp4",
        changed(lavfi(MOVING), lambda all: all[: len(all) // 2]),
        "clip.unreadable",
    ),
    "noise": ("noise.mp4", written(bytes(range(256)) * 400), "clip.unreadable"),
    "a page of the web": ("page.mp4", written(b"<html><video src=a.mp4>"), "clip.unreadable"),
    "a document": ("paper.mov", written(b"%PDF-1.7\n" + bytes(900)), "clip.unreadable"),
    "a song": ("song.mp4", made("-f", "lavfi", "-i", TONE), "clip.no_pictures"),
    "a song with a cover": ("cover.mp4", with_cover, "clip.no_pictures"),
    "a film for those who have the key": ("locked.mp4", protected, "clip.broken"),
    "thirty films in one": ("many.mp4", many_streams, "clip.too_many_streams"),
    "pictures as large as a house": ("vast.mov", vast_film, "clip.too_large"),
    "a GIF that says it is enormous": ("vast.gif", vast, "clip.no_pictures"),
    "pictures that are all noise": (
        "torn.mp4",
        changed(PLAIN, lambda all: all[: all.index(b"mdat") + 4] + bytes(len(all))),
        "clip.broken",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_refused(case: str, clips: Clips) -> None:
    name, make, key = REFUSED[case]
    with pytest.raises(BadInput) as refused:
        await examine(clips.of(name, make), name)
    assert refused.value.key == key
    for lang in LANGUAGES:
        assert name in render(Say(key, refused.value.values), lang)


async def test_a_film_is_used_as_far_as_it_goes(clips: Clips) -> None:
    cut = changed(PLAIN, lambda all: all[: len(all) // 2])
    found = await examine(clips.of("halved.mp4", cut), "a")
    assert 0.3 < found.facts.seconds < 0.7
    assert found.notes == ("note.clip_damaged",)


async def test_a_hole_in_the_middle_is_told(clips: Clips) -> None:
    hole = changed(
        PLAIN, lambda all: all[: len(all) // 2] + bytes(2000) + all[len(all) // 2 + 2000 :]
    )
    found = await examine(clips.of("holed.mp4", hole), "a")
    assert found.facts.seconds == pytest.approx(1, abs=0.1)
    assert found.notes == ("note.clip_damaged",)


async def test_an_hour_is_looked_at_quickly_and_only_its_beginning_is_used(clips: Clips) -> None:
    hour = lavfi("color=red:s=32x32:r=8:d=3600", "-g", "200")
    path, begun = clips.of("hour.mp4", hour), time.perf_counter()
    found = await examine(path, "a")
    assert time.perf_counter() - begun < 30
    assert (found.facts.seconds, found.notes) == (600, ("note.clip_trimmed",))


async def test_a_plain_film_is_used_without_a_word(clips: Clips) -> None:
    found = await examine(clips.of("plain.mp4", PLAIN), "a")
    assert (found.facts.width, found.facts.height, found.facts.frames) == (320, 180, 24)
    assert not found.notes


# It leads nowhere


@pytest.fixture
def web() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine, and what it was asked for."""
    asked: list[str] = []

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            asked.append(format % args)

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


LEADING: dict[str, str] = {
    "a playlist": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{}\n#EXT-X-ENDLIST\n",
    "a list to be put together": "ffconcat version 1.0\nfile '{}'\n",
    "a manifest": (
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">'
        "<Period><AdaptationSet><Representation><BaseURL>{}</BaseURL></Representation>"
        "</AdaptationSet></Period></MPD>"
    ),
    "a description of a session": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=a\na=control:{}\n",
    "a drawing": (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<image xlink:href="{}" width="9" height="9"/></svg>'
    ),
}


@pytest.mark.parametrize("kind", LEADING)
async def test_what_leads_to_the_web_is_refused_and_nothing_is_fetched(
    kind: str, web: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, asked = web
    path = tmp_path / "clip.mp4"
    path.write_text(LEADING[kind].format(f"{address}/a.mp4"))
    with pytest.raises(BadInput) as refused:
        await examine(path, "clip.mp4")
    assert refused.value.key == "clip.unreadable"
    assert not asked


async def test_a_server_that_is_asked_would_notice(web: tuple[str, list[str]]) -> None:
    """So the silence in the other tests says something."""
    address, asked = web
    host, port = address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"GET /a.mp4 HTTP/1.0\r\n\r\n")
    await reader.read()
    writer.close()
    await writer.wait_closed()
    assert "/a.mp4" in asked


@pytest.mark.parametrize(
    "target", ["/etc/passwd", "data:,a", "subfile,,start,0,end,9,,:/etc/passwd"]
)
@pytest.mark.parametrize("kind", ["a playlist", "a list to be put together"])
async def test_what_leads_to_a_file_of_ours_is_refused(
    kind: str, target: str, tmp_path: Path
) -> None:
    path = tmp_path / "clip.mp4"
    path.write_text(LEADING[kind].format(target))
    with pytest.raises(BadInput, match="clip.unreadable"):
        await examine(path, "clip.mp4")


async def test_pictures_in_another_file_are_not_looked_for(tmp_path: Path) -> None:
    """QuickTime can say that its pictures lie elsewhere: elsewhere is a pipe, and whoever opened it
    would wait for ever."""
    elsewhere, path = tmp_path / "elsewhere.mov", tmp_path / "clip.mov"
    os.mkfifo(elsewhere)
    referring(elsewhere.as_uri())(path)
    assert elsewhere.as_uri().encode() in path.read_bytes()
    async with asyncio.timeout(20):
        found = await examine(path, "clip.mov")
    assert found.facts.frames == 24


# It may not use much


async def test_a_file_that_takes_too_much_to_look_at_is_given_up(
    clips: Clips, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "ROOM", Limits(memory=1 << 26, cpu=1, file=0))
    with pytest.raises(BadInput, match="clip.too_much"):
        await examine(clips.of("plain.mp4", PLAIN), "a")


async def test_a_file_that_takes_too_long_to_look_at_is_given_up(
    clips: Clips, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "PATIENCE", 0.01)
    with pytest.raises(BadInput, match="clip.too_much"):
        await examine(clips.of("plain.mp4", PLAIN), "a")


def test_counting_the_pictures_of_an_endless_film_ends(
    clips: Clips, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.edit.probe.PACKETS", 10)
    assert probe(clips.of("plain.mp4", PLAIN)).frames == 10
