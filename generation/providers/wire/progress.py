"""Hearing over ComfyUI's websocket how far a workflow is, and that it is over."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any, cast

import aiohttp

from generation.providers.wire.failures import words
from generation.providers.wire.web import JSON

LOG = logging.getLogger(__name__)
OVER = frozenset({"execution_success", "execution_error", "execution_interrupted"})
MOST_BYTES = 32_000_000  # of a message; previews of large pictures come unasked
CONNECT_SECONDS = 10.0
HEARTBEAT_SECONDS = 30.0


class Listening:
    """What is heard about `task`. `heard`: the server tells its progress itself."""

    def __init__(
        self, task: str, weights: Mapping[str, float], tell: Callable[[float, float], None]
    ) -> None:
        self._task, self._weights, self._tell = task, weights, tell
        self._done: set[str] = set()
        self._now = ""
        self._over = asyncio.Event()
        self.heard, self.open = False, False

    async def over(self, seconds: float) -> None:
        """Wait until the task is over, so many seconds at most."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._over.wait()
        self._over.clear()

    def hear(self, message: JSON) -> None:
        """Take in a message. https://docs.comfy.org/development/comfyui-server/comms_messages"""
        kind, data = message.get("type"), message.get("data")
        if not isinstance(data, dict):
            return
        data = cast(JSON, data)
        if data.get("prompt_id") != self._task:
            return
        if kind in OVER or (kind == "executing" and data.get("node") is None):
            self._over.set()
        elif kind == "executing":
            self._begin(str(data["node"]))
        elif kind == "execution_cached":
            self._done.update(cast(list[str], data.get("nodes") or []))
        elif kind == "progress":
            self._begin(str(data.get("node") or self._now))
            self._say(float(data.get("value") or 0) / (float(data.get("max") or 0) or 1.0))

    def _begin(self, node: str) -> None:
        if self._now != node:
            self._done.add(self._now)
            self._now = node
            self._say(0.0)

    def _say(self, part: float) -> None:
        self.heard = True
        done = sum(self._weights.get(node, 0.0) for node in self._done - {self._now})
        self._tell(
            done + self._weights.get(self._now, 0.0) * min(part, 1.0), sum(self._weights.values())
        )


@asynccontextmanager
async def listening(
    url: str,
    headers: Mapping[str, str],
    client: str,
    task: str,
    weights: Mapping[str, float],
    tell: Callable[[float, float], None],
) -> AsyncGenerator[Listening]:
    """Listen as `client` while the block runs. That this fails raises nothing: it is only news."""
    heard = Listening(task, weights, tell)
    ears = asyncio.create_task(_listen(heard, url, headers, client))
    try:
        yield heard
    finally:
        ears.cancel()
        with suppress(asyncio.CancelledError):
            await ears


async def _listen(heard: Listening, url: str, headers: Mapping[str, str], client: str) -> None:
    timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, headers=headers, trust_env=True) as session,
            session.ws_connect(
                f"{url}/ws",
                params={"clientId": client},
                max_msg_size=MOST_BYTES,
                heartbeat=HEARTBEAT_SECONDS,
            ) as socket,
        ):
            heard.open = True
            async for message in socket:
                if message.type == aiohttp.WSMsgType.TEXT:  # previews come as bytes
                    loaded: Any = json.loads(message.data)
                    if isinstance(loaded, dict):
                        heard.hear(cast(JSON, loaded))
    except (aiohttp.ClientError, OSError, TimeoutError, TypeError, ValueError) as error:
        LOG.info("no news from ComfyUI, its history is asked: %s", words(error))
    finally:
        heard.open = False
