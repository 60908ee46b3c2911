"""Telegram on loopback, to talk to the bot by hand.

python -m tests.servers.telegram [--port 8081] [--limits]
"""

from __future__ import annotations

import time

from tests.servers.platforms.launcher import run
from tests.servers.telegram.page import Page
from tests.servers.telegram.server import Telegram
from tests.servers.vendors import interrupted, say

HELLO = """\
Telegram's stand-in. In another terminal:

    TELEGRAM_TOKEN={token} TELEGRAM_API={url} reelroom run

and talk to the bot at {url}/ until Ctrl-C."""


def main() -> None:
    """Serve until somebody wants us to end."""
    run("tests.servers.telegram", __doc__, serve, port=8081)


async def serve(port: int, *, limits: bool) -> None:
    """The stand-in and its page."""
    token = f"{int(time.time())}:invented"  # another account each time: its chats begin empty
    telegram = Telegram(token, limits=limits, port=port)
    Page(telegram)
    telegram.hear = say
    async with telegram:
        say(HELLO.format(token=token, url=telegram.url))
        await interrupted()
        said, wrong = len(telegram.calls), len(telegram.broken)
        say(f"{said} requests, {wrong} not as the Bot API has them, {telegram.caused_429} too many")


if __name__ == "__main__":
    main()
