"""What is made of a finished film: cut anew out of its clips, or taken along as something else."""

from __future__ import annotations

from tests.journeys.driver import Driver, Seen, label, says
from tests.journeys.steps import IDEA, SHOTS, another, answered, made, number, offers, reads


def watched(seen: Seen) -> bool:
    """A film, whatever page of buttons is open under it."""
    return seen.has_video


def moves(seen: Seen) -> bool:
    """A GIF, as a file or, where those are shown, as a picture."""
    return seen.file.startswith(b"GIF8") or (seen.has_picture and not seen.labels)


async def a_film_is_cut_anew_by_a_button_and_by_words(driver: Driver) -> None:
    chat = driver.private()
    ended = await made(chat, f"{IDEA} {SHOTS}")
    filmed = driver.crew.done["paint"], driver.crew.done["animate"], driver.crew.done["write"]
    await chat.press(ended, label("cuts"))
    page = await chat.until(offers("cut_square"))
    assert label("cut_wide") not in page.labels, "it is wide already"
    await chat.press(page, label("cut_tall"))
    again = await another(chat, 2, watched)
    assert number(again) != number(ended)
    await chat.say(f"/cut {number(ended)} --subtitles off --transition wipe")
    await another(chat, 3, watched)
    done = driver.crew.done
    assert (done["paint"], done["animate"], done["write"]) == filmed, "nothing was filmed again"


async def what_cannot_be_cut_is_told_and_costs_nothing(driver: Driver) -> None:
    chat = driver.private()
    assert says("cut.no_film") in (await answered(chat, "/cut 9:16")).text
    assert says("cut.no_film") in (await answered(chat, "/export gif")).text
    await made(chat, f"{IDEA} {SHOTS}")
    if "lines" in driver.abilities:  # elsewhere there is no field for it
        assert "--shots" in (await answered(chat, "/cut --shots 3")).text
    assert says("cut.same") in (await answered(chat, "/cut 16:9")).text
    assert "mp3" in (await answered(chat, "/export mp3")).text


async def a_film_is_taken_along_in_other_forms(driver: Driver) -> None:
    chat = driver.private()
    ended = await made(chat, f"{IDEA} {SHOTS}")
    await chat.press(ended, label("exports"))
    page = await chat.until(offers("export_gif"))
    await chat.press(page, label("export_srt"))
    words = await chat.until(lambda seen: b"-->" in seen.file)
    assert b"line 1" in words.file and b"line 2" in words.file
    await chat.say(f"/export gif {number(ended)}")
    await chat.until(moves)
    asked = await answered(chat, "/export")
    assert reads("#")(asked) and label("export_webp") in asked.labels
