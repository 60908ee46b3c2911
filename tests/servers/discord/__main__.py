"""Discord on loopback, to use the bot by hand.

python -m tests.servers.discord [--port 8082] [--limits]
"""

from __future__ import annotations

from tests.servers.discord.page import Page
from tests.servers.discord.server import Discord
from tests.servers.platforms.launcher import run
from tests.servers.vendors import interrupted, say

HELLO = """\
Discord's stand-in. In another terminal:

    DISCORD_TOKEN={token} DISCORD_API={url} reelroom run

and use the bot at {url}/ until Ctrl-C."""


def main() -> None:
    """Serve until somebody wants us to end."""
    run("tests.servers.discord", __doc__, serve, port=8082)


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
