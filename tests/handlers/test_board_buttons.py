"""A storyboard changed by its buttons, before the film is made."""

from __future__ import annotations

from generation.model import Film, Stills
from handlers.actions import action
from handlers.conversation import Person
from handlers.records import result_of
from tests.handlers.fakes import ALLOWANCE, KEN, MEI, Shown, Studio


async def board(studio: Studio, order: str = "two friends drink tea --shots 3") -> Shown:
    await studio.say(f"/storyboard {order}")
    await studio.settled()
    return studio.paper.last


async def turn(studio: Studio, shown: Shown, label: str, who: Person = MEI) -> Shown:
    """Press a button of a message, and see that message afterwards."""
    await studio.press(shown.action(label), who, message=shown.ref.id)
    return studio.paper.messages[shown.ref.id]


async def stills(studio: Studio, job: str) -> Stills:
    row = await studio.house.jobs.get(job)
    made = row and result_of(row)
    assert isinstance(made, Stills)
    return made


def prompts(made: Stills | Film) -> list[str]:
    return [shot.prompt[-1] for shot in made.board.shots]


async def test_a_storyboard_offers_to_approve_change_and_share(studio: Studio) -> None:
    shown = await board(studio)
    assert shown.labels == [
        *("Make the film", "Another seed", "Reword…", "Order…", "File"),
        *("Redo 1", "Redo 2", "Redo 3", "Share", "Delete"),
    ]
    assert "Order…" not in (await board(studio, "a cup --shots 1")).labels


# Rewording


async def test_a_shot_is_reworded_in_the_words_that_were_asked_for(studio: Studio) -> None:
    shown = await board(studio)
    page = await turn(studio, shown, "Reword…")
    assert page.labels == ["1", "2", "3", "← Back"]
    asked = await studio.press(page.action("2"), message=page.ref.id)
    assert asked.text == "What should shot 2 show?\nNow: two friends drink tea 1"
    await studio.die()
    await studio.begin()
    await studio.say("the cup from above", message="50", replied=asked.ref.id)
    await studio.settled()
    before, after = (studio.queue.runs[job].keyframes for job in studio.queue.submissions)
    assert before[0] == after[0] and before[2] == after[2]
    assert after[1].provenance.prompt == "the cup from above"
    assert await studio.left() == ALLOWANCE - 6
    assert "the cup from above" in studio.paper.last.text


async def test_two_wordings_of_one_shot_are_two_storyboards(studio: Studio) -> None:
    page = await turn(studio, await board(studio), "Reword…")
    asked = await studio.press(page.action("1"))
    await studio.say("a cup", message="50", replied=asked.ref.id)
    await studio.say("a bowl", message="51", replied=asked.ref.id)
    await studio.say("a bowl", message="51", replied=asked.ref.id)  # delivered twice
    await studio.settled()
    assert len(studio.queue.submissions) == 3


async def test_the_words_of_somebody_else_are_not_taken(studio: Studio) -> None:
    page = await turn(studio, await board(studio), "Reword…")
    asked = await studio.press(page.action("1"))
    assert "ほかの方" in (await studio.say("もっと猫を", KEN, replied=asked.ref.id)).text
    assert "ほかの方" in (await studio.press(page.action("1"), KEN)).text
    assert len(studio.queue.submissions) == 1


async def test_words_that_say_nothing_are_asked_for_again(studio: Studio) -> None:
    page = await turn(studio, await board(studio), "Reword…")
    asked = await studio.press(page.action("1"))
    told = await studio.say("\u200b \u2060", replied=asked.ref.id)
    assert "What should it show?" in told.text and len(studio.queue.submissions) == 1


async def test_a_shot_can_be_reworded_while_the_film_of_it_is_made(studio: Studio) -> None:
    shown = await board(studio)
    page = await turn(studio, shown, "Reword…")
    studio.queue.gate.clear()
    await studio.press(shown.action("Make the film"))
    asked = await studio.press(page.action("1"))
    await studio.say("a bowl", message="50", replied=asked.ref.id)
    studio.queue.gate.set()
    await studio.settled()
    _, film, again = (studio.queue.runs[job].result for job in studio.queue.submissions)
    assert isinstance(film, Film) and film.board.shots[0].prompt == "two friends drink tea 0"
    assert isinstance(again, Stills) and again.board.shots[0].prompt == "a bowl"


# Reordering


async def test_a_shot_is_moved_in_place_with_its_picture_for_nothing(studio: Studio) -> None:
    shown = await board(studio)
    [job] = studio.queue.submissions
    before = await stills(studio, job)
    left = await studio.left()
    page = await turn(studio, shown, "Order…")
    assert page.labels == ["↑ 2", "↑ 3", "↓ 1", "↓ 2", "← Back"]
    page = await turn(studio, page, "↑ 3")
    after = await stills(studio, job)
    assert prompts(after) == ["0", "2", "1"]
    assert after.keyframes == tuple(before.keyframes[n] for n in (0, 2, 1))
    assert page.labels == ["↑ 2", "↑ 3", "↓ 1", "↓ 2", "← Back"]
    assert [p.path for p in page.reply.pictures] == [
        shown.reply.pictures[n].path for n in (0, 2, 1)
    ]
    assert len(studio.paper.messages) == len(studio.queue.submissions) == 1
    assert await studio.left() == left


async def test_the_film_has_the_new_order(studio: Studio) -> None:
    shown = await board(studio)
    page = await turn(studio, shown, "Order…")
    page = await turn(studio, page, "↓ 1")
    await studio.die()
    await studio.begin()
    page = await turn(studio, page, "↓ 2")
    shown = await turn(studio, page, "← Back")
    await studio.press(shown.action("Make the film"))
    await studio.settled()
    film = studio.queue.runs[studio.queue.submissions[1]].result
    assert isinstance(film, Film) and prompts(film) == ["1", "2", "0"]
    made = await stills(studio, studio.queue.submissions[0])
    assert film.keyframes == made.keyframes


async def test_a_move_pressed_twice_moves_once(studio: Studio) -> None:
    page = await turn(studio, await board(studio), "Order…")
    up = page.action("↑ 3")
    for _ in range(2):
        await studio.press(up, message=page.ref.id)
    made = await stills(studio, studio.queue.submissions[0])
    assert prompts(made) == ["0", "2", "1"]


async def test_there_and_back_is_as_before_and_can_be_done_again(studio: Studio) -> None:
    page = await turn(studio, await board(studio), "Order…")
    for label in ("↑ 2", "↑ 2", "↑ 2"):
        page = await turn(studio, page, label)
    assert prompts(await stills(studio, studio.queue.submissions[0])) == ["1", "0", "2"]


async def test_the_order_holds_where_it_is_shown_again_and_in_the_file(studio: Studio) -> None:
    page = await turn(studio, await board(studio), "Order…")
    page = await turn(studio, page, "↑ 3")
    shown = await studio.say("/show")
    assert shown.reply.pictures == page.reply.pictures
    file = await studio.press(studio.paper.last.action("File"))
    text = file.reply.files[0].path.read_text("utf-8")
    assert text.index("tea 0") < text.index("tea 2") < text.index("tea 1")


async def test_moves_that_lead_nowhere_change_nothing(studio: Studio) -> None:
    await board(studio)
    [job] = studio.queue.submissions
    made = await stills(studio, job)
    for arg in ("0u", "2d", "9u", "0d"):
        await studio.press(action("move", job, f"{arg}.0123456789"), message="1")
    assert await stills(studio, job) == made


async def test_another_seed_keeps_an_order_of_the_persons_own(studio: Studio) -> None:
    shown = await board(studio)
    await studio.press(shown.action("Redo 1"))
    await studio.settled()
    redone = studio.paper.last
    page = await turn(studio, redone, "Order…")
    shown = await turn(studio, await turn(studio, page, "↑ 2"), "← Back")
    await studio.press(shown.action("Another seed"))
    await studio.settled()
    again = await stills(studio, studio.queue.submissions[2])
    assert prompts(again) == ["1", "0", "2"]


async def test_strangers_change_nothing(studio: Studio) -> None:
    page = await turn(studio, await board(studio), "Order…")
    for button in page.buttons:
        told = await studio.press(button.action, KEN, message=page.ref.id)
        assert "ほかの方" in told.text
    assert prompts(await stills(studio, studio.queue.submissions[0])) == ["0", "1", "2"]


async def test_the_pages_in_chinese(studio: Studio) -> None:
    who = Person("paper", "lan", "兰", "zh")
    await studio.say("/storyboard 两位老友喝茶", who)
    await studio.settled()
    shown = studio.paper.last
    page = await turn(studio, shown, "改写…", who)
    asked = await studio.press(page.action("3"), who)
    assert asked.text.startswith("镜头 3 想改成什么样？")
    assert "← 返回" in (await turn(studio, shown, "排序…", who)).labels
