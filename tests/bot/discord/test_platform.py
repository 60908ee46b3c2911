"""Discord as the handlers see it, against the stand-in: each answer in time and in its place."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.platforms.discord import menus
from handlers.conversation import (
    Bar,
    Button,
    File,
    Incoming,
    MessageRef,
    Person,
    Picture,
    Place,
    Reply,
    Say,
)
from handlers.ports import Call, Unreachable
from tests.bot.discord.alone import Stage, alone, shown
from tests.servers.discord import Channel, User

QUARTER = 16 * 60.0  # seconds, after which a token is dead
AGAIN = ((Button(Say("button.again"), "v1:again:j:"),),)


@pytest_asyncio.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Stage]:
    async with alone(tmp_path, monkeypatch) as stage:
        yield stage


def plain(text: str) -> Say:
    return Say("plain", {"text": text})


def says(text: str, **more: Any) -> Reply:
    return Reply((plain(text),), **more)


def making(done: float, *pictures: Picture, places: int = 3) -> Reply:
    bars = [Bar(Say("stage.paint"), done)]
    bars += [
        Bar(Say("job.shot", {"n": n, "stage": Say("stage.paint")}), done, n) for n in range(places)
    ]
    cancel = Button(Say("button.cancel"), "v1:cancel:j:")
    return Reply((Say("job.film", {"idea": "fox"}),), tuple(bars), ((cancel,),), pictures)


async def test_a_command_is_answered_by_its_message_which_then_becomes_the_film(
    stage: Stage,
) -> None:
    message, ref = await stage.order(making(0))
    assert message.v2 and message.text.startswith("**Your film: “fox”**")
    first, second = stage.picture(0), stage.picture(1)
    await stage.platform.edit(ref, making(0.2, first), "en")
    await stage.room.until(lambda m: len(m.pictures) == 1)
    before = message.pictures[0]
    await stage.platform.edit(ref, making(0.4, first, second), "en")
    await stage.room.until(lambda m: len(m.pictures) == 2)
    assert message.pictures[0] == before
    film = says("done", video=stage.film(), buttons=AGAIN)
    assert await stage.platform.edit(ref, film, "en") == ref
    assert message.video and not message.pictures and message.labels == ["🎲 Another seed"]
    assert len(stage.room.bots) == 1


async def test_a_slow_answer_takes_the_place_of_thinking_and_more_follow(stage: Stage) -> None:
    async def slowly(said: Incoming) -> list[MessageRef]:
        await stage.platform.acknowledge(said)
        await stage.platform.acknowledge(said)
        assert stage.room.last.loading
        return [await stage.platform.send(said.place, says(t), "en", said) for t in ("one", "two")]

    asked, _ = await stage.slash(slowly)
    assert [m.text for m in stage.room.bots] == ["one", "two"]
    assert asked.text == "one" and [m.text for m in asked.followups] == ["two"]


async def test_a_message_with_files_never_keeps_its_answer_waiting(stage: Stage) -> None:
    film = says("here", video=stage.film())
    asked, ref = await stage.slash(lambda said: stage.platform.send(said.place, film, "en", said))
    assert asked.kind == 5 and shown(stage.room, ref).video
    before, _ = await stage.order(says("press", buttons=AGAIN))
    pressed, _ = await stage.press(
        before, "🎲 Another seed", lambda said: stage.platform.send(said.place, film, "en", said)
    )
    assert pressed.kind == 6 and stage.room.last.video


async def test_a_private_answer_is_for_one_person_also_where_all_saw_us_thinking(
    stage: Stage,
) -> None:
    async def refuse(said: Incoming) -> None:
        await stage.platform.acknowledge(said)
        await stage.platform.answer(said, says("too dear", private=True), "en")

    asked, _ = await stage.slash(refuse)
    assert asked.ephemeral == "too dear"
    assert not stage.room.seen(stage.bob)
    mine, _ = await stage.slash(refuse, command="me")
    assert mine.ephemeral == "too dear" and not mine.followups


async def test_in_direct_messages_nothing_is_hidden(stage: Stage) -> None:
    room = stage.server.dm(stage.mei)
    asked, _ = await stage.slash(
        lambda said: stage.platform.answer(said, says("hi", private=True), "en"), room
    )
    assert asked.text == "hi" and not asked.ephemeral


async def test_nobody_sees_thinking_for_ever(stage: Stage) -> None:
    asked, _ = await stage.slash(stage.platform.acknowledge)
    assert asked.kind == 5 and not stage.room.bots

    async def nothing(said: Incoming) -> None: ...

    silent, _ = await stage.slash(nothing)
    assert silent.kind == 5 and not stage.room.bots
    message, _ = await stage.order(says("hi", buttons=AGAIN))
    pressed, _ = await stage.press(message, "🎲 Another seed", nothing)
    assert pressed.kind == 6 and stage.room.last.text == "hi"


async def test_an_answer_and_an_acknowledgement_at_once_do_not_meet(stage: Stage) -> None:
    async def both(said: Incoming) -> None:
        send = stage.platform.send(said.place, says("hi"), "en", said)
        await asyncio.gather(stage.platform.acknowledge(said), send)

    asked, _ = await stage.slash(both)
    assert asked.text == "hi" and [m.text for m in stage.room.bots] == ["hi"]


async def test_an_answer_that_discord_has_but_did_not_confirm_is_not_given_twice(
    stage: Stage,
) -> None:
    async def once(said: Incoming) -> MessageRef:
        stage.server.fail("/callback", status=400, code=40060, taken=True)
        return await stage.platform.send(said.place, says("hi", buttons=AGAIN), "en", said)

    _, ref = await stage.slash(once)
    assert stage.room.bots == [shown(stage.room, ref)]

    async def page(said: Incoming) -> MessageRef:
        stage.server.fail("/callback", status=400, code=40060, taken=True)
        return await stage.platform.edit(ref, says("page"), "en", said)

    await stage.press(shown(stage.room, ref), "🎲 Another seed", page)
    assert [m.text for m in stage.room.bots] == ["page"]

    async def slowly(said: Incoming) -> MessageRef:
        stage.server.fail("/callback", status=400, code=40060, taken=True)
        await stage.platform.acknowledge(said)
        return await stage.platform.send(said.place, says("late"), "en", said)

    asked, _ = await stage.slash(slowly)
    assert asked.text == "late" and len(stage.room.bots) == 2


async def test_a_press_that_orders_is_answered_by_a_new_message(stage: Stage) -> None:
    message, _ = await stage.order(says("old", buttons=AGAIN))
    pressed, ref = await stage.press(
        message,
        "🎲 Another seed",
        lambda said: stage.platform.send(said.place, making(0), "en", said),
    )
    assert pressed.kind == 4 and message.text == "old" and not message.edits
    assert shown(stage.room, ref) is stage.room.last is not message


async def test_a_page_is_turned_in_place_and_the_film_stays_where_it_is(stage: Stage) -> None:
    film = stage.film()
    message, ref = await stage.order(says("film", video=film, buttons=AGAIN))
    kept = message.video
    page = says("film", video=film, buttons=((Button(Say("button.back"), "v1:page:j:"),),))
    stage.platform = stage.born()
    pressed, _ = await stage.press(
        message, "🎲 Another seed", lambda said: stage.platform.edit(ref, page, "en", said)
    )
    assert pressed.kind == 7 and message.labels == ["← Back"] and message.video == kept


async def test_a_file_that_discord_has_lost_is_sent_again(stage: Stage) -> None:
    first, second = stage.picture(0), stage.picture(1)
    message, ref = await stage.order(says("one", pictures=(first,)))
    before = message.pictures
    stage.server.fail(r"/messages/\d+$", method="PATCH", status=400, code=50035)
    await stage.platform.edit(ref, says("two", pictures=(first, second)), "en")
    assert len(message.pictures) == 2 and message.pictures[0] not in before
    assert [file.bytes for file in message.pictures[:1]] == [file.bytes for file in before]


async def test_what_one_person_sees_alone_is_changed_by_their_press(stage: Stage) -> None:
    settings = says("on", private=True, buttons=AGAIN)
    asked, ref = await stage.slash(lambda said: stage.platform.answer(said, settings, "en"))
    assert ref and asked.ephemeral == "on"

    async def slowly(said: Incoming) -> MessageRef:
        await stage.platform.acknowledge(said)
        return await stage.platform.edit(ref, says("off", buttons=AGAIN), "en", said)

    await stage.press(shown(stage.room, ref), "🎲 Another seed", slowly)
    assert asked.ephemeral == "off" and len(stage.room.bots) == 1


async def test_a_question_opens_a_window_and_its_words_come_back(stage: Stage) -> None:
    message, _ = await stage.order(says("board", buttons=AGAIN))
    question = Reply((Say("board.reword.ask", {"n": 2}), plain("Now: a fox")), ask="v1:reword:j:1")
    pressed, ref = await stage.press(
        message, "🎲 Another seed", lambda said: stage.platform.answer(said, question, "en")
    )
    assert ref is None and pressed.modal.title == "What should shot 2 show?"
    (field,) = pressed.modal.fields
    sending = asyncio.create_task(
        stage.room.submit(pressed.modal, {field.label: "a hare"}, by=stage.mei)
    )
    words = await asyncio.wait_for(stage.client.heard.get(), 5)
    worded = await asyncio.wait_for(stage.worded.get(), 5)
    assert worded == ("v1:reword:j:1", "a hare")
    said = stage.incoming(words, "a hare", "v1:reword:j:1")
    await stage.platform.answer(said, says("understood"), "en")
    assert (await sending).kind == 4 and stage.room.last.text == "understood"


async def test_a_question_that_comes_late_says_to_reply(stage: Stage) -> None:
    async def late(said: Incoming) -> MessageRef | None:
        await stage.platform.acknowledge(said)
        return await stage.platform.answer(said, says("What?", ask="v1:x::", private=True), "en")

    _, ref = await stage.slash(late)
    assert ref and not shown(stage.room, ref).ephemeral
    assert shown(stage.room, ref).text.endswith("Reply to this message with your words.")


async def test_what_was_written_is_answered_as_a_reply_where_others_read(stage: Stage) -> None:
    said = await stage.room.say("a fox", by=stage.mei, mention=True)
    person, place = Person("discord", str(stage.mei.id), "Mei"), of(stage.room)
    written = Incoming(person, place, "a fox", message=str(said.id))
    await stage.platform.send(place, says("@everyone on its way"), "en", written)
    assert stage.room.last.reply_to == said.id and not stage.room.last.content.mentions
    alone = stage.server.dm(stage.mei)
    await stage.platform.answer(Incoming(person, of(alone), "x", message="1"), says("hi"), "en")
    assert alone.last.text == "hi" and not alone.last.reply_to


async def test_whoever_wrote_sees_us_at_work(stage: Stage) -> None:
    person = Person("discord", str(stage.mei.id), "Mei")
    await stage.platform.acknowledge(Incoming(person, of(stage.room), "a fox", message="1"))
    assert stage.server.typing_in(stage.room)


async def test_after_a_quarter_of_an_hour_the_message_is_edited_as_the_bot(stage: Stage) -> None:
    message, ref = await stage.order(making(0))
    stage.server.clock.forward(QUARTER)
    assert await stage.platform.edit(ref, says("done", video=stage.film()), "en") == ref
    assert message.video and len(stage.room.bots) == 1


async def test_outside_its_servers_progress_goes_by_the_token_and_the_film_comes_directly(
    stage: Stage,
) -> None:
    room = stage.server.abroad(stage.mei, stage.bob)
    message, ref = await stage.order(making(0), room)
    assert ref.place.thread == f"dm:{stage.mei.id}"
    await stage.platform.edit(ref, making(0.5), "en")
    await room.until(lambda m: "50%" in m.text)
    stage.server.clock.forward(QUARTER)
    new = await stage.platform.edit(ref, says("done", video=stage.film()), "en")
    direct = stage.server.dm(stage.mei)
    assert new.place == of(direct) and direct.last.video and not message.video
    await stage.platform.follow(new, says("done"), "en", ready(stage.mei))
    assert "it is ready" in direct.last.text


async def test_whoever_wants_no_direct_messages_cannot_be_reached(stage: Stage) -> None:
    _, ref = await stage.order(making(0), stage.server.abroad(stage.mei))
    stage.server.clock.forward(QUARTER)
    stage.server.block(stage.mei)
    with pytest.raises(Unreachable):
        await stage.platform.edit(ref, says("done"), "en")


async def test_a_channel_that_is_closed_to_the_bot_is_reached_by_the_token_then_directly(
    stage: Stage,
) -> None:
    message, ref = await stage.order(making(0))
    stage.server.permissions(stage.room, {"view_channel": False, "send_messages": False})
    assert await stage.platform.edit(ref, says("first"), "en") == ref
    assert message.text == "first"
    stage.server.clock.forward(QUARTER)
    new = await stage.platform.edit(ref, says("second"), "en")
    assert shown(stage.server.dm(stage.mei), new).text.endswith("so it comes to you here.")
    with pytest.raises(Unreachable):
        await stage.platform.send(of(stage.room), says("hi"), "en")


async def test_a_message_that_somebody_deleted_is_sent_anew_with_all_its_files(
    stage: Stage,
) -> None:
    film = says("done", video=stage.film())
    message, ref = await stage.order(film)
    stage.room.delete(message)
    new = await stage.platform.edit(ref, Reply((plain("later"),), video=film.video), "en")
    video = shown(stage.room, new).video
    assert new != ref and video and film.video
    assert video.bytes == film.video.path.read_bytes()


async def test_a_film_is_cut_to_what_the_server_takes(stage: Stage) -> None:
    film = stage.film(11 << 20)
    message, _ = await stage.order(says("done", video=film))
    assert message.video and len(message.video.bytes) < 10 << 20
    assert "Discord takes" in message.text
    assert [path.name for path in stage.inbox.iterdir()] == ["film.mp4"]


async def test_more_pictures_than_a_message_holds_are_one_sheet_and_follow_in_full(
    stage: Stage,
) -> None:
    pictures = tuple(stage.picture(n) for n in range(12))
    board = says("board", pictures=pictures)
    message, ref = await stage.order(board)
    assert len(message.pictures) == 1
    sent = await stage.platform.follow(ref, board, "en", ready(stage.mei))
    assert [len(shown(stage.room, each).pictures) for each in sent] == [6, 6]
    assert stage.room.last.content.mentions == (stage.mei,)
    assert stage.room.last.reply_to == message.id


async def test_a_picture_of_ours_can_be_pointed_at(stage: Stage) -> None:
    message, _ = await stage.order(says("one", pictures=(stage.picture(0),)))
    found = await stage.client.get_partial_messageable(stage.room.id).fetch_message(message.id)
    assert not found.attachments
    (picture,) = menus.pictures(found)
    assert await picture.read() == message.pictures[0].bytes


async def test_documents_come_with_the_message(stage: Stage) -> None:
    path = stage.inbox / "x.json"
    path.write_text("{}")
    message, ref = await stage.order(says("board", files=(File(path, "storyboard-k7m2q.json"),)))
    assert [file.name for file in message.files] == ["storyboard-k7m2q.json"]
    assert not await stage.platform.follow(ref, says("board"), "en", None)


async def test_a_document_is_never_lost_without_a_word(stage: Stage) -> None:
    pictures = tuple(stage.picture(n) for n in range(10))
    path, large = stage.inbox / "x.json", stage.inbox / "large.png"
    path.write_text("{}")
    large.write_bytes(bytes(11 << 20))
    files = (File(large, "large.png"), File(path, "board.json"))
    full = says("full", pictures=pictures, files=files)
    message, ref = await stage.order(full)
    assert len(message.files) == 10 and "the file “large.png” stays here" in message.text
    (sent,) = await stage.platform.follow(ref, full, "en", None)
    assert [file.name for file in shown(stage.room, sent).files] == ["board.json"]


async def test_a_message_is_deleted_wherever_it_is(stage: Stage) -> None:
    for room in (stage.room, stage.server.abroad(stage.mei)):
        message, ref = await stage.order(says("old"), room)
        await stage.platform.delete(ref, says("gone"), "en")
        assert message.gone


async def test_an_answer_to_what_is_too_old_goes_to_the_channel(stage: Stage) -> None:
    async def late(said: Incoming) -> MessageRef:
        stage.server.clock.forward(4)
        return await stage.platform.send(said.place, making(0), "en", said)

    asked, ref = await stage.slash(late)
    assert asked.late and shown(stage.room, ref).text.startswith("**Your film")


async def test_a_private_answer_that_comes_too_late_comes_directly(stage: Stage) -> None:
    async def late(said: Incoming) -> None:
        stage.server.clock.forward(4)
        await stage.platform.answer(said, says("you have 5 credits", private=True), "en")

    await stage.slash(late)
    assert stage.server.dm(stage.mei).last.text == "you have 5 credits"
    assert not stage.room.bots


def of(room: Channel) -> Place:
    return Place("discord", str(room.id), private=room.private)


def ready(person: User) -> Call:
    say = Say("job.call.finished", {"name": person.name, "id": "k7m2q"})
    return Call(str(person.id), person.name, say)
