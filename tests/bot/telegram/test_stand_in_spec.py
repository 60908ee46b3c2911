"""Requests and answers are held to the description of the Bot API, which we did not write."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.telegram.acquaintance import raw
from tests.servers.telegram import SPEC, Telegram, User
from tests.servers.telegram.spec import Spec

by_the_spec = pytest.mark.skipif(not SPEC.exists(), reason=f"{SPEC.name} is not at hand")


@by_the_spec
@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendMessage", {"text": "a", "colour": "red"}, "unknown parameter 'colour'"),
        ("sendMessage", {}, "'text' is missing"),
        ("sendMessage", {"text": "a", "protect_content": "maybe"}, "is no Boolean"),
        ("sendMessage", {"text": "a" * 4097}, "4097 instead of 1-4096"),
        ("sendMessage", {"text": "a", "reply_parameters": {"id": 1}}, "has no 'id'"),
        ("sendMessage", {"text": "a", "entities": [{"type": "bold"}]}, "without 'offset'"),
        ("sendVideo", {"video": "attach://none"}, "no file for attach://none"),
        ("sendFilm", {}, "no such method"),
        ("sendDice", {}, "does not serve it"),
        (
            "sendMessage",
            {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "b", "data": "c"}]]}},
            "InlineKeyboardButton has no 'data'",
        ),
    ],
)
async def test_a_request_against_the_bot_api_is_noticed(
    method: str, params: dict[str, Any], words: str
) -> None:
    async with Telegram() as telegram:
        telegram.private(User(5, "Mei", ""))
        await raw(telegram, method, chat_id=5, **params)
        assert words in "\n".join(telegram.broken)


@by_the_spec
async def test_an_answer_and_an_update_against_the_bot_api_are_noticed() -> None:
    async with Telegram() as telegram:
        telegram.me["nonsense"] = 1
        await raw(telegram, "getMe")
        await telegram.push("message", {"message_id": 1, "date": 2})
        answer, update = telegram.broken
        assert "User has no 'nonsense'" in answer and "Message without 'chat'" in update


@by_the_spec
async def test_a_context_that_ends_with_something_unread_says_so() -> None:
    with pytest.raises(AssertionError, match="unknown parameter 'colour'"):
        async with Telegram() as telegram:
            await raw(telegram, "getMe", colour="red")


async def test_without_the_description_it_serves_all_the_same_and_says_so() -> None:
    async with Telegram(spec=Spec({}, {})) as telegram:
        assert (await raw(telegram, "GETME", colour="red"))["ok"]
        assert not telegram.broken and "nothing is checked" in telegram.transcript()
