"""What a film's own buttons do, page by page."""

from __future__ import annotations

import pytest

from generation.model import Brief, Film
from handlers.actions import action
from handlers.commands import verbs
from handlers.conversation import Person
from tests.handlers.fakes import ALLOWANCE, KEN, MEI, Shown, Studio

CAT = "A cat on a windowsill --style noir --seed 7"
COST = 12


async def film(studio: Studio, idea: str = CAT, who: Person = MEI) -> Shown:
    await studio.say(idea, who)
    await studio.settled()
    return studio.paper.last


async def turn(studio: Studio, shown: Shown, label: str, who: Person = MEI) -> Shown:
    """Press a button of a message, and see that message afterwards."""
    await studio.press(shown.action(label), who, message=shown.ref.id)
    return studio.paper.messages[shown.ref.id]


def briefs(studio: Studio) -> list[Brief]:
    return [studio.queue.runs[job].brief for job in studio.queue.submissions]


async def test_varying_keeps_the_storyboard_and_paints_it_anew(studio: Studio) -> None:
    shown = await film(studio)
    await studio.press(shown.action("Vary"))
    await studio.settled()
    first, second = (studio.queue.runs[job].result for job in studio.queue.submissions)
    assert isinstance(first, Film) and isinstance(second, Film)
    assert first.board.shots == second.board.shots
    assert second.seed != first.seed
    assert {frame.provenance.seed for frame in second.keyframes} == {second.seed}
    assert not set(first.keyframes) & set(second.keyframes)
    assert await studio.left() == ALLOWANCE - 2 * COST


async def test_a_film_of_a_given_storyboard_is_varied_by_another_seed_already(
    studio: Studio,
) -> None:
    shown = await film(studio)
    await studio.press(shown.action("Vary"))
    await studio.settled()
    labels = studio.paper.last.labels
    assert "Another seed" in labels and "Vary" not in labels and "Longer" not in labels


async def test_the_page_of_shots_is_the_same_message_with_other_buttons(studio: Studio) -> None:
    shown = await film(studio)
    page = await turn(studio, shown, "Shots…")
    assert page.labels == [*(f"Animate {n}" for n in range(1, 5)), "← Back"]
    assert page.reply.video == shown.reply.video and page.text == shown.text
    back = await turn(studio, page, "← Back")
    assert back.reply == shown.reply and len(studio.paper.messages) == 1


async def test_a_shot_becomes_a_clip_of_its_own_from_its_picture(studio: Studio) -> None:
    page = await turn(studio, await film(studio, f"{CAT} --seconds 20"), "Shots…")
    left = await studio.left()
    await studio.press(page.action("Animate 3"))
    await studio.settled()
    whole, clip = (studio.queue.runs[job].result for job in studio.queue.submissions)
    assert isinstance(whole, Film) and isinstance(clip, Film)
    assert clip.keyframes == whole.keyframes[2:3]
    assert clip.board.shots[0].prompt == whole.board.shots[2].prompt
    assert briefs(studio)[1].seconds is None
    assert await studio.left() == left - 3
    assert "Shots…" not in studio.paper.last.labels


async def test_pages_work_after_a_restart(studio: Studio) -> None:
    shown = await film(studio)
    await studio.die()
    await studio.begin()
    page = await turn(studio, shown, "Shots…")
    await studio.press(page.action("Animate 1"))
    await studio.settled()
    assert len(studio.queue.submissions) == 2


@pytest.mark.parametrize(
    ("lang", "vary", "delete", "keep"),
    [("zh", "换一版画面", "删除", "保留"), ("ja", "絵だけ変える", "削除", "残す")],
)
async def test_buttons_speak_the_language_of_the_person(
    studio: Studio, lang: str, vary: str, delete: str, keep: str
) -> None:
    who = Person("paper", "ann", "Ann", lang)  # pyright: ignore[reportArgumentType]
    shown = await film(studio, "🐱", who)
    assert vary in shown.labels
    page = await turn(studio, shown, delete, who)
    assert keep in page.labels
    await studio.press(shown.action(vary), who)
    assert len(studio.queue.submissions) == 2


async def test_strangers_turn_no_page_and_make_nothing(studio: Studio) -> None:
    shown = await film(studio)
    for button in shown.buttons:
        told = await studio.press(button.action, KEN, message=shown.ref.id)
        assert told.reply.private and "ほかの方" in told.text
    assert studio.paper.messages[shown.ref.id].reply == shown.reply
    assert len(studio.queue.submissions) == 1


async def test_a_second_press_makes_nothing_twice(studio: Studio) -> None:
    shown = await film(studio)
    for label in ("Vary", "Vary"):
        await studio.press(shown.action(label))
    await studio.settled()
    page = await turn(studio, shown, "Shots…")
    for label in ("Animate 2", "Animate 2"):
        await studio.press(page.action(label))
    await studio.settled()
    assert len(studio.queue.submissions) == 3


async def test_every_button_that_is_shown_does_something(studio: Studio) -> None:
    for order in ("a cat", "/image a cat", "/storyboard a cat"):
        shown = await film(studio, order)
        for button in shown.buttons:
            assert button.action.split(":")[1] in verbs()


async def test_rows_are_short_enough_for_a_phone(studio: Studio) -> None:
    for order in (f"{CAT} --shots 12", "/image a cat", "/storyboard a cat --shots 12"):
        shown = await film(studio, order, KEN)
        assert max(map(len, shown.reply.buttons)) <= 4
        assert len(shown.reply.buttons) <= 6


async def test_a_job_that_has_not_ended_has_no_pages(studio: Studio) -> None:
    studio.queue.gate.clear()
    await studio.say(CAT)
    [job] = studio.queue.submissions
    told = await studio.press(action("page", job, "shots"))
    assert "doesn't work any more" in told.text


async def test_a_film_whose_file_is_gone_has_one_page(studio: Studio) -> None:
    shown = await film(studio)
    assert shown.reply.video
    shown.reply.video.path.unlink()
    page = await turn(studio, shown, "Shots…")
    assert "cleared away" in page.text and page.labels == ["Another seed"]


# The same message twice


async def test_a_message_delivered_twice_is_answered_once(studio: Studio) -> None:
    await studio.say(CAT, message="17")
    await studio.settled()
    before = list(studio.paper.history)
    await studio.say(CAT, message="17")
    await studio.settled()
    assert studio.paper.history == before
    assert len(studio.queue.submissions) == 1 and await studio.left() == ALLOWANCE - COST


async def test_a_message_delivered_again_long_after_its_film_is_no_new_order(
    studio: Studio,
) -> None:
    await studio.say(CAT, message="17")
    await studio.settled()
    await studio.die()
    await studio.begin()
    await studio.say(CAT, message="17")
    await studio.say(CAT, message="18")
    await studio.settled()
    assert len(studio.queue.submissions) == 2
