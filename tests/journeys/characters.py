"""Somebody's own characters: kept, called by name, measured over a storyboard, painted anew."""

from __future__ import annotations

from tests.journeys.driver import Driver, film, label, says
from tests.journeys.steps import another, answered, offers, picture, reads, sketched

LOOK = "/character new 小红 女孩，黑发，红色雨衣"


async def a_character_is_the_same_over_six_shots_and_one_that_drifts_is_painted_anew(
    driver: Driver,
) -> None:
    chat, crew = driver.private(), driver.crew
    kept = await answered(chat, LOOK)
    assert says("character.kept", name="小红") in kept.text
    crew.strangers.add(2)
    board = await sketched(chat, "@小红在雨中跳舞 --shots 6")
    assert says("character.drifted", n=1, shots="3") in board.text
    assert board.text.count("👤 小红") == 6 and board.text.count("👤 小红 100") == 5
    assert offers("redo_drift", 3)(board) and offers("redo", 2)(board)
    crew.strangers.clear()
    await chat.press(board, label("redo_drift", n=3))
    again = await another(chat, 2, offers("render"))
    assert again.text.count("👤 小红 100") == 6 and not offers("redo_drift", 3)(again)
    await chat.press(again, label("render"))
    ended = await chat.until(film)
    assert says("character.film", name="小红", least=100, most=100, n=6) in ended.text
    told = crew.cut[-1]
    assert told.characters[0].name == "小红"
    assert all(shot.prompt.count("黑发，红色雨衣") == 1 for shot in told.shots)


async def a_character_of_pictures_is_shown_shared_and_deleted(driver: Driver) -> None:
    one, other = driver.private(), driver.private()
    await one.upload(("mei.jpg", picture(400, 400)), caption="/character new Mei")
    kept = await one.until(reads(says("character.kept", name="Mei")))
    assert kept.has_picture
    await one.upload(("bad.png", b"no picture"), caption="/character new Bad")
    await one.until(reads("bad.png"))
    shared = (await answered(one, "/character share mei")).text
    token = shared.split("/character take ")[1].split()[0]
    taken = await answered(other, f"/character take {token}")
    assert says("character.kept", name="Mei") in taken.text
    await other.say("/video @Mej runs --shots 1")
    await other.until(reads(says("character.near", typed="Mej", name="Mei")))
    assert "Mei" in (await answered(one, "/character delete Mei")).text
    assert says("character.unknown", name="Mei") in (await answered(one, "/character Mei")).text
    assert "Mei" in (await answered(other, "/character list")).text
