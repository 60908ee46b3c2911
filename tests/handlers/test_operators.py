"""Those who run the bot: what they can do, and that nobody else learns of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from generation.model import Cost
from handlers.commands import commands
from handlers.conversation import Incoming, MessageRef, Person, Place, Reply
from handlers.ports import Unreachable
from tests.handlers.fakes import ALLOWANCE, KEN, MEI, Paper, Shown, Studio, failure

BOSS = Person("paper", "boss", "Boss", "en", operator=True)
OFFICE = Place("paper", "office")
OPERATORS = [name for name, command in commands().items() if command.operators]
COST = 12  # of a film by default


class Closed(Paper):
    """Nobody in the room can be reached any more."""

    async def send(
        self, place: Place, reply: Reply, lang: str, to: Incoming | None = None
    ) -> MessageRef:
        if place.chat == "room":
            raise Unreachable("blocked")
        return await super().send(place, reply, lang, to)


async def order(studio: Studio, text: str, **more: object) -> Shown:
    """The operator says something in a room of their own."""
    return await studio.say(text, BOSS, place=OFFICE, **more)


async def met(studio: Studio, *people: Person) -> None:
    for person in people:
        await studio.house.people.greet(person.key, person.platform, person.name, person.lang)


def told(studio: Studio, text: str) -> list[Shown]:
    return [shown for shown in studio.paper.history if text in shown.text]


# Invisible to others


@pytest.mark.parametrize("name", OPERATORS)
async def test_to_others_the_commands_of_operators_do_not_exist(studio: Studio, name: str) -> None:
    await met(studio, KEN)
    for word in (name, *commands()[name].aliases):
        said = (await studio.say(f"/{word} {KEN.key} 50")).text
        assert f"I don't know /{word}" in said and f"/{name}?" not in said
    assert f"/{name} ·" not in (await studio.say("/help")).text
    assert "I don't know" in (await studio.say(f"/help {name}")).text
    assert await studio.left(KEN) == ALLOWANCE
    assert await studio.house.doors.closed() is None


async def test_help_lists_them_for_operators_under_their_own_heading(studio: Studio) -> None:
    assert len(OPERATORS) == 6
    for lang, heading in (("en", "And for you"), ("zh", "管理员专用"), ("ja", "管理者用")):
        text = (await studio.say("/help", replace(BOSS, lang=lang))).text
        below = text.partition(heading)[2]
        assert all(f"/{name} · " in below for name in OPERATORS) and "/video · " not in below
    assert "for you" not in (await studio.say("/help")).text


@pytest.mark.parametrize("name", OPERATORS)
async def test_every_answer_to_an_operator_is_for_them_alone(studio: Studio, name: str) -> None:
    await met(studio, KEN)
    for text in ("", "nobody", "x y z", f"{KEN.key} 5", "off"):
        assert (await order(studio, f"/{name} {text}")).reply.private


# Whom they mean


@pytest.mark.parametrize("who", ["paper:mei", "mei", "Mei", "MEI", "@mei"])
async def test_a_person_is_named_by_key_by_id_or_by_name(studio: Studio, who: str) -> None:
    await met(studio, MEI)
    assert "Mei (paper:mei) got 50 credits" in (await order(studio, f"/grant {who} 50")).text
    assert await studio.left() == ALLOWANCE + 50


async def test_a_name_may_have_several_words(studio: Studio) -> None:
    await met(studio, replace(MEI, name="Mei  Lin 2"), replace(KEN, name="李 雷"))
    assert "paper:ken" in (await order(studio, "/grant 李 雷 50")).text


async def test_a_person_is_named_by_a_reply_even_before_they_spoke_to_us(studio: Studio) -> None:
    await order(studio, "/grant 50", about=KEN)
    assert await studio.left(KEN) == ALLOWANCE + 50
    await met(studio, MEI)
    await order(studio, "/grant mei 7", about=KEN)
    assert (await studio.left(), await studio.left(KEN)) == (ALLOWANCE + 7, ALLOWANCE + 50)


async def test_a_name_of_several_people_is_not_guessed(studio: Studio) -> None:
    twins = [replace(MEI, id="m1"), replace(MEI, id="m2")]
    await met(studio, *twins)
    said = (await order(studio, "/ban mei")).text
    assert "paper:m1, paper:m2" in said
    assert not any(account.banned for account in await studio.house.people.named("mei"))


@pytest.mark.parametrize("text", ["/grant nobody 50", "/limit nobody 50", "/ban nobody"])
async def test_somebody_we_never_met_is_said_so(studio: Studio, text: str) -> None:
    assert "haven't met anybody called “nobody”" in (await order(studio, text)).text


@pytest.mark.parametrize("text", ["/grant 50", "/limit 50 60 70", "/grant", "/ban", "/ban off"])
async def test_without_a_person_it_is_said_how_to_name_one(studio: Studio, text: str) -> None:
    said = (await order(studio, text)).text
    assert "telegram:1234" in said


# Credits


@pytest.mark.parametrize(
    "number", ["0", "-5", "1.5", "fifty", "1000000001", "9" * 30, "", "５０点", "1e3"]
)
async def test_a_wrong_number_grants_nothing(studio: Studio, number: str) -> None:
    await met(studio, MEI)
    before = len(studio.paper.history)
    said = (await order(studio, f"/grant mei {number}")).text
    assert len(studio.paper.history) == before + 1 and "Something broke" not in said
    assert await studio.left() == ALLOWANCE


async def test_granting_tells_both_and_counts_once_for_each_message(studio: Studio) -> None:
    await studio.say("A cat")
    await studio.settled()
    await order(studio, "/grant mei 50", message="77")
    said = (await order(studio, "/grant mei 50", message="77")).text
    assert "granted its credits already" in said and "138 credits" in said
    gift = told(studio, "A gift: 50 credits")
    assert [shown.ref.place.chat for shown in gift] == ["room"]
    await order(studio, "/grant mei 50", message="78")
    assert await studio.left() == ALLOWANCE - COST + 100


async def test_a_person_who_cannot_be_told_keeps_what_was_granted(studio: Studio) -> None:
    await studio.say("A cat")
    await studio.settled()
    studio.paper = Closed()
    studio.house = studio.desk.house = replace(studio.house, platforms={"paper": studio.paper})
    assert "got 50 credits" in (await order(studio, "/grant mei ５０")).text
    assert await studio.left() == ALLOWANCE - COST + 50


async def test_a_daily_allowance_of_somebodys_own_is_set_shown_and_reset(studio: Studio) -> None:
    await met(studio, MEI, KEN)
    assert "200 credits a day" in (await order(studio, "/limit mei 200")).text
    assert (await studio.left(), await studio.left(KEN)) == (200, ALLOWANCE)
    shown = (await order(studio, "/limit")).text
    assert "Mei (paper:mei): 200 credits a day" in shown and "Ken" not in shown
    assert "Ken (paper:ken): 100 credits a day" in (await order(studio, "/limit ken")).text

    assert "0 credits a day" in (await order(studio, "/limit 0", about=MEI)).text
    assert "you have 0 credits." in (await studio.say("A cat")).text
    assert "100 credits a day" in (await order(studio, "/limit mei reset")).text
    assert await studio.left() == ALLOWANCE


@pytest.mark.parametrize("text", ["mei -1", "all -1", "all many", "mei 99999999999", "all 1 2"])
async def test_a_wrong_limit_changes_nothing(studio: Studio, text: str) -> None:
    await met(studio, MEI)
    await order(studio, f"/limit {text}")
    assert await studio.left() == ALLOWANCE
    assert (await studio.house.ledger.house()).ceiling is None


async def test_a_ceiling_holds_for_everybody_together_until_it_is_lifted(studio: Studio) -> None:
    assert "0 of 20 credits used" in (await order(studio, "/limit all 20")).text
    await studio.say("A cat")
    await studio.settled()
    refused = (await studio.say("A dog", KEN)).text
    assert "今日の枠を使い切りました" in refused and "{" not in refused
    assert await studio.left(KEN) == ALLOWANCE and len(studio.queue.submissions) == 1
    assert "12 of 20 credits" in (await order(studio, "/limit")).text

    assert "no limit" in (await order(studio, "/limit all off")).text
    await studio.say("A dog", KEN)
    await studio.settled()
    assert len(studio.queue.submissions) == 2


async def test_many_at_once_never_pass_the_ceiling(studio: Studio) -> None:
    crowd = [replace(MEI, id=f"m{n}", name=f"M{n}") for n in range(8)]
    await order(studio, "/limit all 40")
    await asyncio.gather(*[studio.say(f"A cat {p.id}", p) for p in crowd])
    await studio.settled()
    assert len(studio.queue.submissions) == 3
    assert (await studio.house.ledger.house()).used_today == 36
    assert len(told(studio, "Today's budget")) == 5


async def test_trying_again_at_the_ceiling_leaves_the_job_as_it_was(studio: Studio) -> None:
    studio.queue.failures.append(failure())
    await studio.say("A cat")
    await studio.settled()
    await order(studio, "/limit all 5")
    assert "Today's budget" in (await studio.say("/retry")).text
    await order(studio, "/limit all off")
    await studio.say("/retry")
    await studio.settled()
    assert told(studio, "12 credits used")


# Banning


async def test_a_banned_persons_jobs_stop_and_cost_nothing(studio: Studio) -> None:
    studio.queue.gate.clear()
    await studio.say("A cat")
    await studio.say("A dog")
    assert "2 jobs were stopped" in (await order(studio, "/ban mei")).text
    assert await studio.left() == ALLOWANCE
    assert "can't take orders" in (await studio.say("A cow")).text
    assert "0 jobs" in (await order(studio, "/ban mei")).text

    assert "can order again" in (await order(studio, "/ban mei off")).text
    await studio.say("A cow")
    assert len(studio.queue.submissions) == 3


async def test_an_operator_cannot_be_banned(studio: Studio) -> None:
    other = Person("paper", "chief", "Chief")
    await met(studio, BOSS, other)
    studio.house = studio.desk.house = replace(studio.house, operators=frozenset({other.key}))
    for text, about in (("boss", None), ("chief", None), ("", replace(KEN, operator=True))):
        assert "can't be banned" in (await order(studio, f"/ban {text}", about=about)).text
    assert "Everybody" in (await order(studio, "/limit")).text


# Pausing


async def test_while_paused_nothing_new_is_taken_and_people_hear_why(studio: Studio) -> None:
    studio.queue.gate.clear()
    await studio.say("A cat")
    await order(studio, "/pause Back at eight")
    assert "just now: Back at eight" in (await studio.say("A dog")).text
    assert "Back at eight" in (await studio.say("A dog", KEN)).text
    assert "can't start" in (await studio.say("/image A dog")).text
    studio.queue.gate.set()
    await studio.settled()
    assert told(studio, "12 credits used")

    await studio.say("A hen", BOSS)
    assert len(studio.queue.submissions) == 2
    assert "taken again" in (await order(studio, "/pause off")).text
    assert "Nothing was paused" in (await order(studio, "/pause 关")).text
    await studio.say("A dog")
    assert len(studio.queue.submissions) == 3


async def test_a_pause_needs_no_reason_and_holds_over_a_restart(studio: Studio) -> None:
    await order(studio, "/pause")
    await studio.die()
    await studio.begin()
    said = (await studio.say("A dog")).text
    assert "taking a break" in said and "{" not in said
    assert not studio.queue.submissions


async def test_a_failed_job_is_not_tried_again_while_paused(studio: Studio) -> None:
    studio.queue.failures.append(failure())
    await studio.say("A cat")
    await studio.settled()
    await order(studio, "/pause")
    assert "taking a break" in (await studio.say("/retry")).text
    [job] = await studio.house.jobs.recent(MEI.key)
    assert job.state == "failed"


async def test_an_order_heard_twice_is_not_refused_for_a_pause_in_between(studio: Studio) -> None:
    await studio.say("A cat", message="5")
    await order(studio, "/pause")
    await studio.say("A cat", message="5")
    await studio.settled()
    assert not told(studio, "taking a break") and len(studio.queue.submissions) == 1


# Draining


async def test_a_drain_tells_once_when_the_last_job_has_ended(studio: Studio) -> None:
    studio.queue.gate.clear()
    await studio.say("A cat")
    await studio.say("A dog", KEN)
    assert "2 jobs are still in progress" in (await order(studio, "/drain Update")).text
    assert "Update" in (await studio.say("A cow")).text
    studio.queue.gate.set()
    await studio.settled()
    assert [shown.ref.place for shown in told(studio, "safe to stop")] == [OFFICE]


async def test_a_drain_of_a_quiet_house_is_done_at_once(studio: Studio) -> None:
    assert "safe to stop" in (await order(studio, "/drain")).text
    await studio.die()
    await studio.begin()
    await studio.settled()
    assert len(told(studio, "safe to stop")) == 1


async def test_opening_again_calls_a_drain_off(studio: Studio) -> None:
    studio.queue.gate.clear()
    await studio.say("A cat")
    await order(studio, "/drain")
    assert "taken again" in (await order(studio, "/drain off")).text
    studio.queue.gate.set()
    await studio.settled()
    assert not told(studio, "safe to stop")


async def test_a_drain_goes_on_after_a_restart(studio: Studio) -> None:
    studio.queue.gate.clear()
    await studio.say("A cat")
    await order(studio, "/drain")
    await studio.die()
    studio.queue.gate.set()
    await studio.begin()
    await studio.settled()
    assert len(told(studio, "safe to stop")) == 1
    assert await studio.house.doors.closed()


async def test_a_drain_is_told_although_the_platform_stumbles(studio: Studio) -> None:
    studio.persist()
    studio.queue.gate.clear()
    await studio.say("A cat")
    await order(studio, "/drain")
    studio.paper.down = True
    studio.queue.gate.set()
    await asyncio.sleep(0.1)
    studio.paper.down = False
    await studio.settled()
    assert len(told(studio, "safe to stop")) == 1


async def test_a_drain_from_a_group_is_told_in_private_where_we_have_talked(
    studio: Studio,
) -> None:
    studio.queue.gate.clear()
    await order(studio, "A cat")
    await studio.say("/drain", BOSS, place=Place("paper", "group", private=False))
    studio.queue.gate.set()
    await studio.settled()
    assert [shown.ref.place for shown in told(studio, "safe to stop")] == [OFFICE]


# Figures


async def test_stats_tell_the_day_and_everything_in_one_message(studio: Studio) -> None:
    studio.queue.failures.append(failure())
    await studio.say("A cat")
    await studio.settled()
    await studio.say("A dog", KEN)
    await studio.say("/image A fox", KEN)
    await studio.settled()
    studio.queue.gate.clear()
    await studio.say("A hen")
    await order(studio, "/grant ken 30")
    await order(studio, "/limit all 500")
    await order(studio, "/pause Update")
    studio.bills = [("wan", Cost(amount=3.2, currency="CNY"), 4)]
    shown = await order(studio, "/stats")
    lines = shown.text.splitlines()
    assert lines[:5] == [
        "Today (UTC) · in all",
        "People: 3 · 3",
        "Jobs: 2 done, 1 failed, 0 stopped · 2 done, 1 failed, 0 stopped",
        "Films: 1 (14.5 s) · 1 (14.5 s)",
        "Pictures: 8 · 8",
    ]
    assert lines[5] in ("Now: 1 in progress, 0 waiting", "Now: 0 in progress, 1 waiting")
    assert lines[6:10] == [
        "Used today: 28 of 500 credits",
        "Credits granted: 30 · 30",
        "Failures today: Wan 1",
        "Wan today: 3.20 CNY for 4 orders",
    ]
    assert lines[10].startswith("Media folder: 0 GB, ") and lines[11].startswith("Running since")
    assert lines[12].startswith("Paused since") and lines[13] == "Update"
    assert shown.reply.private


async def test_what_was_yesterday_or_was_deleted_is_in_all_but_not_today(studio: Studio) -> None:
    await studio.say("A cat")
    await studio.settled()
    [job] = await studio.house.jobs.recent(MEI.key)
    await studio.house.jobs.forget(job.id)
    clock = studio.house.clock

    def tomorrow() -> datetime:
        return clock() + timedelta(days=1)

    studio.house = studio.desk.house = replace(studio.house, clock=tomorrow)
    lines = (await order(studio, "/stats")).text.splitlines()
    assert "Jobs: 0 done, 0 failed, 0 stopped · 1 done, 0 failed, 0 stopped" in lines
    assert "Films: 0 (0 s) · 1 (14.5 s)" in lines and "Pictures: 0 · 4" in lines


async def test_stats_of_an_empty_house_are_short(studio: Studio) -> None:
    lines = (await order(studio, "/stats")).text.splitlines()
    assert len(lines) == 10 and "Used today: 0 credits" in lines
