"""Nine at once: ordered together, shown together, handed over together."""

from __future__ import annotations

import asyncio
import io
import zipfile

from generation.errors import Kind
from tests.journeys.driver import Chat, Driver, Seen, label, says
from tests.journeys.steps import (
    PATIENCE_SECONDS,
    another,
    answered,
    choice,
    reads,
    true,
)

IDEAS = [f"A cat in room {n}" for n in range(1, 10)]


def together(seen: Seen) -> bool:
    """The one message of a batch."""
    return "A batch of" in seen.text


async def begun(chat: Chat, text: str, sign: str = "🎬") -> None:
    """A batch, offered and ordered."""
    offer = await answered(chat, text)
    await chat.press(offer, choice(offer, sign))


async def over(chat: Chat) -> Seen:
    """A batch of which nothing is still to come."""
    return await chat.until(lambda seen: together(seen) and label("zip") in seen.labels)


async def nine_pictures_come_in_one_album_and_become_films_together(driver: Driver) -> None:
    chat = driver.private()
    table = "idea,style\n" + "\n".join(f'"{idea}, asleep",noir' for idea in IDEAS)
    await chat.upload(("ideas.csv", table.encode("utf-16")), caption="/batch image")
    offer = await chat.until(lambda seen: any(x.startswith("🖼️") for x in seen.labels))
    assert f"9. {IDEAS[8]}, asleep · Noir" in offer.text
    await chat.press(offer, choice(offer, "🖼️"))
    ended = await over(chat)
    await true(lambda: chat.handed() == 9)
    assert len([seen for seen in chat.seen() if together(seen)]) == 1
    if "lasting" in driver.abilities:
        assert ended.has_picture, "a sheet of all nine"
    animated = driver.crew.done["animate"]
    await chat.press(ended, label("film_all"))
    offer = await chat.until(lambda seen: any("9 films" in x for x in seen.labels))
    await chat.press(offer, choice(offer, "🎬"))
    await true(lambda: chat.handed() == 18)
    assert driver.crew.done["animate"] == animated + 9


async def films_go_on_after_a_restart_and_the_one_that_fails_is_tried_alone(
    driver: Driver,
) -> None:
    chat = driver.private()
    driver.crew.fail("piece", Kind.BAD_REQUEST)
    driver.crew.hold("finish")
    await begun(chat, "/batch film | {red, blue} fox in {snow, rain} --shots 1")
    await asyncio.sleep(0.2)
    await driver.restart()
    driver.crew.let_go()
    ended = await over(chat)
    await true(lambda: chat.handed() == 3)
    assert "⚠️" in ended.text and "cost you nothing" in ended.text
    again = choice(ended, "↻")
    await chat.press(ended, again)
    ended = await chat.until(lambda seen: together(seen) and seen.text.count("✅") == 4)
    await true(lambda: chat.handed() == 4)
    assert again not in ended.labels


async def of_a_batch_one_is_stopped_and_then_all(driver: Driver) -> None:
    chat = driver.private()
    driver.crew.hold("paint")
    await begun(chat, "/batch --shots 1 | A cat | A fox | A crow")
    shown = await chat.until(
        lambda seen: together(seen) and label("cancel_one", n=2) in seen.labels
    )
    await chat.press(shown, label("cancel_one", n=2))
    two = label("cancel_one", n=2)
    shown = await chat.until(
        lambda seen: (
            together(seen) and label("cancel_all") in seen.labels and two not in seen.labels
        )
    )
    await chat.press(shown, label("cancel_all"))
    await chat.until(lambda seen: together(seen) and seen.text.count("✖️") == 3)
    driver.crew.let_go()
    assert chat.handed() == 0


async def everything_is_taken_along_as_one_file(driver: Driver) -> None:
    chat = driver.private()
    await begun(chat, "/batch film --shots 1 | A cat | =SUM(A1) a fox")
    ended = await over(chat)
    await true(lambda: chat.handed() == 2)
    await chat.press(ended, label("zip"))
    if "links" not in driver.abilities and "groups" not in driver.abilities:
        await chat.until(reads("batch-"))  # a folder
        return
    packed = await another(chat, kind=lambda seen: seen.file.startswith(b"PK"))
    with zipfile.ZipFile(io.BytesIO(packed.file)) as archive:
        names = archive.namelist()
        assert names == ["01-A-cat.mp4", "02-SUM-A1-a-fox.mp4", "manifest.csv"], names
        assert ",'=SUM(A1) a fox," in archive.read("manifest.csv").decode("utf-8-sig")


async def what_cannot_be_read_as_a_batch_is_explained(driver: Driver) -> None:
    chat = driver.private()
    for words, key in (
        ("/batch a {red fox", "batch.braces_open"),
        ("/batch a {red {dark, light}} fox", "batch.braces_nested"),
        ("/batch {1,2,3,4} cats in {1,2,3} boats", "batch.too_many_choices"),
    ):
        told = (await answered(chat, words)).text
        assert says(key, text=words.removeprefix("/batch "), n=12, limit=9) in told
    await chat.upload(("list.csv", b"\x00\x01\x02PNG"), caption="/batch image")
    await chat.until(reads("list.csv"))
    rows = "\n".join(f"idea {n}" for n in range(20)).encode()
    await chat.upload(("list.txt", rows), caption="/batch image")
    await chat.until(reads("20 ideas"))
    async with asyncio.timeout(PATIENCE_SECONDS):
        await chat.upload(("list.txt", rows), caption="/video")
        await chat.until(reads(says("batch.list_elsewhere")))
