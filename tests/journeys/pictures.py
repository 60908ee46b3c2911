"""Pictures that are painted here, and those that people bring."""

from __future__ import annotations

from tests.journeys.driver import Driver, film, label, says
from tests.journeys.steps import IDEA, another, films, offers, picture, reads


async def pictures_are_offered_and_the_third_comes_to_life(driver: Driver) -> None:
    chat = driver.private()
    await chat.say(f"/image {IDEA}")
    offered = await chat.until(offers("animate", 3))
    assert offered.has_picture
    await chat.press(offered, label("animate", n=3))
    await chat.until(film)
    await chat.say("/animate 2")
    await another(chat, 2)


async def one_picture_is_varied_and_one_enlarged(driver: Driver) -> None:
    chat = driver.private()
    await chat.say(f"/image {IDEA}")
    offered = await chat.until(offers("vary", 4))
    await chat.press(offered, label("vary", n=4))
    others = await chat.until(
        lambda seen: (
            offers("upscale", 2)(seen) and len([*filter(offers("vary", 4), chat.seen())]) == 2
        )
    )
    await chat.press(others, label("upscale", n=2))
    large = await chat.until(offers("move"))
    assert large.has_picture and "640×360" in large.text
    await chat.press(large, label("move"))
    await chat.until(film)


async def a_photo_that_is_sent_comes_to_life(driver: Driver) -> None:
    chat = driver.private()
    await chat.upload(("cat.jpg", picture()), caption="/animate the cat wakes up")
    await chat.until(film)
    await chat.upload(("cat.png", b"not a picture at all"), caption="/animate")
    await chat.until(reads("cat.png"))


async def of_two_photos_the_second_is_where_the_shot_ends(driver: Driver) -> None:
    chat = driver.private()
    dawn, dusk = ("dawn.jpg", picture()), ("dusk.jpg", picture(360, 640))
    await chat.upload(dawn, dusk, caption="/animate the day goes by")
    ended = await chat.until(film)
    assert says("note.no_last") in ended.text
    await chat.upload(dawn, dusk, ("night.jpg", picture(400, 400)), caption="/animate")
    await chat.until(reads(says("picture.too_many", n=3, limit=2)))
    assert len(films(chat)) == 1


async def a_photo_is_followed_as_what_it_is_said_to_be(driver: Driver) -> None:
    chat = driver.private()
    me = ("me.jpg", picture())
    await chat.upload(me, caption="/image the two of us on the moon --as character")
    offered = await chat.until(offers("animate", 1))
    assert says("note.no_references") in offered.text
    await chat.upload(me, caption="/image the two of us on the moon")
    await chat.until(reads(says("picture.as_what")))
    await chat.say("/image the two of us on the moon --as style")
    await chat.until(reads(says("picture.not_there")))
