"""A server on loopback that tests can take down and bring up again."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import Self

from aiohttp import web


class Loopback(ABC):
    """Serves `app` while its context is open, at `port`; 0 means any. What else a stand-in has to
    leave is its own to end, and then it calls `close`."""

    def __init__(self, app: web.Application, port: int) -> None:
        self.app, self._port = app, port

    @abstractmethod
    def tell(self, line: str) -> None:
        """Write down what happened."""

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://127.0.0.1:{self._port}"

    async def down(self) -> None:
        """Refuse connections, and cut those that are open, of whatever kind."""
        self.tell("the server is down")
        await self._site.stop()
        assert self._runner.server
        for connection in list(self._runner.server.connections):
            if connection.transport:
                connection.transport.abort()

    async def up(self) -> None:
        """Listen again, at the same address."""
        await self.listen()
        self.tell("the server is up again")

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await self.listen()
        return self

    async def listen(self) -> None:
        """Take connections; from now on the address is known."""
        self._site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await self._site.start()
        server = self._site._server  # pyright: ignore[reportPrivateUsage]
        assert isinstance(server, asyncio.Server)
        self._port = server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Serve no more."""
        await self._runner.cleanup()
