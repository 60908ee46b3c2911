"""How fast we speak, who goes first, and what is said again; in a time that takes none."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import InputMediaPhoto
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot

from bot.platforms.telegram.limiter import Limiter, Urgency
from tests.bot.telegram.hourglass import Sent, Wire, broken, elapse, flood, line, now

PERSON, GROUP = 7, -1007
Bot = ExtBot[Urgency]


def most_within(times: list[float], seconds: float) -> int:
    """The most that fell into any stretch of so long."""
    return max(bisect_right(times, at + seconds) - i for i, at in enumerate(times))


def least_apart(times: list[float]) -> float:
    """The shortest time between two."""
    return min(later - earlier for earlier, later in zip(times, times[1:], strict=False))


async def progress(bot: Bot, limiter: Limiter, chat: int, message: int, until: float) -> None:
    """A message with endless news, shown as the platform shows it."""
    while now() < until:
        await limiter.slack(chat, message)
        await bot.edit_message_text(f"{message}", chat, message, rate_limit_args=Urgency.PROGRESS)


async def many(*what: Awaitable[Any]) -> list[Any]:
    return await asyncio.gather(*what)


# The budget


def test_in_a_private_chat_a_second_lies_between_two_of_anything():
    async def story() -> list[Sent]:
        bot, _, wire = line()
        await many(
            bot.send_message(PERSON, "a"),
            bot.edit_message_text("b", PERSON, 1),
            bot.delete_message(PERSON, 1),
            bot.send_chat_action(PERSON, "typing"),
            bot.send_message(str(PERSON), "c"),
        )
        return wire.sent

    sent = elapse(story())
    assert len(sent) == 5
    assert 1 < least_apart([each.at for each in sent]) < 1.1


def test_a_group_hears_less_than_twenty_within_any_minute():
    async def story() -> list[float]:
        bot, _, wire = line()
        await many(*(bot.send_message(GROUP, "a") for _ in range(70)))
        return wire.times(GROUP)

    times = elapse(story())
    assert len(times) == 70
    assert least_apart(times) > 1
    assert most_within(times, 60) == 19
    assert times[-1] < 4 * 61


def test_a_hundred_chats_together_hear_less_than_thirty_a_second():
    async def story() -> list[float]:
        bot, _, wire = line()
        await many(*(bot.send_message(1 + n, "a") for n in range(100)))
        return [sent.at for sent in wire.sent]

    times = elapse(story())
    assert most_within(times, 1) == 28
    assert times[-1] < 4


def test_an_album_counts_as_many_as_it_shows():
    async def story() -> tuple[list[float], list[float]]:
        bot, _, wire = line()
        album = [InputMediaPhoto(f"photo{n}") for n in range(10)]
        await many(
            bot.send_media_group(PERSON, album),
            bot.send_message(PERSON, "a"),
            *(bot.send_media_group(GROUP, album) for _ in range(2)),
        )
        return wire.times(PERSON), wire.times(GROUP)

    private, group = elapse(story())
    assert 10 < private[1] - private[0] < 11
    assert 60 < group[1] - group[0] < 61


def test_what_does_not_speak_in_a_chat_never_waits():
    async def story() -> float:
        bot, _, wire = line()
        await many(
            *(bot.answer_callback_query(f"{n}") for n in range(100)),
            *(bot.answer_inline_query(f"{n}", []) for n in range(100)),
            *(bot.get_chat_member_count(PERSON) for _ in range(100)),
            bot.set_my_commands([]),
        )
        assert len(wire.sent) == 301
        return now()

    assert elapse(story()) == 0


def test_what_was_slow_to_arrive_is_not_followed_too_soon():
    async def story() -> list[float]:
        bot, _, wire = line(latency=4)
        await many(*(bot.send_message(PERSON, "a") for _ in range(5)))
        return wire.times(PERSON)

    times = elapse(story())
    assert least_apart(times) > 5


def test_an_upload_of_a_minute_does_not_silence_its_chat():
    async def story() -> float:
        bot, _, wire = line(latency=60)
        upload = asyncio.create_task(bot.send_message(PERSON, "film"))
        await asyncio.sleep(0)
        wire.latency = 0
        await bot.send_message(PERSON, "answer")
        answered = now()
        await upload
        return answered

    assert elapse(story()) <= 10


def test_who_no_longer_waits_is_not_waited_for():
    async def story() -> list[str]:
        bot, _, wire = line()
        tasks = [asyncio.create_task(bot.send_message(PERSON, text)) for text in "abc"]
        await asyncio.sleep(0.1)
        tasks[1].cancel()
        await tasks[2]
        assert now() < 1.1
        return wire.texts(PERSON)

    assert elapse(story()) == ["a", "c"]


REQUESTS = st.lists(
    st.tuples(
        st.floats(0, 3),
        st.sampled_from([1, 2, -1, -2]),
        st.sampled_from(Urgency),
        st.integers(0, 4),
    ),
    min_size=1,
    max_size=80,
)


@settings(max_examples=60, deadline=None)
@given(REQUESTS, st.sampled_from([0.0, 0.08, 0.7]))
def test_whatever_comes_stays_within_the_limits_and_arrives(
    requests: list[tuple[float, int, Urgency, int]], latency: float
):
    async def story() -> list[Sent]:
        bot, _, wire = line(latency)
        going: list[Awaitable[Any]] = []
        for pause, chat, urgency, photos in requests:
            await asyncio.sleep(pause)
            going.append(asyncio.create_task(said(bot, chat, urgency, photos)))
        await asyncio.gather(*going)
        return wire.sent

    async def said(bot: Bot, chat: int, urgency: Urgency, photos: int) -> None:
        if photos > 1:
            album = [InputMediaPhoto(f"photo{n}") for n in range(photos)]
            await bot.send_media_group(chat, album, rate_limit_args=urgency)
        else:
            await bot.send_message(chat, "a", rate_limit_args=urgency)

    sent = elapse(story())
    assert len(sent) == len(requests)
    assert most_within([s.at for s in sent for _ in range(s.counts)], 1) <= 30
    for chat in {s.chat for s in sent}:
        own = [s for s in sent if s.chat == chat]
        assert all(b.at - a.at > a.counts for a, b in zip(own, own[1:], strict=False))
        if chat < 0:
            assert most_within([s.at for s in own for _ in range(s.counts)], 60) <= 20


# Who goes first


def test_answers_go_before_results_and_results_before_progress():
    async def story() -> list[str]:
        bot, _, wire = line()
        await bot.send_message(PERSON, "first")
        await many(
            bot.send_message(PERSON, "progress", rate_limit_args=Urgency.PROGRESS),
            bot.send_message(PERSON, "result", rate_limit_args=Urgency.RESULT),
            bot.send_message(PERSON, "another result", rate_limit_args=Urgency.RESULT),
            bot.send_message(PERSON, "answer", rate_limit_args=Urgency.ANSWER),
            bot.send_message(PERSON, "another answer"),
        )
        return wire.texts(PERSON)

    assert elapse(story()) == [
        "first", "answer", "another answer", "result", "another result", "progress",
    ]  # fmt: skip


def test_an_answer_goes_before_the_results_of_a_hundred_other_chats():
    async def story() -> float:
        bot, _, _ = line()
        results = [
            asyncio.create_task(bot.send_message(1 + n, "r", rate_limit_args=Urgency.RESULT))
            for n in range(100)
        ]
        await asyncio.sleep(0.5)
        began = now()
        await bot.send_message(1000, "answer")
        waited = now() - began
        await asyncio.gather(*results)
        return waited

    assert elapse(story()) < 0.6


@pytest.mark.parametrize("chat", [PERSON, GROUP])
@pytest.mark.parametrize("moment", [0.0, 1.9, 4.01, 30.5, 61.0, 117.3, 240.7])
def test_amid_endless_progress_an_answer_waits_a_second_at_most(chat: int, moment: float):
    async def story() -> list[float]:
        bot, limiter, _ = line()
        showing = [
            asyncio.create_task(progress(bot, limiter, chat, message, 300)) for message in range(9)
        ]
        await asyncio.sleep(moment)
        waits: list[float] = []
        for _ in range(5):
            began = now()
            await bot.send_message(chat, "answer")
            waits.append(now() - began)
            await asyncio.sleep(0.3)
        await asyncio.gather(*showing)
        return waits

    assert max(elapse(story())) <= 1.1


def test_progress_leaves_room_overall():
    async def story() -> tuple[float, int]:
        bot, limiter, wire = line()
        showing = [asyncio.create_task(progress(bot, limiter, chat, 1, 8)) for chat in range(1, 60)]
        await asyncio.sleep(5.3)
        began = now()
        await many(*(bot.send_message(1000 + n, "answer") for n in range(8)))
        waited = now() - began
        await asyncio.gather(*showing)
        return waited, most_within([s.at for s in wire.sent if s.chat < 1000], 1)

    waited, most = elapse(story())
    assert waited == 0
    assert most == 20


# Progress


@pytest.mark.parametrize(
    ("chat", "seconds", "most"),
    [(PERSON, 60, 16), (PERSON, 600, 36), (GROUP, 60, 12), (GROUP, 600, 32)],
)
def test_the_older_a_message_the_rarer_its_edits(chat: int, seconds: float, most: int):
    async def story() -> list[float]:
        bot, limiter, wire = line()
        await progress(bot, limiter, chat, 1, seconds)
        return wire.times(chat)

    times = elapse(story())
    gaps = [round(b - a, 3) for a, b in zip(times, times[1:], strict=False)]
    assert most / 2 < len(times) <= most
    assert gaps == sorted(gaps)
    assert gaps[0] >= (4 if chat < 0 else 2)
    assert gaps[-1] <= 30


def test_jobs_of_one_chat_share_its_progress_fairly():
    async def story() -> list[str]:
        bot, limiter, wire = line()
        await many(*(progress(bot, limiter, GROUP, message, 120) for message in range(4)))
        return wire.texts(GROUP)

    shown = elapse(story())
    assert set(shown[:4]) == set(shown[4:8]) == set("0123")
    counts = [shown.count(message) for message in "0123"]
    assert max(counts) - min(counts) <= 1


def test_a_new_job_is_shown_before_old_ones():
    async def story() -> float:
        bot, limiter, _ = line()
        old = [asyncio.create_task(progress(bot, limiter, PERSON, n, 90)) for n in range(5)]
        await asyncio.sleep(60)
        began = now()
        await limiter.slack(PERSON, 9)
        waited = now() - began
        await asyncio.gather(*old)
        return waited

    assert elapse(story()) <= 1.5


def test_progress_keeps_its_distance_from_answers_for_another_may_follow():
    async def story() -> tuple[float, float]:
        bot, limiter, _ = line()
        await bot.send_message(PERSON, "answer")
        await limiter.slack(PERSON, 1)
        shown = now()
        await bot.send_message(PERSON, "another answer")
        return shown, now()

    assert elapse(story()) == (2, 2)


def test_progress_leaves_room_for_an_answer_that_is_being_thought_of():
    async def story() -> float:
        bot, limiter, _ = line()
        showing = asyncio.create_task(progress(bot, limiter, PERSON, 1, 20))
        await asyncio.sleep(9.9)
        limiter.heard(PERSON)
        await asyncio.sleep(1.9)
        began = now()
        await bot.send_message(PERSON, "answer")
        waited = now() - began
        await showing
        return waited

    assert elapse(story()) == 0


def test_progress_waits_while_an_answer_does():
    async def story() -> list[str]:
        bot, limiter, wire = line()
        answers = [bot.send_message(PERSON, f"answer {n}") for n in range(3)]
        await many(*answers, progress(bot, limiter, PERSON, 1, 0.1))
        return wire.texts(PERSON)

    assert elapse(story()) == ["answer 0", "answer 1", "answer 2", "1"]


# Too many requests


def test_a_flooded_chat_rests_and_others_do_not():
    async def story() -> tuple[list[float], float]:
        bot, _, wire = line()
        wire.fail("sendMessage", flood(9))
        flooded = asyncio.create_task(bot.send_message(PERSON, "a"))
        await asyncio.sleep(0.01)
        began = now()
        await bot.send_message(8, "b")
        waited = now() - began
        await many(flooded, bot.send_message(PERSON, "later"))
        return wire.times(PERSON), waited

    times, waited = elapse(story())
    assert waited == 0
    assert len(times) == 3
    assert 9 < times[1] < 10


@pytest.mark.parametrize("urgency", [Urgency.ANSWER, Urgency.RESULT])
def test_answers_and_results_survive_five_floods_in_a_row(urgency: Urgency):
    async def story() -> list[str]:
        bot, _, wire = line()
        wire.fail("sendMessage", *[flood(3)] * 5)
        await many(
            bot.send_message(PERSON, "a", rate_limit_args=urgency),
            bot.send_message(PERSON, "b", rate_limit_args=urgency),
        )
        assert now() > 15
        return wire.texts(PERSON)

    assert elapse(story()) == ["a"] * 6 + ["b"]


def test_progress_gives_way_to_newer_progress_when_there_was_too_much():
    async def story() -> tuple[float, float]:
        bot, limiter, wire = line()
        wire.fail("editMessageText", flood(20))
        await limiter.slack(PERSON, 1)
        with pytest.raises(RetryAfter):
            await bot.edit_message_text("a", PERSON, 1, rate_limit_args=Urgency.PROGRESS)
        gave_up = now()
        await limiter.slack(PERSON, 1)
        return gave_up, now()

    gave_up, again = elapse(story())
    assert gave_up == 0
    assert 20 < again < 21


def test_an_answer_to_a_press_survives_a_flood():
    async def story() -> float:
        bot, _, wire = line()
        wire.fail("answerCallbackQuery", flood(2))
        assert await bot.answer_callback_query("1")
        return now()

    assert 2 < elapse(story()) < 3


# The network

BROKEN = [
    broken(TimedOut(), httpx.ReadTimeout("")),
    broken(NetworkError("httpx.ReadError"), httpx.ReadError("")),
    lambda: NetworkError("Bad Gateway"),
]
UNSENT = [
    broken(NetworkError("httpx.ConnectError"), httpx.ConnectError("")),
    broken(TimedOut(), httpx.ConnectTimeout("")),
    broken(TimedOut("Pool timeout"), httpx.PoolTimeout("")),
]
HARMLESS: list[Callable[[Bot], Awaitable[Any]]] = [
    lambda bot: bot.edit_message_text("a", PERSON, 1),
    lambda bot: bot.delete_message(PERSON, 1),
    lambda bot: bot.answer_callback_query("1"),
    lambda bot: bot.set_my_commands([]),
    lambda bot: bot.send_chat_action(PERSON, "typing"),
]


@pytest.mark.parametrize("do", HARMLESS)
@pytest.mark.parametrize("fault", [*BROKEN, *UNSENT])
def test_what_does_no_harm_twice_is_tried_again(
    do: Callable[[Bot], Awaitable[Any]], fault: Callable[[], Exception]
):
    async def story() -> int:
        bot, _, wire = line()
        for method in METHODS:
            wire.fail(method, *[fault] * 3)
        assert await do(bot)
        assert 3.5 <= now() < 5
        return len(wire.sent)

    assert elapse(story()) == 4


METHODS = (
    "editMessageText", "deleteMessage", "answerCallbackQuery", "setMyCommands", "sendChatAction",
    "sendMessage",
)  # fmt: skip


def test_after_eight_seconds_without_a_network_the_error_is_told():
    async def story() -> float:
        bot, _, wire = line()
        wire.fail("editMessageText", *[BROKEN[0]] * 9)
        with pytest.raises(TimedOut):
            await bot.edit_message_text("a", PERSON, 1)
        assert len(wire.sent) == 5
        return now()

    assert 7.5 <= elapse(story()) < 9


@pytest.mark.parametrize("fault", BROKEN)
def test_a_message_that_may_have_been_taken_is_not_sent_twice(fault: Callable[[], Exception]):
    async def story() -> int:
        bot, _, wire = line()
        wire.fail("sendMessage", fault)
        with pytest.raises(NetworkError):
            await bot.send_message(PERSON, "a")
        return len(wire.sent)

    assert elapse(story()) == 1


@pytest.mark.parametrize("fault", UNSENT)
def test_a_message_that_never_left_is_sent_again(fault: Callable[[], Exception]):
    async def story() -> int:
        bot, _, wire = line()
        wire.fail("sendMessage", *[fault] * 3)
        await bot.send_message(PERSON, "a")
        return len(wire.sent)

    assert elapse(story()) == 4


@pytest.mark.parametrize(
    "error", [BadRequest("Chat not found"), NetworkError("Request Entity Too Large (413)")]
)
def test_what_was_refused_is_not_asked_again(error: TelegramError):
    async def story() -> int:
        bot, _, wire = line()
        wire.fail("editMessageText", lambda: error)
        with pytest.raises(type(error)):
            await bot.edit_message_text("a", PERSON, 1)
        return len(wire.sent)

    assert elapse(story()) == 1


# A long life


def test_chats_and_messages_that_fell_silent_are_forgotten():
    async def story() -> tuple[int, int, Wire]:
        bot, limiter, wire = line()
        for chat in range(1, 400):
            await limiter.slack(chat, 1)
            await bot.edit_message_text("a", chat, 1, rate_limit_args=Urgency.PROGRESS)
            await limiter.slack(GROUP, chat)
        before = remembered(limiter)
        await asyncio.sleep(3600)
        await limiter.slack(GROUP, 1)
        return before, remembered(limiter), wire

    before, after, wire = elapse(story())
    assert len(wire.sent) == 399
    assert before > 400
    assert after <= 2


def remembered(limiter: Limiter) -> int:
    """Chats and messages that the limiter knows."""
    lanes = limiter._lanes  # pyright: ignore[reportPrivateUsage]
    return sum(1 + len(lane._seen) for lane in lanes.values())  # pyright: ignore[reportPrivateUsage]


def test_a_limiter_that_shuts_down_leaves_nobody_waiting():
    async def story() -> None:
        bot, limiter, _ = line()
        await bot.send_message(PERSON, "a")
        waiting = asyncio.create_task(bot.send_message(PERSON, "b"))
        showing = asyncio.create_task(limiter.slack(PERSON, 1))
        await asyncio.sleep(0.1)
        await limiter.shutdown()
        await asyncio.wait({waiting, showing}, timeout=1)
        assert waiting.cancelled() and showing.cancelled()

    elapse(story())
