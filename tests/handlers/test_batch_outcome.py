"""What becomes of a batch: one message, albums, each told and tried again for itself, a ZIP."""

from __future__ import annotations

import asyncio
import csv
import io
import zipfile
from pathlib import Path

import pytest

from generation.model import Brief, Film, Stills
from handlers.batch import parcel
from handlers.house import House
from handlers.records import finder, result_of
from storage.jobs import Job
from tests.handlers.fakes import ALLOWANCE, KEN, MEI, Shown, Studio, failure

THREE = "/batch --shots 1 | A cat | A dog | A fox"


async def ordered(studio: Studio, text: str = THREE, made: str = "film") -> None:
    """A batch that was offered and pressed for."""
    offer = await studio.say(text)
    press = next(b.action for b in offer.buttons if b.action.endswith(f".{made}"))
    await studio.press(press, message=offer.ref.id)


def card(studio: Studio) -> Shown:
    """The one message of the newest batch."""
    return [m for m in studio.paper.messages.values() if "A batch of" in m.text][-1]


async def jobs(house: House) -> list[Job]:
    """All of the newest batch, by number."""
    return list(reversed(await house.jobs.recent(MEI.key)))


async def test_progress_is_one_message_with_a_place_for_each(studio: Studio) -> None:
    studio.queue.gate.clear()
    await ordered(studio)
    shown = await studio.paper.until(lambda shown: len(shown.reply.pictures) == 3)
    assert shown.reply.sheet and [p.place for p in shown.reply.pictures] == [0, 1, 2]
    assert [bar.shot for bar in shown.reply.bars] == [None, 0, 1, 2]
    assert shown.labels == ["1", "2", "3", "Cancel all"]
    assert len(studio.paper.messages) == 2, "the offer, and this"


async def test_however_many_have_news_the_message_is_edited_in_its_own_pace(studio: Studio) -> None:
    await ordered(studio, "/batch --shots 8 --style noir | " + " | ".join(["A cat"] * 4))
    await studio.settled()
    assert studio.paper.edits < 20, "four jobs with eight shots each tell much more"


async def test_a_restart_in_the_middle_keeps_the_message_and_hands_over_once(
    studio: Studio,
) -> None:
    studio.queue.gate.clear()
    await ordered(studio)
    before = card(studio).ref
    await studio.die()
    studio.queue.gate.set()
    await studio.begin()
    await studio.settled()
    assert card(studio).ref == before and "3. ✅ A fox" in card(studio).text
    assert [len(album.videos) for album in studio.paper.albums] == [3]
    await studio.die()
    await studio.begin()
    await studio.settled()
    assert len(studio.paper.albums) == 1


async def test_one_that_fails_costs_nothing_and_is_tried_alone(studio: Studio) -> None:
    studio.queue.failures = [failure()]
    await ordered(studio)
    await studio.settled()
    told = card(studio)
    assert told.text.count("✅") == 2 and told.text.count("⚠️") == 1
    assert "What did not come about cost you nothing" in told.text
    assert await studio.left() == ALLOWANCE - 6
    (again,) = [b.action for b in told.buttons if ":retry:" in b.action]
    assert [len(album.videos) for album in studio.paper.albums] == [2]
    await studio.press(again, message=told.ref.id)
    await studio.settled()
    assert card(studio).text.count("✅") == 3 and await studio.left() == ALLOWANCE - 9
    assert [len(album.videos) for album in studio.paper.albums] == [2, 1]
    assert card(studio).ref == told.ref


async def test_one_is_stopped_and_then_all(studio: Studio) -> None:
    studio.queue.gate.clear()
    await ordered(studio)
    shown = card(studio)
    one, every = shown.buttons[1].action, shown.buttons[-1].action
    await studio.press(one, message=shown.ref.id)
    assert [job.state == "cancelled" for job in await jobs(studio.house)] == [False, True, False]
    await studio.press(every, KEN, message=shown.ref.id)
    assert sum(job.state == "cancelled" for job in await jobs(studio.house)) == 1, "not Ken's"
    await studio.press(every, message=shown.ref.id)
    await studio.settled()
    assert card(studio).text.count("stopped") == 3 and await studio.left() == ALLOWANCE


async def test_pictures_are_one_each_and_become_films_together(studio: Studio) -> None:
    await ordered(studio, made="image")
    await studio.settled()
    assert [len(album.pictures) for album in studio.paper.albums] == [3]
    assert await studio.left() == ALLOWANCE - 3
    press = next(b.action for b in card(studio).buttons if ":filmbatch:" in b.action)
    offer = await studio.press(press)
    assert "That is 3 ideas" in offer.text and len(offer.buttons) == 2
    await studio.press(offer.buttons[0].action, message=offer.ref.id)
    await studio.settled()
    made = [result_of(job) for job in await jobs(studio.house)]
    frames = [m.keyframes[0].file for m in made if isinstance(m, Stills)]
    assert [m.keyframes[0].file for m in made if isinstance(m, Film)] == frames


async def test_a_platform_that_is_down_gets_the_album_later(studio: Studio) -> None:
    studio.persist()
    studio.queue.gate.clear()
    await ordered(studio)
    studio.paper.down = True
    studio.queue.gate.set()
    await asyncio.sleep(0.2)
    studio.paper.down = False
    await studio.settled()
    assert [len(album.videos) for album in studio.paper.albums] == [3]
    assert card(studio).text.count("✅") == 3


async def test_one_is_shown_for_itself_and_deleted_from_the_album(studio: Studio) -> None:
    await ordered(studio)
    await studio.settled()
    two = (await jobs(studio.house))[1]
    shown = await studio.press(f"v1:show:{two.id}:")
    assert shown.reply.video and "Another seed" in shown.labels
    await studio.say(f"/delete {two.id}")
    assert len(studio.paper.deleted) == 2, "its place in the album, and its own message"
    assert "2. Deleted" in card(studio).text and len(card(studio).reply.pictures) == 2


async def test_one_is_deleted_from_an_album_that_is_a_single_message(studio: Studio) -> None:
    studio.paper.grouped = True
    await ordered(studio)
    await studio.settled()
    album = studio.paper.last
    assert len(album.reply.videos) == 3
    for number, left in ((1, 2), (0, 1)):
        await studio.say(f"/delete {(await jobs(studio.house))[number].id}")
        assert len(studio.paper.messages[album.ref.id].reply.videos) == left
    assert studio.paper.messages[album.ref.id].text == "3. A fox" and not studio.paper.deleted


async def test_in_several_languages_each_film_is_handed_over(studio: Studio) -> None:
    await ordered(studio, "/batch --shots 1 --lang zh,en,ja | A cat | A dog | A fox | A crow")
    await studio.settled()
    assert [len(album.videos) for album in studio.paper.albums] == [6, 6]
    assert not await studio.house.jobs.undelivered()


async def packed(studio: Studio, folder: Path, limit: int | None) -> tuple[list[Path], list[str]]:
    seen = await studio.desk.notices.batches.seen((await jobs(studio.house))[0].batch)
    find = finder(studio.house)
    every = parcel.entries(seen.items, find, studio.house.outgoing, "en")
    return parcel.packed(every, folder, "batch", limit, studio.house.clock())


async def test_the_zip_holds_the_very_bytes_and_a_list(studio: Studio, tmp_path: Path) -> None:
    await ordered(studio, "/batch film --shots 1 | ../../etc/passwd cat | =1+1 dog | 狐狸")
    await studio.settled()
    (path,), large = await packed(studio, tmp_path, None)
    assert not large
    made = await jobs(studio.house)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert names[:3] == ["01-etc-passwd-cat.mp4", "02-1-1-dog.mp4", "03-狐狸.mp4"]
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        for name, job in zip(names[:3], made, strict=True):
            film = result_of(job)
            assert isinstance(film, Film)
            kept = studio.house.files.path(film.file.ref)
            assert archive.read(name) == kept.read_bytes()
        text = archive.read("manifest.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["idea"] for row in rows] == ["../../etc/passwd cat", "'=1+1 dog", "狐狸"]
    briefs = [Brief.model_validate_json(job.brief) for job in made]
    assert [int(row["seed"]) for row in rows] == [brief.seed for brief in briefs]
    assert all(row["credits"] == "3" and made[0].id[-5:] in rows[0]["id"] for row in rows)


@pytest.mark.parametrize(("limit", "parts"), [(1300, 3), (1600, 2), (10_000, 1)])
async def test_a_zip_that_is_too_large_is_several(
    studio: Studio, tmp_path: Path, limit: int, parts: int
) -> None:
    await ordered(studio)
    await studio.settled()
    paths, large = await packed(studio, tmp_path, limit)
    assert len(paths) == parts and not large
    assert all(path.stat().st_size <= limit for path in paths)
    names = [name for path in paths for name in zipfile.ZipFile(path).namelist()]
    assert sum(name.endswith(".mp4") for name in names) == 3


async def test_what_is_too_large_for_any_zip_is_named(studio: Studio, tmp_path: Path) -> None:
    await ordered(studio)
    await studio.settled()
    paths, large = await packed(studio, tmp_path, 900)
    assert not paths and large == ["01-A-cat.mp4", "02-A-dog.mp4", "03-A-fox.mp4"]


async def test_where_files_are_not_sent_they_lie_in_a_folder(
    studio: Studio, tmp_path: Path
) -> None:
    studio.paper.desk = tmp_path / "films"
    await ordered(studio)
    await studio.settled()
    press = next(b.action for b in card(studio).buttons if ":zip:" in b.action)
    told = [await studio.press(press) for _ in range(2)][-1]
    (folder,) = (tmp_path / "films").iterdir()
    assert str(folder) in told.text
    names = ["01-A-cat.mp4", "02-A-dog.mp4", "03-A-fox.mp4", "manifest.csv"]
    assert sorted(path.name for path in folder.iterdir()) == names


async def test_a_brand_named_for_all_holds_for_every_idea(studio: Studio) -> None:
    await studio.say("/brand new Acme --style noir --ar 9:16")
    await ordered(studio, "/batch --brand Acme --shots 1 | A cat | A dog --style anime")
    await studio.settled()
    briefs = [Brief.model_validate_json(job.brief) for job in await jobs(studio.house)]
    assert [(b.style, b.aspect) for b in briefs] == [("noir", "9:16"), ("anime", "9:16")]
