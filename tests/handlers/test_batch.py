"""/batch: several ideas at once, all of them or none."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from generation.model import Brief, Film, Stills
from handlers.batch.reading import lines
from handlers.house import Limits
from handlers.ports import JobKind
from handlers.texts import render
from storage.jobs import Job, NewJob
from tests.handlers.fakes import ALLOWANCE, KEN, MEI, Shown, Studio


def films(offer: Shown) -> str:
    """What the button for films does."""
    return next(button.action for button in offer.buttons if button.action.endswith(".film"))


def pictures(offer: Shown) -> str:
    """What the button for pictures does."""
    return next(button.action for button in offer.buttons if button.action.endswith(".image"))


def batches(studio: Studio) -> list[Shown]:
    """The messages of batches."""
    return [shown for shown in studio.paper.messages.values() if "batch of" in shown.text]


@pytest.mark.parametrize(
    ("text", "shared", "ideas"),
    [
        ("", "", []),
        ("A cat\n\n  A dog  ", "", ["A cat", "A dog"]),
        ("--style noir --shots 2\nA cat", "--style noir --shots 2", ["A cat"]),
        ("A cat --style noir\nA dog", "", ["A cat --style noir", "A dog"]),
        ("- A cat\n• A dog\n* A fox", "", ["A cat", "A dog", "A fox"]),
        ("1. A cat\n2) A dog\n3、狐狸", "", ["A cat", "A dog", "狐狸"]),
        ("--shots 2 | A cat|A dog｜狐狸", "--shots 2", ["A cat", "A dog", "狐狸"]),
        ("3.5 tons of gold", "", ["3.5 tons of gold"]),
        ("—风格 黑色电影\n一只猫", "—风格 黑色电影", ["一只猫"]),
    ],
)
def test_a_message_is_read_line_by_line(text: str, shared: str, ideas: list[str]) -> None:
    assert lines(text) == (shared, ideas)


async def test_batch_alone_says_how(studio: Studio) -> None:
    assert "up to 9" in (await studio.say("/batch")).text
    assert "up to 9" in (await studio.say("/batch --style noir")).text


async def test_a_batch_is_offered_with_its_price_before_anything_is_spent(studio: Studio) -> None:
    shown = await studio.say("/batch --shots 2\nA cat --style noir\nA dog --shots 3")
    assert shown.text.splitlines()[:2] == [
        "1. A cat · Noir · 16:9 · 2 shots",
        "2. A dog · Cinematic · 16:9 · 3 shots",
    ]
    assert "That is 2 ideas; you have 100 credits" in shown.text
    pictures, films = "Make 2 pictures · 2 credits", "Make 2 films · 15 credits"
    assert [label[-len(pictures) :] for label in shown.labels] == [pictures, films, "Cancel"]
    assert studio.queue.submissions == [] and await studio.left() == ALLOWANCE


async def test_a_batch_is_made_all_in_one_message_and_handed_over_in_an_album(
    studio: Studio,
) -> None:
    offer = await studio.say("/batch\nA cat --shots 1\nA dog --shots 1\nA fox --shots 1")
    await studio.press(films(offer), message=offer.ref.id)
    await studio.settled()
    runs = [studio.queue.runs[job] for job in studio.queue.submissions]
    assert [run.brief.idea for run in runs] == ["A cat", "A dog", "A fox"]
    assert len({run.brief.seed for run in runs}) == 3
    used_up = studio.paper.messages[offer.ref.id]
    assert used_up.text.startswith("All 3 are on their way") and not used_up.buttons
    assert len(batches(studio)) == 1 and await studio.left() == ALLOWANCE - 9
    assert [len(album.videos) for album in studio.paper.albums] == [3]
    captions = [render(say, "en") for say in studio.paper.albums[0].text]
    assert captions == ["1. A cat", "2. A dog", "3. A fox"]


async def test_pressing_twice_orders_once(studio: Studio) -> None:
    offer = await studio.say("/batch\nA cat --shots 1\nA dog --shots 1")
    press = films(offer)
    await asyncio.gather(*(studio.press(press, message=offer.ref.id) for _ in range(3)))
    await studio.settled()
    await studio.press(press, message=offer.ref.id)
    assert len(studio.queue.submissions) == 2


async def test_a_batch_waits_through_a_restart(studio: Studio) -> None:
    offer = await studio.say("/batch\nA cat --shots 1\nA dog --shots 1")
    await studio.die()
    await studio.begin()
    await studio.press(films(offer), message=offer.ref.id)
    assert len(studio.queue.submissions) == 2


async def test_a_batch_belongs_to_whoever_sent_it(studio: Studio) -> None:
    offer = await studio.say("/batch\nA cat --shots 1\nA dog --shots 1")
    await studio.press(films(offer), KEN, message=offer.ref.id)
    assert studio.queue.submissions == []


async def test_a_cancelled_batch_is_gone(studio: Studio) -> None:
    offer = await studio.say("/batch\nA cat\nA dog")
    dropped = await studio.press(offer.action("Cancel"), message=offer.ref.id)
    assert dropped.text == "Nothing was ordered." and not dropped.buttons
    assert "doesn't work any more" in (await studio.press(films(offer))).text
    assert studio.queue.submissions == []


async def test_every_line_that_is_wrong_is_told_and_nothing_is_ordered(studio: Studio) -> None:
    shown = await studio.say("/batch\nA cat\nA dog --style nior\n!!!\nA fox --model nobody")
    told = shown.text.splitlines()
    assert told[0].startswith("Nothing has been ordered") and not shown.buttons
    assert [line[:2] for line in told[1:]] == ["2.", "3.", "4."]
    assert "noir" in told[1] and "nobody" in told[3]


async def test_ten_ideas_are_too_many(studio: Studio) -> None:
    shown = await studio.say("/batch\n" + "A cat\n" * 10)
    assert "10 ideas; up to 9" in shown.text


async def test_a_batch_that_cannot_be_paid_as_a_whole_is_not_offered(studio: Studio) -> None:
    shown = await studio.say("/batch film --shots 12\n" + "A cat\n" * 3)
    assert "108 credits" in shown.text and not shown.buttons
    shown = await studio.say("/batch --shots 12\n" + "A cat\n" * 3)
    assert "As films they would take 108 credits" in shown.text and len(shown.buttons) == 2


async def test_credits_spent_meanwhile_leave_the_whole_batch_unordered(studio: Studio) -> None:
    offer = await studio.say("/batch --shots 12\nA cat\nA dog")
    await studio.say("A fox --shots 12")
    await studio.settled()
    before = len(studio.queue.submissions)
    refused = await studio.press(films(offer), message=offer.ref.id)
    assert "72 credits" in refused.text and len(studio.queue.submissions) == before
    assert await studio.left() == ALLOWANCE - 36


async def test_a_batch_that_would_be_too_many_jobs_is_not_begun_in_part(studio: Studio) -> None:
    offer = await studio.say("/batch --shots 1\nA cat\nA dog\nA fox")
    studio.desk.house = replace(studio.house, limits=Limits(unfinished=3, again=()))
    studio.queue.gate.clear()
    await studio.say("A bear --shots 1")
    refused = await studio.press(films(offer), message=offer.ref.id)
    assert "3 jobs on their way" in refused.text and len(studio.queue.submissions) == 1
    studio.queue.gate.set()
    await studio.settled()
    await studio.press(films(offer), message=offer.ref.id)
    assert len(studio.queue.submissions) == 4


async def test_nothing_of_a_batch_stays_when_the_credits_run_out_on_the_way(
    studio: Studio,
) -> None:
    offer = await studio.say("/batch\nA cat\nA dog")
    prices = iter((1, 1, 60, 60, 60))  # looked at twice, then held twice

    def rising(kind: JobKind, brief: Brief, made: Film | Stills | None = None) -> int:
        return next(prices)

    studio.desk.house = replace(studio.house, price=rising)
    refused = await studio.press(films(offer), message=offer.ref.id)
    assert "60 credits" in refused.text and studio.queue.submissions == []
    assert await studio.left() == ALLOWANCE
    assert not await studio.house.jobs.unfinished() and not await studio.house.jobs.undelivered()


async def test_of_a_batch_that_a_death_interrupted_nothing_is_ordered_until_the_next_press(
    studio: Studio,
) -> None:
    offer = await studio.say("/batch --shots 1\nA cat\nA dog\nA fox")
    kept, count = studio.house.jobs.add, 0

    async def dies(job: NewJob) -> Job:
        nonlocal count
        count += 1
        if count == 3:
            raise asyncio.CancelledError
        return await kept(job)

    studio.house.jobs.add = dies  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(asyncio.CancelledError):
        await studio.press(films(offer), message=offer.ref.id)
    assert await studio.left() == ALLOWANCE - 6
    studio.house.jobs.add = kept  # pyright: ignore[reportAttributeAccessIssue]
    await studio.die()
    await studio.begin()
    assert await studio.left() == ALLOWANCE and not studio.queue.submissions
    assert not await studio.house.jobs.recent(MEI.key)
    await studio.press(films(offer), message=offer.ref.id)
    await studio.settled()
    assert len(studio.queue.submissions) == 3 and await studio.left() == ALLOWANCE - 9


async def test_only_the_newest_batches_wait(studio: Studio) -> None:
    offers = [await studio.say(f"/batch --shots 1\nA cat {n}\nA dog") for n in range(5)]
    assert "doesn't work any more" in (await studio.press(films(offers[0]))).text
    await studio.press(films(offers[1]), message=offers[1].ref.id)
    assert len(studio.queue.submissions) == 2
