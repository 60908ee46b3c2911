"""What is deleted is gone: from the chat, from the lists, from the disk."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from handlers import desk
from handlers.conversation import MessageRef, Reply
from handlers.ports import Unreachable
from handlers.records import message_of
from tests.handlers.fakes import ALLOWANCE, KEN, MEI, Paper, Shown, Studio

CAT = "A cat on a windowsill --seed 7"


class Deserted(Paper):
    """A platform on which nobody can be reached when a message is to go."""

    async def delete(self, ref: MessageRef, reply: Reply, lang: str) -> None:
        raise Unreachable


async def made(studio: Studio, order: str = CAT) -> Shown:
    await studio.say(order)
    await studio.settled()
    return studio.paper.last


async def asked(studio: Studio, shown: Shown) -> Shown:
    await studio.press(shown.action("Delete"), message=shown.ref.id)
    return studio.paper.messages[shown.ref.id]


def path(shown: Shown) -> Path:
    assert shown.reply.video
    return shown.reply.video.path


async def test_deleting_asks_first_and_keeping_changes_nothing(studio: Studio) -> None:
    shown = await made(studio)
    page = await asked(studio, shown)
    assert page.labels == ["Yes, delete", "Keep"]
    assert page.text.endswith("this message go for good.")
    await studio.press(page.action("Keep"), message=page.ref.id)
    assert studio.paper.messages[page.ref.id].reply == shown.reply
    assert path(shown).exists() and not studio.paper.deleted


async def test_a_deleted_film_is_gone_from_the_chat_the_lists_and_the_disk(studio: Studio) -> None:
    shown = await made(studio)
    left = await studio.left()
    page = await asked(studio, shown)
    await studio.press(page.action("Yes, delete"), message=page.ref.id)
    assert studio.paper.deleted == [shown.ref] and len(studio.paper.messages) == 1
    assert not path(shown).exists()
    assert "haven't ordered" in (await studio.say("/jobs")).text
    [job] = studio.queue.submissions
    assert "no job" in (await studio.say(f"/show {job[-5:]}")).text
    assert await studio.left() == left


async def test_buttons_of_a_deleted_job_say_so_and_strangers_learn_nothing(studio: Studio) -> None:
    shown = await made(studio)
    page = await asked(studio, shown)
    yes = page.action("Yes, delete")
    await studio.press(yes, message=page.ref.id)
    [job] = studio.queue.submissions
    for action in (yes, shown.action("Another seed")):
        assert (await studio.press(action)).text == f"#{job[-5:]} is deleted."
        assert "ほかの方" in (await studio.press(action, KEN)).text
    assert studio.paper.deleted == [shown.ref] and len(studio.queue.submissions) == 1


async def test_its_pictures_stay_for_films_that_were_made_of_them(studio: Studio) -> None:
    board = await made(studio, "/storyboard tea --shots 2")
    film = board.action("Make the film")
    page = await asked(studio, board)
    await studio.press(film)
    await studio.settled()
    await studio.press(page.action("Yes, delete"), message=board.ref.id)
    assert all(picture.path.exists() for picture in board.reply.pictures)
    assert path(studio.paper.messages["2"]).exists()


async def test_a_file_that_another_job_has_too_stays(studio: Studio) -> None:
    shown = await made(studio)
    [job] = studio.queue.submissions
    await made(studio, "a dog")
    twin = studio.queue.submissions[1]
    files = await studio.house.artefacts.of(job)
    await studio.house.artefacts.add(
        [type(file)(twin, file.ref, file.kind, file.mime, file.size) for file in files]
    )
    await studio.say(f"/delete {job}")
    assert path(shown).exists()
    assert {file.ref for file in files} <= await studio.house.artefacts.refs()


async def test_deleting_by_number_takes_the_message_wherever_it_is(studio: Studio) -> None:
    shown = await made(studio)
    [job] = studio.queue.submissions
    told = await studio.say(f"/delete #{job[-5:]}")
    assert told.text == f"#{job[-5:]} is deleted."
    assert studio.paper.deleted == [shown.ref] and not path(shown).exists()


async def test_deleting_without_a_number_deletes_nothing(studio: Studio) -> None:
    await made(studio)
    [job] = studio.queue.submissions
    for text in ("/delete", "/delete 0", "/delete all"):
        assert "Which one?" in (await studio.say(text)).text
    assert "見つかりません" in (await studio.say(f"/delete {job}", KEN)).text
    assert not studio.paper.deleted


async def test_a_job_in_progress_is_stopped_first_and_costs_nothing(studio: Studio) -> None:
    studio.queue.gate.clear()
    shown = await studio.say(CAT)
    [job] = studio.queue.submissions
    await studio.say(f"/delete {job}")
    assert studio.queue.runs[job].outcome == "cancelled"
    assert await studio.left() == ALLOWANCE
    assert studio.paper.deleted == [shown.ref]
    await studio.settled()
    await studio.die()
    await studio.begin()
    await studio.settled()
    assert studio.paper.messages[shown.ref.id].text == f"#{job[-5:]} is deleted."


async def test_the_copy_whose_button_was_pressed_goes_too(studio: Studio) -> None:
    first = await made(studio)
    copy = await studio.say("/show")
    page = await asked(studio, copy)
    await studio.press(page.action("Yes, delete"), message=copy.ref.id)
    assert set(studio.paper.deleted) == {first.ref, copy.ref}


async def test_a_chat_that_is_gone_does_not_keep_the_film(studio: Studio) -> None:
    shown = await made(studio)
    [job] = await studio.house.jobs.recent(MEI.key)
    assert message_of(job) == shown.ref
    deserted = Deserted()
    studio.house.platforms["paper"] = studio.paper = deserted  # pyright: ignore[reportIndexIssue]
    assert "is deleted." in (await studio.say(f"/delete {job.id}")).text
    assert not path(shown).exists()


async def test_two_who_delete_at_once_delete_once(studio: Studio) -> None:
    shown = await made(studio)
    page = await asked(studio, shown)
    yes = page.action("Yes, delete")
    await asyncio.gather(*(studio.press(yes, message=page.ref.id) for _ in range(3)))
    assert studio.paper.deleted == [shown.ref]


async def test_what_has_not_stopped_yet_is_not_deleted(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def later(job: str) -> bool:
        return True

    studio.queue.gate.clear()
    await studio.say(CAT)
    [job] = studio.queue.submissions
    monkeypatch.setattr(desk, "CONCLUDE_SECONDS", 0.05)
    monkeypatch.setattr(studio.queue, "cancel", later)
    assert "still stopping" in (await studio.say(f"/delete {job}")).text
    assert [row.id for row in await studio.house.jobs.recent(MEI.key)] == [job]
    assert not studio.paper.deleted
