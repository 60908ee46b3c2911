"""Updates as Telegram brings them: to a server of ours, behind the operator's proxy."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Sequence
from functools import partial

import telegram
from aiohttp import web
from telegram.error import BadRequest

from bot.patience import PAUSES
from bot.platforms import Refused
from bot.platforms.telegram.patience import Patience
from bot.platforms.telegram.post import Post

LOG = logging.getLogger(__name__)
HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_BODY = 1_000_000
CONNECTIONS = 40  # that Telegram opens at most
GOODBYE = 2.0  # seconds for requests that are being answered when we stop


async def hook(
    bot: telegram.Bot,
    post: Post,
    stop: asyncio.Event,
    *,
    address: str,
    listen: str,
    secret: str,
    allowed: Sequence[str],
    pauses: Sequence[float] = PAUSES,
) -> None:
    """Take updates of the `allowed` kinds at `listen` (`host:port`) until `stop` is set, and have
    Telegram bring them to the public `address` with `secret`. The webhook stays set: what happens
    while we are away waits at Telegram.

    Raises `Refused` where `listen` cannot be listened at, or Telegram refuses the address."""
    runner = web.AppRunner(reception(post, secret), access_log=None, shutdown_timeout=GOODBYE)
    await runner.setup()
    try:
        await _listen(runner, listen)
        introduce = partial(_introduce, bot, address, secret, allowed)
        await Patience(stop, pauses).insist(introduce)
        await stop.wait()
    finally:
        await runner.cleanup()


def reception(post: Post, secret: str) -> web.Application:
    """The server: any path will do, for a proxy may take a prefix away or leave it."""

    async def take(request: web.Request) -> web.Response:
        told = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(told, secret.encode()):
            return web.Response(status=403)
        update = _update(await request.read())
        if update is None:
            return web.Response(status=400)
        try:
            await post.take([update])
        except Exception as error:
            LOG.error("an update could not be written down, Telegram repeats it: %s", error)
            return web.Response(status=503)
        return web.Response()

    async def greet(_: web.Request) -> web.Response:
        return web.Response(text="Reelroom is here.\n")

    app = web.Application(client_max_size=MAX_BODY)
    app.router.add_post("/{path:.*}", take)
    app.router.add_get("/{path:.*}", greet)
    return app


def secret_of(token: str) -> str:
    """A secret for the webhook that only the bot's token leads to, the same after a restart."""
    return hmac.new(token.encode(), b"reelroom webhook", hashlib.sha256).hexdigest()


async def _introduce(bot: telegram.Bot, address: str, secret: str, allowed: Sequence[str]) -> None:
    try:
        await bot.set_webhook(
            url=address,
            secret_token=secret,
            allowed_updates=allowed,
            max_connections=CONNECTIONS,
        )
    except BadRequest as error:
        LOG.error("TELEGRAM_WEBHOOK=%s: %s", address, error)
        raise Refused("telegram.bad_address") from error


async def _listen(runner: web.AppRunner, listen: str) -> None:
    host, _, port = listen.rpartition(":")
    try:
        await web.TCPSite(runner, host.strip("[]"), int(port)).start()
    except (OSError, OverflowError, ValueError) as error:
        LOG.error("TELEGRAM_LISTEN=%s: %s", listen, error)
        raise Refused("telegram.not_listening") from error


def _update(body: bytes) -> dict[str, object] | None:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    known = isinstance(told, dict) and isinstance(told.get("update_id"), int)
    return told if known else None
