"""Requests and answers are held to Discord's own description, which we did not write."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.discord.meeting import met
from tests.servers.discord import SPEC
from tests.servers.discord.spec import Spec

by_the_spec = pytest.mark.skipif(not SPEC.exists(), reason=f"{SPEC.name} is not at hand")


@by_the_spec
@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/channels/{}/messages", {"content": 7}, "$.content 7 is not of type 'string'"),
        ("/channels/{}/messages", {"content": "a", "tts": "no"}, "$.tts 'no' is not of type"),
        ("/channels/{}/threads", {"name": ""}, "$.name"),
        ("/channels/{}/messages", {"embeds": [{"title": "a" * 257}]}, "is too long"),
    ],
)
async def test_a_request_against_the_description_is_noticed(
    path: str, body: dict[str, Any], words: str
) -> None:
    async with met() as here:
        route = f"{here.server.url}/api/v10{path.format(here.room.id)}"
        headers = {"Authorization": f"Bot {here.server.token}"}
        session = here.bot.http._HTTPClient__session  # pyright: ignore
        async with session.post(route, json=body, headers=headers):
            assert words in "\n".join(here.server.broken)


@by_the_spec
async def test_an_answer_against_the_description_is_noticed() -> None:
    async with met() as here:
        here.server.spec = Spec(here.server.spec.described)
        wrong = here.server.spec.answer("GET", "/users/@me", "/users/@me", 200, {"id": "a"})
        assert any("is a required property" in words for words in wrong)
        assert here.server.spec.answer("GET", "/users/@me", "/users/@me", 418, {})


@by_the_spec
async def test_a_context_that_ends_with_something_unread_says_so() -> None:
    with pytest.raises(AssertionError, match="no such path"):
        async with met() as here:
            here.server.note(here.server.spec.request("POST", "/films", "/films", {}))


async def test_without_the_description_it_serves_all_the_same_and_says_so() -> None:
    async with met(spec=Spec({})) as here:
        await here.channel.send("a")
        assert here.room.last.text == "a" and not here.server.broken
        assert "nothing is checked" in here.server.transcript()
