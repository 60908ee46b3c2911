"""The journeys. Each is a sentence; each runs on every platform."""

from __future__ import annotations

import asyncio
import io
import re

from PIL import Image

from tests.journeys.driver import Chat, Driver, Seen, film, label, says, working

IDEA = "A cat on a windowsill"
SHOTS = "--shots 2"


def picture(width: int = 640, height: int = 360, **more: object) -> bytes:
    """A photo as people send them, with what their camera writes into it."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (width, height), "salmon").save(out, "JPEG", exif=exif)
    return out.getvalue()


def number(seen: Seen) -> str:
    """The short id that a message shows."""
    found = re.search(r"#([0-9a-z]{5})", seen.text)
    assert found, seen.text
    return found[1]


def messages_with_films(chat: Chat) -> list[Seen]:
    return [seen for seen in chat.seen() if seen.has_video and label("again") in seen.labels]


async def made(chat: Chat, text: str) -> Seen:
    """A film, asked for and waited for."""
    await chat.say(text)
    return await chat.until(film)


async def an_idea_becomes_a_film_in_one_message(driver: Driver) -> None:
    chat = driver.private()
    driver.crew.hold("paint")
    await chat.say(f"{IDEA} {SHOTS}")
    begun = await chat.until(working)
    assert IDEA in begun.text and "credit" in begun.text
    driver.crew.let_go()
    driver.crew.hold("piece")
    shown = await chat.until(lambda seen: seen.has_picture and working(seen))
    driver.crew.let_go()
    ended = await chat.until(film)
    assert "Seed" in ended.text and "credit" in ended.text
    assert len(messages_with_films(chat)) == 1
    assert not any(working(seen) for seen in chat.seen()), "the progress became the film"
    assert shown


async def pictures_are_offered_and_the_third_comes_to_life(driver: Driver) -> None:
    chat = driver.private()
    await chat.say(f"/image {IDEA}")
    offered = await chat.until(lambda seen: label("animate", n=3) in seen.labels)
    assert offered.has_picture
    await chat.press(offered, label("animate", n=3))
    await chat.until(film)
    await chat.say("/animate 2")
    await chat.until(lambda seen: film(seen) and len(messages_with_films(chat)) == 2)


async def a_storyboard_is_reworded_and_rendered(driver: Driver) -> None:
    chat = driver.private()
    await chat.say(f"/storyboard {IDEA} {SHOTS}")
    board = await chat.until(lambda seen: label("render") in seen.labels)
    assert board.has_picture
    await chat.press(board, label("reword"))
    page = await chat.until(lambda seen: label("reword_shot", n=2) in seen.labels)
    await chat.press(page, label("reword_shot", n=2))
    asked = await chat.until(lambda seen: says("board.reword.ask", n=2) in seen.text)
    await chat.say("the cup from above, steaming", reply_to=asked)
    new = await chat.until(
        lambda seen: label("render") in seen.labels and "the cup from above" in seen.text
    )
    await chat.press(new, label("render"))
    await chat.until(film)


async def a_job_is_cancelled_at_any_stage_and_costs_nothing(driver: Driver) -> None:
    for stage in ("write", "paint", "animate", "piece", "finish"):
        chat = driver.private()
        driver.crew.hold(stage)  # pyright: ignore[reportArgumentType]
        await chat.say(f"{IDEA} {SHOTS}")
        await chat.press(await chat.until(working), label("cancel"))
        stopped = await chat.until(lambda seen: says("job.cancelled") in seen.text)
        assert says("failure.free") in stopped.text and not working(stopped)
        driver.crew.let_go()
        await chat.say("/me")
        await chat.until(lambda seen: says("me.left", credits="100 credits") in seen.text)


async def a_failed_job_says_why_costs_nothing_and_is_tried_again(driver: Driver) -> None:
    chat = driver.private()
    driver.crew.fail("piece")
    await chat.say(f"{IDEA} --shots 1")
    failed = await chat.until(lambda seen: label("retry") in seen.labels)
    assert says("failure.free") in failed.text
    painted = driver.crew.done["paint"]
    await chat.press(failed, label("retry"))
    await chat.until(film)
    assert driver.crew.done["paint"] == painted, "what was painted is kept"


async def an_empty_purse_is_told_before_anything_is_made(driver: Driver) -> None:
    chat = driver.private()
    driver.crew.hold("paint")
    for n in range(6):
        await chat.say(f"{IDEA} {n} --shots 12")
    refused = await chat.until(lambda seen: "More comes in" in seen.text)
    assert not working(refused)
    accepted = sum(working(seen) for seen in chat.seen())
    assert 0 < accepted < 6
    driver.crew.let_go()
    await chat.until(lambda _: len(messages_with_films(chat)) == accepted)


async def everybody_is_answered_in_their_own_language(driver: Driver) -> None:
    for lang, idea in (("zh", "窗台上的猫"), ("ja", "窓辺の猫")):
        chat = driver.private(lang)
        await chat.say(f"{idea} {SHOTS}")
        ended = await chat.until(lambda seen, lang=lang: label("again", lang) in seen.labels)
        assert ended.has_video and idea in ended.text
        await chat.say("/lang en")
        await chat.until(lambda seen: says("lang.now") in seen.text)
        await chat.say("/me")
        await chat.until(lambda seen: "You have" in seen.text)


async def in_a_group_and_in_a_topic_commands_are_heard(driver: Driver) -> None:
    for topic in (False, True):
        chat = driver.group(topic=topic)
        await chat.say("what a day")
        await chat.say(f"/video {IDEA} {SHOTS}")
        await chat.until(film)
        assert len(chat.seen()) == len(messages_with_films(chat)) == 1


async def after_a_restart_the_job_goes_on_in_its_message(driver: Driver) -> None:
    chat = driver.private()
    driver.crew.hold("animate")
    await chat.say(f"{IDEA} {SHOTS}")
    await chat.until(lambda seen: working(seen) and seen.has_picture)
    await driver.restart()
    driver.crew.let_go()
    await chat.until(film)
    assert len([seen for seen in chat.seen() if IDEA in seen.text]) == 1


async def buttons_work_after_a_restart(driver: Driver) -> None:
    chat = driver.private()
    ended = await made(chat, f"{IDEA} {SHOTS}")
    await driver.restart()
    await chat.press(ended, label("again"))
    await chat.until(lambda seen: film(seen) and len(messages_with_films(chat)) == 2)


async def a_second_press_does_nothing_twice(driver: Driver) -> None:
    chat = driver.private()
    ended = await made(chat, f"{IDEA} {SHOTS}")
    driver.crew.hold("write")
    await asyncio.gather(*(chat.press(ended, label("again")) for _ in range(3)))
    assert len([seen for seen in chat.seen() if working(seen)]) == 1
    driver.crew.let_go()
    await chat.until(lambda seen: film(seen) and len(messages_with_films(chat)) == 2)


async def a_stranger_is_told_that_a_button_is_not_theirs(driver: Driver) -> None:
    chat = driver.group()
    await chat.say(f"/video {IDEA} {SHOTS}")
    ended = await chat.until(film)
    told = await chat.press(ended, label("again"), by="Stranger")
    assert told == says("press.not_yours")
    assert len(messages_with_films(chat)) == 1 and not any(working(s) for s in chat.seen())


async def a_photo_that_is_sent_comes_to_life(driver: Driver) -> None:
    chat = driver.private()
    await chat.upload(picture(), "cat.jpg", caption="/animate the cat wakes up")
    await chat.until(film)
    await chat.upload(b"not a picture at all", "cat.png", caption="/animate")
    await chat.until(lambda seen: "cat.png" in seen.text)


async def what_was_made_is_deleted_when_asked(driver: Driver) -> None:
    chat = driver.private()
    ended = await made(chat, f"{IDEA} {SHOTS}")
    short = number(ended)
    await chat.press(ended, label("delete"))
    page = await chat.until(lambda seen: label("delete_yes") in seen.labels)
    await chat.press(page, label("delete_yes"))
    for _ in range(100):
        if not messages_with_films(chat):
            break
        await asyncio.sleep(0.05)
    assert not messages_with_films(chat)
    await chat.say(f"/show {short}")
    await chat.until(lambda seen: says("job.unknown", id=short) in seen.text)


async def odd_things_get_a_clear_answer(driver: Driver) -> None:
    chat = driver.private()
    for text, part in (
        ("/vidoe a cat", "/video"),
        ("/video", says("idea.empty")),
        ("🐱🐱🐱", ""),
        ("x" * 3000, "2000"),
        ("/video a cat --ar 7:3", "7:3"),
        ("/nosuchthing", "/help"),
    ):
        before = len(chat.seen())
        await chat.say(text)
        answered = await chat.until(lambda _, before=before: len(chat.seen()) > before)
        assert part in answered.text


JOURNEYS = [
    an_idea_becomes_a_film_in_one_message,
    pictures_are_offered_and_the_third_comes_to_life,
    a_storyboard_is_reworded_and_rendered,
    a_job_is_cancelled_at_any_stage_and_costs_nothing,
    a_failed_job_says_why_costs_nothing_and_is_tried_again,
    an_empty_purse_is_told_before_anything_is_made,
    everybody_is_answered_in_their_own_language,
    in_a_group_and_in_a_topic_commands_are_heard,
    after_a_restart_the_job_goes_on_in_its_message,
    buttons_work_after_a_restart,
    a_second_press_does_nothing_twice,
    a_stranger_is_told_that_a_button_is_not_theirs,
    a_photo_that_is_sent_comes_to_life,
    what_was_made_is_deleted_when_asked,
    odd_things_get_a_clear_answer,
]
