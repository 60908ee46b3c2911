"""Those who run the bot, and what others notice of it."""

from __future__ import annotations

from tests.journeys.driver import Driver, film, says, working
from tests.journeys.steps import IDEA, SHORT, answered, films, key_of, made, reads

THEIRS = ("stats", "grant", "limit", "ban", "pause", "drain")


async def what_operators_do_nobody_else_knows_of(driver: Driver) -> None:
    chat, operator = driver.private(), driver.private(operator=True)
    told = (await answered(chat, "/help")).text
    known = (await answered(operator, "/help")).text
    for name in THEIRS:
        assert f"/{name} ·" not in told and f"/{name} ·" in known
        assert f"I don't know /{name}." in (await answered(chat, f"/{name} x 5")).text


async def credits_are_granted_limited_and_forbidden(driver: Driver) -> None:
    chat, operator = driver.private(), driver.private(operator=True)
    key = await key_of(chat)
    await made(chat, f"{IDEA} {SHORT}")
    assert "3 credits a day" in (await answered(operator, f"/limit {key} 3")).text
    await chat.say(f"{IDEA} --shots 12")
    await chat.until(reads("More comes in"))
    assert "50 credits" in (await answered(operator, f"/grant {key} 50")).text
    await chat.until(reads("50 credits that never run out"))
    assert "100 credits a day" in (await answered(operator, f"/limit {key} reset")).text
    assert key in (await answered(operator, f"/ban {key}")).text
    assert says("banned") in (await answered(chat, IDEA)).text
    assert says("banned") in (await answered(chat, "/me")).text
    await answered(operator, f"/ban {key} off")
    assert "You have" in (await answered(chat, "/me")).text
    assert says("who.unknown", name="nobody:1") in (await answered(operator, "/ban nobody:1")).text


async def while_paused_only_operators_order(driver: Driver) -> None:
    chat, operator = driver.private(), driver.private(operator=True)
    assert "back soon" in (await answered(operator, "/pause back soon")).text
    assert "back soon" in (await answered(chat, f"{IDEA} {SHORT}")).text
    await made(operator, f"{IDEA} {SHORT}")
    assert says("stats.heading") in (await answered(operator, "/stats")).text
    assert says("doors.opened") in (await answered(operator, "/pause off")).text
    await made(chat, f"{IDEA} {SHORT}")
    assert len(films(chat)) == 1


async def who_wants_to_stop_is_told_when_nothing_runs_any_more(driver: Driver) -> None:
    chat, operator = driver.private(), driver.private(operator=True)
    driver.crew.hold("piece")
    await chat.say(f"{IDEA} {SHORT}")
    await chat.until(working)
    assert "still in progress" in (await answered(operator, "/drain")).text
    assert says("doors.closed") in (await answered(chat, IDEA)).text
    driver.crew.let_go()
    await chat.until(film)
    await operator.until(reads(says("doors.safe")))
    await answered(operator, "/drain off")
