"""What a group has together: a pool that pays first, and a limit for each day."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handlers.conversation import Incoming, Person, Place
from storage.ledger import Ledger
from tests.handlers.fakes import ALLOWANCE, KEN, MEI, Shown, Studio, failure

BOSS = Person("paper", "boss", "Boss", "en", operator=True)
HOME = "paper:guild"
HALL = Place("paper", "hall", private=False, home=HOME)
YARD = Place("paper", "yard", "thread", private=False, home=HOME)
ELSEWHERE = Place("paper", "elsewhere", private=False)
FILM = 12


async def pool(studio: Studio, home: str = HOME) -> int:
    return (await studio.house.ledger.place(home)).available


async def boss(studio: Studio, text: str, place: Place = HALL, message: str = "") -> Shown:
    return await studio.say(text, BOSS, place=place, message=message)


async def film(studio: Studio, place: Place = HALL, who: Person = MEI) -> Shown:
    """Somebody orders; their job's own message, or what they are told instead."""
    return await studio.say("/video A cat", who, place=place)


# The pool


async def test_the_pool_pays_for_the_whole_server_and_says_so(studio: Studio) -> None:
    said = await boss(studio, "/grant here 30")
    assert "30 credits to use together" in said.text and not said.reply.private
    shown = await film(studio)
    assert "about 12 credits, from this group's pool; 18 left in it" in shown.text
    await studio.settled()
    await film(studio, YARD, KEN)
    await studio.settled()
    assert await pool(studio) == 30 - 2 * FILM
    assert await studio.left(MEI) == await studio.left(KEN) == ALLOWANCE
    done = studio.paper.messages[shown.ref.id].text
    assert "12 credits used from this group's pool · 18 left in it" in done


async def test_what_the_pool_cannot_pay_whole_the_person_pays(studio: Studio) -> None:
    await boss(studio, f"/grant here {FILM + 5}")
    await film(studio)
    shown = await film(studio)
    assert "pool" not in shown.text and f"you have {ALLOWANCE - FILM} left" in shown.text
    await studio.settled()
    assert (await pool(studio), await studio.left()) == (5, ALLOWANCE - FILM)


async def test_a_pool_is_of_its_place_alone(studio: Studio) -> None:
    await boss(studio, "/grant here 500")
    for place in (ELSEWHERE, Place("paper", "room")):
        assert "pool" not in (await film(studio, place)).text
    assert (await pool(studio), await pool(studio, "paper:elsewhere")) == (500, 0)
    assert await studio.left() == ALLOWANCE - 2 * FILM


async def test_whoever_has_nothing_left_can_still_use_the_pool(studio: Studio) -> None:
    await studio.say("hello there", MEI, place=Place("paper", "room"))
    await studio.settled()
    await studio.house.ledger.hold(MEI.key, "all", await studio.left())
    assert "That takes" in (await film(studio)).text
    await boss(studio, "/grant here 12")
    await film(studio)
    await studio.settled()
    assert (await pool(studio), await studio.left()) == (0, 0)


async def test_what_fails_and_what_is_stopped_goes_back_into_the_pool(studio: Studio) -> None:
    await boss(studio, "/grant here 12")
    studio.queue.failures.append(failure())
    shown = await film(studio)
    await studio.settled()
    assert await pool(studio) == 12
    studio.queue.gate.clear()
    retry = studio.paper.messages[shown.ref.id].action("Try again")
    pressed = Incoming(MEI, HALL, press=retry, message=shown.ref.id)
    await studio.door.answer(pressed)
    assert (await pool(studio), await studio.left()) == (0, ALLOWANCE)
    await studio.say("/cancel", MEI, place=HALL)
    await studio.settled()
    assert (await pool(studio), await studio.left()) == (12, ALLOWANCE)


async def test_after_a_restart_a_job_settles_in_the_pool_that_paid(studio: Studio) -> None:
    await boss(studio, "/grant here 20")
    studio.queue.gate.clear()
    await film(studio)
    await studio.die()
    studio.queue.gate.set()
    await studio.begin()
    await studio.settled()
    [job] = await studio.house.jobs.recent(MEI.key)
    assert (job.home, job.state, await pool(studio)) == (HOME, "finished", 20 - FILM)
    assert await studio.left() == ALLOWANCE


async def test_a_job_that_was_kept_but_not_held_is_held_from_its_place(studio: Studio) -> None:
    await boss(studio, "/grant here 20")
    studio.queue.gate.clear()
    await film(studio)
    [job] = await studio.house.jobs.recent(MEI.key)
    await studio.die()
    db = studio.house.statistics.db
    await db.write(lambda db: db.execute("DELETE FROM entries WHERE kind = 'hold'"))
    studio.queue.runs.clear()
    studio.queue.gate.set()
    await studio.begin()
    await studio.settled()
    assert await studio.house.ledger.purse(job.id) == HOME and await pool(studio) == 8


async def test_many_orders_at_once_never_overdraw_a_pool(studio: Studio) -> None:
    await boss(studio, f"/grant here {3 * FILM + 1}")
    people = [Person("paper", f"p{n}", f"P{n}") for n in range(8)]
    await asyncio.gather(
        *(studio.door.answer(Incoming(who, HALL, text="/video A cat")) for who in people)
    )
    await studio.settled()
    paid = [ALLOWANCE - await studio.left(who) for who in people]
    assert sorted(paid) == [0, 0, 0, *[FILM] * 5] and await pool(studio) == 1


async def test_several_films_of_one_order_are_paid_by_pool_and_person(studio: Studio) -> None:
    await boss(studio, f"/grant here {FILM}")
    await studio.house.people.greet(MEI.key, "paper", "Mei", "en")
    await studio.house.ledger.allow(MEI.key, FILM)
    shown = await studio.say("/batch film A cat | A dog", MEI, place=HALL)
    pressed = Incoming(MEI, HALL, press=shown.buttons[0].action, message=shown.ref.id)
    await studio.door.answer(pressed)
    await studio.settled()
    assert len(await studio.house.jobs.recent(MEI.key)) == 2
    assert (await pool(studio), await studio.left()) == (0, 0)


async def test_a_pool_is_filled_once_by_one_message(studio: Studio) -> None:
    await boss(studio, "/grant here 20", message="7")
    said = await boss(studio, "/grant here 20", message="7")
    assert "already" in said.text and await pool(studio) == 20


# The limit


async def test_a_limit_counts_what_everybody_uses_there_from_any_purse(studio: Studio) -> None:
    await boss(studio, f"/grant here {FILM}")
    said = await boss(studio, "/limit here 30")
    assert "Used in this group today: 0 of 30 credits." in said.text
    await film(studio)
    await film(studio, YARD, KEN)
    await studio.settled()
    refused = await film(studio)
    assert "limit of this group" in refused.text and "hour" in refused.text
    await film(studio, ELSEWHERE)
    assert await studio.left() == ALLOWANCE - FILM
    assert "24 of 30" in (await boss(studio, "/limit here")).text

    lifted = await boss(studio, "/limit here off")
    assert "there is no limit" in lifted.text
    assert "about 12 credits" in (await film(studio)).text


async def test_a_limit_is_of_a_day(studio: Studio) -> None:
    await boss(studio, f"/limit here {FILM}")
    await film(studio)
    await studio.settled()
    assert "limit of this group" in (await film(studio)).text
    db = studio.house.statistics.db
    tomorrow = Ledger(db, ALLOWANCE, lambda: datetime.now(UTC) + timedelta(days=1))
    studio.house = studio.desk.house = replace(studio.house, ledger=tomorrow)
    studio.desk.notices.house = studio.house
    assert "about 12 credits" in (await film(studio)).text


async def test_many_orders_at_once_never_pass_a_limit(studio: Studio) -> None:
    await boss(studio, f"/limit here {2 * FILM}")
    people = [Person("paper", f"p{n}", f"P{n}") for n in range(6)]
    await asyncio.gather(
        *(studio.door.answer(Incoming(who, HALL, text="/video A cat")) for who in people)
    )
    await studio.settled()
    assert (await studio.house.ledger.place(HOME)).used_today == 2 * FILM
    paid = [ALLOWANCE - await studio.left(who) for who in people]
    assert sorted(paid) == [0, 0, 0, 0, FILM, FILM]


# Seeing it


async def test_me_in_a_group_shows_its_pool_and_elsewhere_does_not(studio: Studio) -> None:
    await boss(studio, "/grant here 30")
    studio.queue.gate.clear()
    await film(studio)
    here = (await studio.say("/me", place=HALL)).text
    assert "This group's pool: 18 credits." in here
    assert "Set aside of it for jobs in progress: 12 credits." in here
    assert f"You have {ALLOWANCE} credits." in here
    assert "pool" not in (await studio.say("/me")).text
    assert "pool" not in (await studio.say("/me", place=ELSEWHERE)).text


@pytest.mark.parametrize("text", ["/grant here 30", "/limit here 30", "/limit here"])
async def test_alone_there_is_no_here(studio: Studio, text: str) -> None:
    assert "We are alone here" in (await boss(studio, text, Place("paper", "room"))).text


@pytest.mark.parametrize("text", ["/grant here 30", "/limit here 30"])
async def test_only_operators_fill_pools_and_set_limits(studio: Studio, text: str) -> None:
    assert "I don't know" in (await studio.say(text, MEI, place=HALL)).text
    place = await studio.house.ledger.place(HOME)
    assert (place.available, place.ceiling) == (0, None)


@pytest.mark.parametrize("word", ["here", "本群", "ここ"])
async def test_here_is_said_in_three_languages(studio: Studio, word: str) -> None:
    await boss(studio, f"/grant {word} 30")
    await boss(studio, f"/limit {word} 40")
    place = await studio.house.ledger.place(HOME)
    assert (place.available, place.ceiling) == (30, 40)


def test_a_place_is_the_same_wherever_it_belongs() -> None:
    assert Place("paper", "hall", private=False) == HALL
    assert {HALL: 1}[Place("paper", "hall", private=False)] == 1
    assert Place("paper", "hall", private=False).purse == "paper:hall"
    assert Place("paper", "hall", home=HOME).purse == ""
