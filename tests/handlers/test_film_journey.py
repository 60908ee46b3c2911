"""A person and their film: asked for, watched, delivered, stopped, failed, tried again."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from generation.errors import Kind
from generation.model import Brief, Film
from handlers.ports import JobKind
from handlers.records import result_of
from tests.handlers.fakes import ALLOWANCE, KEN, MEI, Studio, failure

CAT = "A cat on a windowsill --style noir --seed 7"
COST = 12


async def test_a_sentence_becomes_a_film_in_one_message(studio: Studio) -> None:
    studio.queue.gate.clear()
    shown = await studio.say(CAT)
    assert "A cat on a windowsill" in shown.text
    assert "Noir · Illustration · 16:9 · 4 shots" in shown.text
    assert "12 credits; you have 88 left" in shown.text
    assert shown.labels == ["Cancel"]
    assert await studio.left() == ALLOWANCE - COST

    studio.queue.gate.set()
    await studio.settled()
    film = studio.paper.last
    assert len(studio.paper.messages) == 1
    assert film.reply.video and film.reply.video.path.read_text().startswith("film")
    assert film.text.splitlines()[:2] == [
        "A cat on a windowsill",
        "Noir · 4 shots · 14.5 s · 1280×720 · 0 MB",
    ]
    assert "Made by Reelroom's own crew\nSeed 7 · #" in film.text
    assert "12 credits used · 88 left" in film.text
    assert "No voice" in film.text
    assert film.labels == [
        *("Another seed", "Vary", "Upright 9:16", "Longer", "Shots…", "Storyboard file"),
        *("Cut…", "Export…", "Share", "Delete"),
    ]


async def test_pictures_are_shown_as_soon_as_they_are_painted(studio: Studio) -> None:
    studio.queue.gate.clear()
    await studio.say(CAT)
    shown = await studio.paper.until(lambda shown: bool(shown.reply.pictures))
    assert shown.reply.video is None
    assert len(shown.reply.bars) == 5  # the film, and its four shots
    assert shown.reply.bars[1].done > shown.reply.bars[2].done


async def test_everything_made_is_written_down_with_the_job(studio: Studio) -> None:
    await studio.say(CAT)
    await studio.settled()
    [job] = await studio.house.jobs.recent(MEI.key)
    kinds = [artefact.kind for artefact in await studio.house.artefacts.of(job.id)]
    assert sorted(kinds) == ["clip"] * 4 + ["film"] + ["keyframe"] * 4
    assert isinstance(result_of(job), Film)
    assert (job.state, job.spent, job.delivered is None) == ("finished", COST, False)


async def test_a_film_with_fewer_shots_than_estimated_costs_less(studio: Studio) -> None:
    def price(kind: JobKind, brief: Brief, made: object = None) -> int:
        return 10 * brief.shots

    studio.house = replace(studio.house, price=price)
    studio.desk.house = studio.house
    original = studio.queue._board  # pyright: ignore[reportPrivateUsage]
    studio.queue._board = lambda brief: original(  # pyright: ignore[reportPrivateUsage]
        brief.model_copy(update={"shots": 2})
    )
    await studio.say(CAT)
    await studio.settled()
    assert await studio.left() == ALLOWANCE - 20


async def test_a_cancelled_film_costs_nothing(studio: Studio) -> None:
    studio.queue.gate.clear()
    cancel = (await studio.say(CAT)).action("Cancel")
    said = await studio.press(cancel)
    assert said.text.startswith("Stopping #")
    await studio.settled()
    first = studio.paper.messages["1"]
    assert "Stopped, as you asked." in first.text and "It cost you nothing." in first.text
    assert await studio.left() == ALLOWANCE
    assert "has already ended" in (await studio.press(cancel)).text


async def test_cancel_by_word_takes_the_newest_or_all(studio: Studio) -> None:
    studio.queue.gate.clear()
    assert "Nothing of yours" in (await studio.say("/cancel")).text
    for _ in range(3):
        await studio.say(CAT)
    assert "Stopping #" in (await studio.say("/cancel")).text
    assert (await studio.say("/cancel all")).text == "Stopping 2 jobs."
    await studio.settled()
    assert await studio.left() == ALLOWANCE


@pytest.mark.parametrize("kind", list(Kind))
async def test_a_failure_is_explained_and_costs_nothing(studio: Studio, kind: Kind) -> None:
    studio.queue.failures = [failure(kind, detail="secret trace")]
    await studio.say(CAT)
    await studio.settled()
    shown = studio.paper.last
    assert "It cost you nothing." in shown.text and "secret" not in shown.text
    assert shown.labels == ["Try again", "Another seed"]
    assert len(shown.reply.pictures) == 4  # what was painted can be seen
    assert await studio.left() == ALLOWANCE


async def test_the_persons_own_input_at_fault_is_named(studio: Studio) -> None:
    studio.queue.failures = [failure(Kind.BAD_REQUEST, "picture.too_large", detail='{"limit": 50}')]
    await studio.say(CAT)
    await studio.settled()
    assert "50 megapixels" in studio.paper.last.text


async def test_a_failed_film_can_be_tried_again_and_is_paid_once(studio: Studio) -> None:
    studio.queue.failures = [failure(), failure()]
    await studio.say(CAT)
    await studio.settled()
    for _ in range(2):
        await studio.press(studio.paper.last.action("Try again"))
        await studio.settled()
    assert studio.paper.last.reply.video and len(studio.paper.messages) == 1
    assert await studio.left() == ALLOWANCE - COST
    assert len(studio.queue.submissions) == 1


async def test_retrying_what_has_not_failed_says_so(studio: Studio) -> None:
    await studio.say(CAT)
    await studio.settled()
    [job] = await studio.house.jobs.recent(MEI.key)
    assert "hasn't failed" in (await studio.press(f"v1:retry:{job.id}:")).text
    assert "nothing here yet" in (await studio.say("/retry")).text


async def test_a_retry_that_cannot_be_paid_leaves_the_failure_as_it_was(studio: Studio) -> None:
    studio.queue.failures = [failure()]
    await studio.say(CAT)
    await studio.settled()
    await studio.house.ledger.hold(MEI.key, "other", ALLOWANCE)
    assert "That takes 12 credits" in (await studio.say("/retry")).text
    [job] = await studio.house.jobs.recent(MEI.key)
    assert job.state == "failed" and job.failure and job.delivered


async def test_without_credits_nothing_is_queued(studio: Studio) -> None:
    await studio.house.people.greet(MEI.key, "paper", "Mei", "en")
    await studio.house.ledger.hold(MEI.key, "other", 95)
    shown = await studio.say(CAT)
    assert "That takes 12 credits, and you have 5 credits." in shown.text
    assert not studio.queue.submissions and not await studio.house.jobs.recent(MEI.key)


async def test_parallel_orders_never_spend_more_than_there_is(studio: Studio) -> None:
    await asyncio.gather(*(studio.say(CAT) for _ in range(20)))
    await studio.settled()
    assert len(studio.queue.submissions) == ALLOWANCE // COST
    assert await studio.left() == ALLOWANCE % COST


async def test_a_double_press_makes_one_film(studio: Studio) -> None:
    await studio.say(CAT)
    await studio.settled()
    again = studio.paper.last.action("Another seed")
    await asyncio.gather(studio.press(again), studio.press(again))
    await studio.settled()
    assert len(studio.queue.submissions) == 2
    assert any("already on its way" in shown.text for shown in studio.paper.history)


async def test_a_message_that_arrives_twice_makes_one_film(studio: Studio) -> None:
    await studio.say(CAT, message="17")
    await studio.say(CAT, message="17")
    await studio.settled()
    assert len(studio.queue.submissions) == 1


async def test_the_buttons_of_a_film_make_its_relatives(studio: Studio) -> None:
    await studio.say(CAT)
    await studio.settled()
    shown = studio.paper.last
    for label in ("Another seed", "Longer", "Upright 9:16"):
        await studio.press(shown.action(label))
    await studio.settled()
    again, longer, turned = (studio.queue.runs[job].brief for job in studio.queue.submissions[1:])
    assert (again.seed != 7, again.idea, again.style) == (True, "A cat on a windowsill", "noir")
    assert (longer.shots, longer.board) == (6, None)
    assert turned.aspect == "9:16" and turned.board and turned.board.title == again.idea


async def test_somebody_elses_button_answers_politely(studio: Studio) -> None:
    studio.queue.gate.clear()
    cancel = (await studio.say(CAT)).action("Cancel")
    shown = await studio.press(cancel, KEN)
    assert shown.lang == "ja" and "ほかの方" in shown.text and shown.reply.private
    assert studio.queue.runs[studio.queue.submissions[0]].outcome == "running"


async def test_after_a_restart_the_film_comes_once(studio: Studio) -> None:
    studio.queue.gate.clear()
    await studio.say(CAT)
    await studio.die()
    studio.queue.gate.set()
    await asyncio.sleep(0.05)  # it ends while nobody looks
    await studio.begin()
    await studio.settled()
    await studio.desk.resume()
    await studio.settled()
    films = [shown for shown in studio.paper.history if shown.reply.video]
    assert len(films) == 1 and len(studio.paper.messages) == 1
    assert await studio.left() == ALLOWANCE - COST


async def test_a_job_that_was_never_submitted_is_submitted_at_the_next_start(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dies(*_: object) -> None:
        raise OSError("the machine went down")

    with monkeypatch.context() as patch:
        patch.setattr(studio.queue, "submit", dies)
        await studio.say(CAT)
    await studio.die()
    await studio.begin()
    await studio.settled()
    assert len(studio.queue.submissions) == 1
    assert studio.paper.last.reply.video
    assert await studio.left() == ALLOWANCE - COST


async def test_what_ended_while_the_platform_was_down_is_delivered_later(studio: Studio) -> None:
    studio.queue.gate.clear()
    await studio.say(CAT)
    studio.paper.down = True
    studio.queue.gate.set()
    await studio.settled()
    assert not studio.paper.last.reply.video
    assert await studio.left() == ALLOWANCE - COST
    studio.paper.down = False
    await studio.desk.resume()
    await studio.settled()
    assert studio.paper.last.reply.video and len(studio.paper.messages) == 1


async def test_a_platform_that_stumbles_gets_the_film_without_a_restart(studio: Studio) -> None:
    studio.persist()
    studio.queue.gate.clear()
    await studio.say(CAT)
    studio.paper.down = True
    studio.queue.gate.set()
    while not await studio.house.jobs.undelivered():  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0.01)
    studio.paper.down = False
    await studio.settled()
    assert studio.paper.last.reply.video and len(studio.paper.messages) == 1
    assert await studio.left() == ALLOWANCE - COST


async def test_a_queue_that_stumbles_gets_the_job_without_a_restart(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuses(*_: object) -> None:
        raise OSError("the disk is full")

    studio.persist()
    with monkeypatch.context() as patch:
        patch.setattr(studio.queue, "submit", refuses)
        await studio.say(CAT)
    await studio.settled()
    assert len(studio.queue.submissions) == 1
    assert studio.paper.last.reply.video
    assert await studio.left() == ALLOWANCE - COST


async def test_a_job_the_queue_never_heard_of_can_be_cancelled(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuses(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(studio.queue, "submit", refuses)
        await studio.say(CAT)
    studio.queue.gate.clear()
    await studio.say("/cancel")
    await studio.settled()
    assert studio.queue.runs[studio.queue.submissions[0]].outcome == "cancelled"
    assert await studio.left() == ALLOWANCE


async def test_too_many_unfinished_jobs_are_refused(studio: Studio) -> None:
    studio.queue.gate.clear()
    await studio.house.people.greet(MEI.key, "paper", "Mei", "en")
    await studio.house.ledger.grant(MEI.key, 1000, "gift")
    for _ in range(20):
        await studio.say(CAT)
    assert "20 jobs on their way" in (await studio.say(CAT)).text


async def test_progress_is_throttled_and_the_newest_wins(studio: Studio) -> None:
    studio.house = replace(studio.house, pace=0.05)
    studio.desk.house = studio.house
    await studio.say(CAT + " --shots 12")
    await studio.settled()
    assert studio.paper.edits <= 4
    assert studio.paper.last.reply.video


async def test_the_storyboard_comes_as_a_file_and_goes_back_as_a_film(
    studio: Studio, tmp_path: Path
) -> None:
    from handlers.conversation import Attachment

    await studio.say(CAT)
    await studio.settled()
    shown = await studio.press(studio.paper.last.action("Storyboard file"))
    [file] = shown.reply.files
    assert file.name.startswith("storyboard-") and file.name.endswith(".json")
    edited = tmp_path / "edited.json"
    edited.write_text(file.path.read_text("utf-8").replace("windowsill 2", "moon"), "utf-8")
    board = Attachment(edited, "application/json", "mine.json")
    await studio.say("/video --ar 1:1", attachments=(board,))
    await studio.settled()
    brief = studio.queue.runs[studio.queue.submissions[-1]].brief
    assert brief.aspect == "1:1" and brief.board
    assert "moon" in brief.board.shots[2].prompt
    assert studio.paper.last.reply.video


async def test_a_film_whose_file_was_cleared_away_offers_to_make_it_again(studio: Studio) -> None:
    shown = await studio.say(CAT)
    await studio.settled()
    video = studio.paper.last.reply.video
    assert video
    video.path.unlink()
    shown = await studio.say("/show")
    assert "cleared away" in shown.text and shown.labels == ["Another seed"]


async def test_showing_a_running_job_moves_its_progress_down(studio: Studio) -> None:
    studio.queue.gate.clear()
    await studio.say(CAT)
    await studio.say("/show")
    assert "goes on further down" in studio.paper.messages["1"].text
    studio.queue.gate.set()
    await studio.settled()
    assert studio.paper.messages["2"].reply.video
    assert "goes on further down" in studio.paper.messages["1"].text
