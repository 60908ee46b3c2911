"""A film that is larger than a platform takes, and what is said of it wherever it is shown."""

from __future__ import annotations

from pathlib import Path

from bot.fitting import fitted, told
from generation.edit.graph import compiled, ff
from generation.edit.run import run
from generation.marking.film import Marks
from handlers.conversation import Reply, Say, Video

LIMIT = 60_000


async def shown(folder: Path) -> Reply:
    path = folder / "film.mp4"
    source = ff.input("testsrc2=s=320x180:r=24:d=2", f="lavfi")
    await run(compiled(ff.output(source, str(path), preset="ultrafast", crf=1)))
    return Reply(text=(Say("film.untitled"),), video=Video(path, 320, 180, 2.0))


async def test_that_a_film_was_made_to_fit_is_told_again_when_a_page_is_turned(
    tmp_path: Path,
) -> None:
    reply = await shown(tmp_path)
    first, made = await fitted(reply, LIMIT, "Paper", tmp_path, Marks())
    assert made and made.stat().st_size <= LIMIT
    assert told(reply, LIMIT, "Paper").text == first.text
    assert first.text[-1].key == "film.fitted"


async def test_after_a_restart_it_is_told_without_figures(tmp_path: Path) -> None:
    reply = await shown(tmp_path)
    note = told(reply, LIMIT + 1, "Paper").text[-1]
    assert (note.key, note.values["platform"]) == ("film.smaller", "Paper")


async def test_of_a_film_that_fits_nothing_is_told(tmp_path: Path) -> None:
    reply = await shown(tmp_path)
    assert told(reply, 10**9, "Paper") == reply
    assert await fitted(reply, 10**9, "Paper", tmp_path, Marks()) == (reply, None)
