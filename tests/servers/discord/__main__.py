"""Discord on loopback, to use the bot by hand.

python -m tests.servers.discord [--port 8082] [--limits]
"""

from __future__ import annotations

import argparse
import asyncio
import errno
import sys

from tests.servers.discord.page import Page
from tests.servers.discord.server import Discord
from tests.servers.vendors import interrupted, say

HELLO = """\
Discord's stand-in. In another terminal:

    DISCORD_TOKEN={token} DISCORD_API={url} reelroom run

and use the bot at {url}/ until Ctrl-C."""


def main() -> None:
    """Serve until somebody wants us to end."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers.discord", description=__doc__)
    parser.add_argument("--port", type=int, default=8082)
    parser.add_argument("--limits", action="store_true", help="refuse a bot that says too much")
    options = parser.parse_args()
    try:
        asyncio.run(serve(options.port, limits=options.limits))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        sys.exit(f"Port {options.port} is taken: --port chooses another one.")


async def serve(port: int, *, limits: bool) -> None:
    """The stand-in and its page."""
    discord = Discord(limits=limits, port=port)
    Page(discord)
    discord.hear = say
    async with discord:
        say(HELLO.format(token=discord.token, url=discord.url))
        await interrupted()
        said, wrong = len(discord.calls), len(discord.broken)
        refused = f"{discord.invalid_requests} invalid, {discord.caused_429} too many"
        say(f"{said} requests, {wrong} not as Discord has them, {refused}")


if __name__ == "__main__":
    main()
