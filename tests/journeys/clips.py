"""Videos that people bring, cut into a film."""

from __future__ import annotations

from tests.crew import small_film
from tests.journeys.driver import Driver, film, label, says
from tests.journeys.steps import IDEA, films, reads


async def two_videos_that_are_sent_together_become_a_film(driver: Driver) -> None:
    chat, done = driver.private(), driver.crew.done
    filmed = done["write"], done["paint"], done["animate"]
    clips = [(name, small_film()) for name in ("beach.mp4", "boat.mov")]
    await chat.upload(*clips, caption="/cut Our summer --music joyful")
    shown = await chat.until(film)
    assert "Our summer" in shown.text
    assert len(driver.crew.cut[-1].shots) == 2
    assert (done["write"], done["paint"], done["animate"]) == filmed, "it was filmed already"
    await chat.press(shown, label("cuts"))


async def a_video_that_is_none_is_named_and_the_other_is_not_kept(driver: Driver) -> None:
    chat = driver.private()
    good, bad = ("good.mp4", small_film()), ("bad.mp4", b"<html>no film</html>")
    await chat.upload(good, bad, caption="/cut")
    await chat.until(reads(says("clip.unreadable", name="bad.mp4")))
    await chat.upload(good, caption=f"/video {IDEA}")
    await chat.until(reads(says("clip.what")))
    assert not films(chat)
