"""Updates that Telegram brings: only its own, and none before it is safe."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
import telegram

from bot.platforms import Refused
from bot.platforms.telegram.reading import ALLOWED
from bot.platforms.telegram.webhook import HEADER, MAX_BODY, hook, secret_of
from tests.bot.telegram.hearing import TOKEN, Ear
from tests.servers.telegram import Telegram

SECRET = secret_of(TOKEN)
KNOWN = {HEADER: SECRET}


@pytest.fixture
def listen() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


@asynccontextmanager
async def hooked(
    bot: telegram.Bot, heard: Ear, listen: str, path: str = "/reelroom"
) -> AsyncGenerator[str]:
    """The webhook, set; its address."""
    stop, address = asyncio.Event(), f"http://{listen}{path}"
    serving = asyncio.create_task(
        hook(bot, heard.post, stop, address=address, listen=listen, secret=SECRET, allowed=ALLOWED)
    )
    try:
        async with asyncio.timeout(3):
            while (await bot.get_webhook_info()).url != address:  # noqa: ASYNC110 (Telegram's)
                await asyncio.sleep(0.005)
        yield address
    finally:
        stop.set()
        await serving


async def ask(method: str, address: str, **request: Any) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, address, **request) as response,
    ):
        return response.status, await response.text()


async def test_what_is_said_arrives_under_any_path(
    server: Telegram, bot: telegram.Bot, heard: Ear, listen: str
) -> None:
    chat = server.private(server.person("Mei"))
    async with hooked(bot, heard, listen, "/some/prefix/reelroom"):
        await chat.say("a cat")
        await heard.until("a cat")
    assert heard.heard == list(server.updates.all.values())


async def test_the_webhook_stays_set_and_what_happens_meanwhile_waits_at_telegram(
    server: Telegram, bot: telegram.Bot, heard: Ear, listen: str
) -> None:
    chat = server.private(server.person("Mei"))
    async with hooked(bot, heard, listen) as address:
        pass
    assert (await bot.get_webhook_info()).url == address
    await chat.say("while we are away")
    async with hooked(bot, heard, listen):
        await heard.until("while we are away")


async def test_an_update_that_cannot_be_written_down_is_repeated(
    server: Telegram, bot: telegram.Bot, heard: Ear, listen: str
) -> None:
    chat = server.private(server.person("Mei"))
    heard.inbox.times = 1
    async with hooked(bot, heard, listen):
        await chat.say("on a full disk")
        await heard.until("on a full disk")
    assert "Wrong response from the webhook: 503" in server.transcript()


@pytest.mark.parametrize("headers", [{}, {HEADER: "guessed"}, {HEADER: "\u00fc" * 64}])
async def test_whoever_does_not_know_the_secret_is_turned_away(
    bot: telegram.Bot, heard: Ear, listen: str, headers: dict[str, str]
) -> None:
    async with hooked(bot, heard, listen) as address:
        status, _ = await ask("POST", address, json={"update_id": 1}, headers=headers)
    assert (status, heard.heard) == (403, [])


@pytest.mark.parametrize("body", [b"", b"no json", b"[1]", b'{"update_id": "1"}', b"[" * 100_000])
async def test_what_is_no_update_is_refused(
    bot: telegram.Bot, heard: Ear, listen: str, body: bytes
) -> None:
    async with hooked(bot, heard, listen) as address:
        assert (await ask("POST", address, data=body, headers=KNOWN))[0] == 400
    assert heard.heard == []


async def test_a_body_without_end_is_refused(bot: telegram.Bot, heard: Ear, listen: str) -> None:
    async with hooked(bot, heard, listen) as address:
        body = b" " * (MAX_BODY + 1)
        assert (await ask("POST", address, data=body, headers=KNOWN))[0] == 413


async def test_a_load_balancer_is_greeted(bot: telegram.Bot, heard: Ear, listen: str) -> None:
    async with hooked(bot, heard, listen):
        assert await ask("GET", f"http://{listen}/health") == (200, "Reelroom is here.\n")
        assert (await ask("HEAD", f"http://{listen}/"))[0] == 200


async def test_an_address_that_telegram_refuses_is_the_operators_matter(
    bot: telegram.Bot, heard: Ear, listen: str
) -> None:
    with pytest.raises(Refused) as refused:
        await hook(
            bot, heard.post, asyncio.Event(), address="http://example.org/", listen=listen,
            secret=SECRET, allowed=ALLOWED,
        )  # fmt: skip
    assert refused.value.key == "telegram.bad_address"


async def test_a_port_that_is_taken_is_the_operators_matter(
    server: Telegram, bot: telegram.Bot, heard: Ear
) -> None:
    taken = server.url.removeprefix("http://")
    with pytest.raises(Refused) as refused:
        await hook(
            bot, heard.post, asyncio.Event(), address="https://example.org/", listen=taken,
            secret=SECRET, allowed=ALLOWED,
        )  # fmt: skip
    assert refused.value.key == "telegram.not_listening"


def test_the_secret_made_from_a_token_is_one_that_telegram_takes() -> None:
    assert secret_of(TOKEN) == secret_of(TOKEN) != secret_of("124:invented")
    assert len(SECRET) == 64 and set(SECRET) <= set("0123456789abcdef")
    assert "invented" not in SECRET
