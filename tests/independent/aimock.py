"""aimock with a stand in front of it: the wire is aimock's own; the stand counts orders, plants the
network's faults, and lays out the files that aimock only has addresses of."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import socket
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import aiohttp
from aiohttp import web

from generation.providers.seedream import DEFAULT as ARK
from tests.servers.media import Quick
from tests.servers.stand import JSON, Place, Stand

RESULT = "https://results.invalid/file"  # where fixtures say that results are
BEGINS_SECONDS = 20.0
CONTEXT = "X-AIMock-Context"  # chooses a fixture
PASSED = ("Authorization", "Content-Type", "Accept")


async def fixtures(board: str) -> JSON:
    """What aimock answers with: `match.context` is for what a test plants."""
    picture = base64.b64encode(await Quick().picture("", 1536, 864, 7)).decode()
    task = {"id": "cgt-invented", "model": "doubao-seedance-2-0-260128", "created_at": 1}
    made = {**task, "status": "succeeded", "content": {"video_url": RESULT}, "seed": 7}
    moderated = {"code": "OutputVideoSensitiveContentDetected", "message": "Sensitive."}
    broken = {"code": "InternalServiceError", "message": "Internal."}
    ends = {
        "refused": {**task, "status": "failed", "error": moderated},
        "failed": {**task, "status": "failed", "error": broken},
        "lost": {**task, "status": "expired"},
        "cancelled": {**task, "status": "cancelled"},
    }
    limit = {"message": "Rate limit reached.", "type": "rate_limit_error", "code": "rate_limit"}
    key = {"message": "Incorrect key.", "type": "invalid_request_error", "code": "invalid_api_key"}
    said: list[JSON] = [
        *(
            {"match": {"endpoint": "video", "context": n}, "response": {"json": e}}
            for n, e in ends.items()
        ),
        *refusals("throttled", {"error": limit, "status": 429, "retryAfter": 7}),
        *refusals("stranger", {"error": key, "status": 401}),
        {"match": {"endpoint": "video"}, "response": {"json": made}},
        {"match": {"endpoint": "image", "model": ARK}, "response": {"image": {"url": RESULT}}},
        {"match": {"endpoint": "image"}, "response": {"image": {"b64Json": picture}}},
        {"match": {"endpoint": "chat"}, "response": {"content": board}},
    ]
    return {"fixtures": said}


def refusals(context: str, response: JSON) -> list[JSON]:
    """The same refusal everywhere."""
    places = ("video", "image", "chat")
    return [{"match": {"endpoint": p, "context": context}, "response": response} for p in places]


@contextmanager
def running(folder: Path, board: str) -> Generator[str]:
    """aimock with these fixtures; its address."""
    path = folder / "fixtures.json"
    path.write_text(json.dumps(asyncio.run(fixtures(board))), "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    argv = ["node", os.environ["AIMOCK_CLI"], "-p", str(port), "-f", str(path)]
    with subprocess.Popen([*argv, "--log-level", "warn", "--validate-on-load"]) as process:
        try:
            wait_for(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return once something answers at the port."""
    latest = time.monotonic() + BEGINS_SECONDS
    while True:
        assert process.poll() is None, "aimock ended"
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        assert time.monotonic() < latest, "aimock does not answer"
        time.sleep(0.05)


class Aimock(Stand):
    """`upstream` is where aimock listens; `context` chooses how it answers the next order."""

    name = "aimock"
    upstream = ""
    context = ""

    def routes(self) -> None:
        places: tuple[Place, ...] = ("submit", "poll", "cancel", "list", "probe")
        self._handlers = {place: self.at(place, self._forward) for place in places}
        self.app.router.add_route("*", "/{path:.*}", self._dispatch)

    async def _dispatch(self, request: web.Request) -> web.StreamResponse:
        return await self._handlers[place_of(request)](request)

    async def _forward(self, request: web.Request) -> web.StreamResponse:
        ordered = place_of(request) == "submit"
        headers = {name: request.headers[name] for name in PASSED if name in request.headers}
        if ordered and (context := self._context()):
            headers[CONTEXT] = context
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                request.method,
                self.upstream + request.path_qs,
                data=await request.read(),
                headers=headers,
            ) as answer,
        ):
            raw, status, kind = await answer.read(), answer.status, answer.content_type
            kept = {n: v for n, v in answer.headers.items() if n == "Retry-After"}
        number = request.path.rpartition("/")[2]
        if ordered and status == 200:
            number = await self._accept(request, raw)
        raw = raw.replace(RESULT.encode(), f"{self.url}/files/{number}".encode())
        return web.Response(status=status, body=raw, content_type=kind, headers=kept)

    def _context(self) -> str:
        if self._ends:
            return self._ends.pop(0)[0]
        context, self.context = self.context, ""
        return context

    async def _accept(self, request: web.Request, raw: bytes) -> str:
        """Write an order down that aimock has taken, with a result of ours; its number."""
        if "tasks" not in request.path:
            task = self.task("picture", {})
            self.put(task, await self.media.picture("", 640, 360, 7), "image/png")
            return task.id
        task = self.task("clip", {})
        del self.tasks[task.id]
        task.id = str(cast(dict[str, Any], json.loads(raw))["id"])
        self.tasks[task.id] = task
        self.put(task, await self.media.clip("", b"", 2, 320, 180), "video/mp4")
        return task.id


def place_of(request: web.Request) -> Place:
    """What a request is about."""
    if request.method == "POST":
        return "submit"
    if request.method == "DELETE":
        return "cancel"
    return "probe" if request.path.endswith("/models") else "poll"
