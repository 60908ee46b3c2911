"""The stand-ins of DeepSeek and DashScope in a process of their own, with scaled waits.

`python -m tests.bench._stands` prints their addresses as one JSON line and serves until stdin ends.
Media are made beforehand, so that only waiting is measured.
"""

from __future__ import annotations

import asyncio
import json
import sys

from tests.servers.chat import Chat
from tests.servers.dashscope import DashScope
from tests.servers.media import Quick

SCALE = 20
WRITE, PAINT, ANIMATE = 3 / SCALE, 12 / SCALE, 60 / SCALE  # seconds


class Prepared(Quick):
    """The same picture and the same clip for everybody."""

    async def prepare(self) -> None:
        self._picture = await Quick().picture("", 640, 360, 1)
        self._clip = await Quick().clip("", self._picture, 5, 320, 180)

    async def picture(self, prompt: str, width: int, height: int, seed: int) -> bytes:
        return self._picture

    async def clip(
        self, prompt: str, picture: bytes, seconds: float, width: int, height: int
    ) -> bytes:
        return self._clip


async def main() -> None:
    """Serve until nobody listens."""
    media = Prepared()
    await media.prepare()
    async with Chat(media, seconds=WRITE) as chat, DashScope(media) as dashscope:
        dashscope.durations = {"picture": PAINT, "clip": ANIMATE}
        print(json.dumps({"chat": chat.url, "dashscope": dashscope.url}), flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
