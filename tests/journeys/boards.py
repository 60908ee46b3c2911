"""Storyboards: seen, changed, taken along, brought back, shared, and made into films."""

from __future__ import annotations

import json
import re

from tests.journeys.driver import Driver, Seen, film, label, says
from tests.journeys.steps import IDEA, SHOTS, another, films, offers, reads, sketched


async def a_storyboard_is_reworded_and_rendered(driver: Driver) -> None:
    chat = driver.private()
    board = await sketched(chat, f"{IDEA} {SHOTS}")
    assert board.has_picture
    await chat.press(board, label("reword"))
    page = await chat.until(offers("reword_shot", 2))
    asked = await chat.reword(page, label("reword_shot", n=2), "the cup from above, steaming")
    assert says("board.reword.ask", n=2) in asked
    new = await chat.until(
        lambda seen: offers("render")(seen) and "the cup from above" in seen.text
    )
    await chat.say("/storyboard edit 1 a kettle sings")
    new = await chat.until(lambda seen: offers("render")(seen) and "a kettle sings" in seen.text)
    assert "the cup from above" in new.text
    await chat.press(new, label("render"))
    await chat.until(film)
    assert [shot.prompt for shot in driver.crew.cut[-1].shots] == [
        "a kettle sings",
        "the cup from above, steaming",
    ]


async def one_shot_is_painted_anew(driver: Driver) -> None:
    chat = driver.private()
    board = await sketched(chat, f"{IDEA} {SHOTS}")
    painted = driver.crew.done["paint"]
    await chat.press(board, label("redo", n=2))
    new = await another(chat, 2, offers("render"))
    await chat.press(new, label("render"))
    await chat.until(film)
    assert driver.crew.done["paint"] == painted + 1


async def shots_change_places_and_the_film_follows(driver: Driver) -> None:
    chat = driver.private()
    board = await sketched(chat, f"{IDEA} --shots 3")
    await chat.press(board, label("order"))
    page = await chat.until(offers("up", 3))
    assert _order(page) == [1, 2, 3]
    await chat.press(page, label("up", n=3))
    moved = await chat.until(lambda seen: offers("up", 3)(seen) and _order(seen) == [1, 3, 2])
    await chat.press(moved, label("down", n=1))
    moved = await chat.until(lambda seen: offers("up", 3)(seen) and _order(seen) == [3, 1, 2])
    await chat.press(moved, label("back"))
    first = await chat.until(lambda seen: offers("render")(seen) and _order(seen) == [3, 1, 2])
    await chat.press(first, label("render"))
    await chat.until(film)
    assert [shot.subtitle for shot in driver.crew.cut[-1].shots] == ["line 3", "line 1", "line 2"]


def _order(seen: Seen) -> list[int]:
    return [int(n) for n in re.findall(r": line (\d)", seen.text)]


async def a_storyboard_is_taken_along_edited_and_brought_back(driver: Driver) -> None:
    chat = driver.private()
    board = await sketched(chat, f"{IDEA} {SHOTS}")
    await chat.press(board, label("file"))
    handed = await chat.until(lambda seen: bool(seen.file) and says("board.file") in seen.text)
    edited = json.loads(handed.file)
    edited["title"] = "Steam"
    edited["shots"][1] |= {"subtitle": "the cup from above"}
    brought = ("board.json", json.dumps(edited).encode())
    await chat.upload(brought, caption="/storyboard")
    await chat.until(lambda seen: offers("render")(seen) and "the cup from above" in seen.text)
    await chat.upload(brought, caption="/video")
    await chat.until(lambda seen: film(seen) and "Steam" in seen.text)
    assert driver.crew.cut[-1].shots[1].subtitle == "the cup from above"
    del edited["shots"]
    await chat.upload(("board.json", json.dumps(edited).encode()), caption="/video")
    await chat.until(reads("shots"))
    await chat.upload(("board.json", b"{not json"), caption="/video")
    await chat.until(reads(says("board.not_json")))


async def what_is_shared_becomes_the_film_of_somebody_else(driver: Driver) -> None:
    chat, friend = driver.private(), driver.private()
    board = await sketched(chat, f"{IDEA} {SHOTS}")
    await chat.press(board, label("share"))
    if "links" not in driver.abilities:
        handed = await chat.until(lambda seen: bool(seen.file) and says("board.file") in seen.text)
        await friend.upload(("board.json", handed.file), caption="/video")
    else:
        link = re.search(r"[?&]start=([\w-]+)", (await chat.until(reads("https://"))).text)
        assert link
        await friend.say(f"/start {link[1]}")
        card = await friend.until(offers("mine"))
        assert "line 2" in card.text
        await friend.press(card, label("mine"))
    await another(friend)
    assert not films(chat)
    await friend.say("/me")
    await friend.until(lambda seen: "You have" in seen.text and "100 credits" not in seen.text)
