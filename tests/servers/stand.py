"""What every stand-in of a vendor has: a server on loopback, tasks that take their time, files,
a record of what was asked, and faults that tests plant.

    async with DashScope(media) as vendor:
        vendor.plant(Fault("submit", status=429, body={"code": "Throttling", "message": "slow"}))
        provider = Wan(KEY, base_url=vendor.url)
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import io
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal, Self, cast

from aiohttp import web
from PIL import Image, UnidentifiedImageError

from tests.servers.media import Media

JSON = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Place = Literal["submit", "poll", "cancel", "list", "result", "probe"]
Outcome = Literal["made", "refused", "failed", "lost"]
TRICKLE_SECONDS = 0.3
ARRIVAL_SECONDS = 0.1


@dataclass(slots=True)
class Fault:
    """What goes wrong at a place, so many `times`.

    With a `status` that is the answer. `cut`: the connection is closed without one. `hang`: so many
    seconds pass first. `taken`: the vendor did the work all the same, and only the answer is lost.
    For results: `truncate` to a part of the file, once; `trickle` a few bytes at a time; other
    `bytes` and `mime` than promised."""

    at: Place
    times: int = 1
    status: int = 0
    body: JSON | str = field(default_factory=dict[str, Any])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    cut: bool = False
    hang: float = 0.0
    taken: bool = False
    truncate: bool = False
    trickle: bool = False
    bytes: bytes | None = None
    mime: str = ""


@dataclass(slots=True)
class Task:
    """One remote task. It is pending, then running, then what `outcome` says; `code` and `message`
    are the vendor's words for one that failed."""

    id: str
    kind: Literal["picture", "clip", "speech"]
    request: JSON
    seconds: float
    since: float = field(default_factory=time.monotonic)
    created: float = field(default_factory=time.time)
    outcome: Outcome = "made"
    code: str = ""
    message: str = ""
    cancelled: bool = False
    file: bytes = b""
    mime: str = ""

    @property
    def age(self) -> float:
        return time.monotonic() - self.since

    @property
    def pending(self) -> bool:
        """Not begun: the first tenth of its time."""
        return not self.cancelled and self.age < self.seconds / 10

    @property
    def running(self) -> bool:
        return not self.cancelled and self.seconds / 10 <= self.age < self.seconds

    @property
    def ended(self) -> bool:
        return self.cancelled or self.age >= self.seconds


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: JSON


class Stand:
    """A vendor's stand-in. A subclass adds its routes in `routes` and says what its words are.

    `seconds` is how long a task takes, `durations` how long those of one kind; `bad` plants the end
    of the next tasks; `ordered` hears of every order, with the status of its answer."""

    name = "vendor"

    def __init__(self, media: Media, *, seconds: float = 0.05, port: int = 0) -> None:
        self.media, self.seconds, self._port = media, seconds, port
        self.durations: dict[str, float] = {}
        self.ordered: Callable[[Asked, int], None] = lambda asked, status: None
        self.asked: list[Asked] = []
        self.tasks: dict[str, Task] = {}
        self.faults: list[Fault] = []
        self._ends: list[tuple[Outcome, str, str]] = []
        self._numbers = count(1)
        self.app = web.Application(client_max_size=64_000_000)
        self.app.router.add_get("/files/{name}", self.at("result", self._file))
        self.routes()

    def routes(self) -> None:
        """Add the vendor's own, each handler wrapped by `at`."""
        raise NotImplementedError

    # For people who try it

    def settings(self) -> dict[str, str]:
        """What to set so that providers come here, with invented keys."""
        return {}

    def files(self) -> dict[str, str]:
        """Variables that name files, and what is in those."""
        return {}

    # For tests

    def plant(self, *faults: Fault) -> None:
        """Let these go wrong, in this order."""
        self.faults += faults

    def bad(self, outcome: Outcome, code: str = "", message: str = "") -> None:
        """Let the next task end badly."""
        self._ends.append((outcome, code, message))

    def count(self, method: str, path: str) -> int:
        """How often something was asked; `path` is the beginning of it."""
        return sum(a.method == method and a.path.startswith(path) for a in self.asked)

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://127.0.0.1:{self._port}"

    # For subclasses

    def at(self, place: Place, handler: Handler) -> Handler:
        """`handler`, with its request written down and the planted faults of this place."""

        async def handle(request: web.Request) -> web.StreamResponse:
            await self._write_down(request)
            asked = self.asked[-1]
            response = await answer(request)
            if place == "submit":
                self.ordered(asked, response.status)
            return response

        async def answer(request: web.Request) -> web.StreamResponse:
            fault = next((f for f in self.faults if f.at == place), None)
            if fault is None:
                return await handler(request)
            fault.times -= 1
            if fault.times <= 0:
                self.faults.remove(fault)
            await asyncio.sleep(fault.hang)
            if fault.truncate or fault.trickle or fault.bytes is not None:
                return await self._spoiled(request, fault, await handler(request))
            if fault.taken:
                await handler(request)
            if fault.cut:
                assert request.transport
                request.transport.abort()
                return web.Response(status=500)
            if not fault.status:
                return await handler(request)
            text = fault.body if isinstance(fault.body, str) else json.dumps(fault.body)
            kind = "text/html" if isinstance(fault.body, str) else "application/json"
            return web.Response(
                status=fault.status, text=text, content_type=kind, headers=dict(fault.headers)
            )

        return handle

    def task(self, kind: Literal["picture", "clip", "speech"], request: JSON) -> Task:
        """Accept an order."""
        seconds = self.durations.get(kind, self.seconds)
        task = Task(f"{self.name}-task-{next(self._numbers)}", kind, request, seconds)
        if self._ends:
            task.outcome, task.code, task.message = self._ends.pop(0)
        self.tasks[task.id] = task
        return task

    def put(self, task: Task, file: bytes, mime: str) -> str:
        """Lay the result of a task out for download; its address."""
        task.file, task.mime = file, mime
        return f"{self.url}/files/{task.id}"

    async def body(self, request: web.Request) -> JSON:
        """The request's JSON."""
        return cast(JSON, await request.json())

    # The server

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        assert site._server  # pyright: ignore[reportPrivateUsage]
        self._port = site._server.sockets[0].getsockname()[1]  # pyright: ignore
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _write_down(self, request: web.Request) -> None:
        body: JSON = {}
        if request.can_read_body and "json" in request.content_type:
            loaded = await request.json()
            body = cast(JSON, loaded) if isinstance(loaded, dict) else {"data": loaded}
        elif request.content_type == "multipart/form-data":
            form = await request.post()
            body = {k: v if isinstance(v, str) else _described(v) for k, v in form.items()}
        self.asked.append(
            Asked(request.method, request.path, dict(request.headers), dict(request.query), body)
        )

    async def _file(self, request: web.Request) -> web.StreamResponse:
        task = self.tasks.get(request.match_info["name"])
        if task is None or not task.file:
            raise web.HTTPNotFound
        start = 0
        if wanted := request.headers.get("Range", ""):
            start = int(wanted.removeprefix("bytes=").partition("-")[0])
            if start >= len(task.file):
                raise web.HTTPRequestRangeNotSatisfiable
        status = 206 if wanted else 200
        return web.Response(status=status, body=task.file[start:], content_type=task.mime)

    async def _spoiled(
        self, request: web.Request, fault: Fault, good: web.StreamResponse
    ) -> web.StreamResponse:
        assert isinstance(good, web.Response) and isinstance(good.body, bytes)
        whole = good.body if fault.bytes is None else fault.bytes
        spoiled = web.StreamResponse(status=good.status)
        spoiled.content_type = fault.mime or good.content_type
        spoiled.content_length = len(whole)
        await spoiled.prepare(request)
        if fault.truncate:
            await spoiled.write(whole[: len(whole) * 2 // 3])
            await asyncio.sleep(ARRIVAL_SECONDS)  # what is not read yet is lost with a connection
            assert request.transport
            request.transport.close()
        elif fault.trickle:
            for start in range(0, len(whole), 64):
                await spoiled.write(whole[start : start + 64])
                await asyncio.sleep(TRICKLE_SECONDS)
        else:
            await spoiled.write(whole)
        return spoiled


def sent_picture(text: object) -> tuple[int, int] | None:
    """Width and height of a picture inside a data URI; None for anything else."""
    head, _, data = str(text).partition(",")
    if not head.startswith("data:image/") or not head.endswith(";base64"):
        return None
    try:
        return seen_picture(base64.b64decode(data, validate=True))
    except binascii.Error:
        return None


def seen_picture(data: bytes) -> tuple[int, int] | None:
    """Width and height of a picture; None for anything else."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            return image.size
    except (UnidentifiedImageError, OSError):
        return None


def _described(field: web.FileField | bytes | bytearray) -> JSON:
    """A file of a form as it is written down."""
    assert isinstance(field, web.FileField)
    return {"filename": field.filename, "content_type": field.content_type}
