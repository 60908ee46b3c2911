"""Rooms in which a group finds a film together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.actions import action
from handlers.conversation import Person, Place
from handlers.rooms.likeness import same_as
from handlers.rooms.paying import shared
from storage.rooms import Idea, Room
from tests.handlers.fakes import ALLOWANCE, MEI, Shown, Studio

GROUP = Place("paper", "group", private=False)
TOPIC_ONE, TOPIC_TWO = (replace(GROUP, thread=name) for name in ("1", "2"))
MESSAGES = count(1)


def guest(n: int) -> Person:
    return Person("paper", f"g{n}", f"Guest {n}", "en")


async def say(studio: Studio, text: str, who: Person = MEI, place: Place = GROUP) -> Shown:
    return await studio.say(text, who, place=place, message=f"m{next(MESSAGES)}")


async def opened(studio: Studio, *ideas: str, topic: str = "the sea --shots 2") -> Room:
    """A room with an idea of each of several guests."""
    await say(studio, f"/brainstorm {topic}")
    for n, idea in enumerate(ideas, 1):
        await say(studio, f"/idea {idea}", guest(n))
    return await here(studio)


async def here(studio: Studio, place: Place = GROUP) -> Room:
    room = await studio.house.rooms.at(place.key)
    assert room
    return room


async def press(studio: Studio, verb: str, room: Room, who: Person = MEI, arg: str = "") -> Shown:
    return await studio.press(action(verb, arg=f"{room.id}{arg}"), who, place=GROUP)


async def card(studio: Studio, wanted: Callable[[Shown], bool]) -> Shown:
    """The room's own message, once it is as wanted."""
    async with asyncio.timeout(5):
        while True:
            shown = [m for m in studio.paper.messages.values() if m.text.startswith("💡")]
            if shown and wanted(shown[-1]):
                return shown[-1]
            await asyncio.sleep(0.01)


async def test_a_room_goes_from_a_topic_to_a_film_that_all_share(studio: Studio) -> None:
    room = await opened(studio, "a whale that sings", "a lighthouse keeper who collects clouds")
    for n in range(3, 7):
        await press(studio, "vote", room, guest(n), ".2")
    await press(studio, "vote", room, guest(1), ".1")
    seen = await card(studio, lambda m: "4" in m.text and "5 votes" in m.text)
    assert "Guest 2" in seen.text
    await say(studio, "/blend")
    await studio.settled()
    board = await card(studio, lambda m: "Shot 1" in m.labels)
    assert "lighthouse" in board.text
    await press(studio, "claim", room, guest(3), ".1")
    assert "Shot 2" in studio.paper.last.text or "shot 2" in studio.paper.last.text
    asked = studio.paper.last
    await studio.say("a gull lands on the lamp", guest(3), place=GROUP, replied=asked.ref.id)
    for n in range(1, 5):
        await press(studio, "approve", room, guest(n))
    await studio.settled()
    over = await card(studio, lambda m: "With thanks" in m.text)
    assert all(f"Guest {n}" in over.text for n in (1, 2, 3))
    film = [run for run in studio.queue.runs.values() if run.kind == "film"][-1]
    assert film.brief.board and film.brief.board.shots[1].prompt == "a gull lands on the lamp"
    assert film.brief.board.shots[1].keyframe is None
    assert film.brief.board.shots[0].keyframe is not None
    assert film.brief.ending == "Ideas by Guest 1, Guest 2"
    paid = [ALLOWANCE - await studio.left(guest(n)) for n in range(1, 7)]
    assert sum(paid) + ALLOWANCE - await studio.left() == 2 + 6
    assert max(paid) - min(paid) <= 2


async def test_fifty_people_voting_at_once_lose_no_vote(studio: Studio) -> None:
    room = await opened(studio, "a whale", "two boats on a lake")
    await asyncio.gather(
        *(press(studio, "vote", room, guest(n), f".{1 + n % 2}") for n in range(50))
    )
    assert [idea.votes for idea in await studio.house.rooms.ideas(room.id)] == [25, 25]
    await card(studio, lambda m: "50 votes" in m.text)
    shown = [m for m in studio.paper.messages.values() if m.text.startswith("💡")]
    assert len(shown) == 1


async def test_a_vote_can_be_changed_and_counts_once(studio: Studio) -> None:
    room = await opened(studio, "a whale", "two boats on a lake")
    for arg in (".1", ".2", ".2"):
        await press(studio, "vote", room, guest(7), arg)
    assert [idea.votes for idea in await studio.house.rooms.ideas(room.id)] == [0, 1]
    assert "already" in studio.paper.last.text


async def test_whoever_comes_too_late_is_told(studio: Studio) -> None:
    room = await opened(studio, "a whale")
    await say(studio, "/close")
    await press(studio, "vote", room, guest(2), ".1")
    assert studio.paper.last.text == "This room is closed."
    assert "no room here" in (await say(studio, "/idea a late one")).text


async def test_the_same_idea_thirty_times_is_one_idea(studio: Studio) -> None:
    room = await opened(studio)
    for n in range(30):
        await say(studio, "/idea A fox runs through the snow!", guest(n))
    ideas = await studio.house.rooms.ideas(room.id)
    assert [idea.n for idea in ideas if not idea.like] == [1]
    assert "much like idea 1" in studio.paper.last.text


async def test_an_idea_of_five_thousand_characters_is_refused(studio: Studio) -> None:
    await opened(studio)
    assert "up to" in (await say(studio, f"/idea {'long ' * 1000}")).text
    assert not await studio.house.rooms.ideas((await here(studio)).id)


async def test_a_reply_to_the_room_is_an_idea(studio: Studio) -> None:
    room = await opened(studio)
    shown = await card(studio, lambda m: True)
    await studio.say("a paper boat", guest(4), place=GROUP, replied=shown.ref.id, message="r1")
    await studio.say("a paper boat", guest(4), place=GROUP, replied=shown.ref.id, message="r1")
    assert [i.text for i in await studio.house.rooms.ideas(room.id)] == ["a paper boat"]


async def test_where_messages_have_no_ids_each_is_another_idea(studio: Studio) -> None:
    room = await opened(studio)
    for text in ("/idea a whale", "/idea two boats on a lake"):
        await studio.say(text, place=GROUP)
    assert len(await studio.house.rooms.ideas(room.id)) == 2


async def test_two_rooms_in_one_chat_are_one_too_many_but_each_topic_may_have_its_own(
    studio: Studio,
) -> None:
    await opened(studio)
    assert "room here already" in (await say(studio, "/brainstorm mountains")).text
    for place in (TOPIC_ONE, TOPIC_TWO):
        await say(studio, "/brainstorm rivers", place=place)
    assert (await here(studio, TOPIC_ONE)).id != (await here(studio, TOPIC_TWO)).id


async def test_ideas_of_ours_are_labelled_and_are_not_said_twice(studio: Studio) -> None:
    room = await opened(studio)
    for _ in range(3):
        await press(studio, "inspire", room)
    assert "the bot" in (await card(studio, lambda m: "the bot" in m.text)).text
    texts = [idea.text for idea in await studio.house.rooms.ideas(room.id)]
    assert len(texts) == len(set(texts)) == 6
    assert "all I can think of" in studio.paper.last.text


async def test_only_the_host_may_end_a_room_until_nobody_has_been_there_for_long(
    studio: Studio,
) -> None:
    await opened(studio, "a whale")
    assert "Mei looks after" in (await say(studio, "/blend", guest(1))).text
    later = studio.house.clock() + timedelta(hours=13)
    studio.house = studio.desk.house = replace(studio.house, clock=lambda: later)
    await say(studio, "/close", guest(1))
    assert await studio.house.rooms.at(GROUP.key) is None


async def test_a_room_lives_on_after_a_restart(studio: Studio) -> None:
    room = await opened(studio, "a whale", "two boats on a lake")
    await press(studio, "vote", room, guest(2), ".1")
    await studio.die()
    await studio.begin()
    await press(studio, "vote", room, guest(3), ".1")
    await card(studio, lambda m: "2 votes" in m.text)
    await say(studio, "/blend")
    await studio.settled()
    assert (await here(studio)).state == "board"


async def test_a_stage_without_its_job_is_taken_back_unless_that_is_just_being_ordered(
    studio: Studio,
) -> None:
    room = await opened(studio, "a whale")
    await studio.house.rooms.advance(room.id, "open", "board")
    with studio.desk.rooms.ordering(room.id):
        await studio.desk.resume()  # as when another platform begins to speak
        assert (await here(studio)).state == "board"
    await studio.desk.resume()
    assert (await here(studio)).state == "open"


async def test_at_its_deadline_a_room_reminds_and_then_blends_by_itself(studio: Studio) -> None:
    now = [studio.house.clock()]
    limits = replace(studio.house.limits, tick=0.01)
    await studio.die()
    studio.house = replace(studio.house, clock=lambda: now[0], limits=limits)
    await studio.begin()
    await opened(studio, "a whale", topic="the sea --for 1h --shots 2")
    now[0] += timedelta(minutes=51)
    await studio.paper.until(lambda m: "9 minutes left" in m.text and "⏳" in m.text)
    now[0] += timedelta(minutes=10)
    await card(studio, lambda m: "Shot 2" in m.labels)
    assert (await here(studio)).state == "board"


async def test_who_has_no_credits_pays_nothing_and_the_others_a_little_more(
    studio: Studio,
) -> None:
    room = await opened(studio, "a whale", "two boats on a lake")
    poor = guest(1)
    await studio.house.ledger.hold(poor.key, "x", ALLOWANCE)
    await say(studio, "/blend")
    await studio.settled()
    await press(studio, "approve", room)
    await studio.settled()
    assert await studio.left(poor) == 0
    assert 2 * ALLOWANCE - await studio.left() - await studio.left(guest(2)) == 2 + 6


async def test_a_host_can_pay_for_all(studio: Studio) -> None:
    room = await opened(studio, "a whale", topic="the sea --shots 2 --pays host")
    await say(studio, "/blend")
    await studio.settled()
    assert (room.pays, await studio.left(guest(1))) == ("host", ALLOWANCE)
    assert await studio.left() == ALLOWANCE - 2


async def test_a_film_that_fails_leads_back_to_the_storyboard_and_costs_nobody(
    studio: Studio,
) -> None:
    from tests.handlers.fakes import failure

    room = await opened(studio, "a whale", "two boats on a lake")
    await say(studio, "/blend")
    await studio.settled()
    before = [await studio.left(guest(n)) for n in (1, 2)]
    studio.queue.failures.append(failure())
    await press(studio, "approve", room)
    await studio.settled()
    assert (await here(studio)).state == "board"
    assert [await studio.left(guest(n)) for n in (1, 2)] == before


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a cat in the rain", "The cat, in rain!", True),
        ("a red car in Paris", "a blue car in Paris", False),
        ("一只猫在雨中弹琴", "一只猫在雨中弹琴。", True),
        ("一只猫在雨中", "一只狗在雪中", False),
        ("🚀", "🚀", True),
    ],
)
def test_ideas_are_alike_where_nearly_all_letters_are(one: str, other: str, same: bool) -> None:
    assert same_as(other, [Idea(3, "p", "P", one)]) == (3 if same else None)


@given(
    st.integers(1, 500),
    st.dictionaries(st.sampled_from("abcdefghij"), st.integers(0, 200), min_size=1),
)
def test_a_price_is_shared_as_evenly_as_purses_allow(needed: int, purses: dict[str, int]) -> None:
    shares = shared(needed, purses)
    assert sum(shares.values()) == min(needed, sum(purses.values()))
    assert all(0 < share <= purses[key] for key, share in shares.items())
    most = max(shares.values(), default=0)
    assert all(purses[key] < most for key in purses if shares.get(key, 0) < most - 1)
