"""From an idea to a film, whatever happens on the way, and what can be made of it."""

from __future__ import annotations

import asyncio

from tests.journeys.driver import Driver, film, label, needs, says, working
from tests.journeys.steps import (
    IDEA,
    SHORT,
    SHOTS,
    another,
    answered,
    choice,
    films,
    made,
    number,
    offers,
    reads,
    true,
)


async def an_idea_becomes_a_film_in_one_message(driver: Driver) -> None:
    chat = driver.private()
    driver.crew.hold("paint")
    await chat.say(f"{IDEA} {SHOTS}")
    begun = await chat.until(working)
    assert IDEA in begun.text and "credit" in begun.text
    driver.crew.let_go()
    driver.crew.hold("piece")
    await chat.until(lambda seen: seen.has_picture and working(seen))
    driver.crew.let_go()
    ended = await chat.until(film)
    assert "Seed" in ended.text and "credit" in ended.text
    assert len(films(chat)) == 1
    assert not any(working(seen) for seen in chat.seen()), "the progress became the film"


async def a_job_is_cancelled_at_any_stage_and_costs_nothing(driver: Driver) -> None:
    for stage in ("write", "paint", "animate", "piece", "finish"):
        chat = driver.private()
        driver.crew.hold(stage)
        await chat.say(f"{IDEA} {SHOTS}")
        await chat.press(await chat.until(working), label("cancel"))
        stopped = await chat.until(reads(says("job.cancelled")))
        assert says("failure.free") in stopped.text and not working(stopped)
        driver.crew.let_go()
        await chat.say("/me")
        await chat.until(reads(says("me.left", credits="100 credits")))


async def a_failed_job_says_why_costs_nothing_and_is_tried_again(driver: Driver) -> None:
    chat = driver.private()
    driver.crew.fail("piece")
    await chat.say(f"{IDEA} {SHORT}")
    failed = await chat.until(offers("retry"))
    assert says("failure.free") in failed.text
    painted = driver.crew.done["paint"]
    await chat.press(failed, label("retry"))
    await chat.until(film)
    assert driver.crew.done["paint"] == painted, "what was painted is kept"


async def by_words_the_newest_job_is_stopped_and_a_failed_one_tried_again(driver: Driver) -> None:
    chat = driver.private()
    driver.crew.hold("write")
    await chat.say(f"{IDEA} {SHORT}")
    await chat.until(working)
    await chat.say("/cancel")
    await chat.until(reads(says("job.cancelled")))
    driver.crew.let_go()
    driver.crew.fail("animate")
    await chat.say(f"{IDEA} {SHORT}")
    failed = await chat.until(offers("retry"))
    await chat.say("/retry")
    await chat.until(film)
    assert not any(offers("retry")(seen) for seen in chat.seen()), failed.text


async def an_empty_purse_is_told_before_anything_is_made(driver: Driver) -> None:
    chat = driver.private()
    driver.crew.hold("paint")
    for n in range(6):
        await chat.say(f"{IDEA} {n} --shots 12")
    refused = await chat.until(reads("More comes in"))
    assert not working(refused)
    accepted = sum(working(seen) for seen in chat.seen())
    assert 0 < accepted < 6
    await chat.say("/cancel all")
    await true(lambda: not any(working(seen) for seen in chat.seen()))
    driver.crew.let_go()
    await made(chat, f"{IDEA} {SHORT}")


@needs("groups")
async def in_a_group_and_in_a_topic_commands_are_heard(driver: Driver) -> None:
    for topic in (False, True):
        chat = driver.group(topic=topic)
        await chat.say("what a day")
        await chat.say(f"/video {IDEA} {SHOTS}")
        await chat.until(film)
        assert len(chat.seen()) == len(films(chat)) == 1


@needs("groups")
async def a_stranger_is_told_that_a_button_is_not_theirs(driver: Driver) -> None:
    chat = driver.group()
    await chat.say(f"/video {IDEA} {SHOTS}")
    ended = await chat.until(film)
    told = await chat.press(ended, label("again"), by="Stranger")
    assert told == says("press.not_yours")
    assert len(films(chat)) == 1 and not any(working(s) for s in chat.seen())


async def after_a_restart_the_job_goes_on_in_its_message(driver: Driver) -> None:
    chat = driver.private()
    driver.crew.hold("animate")
    await chat.say(f"{IDEA} {SHOTS}")
    await chat.until(lambda seen: working(seen) and seen.has_picture)
    await driver.restart()
    driver.crew.let_go()
    await chat.until(film)
    assert len([seen for seen in chat.seen() if IDEA in seen.text]) == 1


@needs("lasting")
async def buttons_work_after_a_restart(driver: Driver) -> None:
    chat = driver.private()
    ended = await made(chat, f"{IDEA} {SHOTS}")
    await driver.restart()
    await chat.press(ended, label("again"))
    await another(chat, 2)


async def a_second_press_does_nothing_twice(driver: Driver) -> None:
    chat = driver.private()
    ended = await made(chat, f"{IDEA} {SHOTS}")
    driver.crew.hold("write")
    await asyncio.gather(*(chat.press(ended, label("again")) for _ in range(3)))
    assert len([seen for seen in chat.seen() if working(seen)]) == 1
    driver.crew.let_go()
    await another(chat, 2)


async def a_film_is_made_longer_painted_anew_and_turned(driver: Driver) -> None:
    chat = driver.private()
    ended = await made(chat, f"{IDEA} {SHOTS}")
    written = driver.crew.done["write"]
    for count, (verb, facts) in enumerate(
        (("longer", "4 shots"), ("repaint", "4 shots"), ("turn_tall", "9:16")), 2
    ):
        driver.crew.hold("write", "paint")
        await chat.press(ended, label(verb))
        begun = await chat.until(working)
        assert facts in begun.text
        driver.crew.let_go()
        ended = await another(chat, count)
        assert driver.crew.done["write"] == written + 1, "only a longer one is written anew"


async def one_shot_of_a_film_becomes_a_film_of_its_own(driver: Driver) -> None:
    chat = driver.private()
    ended = await made(chat, f"{IDEA} {SHOTS}")
    painted = driver.crew.done["paint"]
    await chat.press(ended, label("shots"))
    page = await chat.until(offers("animate", 2))
    await chat.press(page, label("animate", n=2))
    single = await chat.until(lambda seen: seen.has_video and "1 shot ·" in seen.text)
    assert driver.crew.done["paint"] == painted, "its picture is there already"
    assert driver.crew.cut[-1].shots[0].subtitle == "line 2", single.text


async def what_was_made_is_found_again_by_its_number(driver: Driver) -> None:
    chat = driver.private()
    assert says("jobs.none") in (await answered(chat, "/jobs")).text
    short = number(await made(chat, f"{IDEA} {SHORT}"))
    listed = await answered(chat, "/jobs")
    assert says("jobs.line", id=short, state=says("state.finished"), idea=IDEA) in listed.text
    await chat.press(listed, f"#{short}")
    await true(lambda: len(films(chat)) == 2)
    for typed in (f"/show {short}", f"/show #{short}", "/show"):
        before = len(films(chat))
        await chat.say(typed)
        assert number(await another(chat, before + 1)) == short
    assert says("job.unknown", id="zzzzz") in (await answered(chat, "/show zzzzz")).text


async def what_was_made_is_deleted_when_asked(driver: Driver) -> None:
    chat = driver.private()
    ended = await made(chat, f"{IDEA} {SHOTS}")
    short = number(ended)
    await chat.press(ended, label("delete"))
    page = await chat.until(offers("delete_yes"))
    await chat.press(page, label("delete_yes"))
    await true(lambda: not films(chat))
    assert says("job.unknown", id=short) in (await answered(chat, f"/show {short}")).text


async def what_is_named_is_deleted_and_nothing_else(driver: Driver) -> None:
    chat = driver.private()
    kept = await made(chat, f"{IDEA} {SHORT}")
    await chat.say(f"A fox in the snow {SHORT}")
    gone = number(await another(chat, 2))
    if "lines" in driver.abilities:
        assert says("delete.which") in (await answered(chat, "/delete")).text
    await chat.say(f"/delete {gone}")
    await true(lambda: len(films(chat)) == 1)
    assert number(films(chat)[0]) == number(kept)


async def several_films_are_ordered_at_once_all_of_them_or_none(driver: Driver) -> None:
    chat = driver.private()
    wrong = await answered(chat, "/batch A cat --shots 1 | A fox --shots 99 | A boat --shots 1")
    assert says("batch.nothing") in wrong.text and "99" in wrong.text
    dear = await answered(chat, "/batch film --shots 12 | A cat | A fox | A boat | A crow | A moth")
    assert "More comes in" in dear.text
    offer = await answered(chat, "/batch --shots 1 | A cat | A fox | A boat")
    assert all(idea in offer.text for idea in ("A cat", "A fox", "A boat"))
    await chat.press(offer, choice(offer, "🎬"))
    await chat.until(offers("zip"))
    await true(lambda: chat.handed() == 3)
    assert {driver.crew.cut[-n].title for n in (1, 2, 3)} == {"A cat", "A fox", "A boat"}
