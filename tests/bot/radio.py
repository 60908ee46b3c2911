"""`reelroom run` with one platform that only listens: `python -m tests.bot.radio run`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping

import bot.platforms
from bot.__main__ import main
from bot.app import Opened
from bot.platforms import Serve
from bot.settings import SettingError


async def listen(house: Opened, stop: asyncio.Event) -> None:
    """On the air until told to stop."""
    sys.stdout.write(f"on air, inbox {house.inbox.is_dir()}\n")
    sys.stdout.flush()
    await stop.wait()
    sys.stdout.write("off air\n")


def found(env: Mapping[str, str]) -> dict[str, Serve | SettingError]:
    return {"radio": listen}


if __name__ == "__main__":
    bot.platforms.found = found
    sys.exit(main())
