"""Where Telegram's stand-in refuses, as Telegram does: limits, rules of groups, planted faults."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import (
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
)

from tests.bot.telegram.acquaintance import CANCEL, met, picture, refused
from tests.servers.telegram import Still, files


def seconds(error: RetryAfter) -> float:
    """The wait; the library gives it as a number or as a duration, by its settings."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else wait


async def test_every_limit_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    async with met() as (telegram, bot, chat):
        here = chat.id
        long = MessageEntity(MessageEntity.BOLD, 0, 4)
        wide = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")] * 9])
        many = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")]] * 101)
        heavy = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="猫" * 22)]])
        big = picture() + b"0" * (10 << 20)
        expected = {
            "message is too long": bot.send_message(here, "😀" * 2049),
            "text is empty": bot.send_message(here, " \n "),
            "caption is too long": bot.send_photo(here, picture(), "x" * 1025),
            "ends after the end": bot.send_message(here, "猫猫猫", entities=[long]),
            "Unsupported start tag": bot.send_message(here, "<h1>a</h1>", "HTML"),
            "Can't find end tag": bot.send_message(here, "<b>a", "HTML"),
            "button_data_invalid": bot.send_message(here, "a", reply_markup=heavy),
            "reply_markup_too_long": bot.send_message(here, "a", reply_markup=wide),
            "Reply_markup_too_long": bot.send_message(here, "a", reply_markup=many),
            "wrong number of items": bot.send_media_group(here, [InputMediaPhoto(picture())]),
            "too big for a photo": bot.send_photo(here, big),
            "photo_invalid_dimensions": bot.send_photo(here, picture(210, 10)),
            "Photo_invalid_dimensions": bot.send_photo(here, picture(9999, 2)),
            "image_process_failed": bot.send_photo(here, b"no picture"),
            "video_content_type_invalid": bot.send_video(here, b"no film at all"),
            "wrong file identifier": bot.send_video(here, "unknown"),
            "chat not found": bot.send_message(99, "a"),
            "replied not found": bot.send_message(here, "a", reply_parameters=ReplyParameters(77)),
            "message to edit not found": bot.edit_message_text("a", here, 77),
            "message to delete not found": bot.delete_message(here, 77),
            "query is too old": bot.answer_callback_query("77"),
        }
        for words, request in expected.items():
            assert words.lower() in (await refused(request)).lower(), words
        assert files.UPLOAD_BYTES == 50 << 20
        monkeypatch.setattr(files, "UPLOAD_BYTES", 1000)
        with pytest.raises(NetworkError, match="Request Entity Too Large"):
            await bot.send_document(here, b"0" * 1001)
        assert not chat.bots
        _ = telegram.broken  # lengths that the description of the Bot API knows as well


async def test_edits_are_held_to_their_rules() -> None:
    async with met() as (_, bot, chat):
        theirs = await chat.say("mine")
        assert "can't be edited" in await refused(bot.edit_message_text("x", chat.id, theirs.id))
        sent = await bot.send_message(chat.id, "a", reply_markup=CANCEL)
        assert "not modified" in await refused(sent.edit_text("a", reply_markup=CANCEL))
        await sent.edit_text("a")
        assert not chat.last.buttons, "other buttons are another message"
        await sent.edit_reply_markup(CANCEL)
        assert chat.last.text == "a" and chat.last.labels == ["Cancel"]
        assert "no caption" in await refused(sent.edit_caption("a"))
        await sent.delete()
        assert not chat.bots and "not found" in await refused(sent.edit_text("b"))


async def test_a_callback_is_answered_once_and_in_time() -> None:
    clock = Still()
    async with met(clock=clock) as (telegram, bot, chat):
        await bot.send_message(chat.id, "?", reply_markup=CANCEL)
        for late in (False, True):
            press = asyncio.create_task(chat.press(chat.last, "Cancel", timeout=0.3))
            (update,) = await bot.get_updates(
                timeout=1, offset=telegram.delivered[-1:][0] if late else 0
            )
            assert update.callback_query
            if late:
                clock.forward(100)
                assert "too old" in await refused(update.callback_query.answer("late"))
                assert await press is None
                continue
            assert "too_long" in (await refused(update.callback_query.answer("x" * 201))).lower()
            await update.callback_query.answer("once")
            assert "too old" in await refused(update.callback_query.answer("twice"))
            answer = await press
            assert answer and answer.text == "once"
            await bot.get_updates(offset=update.update_id + 1)
        _ = telegram.broken


async def test_limits_count_what_is_said_in_a_chat_in_a_group_and_overall() -> None:
    clock = Still()
    async with met(clock=clock, limits=True) as (telegram, bot, chat):
        await bot.send_message(chat.id, "1")
        with pytest.raises(RetryAfter):
            await bot.send_chat_action(chat.id, "typing")
        with pytest.raises(RetryAfter) as harder:
            await bot.send_message(chat.id, "2")
        assert seconds(harder.value) == 2, "going on makes it longer"
        clock.forward(2)
        album = [InputMediaPhoto(picture()), InputMediaPhoto(picture())]
        await bot.send_media_group(chat.id, album)
        clock.forward(1)
        with pytest.raises(RetryAfter):
            await bot.send_message(chat.id, "an album counts for as many as it holds")
        group = telegram.group("studio", members=chat.members)
        for _ in range(20):
            await bot.send_message(group.id, "x")
            clock.forward(1)
        with pytest.raises(RetryAfter) as full:
            await bot.send_message(group.id, "21")
        assert seconds(full.value) == 40
        crowd = [telegram.private(telegram.person(f"P{i}")) for i in range(31)]
        said = [bot.send_message(room.id, "hello") for room in crowd]
        results = await asyncio.gather(*said, return_exceptions=True)
        assert sum(isinstance(r, RetryAfter) for r in results) == 1
        assert telegram.caused_429 == 5


async def test_faults_come_as_planted() -> None:
    async with met() as (telegram, bot, chat):
        telegram.fail("sendMessage", code=429, retry_after=7)
        with pytest.raises(RetryAfter) as planted:
            await bot.send_message(chat.id, "a")
        assert seconds(planted.value) == 7
        telegram.fail("sendMessage", code=502, chat=chat.id + 1)
        telegram.fail("*", code=500, times=2)
        for _ in range(2):
            assert "Internal Server Error" in await refused(bot.get_me(), NetworkError)
        telegram.fail("sendMessage", cut=True)
        await refused(bot.send_message(chat.id, "never arrives"), NetworkError)
        assert not chat.bots
        telegram.fail("sendMessage", taken=True)
        await refused(bot.send_message(chat.id, "arrives"), NetworkError)
        assert chat.last.text == "arrives"
        telegram.fail("sendMessage", hang=0.05)
        await bot.send_message(chat.id, "late")
        assert telegram.count("sendMessage", chat) == 4 and telegram.caused_429 == 0
        telegram.blocked.add(chat.id)
        assert "blocked by the user" in await refused(bot.send_message(chat.id, "a"), Forbidden)


async def test_in_a_group_the_bot_is_shown_what_is_meant_for_it() -> None:
    async with met() as (telegram, bot, chat):
        group = telegram.group("studio", members=chat.members)
        await bot.send_message(group.id, "hello")
        for words in ("a word among people", "/video@other_bot cat", "@other_bot cat"):
            await group.say(words)
        await group.say("/video cat")
        await group.say("@reelroom_bot dog")
        await group.say("bird", reply_to=group.last)
        await chat.say("fox")
        heard = [u.message.text for u in await bot.get_updates() if u.message]
        assert heard == ["/video cat", "@reelroom_bot dog", "bird", "fox"]


async def test_a_topic_keeps_its_messages_and_can_be_closed() -> None:
    async with met() as (telegram, bot, chat):
        forum = telegram.group("studio", forum=True, admin=True, members=chat.members)
        topic = telegram.topic(forum, "ideas")
        message = await topic.say("/video cat")
        assert message.thread == topic.id == message.reply_to
        await bot.send_message(forum.id, "here", message_thread_id=topic.id)
        await bot.send_message(forum.id, "outside")
        assert [m.text for m in topic.bots] == ["here"]
        made = await bot.create_forum_topic(forum.id, "storyboards")
        await bot.send_message(forum.id, "there", message_thread_id=made.message_thread_id)
        telegram.close_topic(topic)
        closed = bot.send_message(forum.id, "a", message_thread_id=topic.id)
        assert "topic_closed" in (await refused(closed)).lower()
        gone = bot.send_message(forum.id, "a", message_thread_id=987)
        assert "thread not found" in await refused(gone)


async def test_a_group_that_migrates_says_where_to() -> None:
    async with met() as (telegram, bot, chat):
        old = telegram.group("studio", basic=True, members=chat.members)
        new = await old.migrate()
        with pytest.raises(ChatMigrated) as moved:
            await bot.send_message(old.id, "a")
        assert moved.value.new_chat_id == new.id
        await bot.send_message(new.id, "a")
        assert new.last.text == "a"
