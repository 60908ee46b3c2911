"""A stand-in of Discord on loopback: its REST API v10, its gateway and its files in one server.

async with Discord() as discord:
    mei = discord.person("Mei")
    guild = discord.guild("studio", members=[mei])
    # a bot with discord.token at discord.url answers …
    asked = await guild.channel.slash("video", idea="a cat", by=mei)
    film = await guild.channel.until(lambda m: m.video)
    await guild.channel.press(film, "Again", by=mei)
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any, Unpack

from aiohttp import web

from tests.servers.discord import accounts, hooks, messages
from tests.servers.discord.call import API, ROUTES, Call, Route, read
from tests.servers.discord.faults import Fault
from tests.servers.discord.files import Attachment
from tests.servers.discord.limits import Limits
from tests.servers.discord.refusal import Refused
from tests.servers.discord.spec import Spec, load
from tests.servers.discord.world import World
from tests.servers.platforms.clock import Clock
from tests.servers.platforms.fault import How, due
from tests.servers.platforms.loopback import Loopback

Front = Callable[[web.Request], Awaitable[web.StreamResponse]]
SERVED = (accounts, hooks, messages)  # what fills ROUTES
WHOLE_BYTES = 600 << 20
COUNTED = (401, 403, 429)  # what Discord counts towards 10,000 in ten minutes


class Discord(World, Loopback):
    """The stand-in. With `limits` it refuses a bot that says too much; `heartbeat` is the interval
    in seconds; `shards` how many `/gateway/bot` asks for; `port` 0 means any.

    When the context ends without an error, `broken` must be empty but for what a test has read."""

    def __init__(
        self,
        token: str = "invented-key.of.the.bot-discord",
        *,
        limits: bool = False,
        clock: Clock | None = None,
        heartbeat: float = 41.25,
        shards: int = 1,
        port: int = 0,
        spec: Spec | None = None,
    ) -> None:
        clock, spec = clock or Clock(), spec or load()
        World.__init__(self, token, clock, spec, heartbeat=heartbeat, shards=shards)
        self.token = token
        self.limits = Limits(self.clock) if limits else None
        self.calls: list[Call] = []
        self.caused_429 = 0
        self.invalid_requests = 0
        self._faults: list[Fault] = []
        Loopback.__init__(self, web.Application(client_max_size=WHOLE_BYTES), port)
        for route in ROUTES:
            self.app.router.add_route(route.method, API + route.path, self._serving(route))
        self.app.router.add_get("/attachments/{channel}/{file}/{name}", self._file)
        self.app.router.add_route("*", API + "/{path:.*}", self._unserved)
        self.app.router.add_get("/", self._root)
        self.front: Front = _nothing  # what a browser sees at the root
        if not self.spec.there:
            self.tell("Discord's description is not at hand: nothing is checked against it")

    def fail(
        self,
        path: str,
        *,
        method: str = "",
        status: int = 0,
        code: int = 0,
        retry_after: float = 1.0,
        global_: bool = False,
        **how: Unpack[How],
    ) -> None:
        """Let the next requests whose path holds `path`, a regular expression, go wrong as `Fault`
        describes."""
        self._faults.append(Fault(path, method, status, code, retry_after, global_, **how))

    def count(self, path: str, method: str = "") -> int:
        """How often the bot made requests whose path holds `path`, a regular expression."""
        return sum(method in ("", c.method) and bool(re.search(path, c.path)) for c in self.calls)

    async def __aexit__(self, kind: object, *_: object) -> None:
        await self.gateway.close()
        await self.close()
        assert kind or not self.unread, self.complaint

    async def listen(self) -> None:
        await super().listen()
        self.files.base = self.url
        self.gateway_url = self.url.replace("http", "ws") + "/"

    async def _root(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self.gateway.serve(request)
        return await self.front(request)

    def _serving(self, route: Route) -> Any:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await self._handle(route, request)

        return handle

    async def _handle(self, route: Route, request: web.Request) -> web.StreamResponse:
        try:
            call = await read(request, route, self.clock.now())
        except Refused as refused:
            return _answer(refused.status, refused.body)
        except ValueError:
            words = "The request body contains invalid JSON."
            return _answer(400, Refused(400, 50109, words).body)
        self.calls.append(call)
        self.note(self.spec.request(call.method, call.path, route.path, call.body))
        fault = due(self._faults, call)
        if fault is None:
            return await self._done(route, request, call)
        await asyncio.sleep(fault.hang)
        done = await self._done(route, request, call) if fault.taken else None
        if fault.cuts:
            self.tell(f"{call.method} {call.path} is cut")
            assert request.transport
            request.transport.abort()
            return done or _answer(500, {})
        if fault.refusal:
            return self._refuse(call, fault.refusal)
        return await self._done(route, request, call)

    async def _done(self, route: Route, request: web.Request, call: Call) -> web.StreamResponse:
        headers: dict[str, str] = {}
        try:
            if not route.free and request.headers.get("Authorization") != f"Bot {self.token}":
                raise Refused(401, 0, "401: Unauthorized")
            headers = self._within_limits(call)
            body = await route.handler(self, call)
        except Refused as refused:
            return self._refuse(call, refused, headers)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            self.note([f"{call.method} {call.route} could not be read: {error!r}"])
            return self._refuse(call, Refused(400, 50035, "Invalid Form Body"), headers)
        finally:
            call.files = [f.emptied for f in call.files]
        call.status = route.status if body is not None else 204
        self.note(self.spec.answer(call.method, call.path, call.route, call.status, body))
        return _answer(call.status, body, headers)

    def _within_limits(self, call: Call) -> dict[str, str]:
        if self.limits is None:
            return {}
        try:
            return self.limits.ask(call)
        except Refused:
            self.caused_429 += 1
            raise

    def _refuse(
        self, call: Call, refused: Refused, headers: dict[str, str] | None = None
    ) -> web.StreamResponse:
        call.status, call.code = refused.status, refused.code
        self.invalid_requests += refused.status in COUNTED
        self.tell(f"{call.method} {call.route} is answered {refused}")
        return _answer(refused.status, refused.body, (headers or {}) | refused.headers)

    async def _unserved(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(API)
        self.note([f"{request.method} {path}: the stand-in does not serve it"])
        return _answer(404, {"message": "404: Not Found", "code": 0})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        number, query = request.match_info["file"], request.query
        good = number.isdigit() and re.fullmatch("[0-9a-f]+", query.get("ex", ""))
        file = self.files.at(int(number), query["ex"], query.get("hm", "")) if good else None
        if file is None or file.name != request.match_info["name"]:
            return web.Response(status=404, text="This content is no longer available.")
        return _part(file, request.headers.get("Range", ""))


async def _nothing(request: web.Request) -> web.StreamResponse:
    return _answer(404, {"message": "404: Not Found", "code": 0})


def _part(file: Attachment, wanted: str) -> web.Response:
    """A file, or the piece of it that a player wants."""
    first, _, last = wanted.removeprefix("bytes=").partition("-")
    start, size = int(first or 0), len(file.bytes)
    end = min(int(last) + 1, size) if last else size
    headers = {"Accept-Ranges": "bytes"}
    if wanted:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    status, body = 206 if wanted else 200, file.bytes[start:end]
    return web.Response(body=body, status=status, content_type=file.mime, headers=headers)


def _answer(status: int, body: Any, headers: dict[str, str] | None = None) -> web.Response:
    if status == 204:
        return web.Response(status=204, headers=headers)
    # discord.py reads JSON only where the type is exactly this, without a charset
    typed = {"Content-Type": "application/json"} | (headers or {})
    return web.Response(body=json.dumps(body).encode(), status=status, headers=typed)
