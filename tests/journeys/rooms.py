"""A group finds a film together: topic, ideas, votes, a storyboard, the film."""

from __future__ import annotations

import asyncio

from tests.journeys.driver import Driver, film, label, needs, says
from tests.journeys.steps import answered, brainstormed, offers, reads, room

TOPIC = "the sea"
IDEAS = (
    "a whale that sings at night",
    "a lighthouse keeper who collects clouds",
    "two paper boats",
)


def vote(number: int) -> str:
    return says("button.vote", number=number)


def counted(votes: int) -> str:
    return f"{votes} votes"


@needs("groups")
async def twelve_people_go_from_a_topic_to_a_film_with_a_restart_in_the_middle(
    driver: Driver,
) -> None:
    chat = driver.group()
    await brainstormed(chat, TOPIC)
    for n, idea in enumerate(IDEAS):
        await chat.say(f"/idea {idea}", by=f"Guest {n}")
    shown = await chat.until(lambda seen: room(seen) and vote(3) in seen.labels)
    for n in range(6):
        await chat.press(shown, vote(2), by=f"Guest {n}")
    await driver.restart()
    shown = await chat.until(lambda seen: room(seen) and counted(6) in seen.text)
    for n in range(6, 10):
        await chat.press(shown, vote(1 + n % 2), by=f"Guest {n}")
    await chat.press(shown, vote(1), by="Guest 0")  # changes their mind
    shown = await chat.until(lambda seen: room(seen) and counted(10) in seen.text)
    assert len([seen for seen in chat.seen() if room(seen)]) == 1, "one live message"
    await chat.say("/blend")
    await chat.until(offers("render"))
    board = await chat.until(offers("approve"))
    assert IDEAS[1] in board.text
    driver.crew.hold("finish")
    said = [await chat.press(board, label("approve"), by=f"Guest {n}") for n in range(12)]
    assert says("room.approved", n=1, of=6) in said[0]
    assert all(says("room.rendering") in late for late in said[5:])
    driver.crew.let_go()
    made = await chat.until(film)
    assert made.text.startswith(TOPIC)
    over = await chat.until(reads("With thanks"))
    assert "Guest 0" in over.text and "Guest 9" in over.text


@needs("groups")
async def fifty_people_vote_at_once_and_every_vote_counts(driver: Driver) -> None:
    chat = driver.group()
    await brainstormed(chat, TOPIC)
    for n, idea in enumerate(IDEAS[:2]):
        await chat.say(f"/idea {idea}", by=f"Guest {n}")
    shown = await chat.until(lambda seen: room(seen) and vote(2) in seen.labels)
    await asyncio.gather(*(chat.press(shown, vote(1 + n % 2), by=f"Guest {n}") for n in range(50)))
    shown = await chat.until(lambda seen: room(seen) and counted(50) in seen.text)
    assert shown.text.count("▰ 25") == 2 or shown.text.count(" 25") == 2
    assert len([seen for seen in chat.seen() if room(seen)]) == 1


async def a_room_can_be_used_alone(driver: Driver) -> None:
    chat = driver.private()
    await brainstormed(chat, TOPIC)
    await chat.say(f"/idea {IDEAS[0]}")
    shown = await chat.until(lambda seen: room(seen) and IDEAS[0] in seen.text)
    await chat.press(shown, label("inspire"))
    await chat.until(lambda seen: room(seen) and "🤖" in seen.text)
    assert says("room.taken", topic=TOPIC) in (await answered(chat, "/brainstorm mountains")).text
    await chat.say("/blend")
    await chat.press(await chat.until(offers("approve")), label("approve"))
    await chat.until(film)


async def a_room_that_is_not_there_is_explained(driver: Driver) -> None:
    chat = driver.private()
    for words in ("/idea a whale", "/blend", "/close"):
        assert says("room.none") in (await answered(chat, words)).text
    assert says("idea.empty") in (await answered(chat, "/brainstorm")).text
