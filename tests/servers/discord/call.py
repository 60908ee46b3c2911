"""A request of the bot, read the way Discord reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from aiohttp import BodyPartReader, web

from tests.servers.discord.refusal import JSON, Refused

if TYPE_CHECKING:
    from tests.servers.discord.world import World

API = "/api/v10"
PART = re.compile(r"files\[(\d+)\]")
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a request; `index` is the one by which `attachments` describes it."""

    index: int
    name: str
    mime: str
    size: int
    content: bytes = field(repr=False)

    @property
    def emptied(self) -> Upload:
        """Without its content, to be remembered."""
        return replace(self, content=b"")


@dataclass(slots=True)
class Call:
    """A request as it arrived; `status` and `code` are how it was answered, 0 while it was not."""

    method: str
    path: str
    route: str
    args: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    time: float
    files: list[Upload] = field(default_factory=list)
    status: int = 0
    code: int = 0

    @property
    def given(self) -> JSON:
        """The body of a request that has an object there."""
        return self.body if isinstance(self.body, dict) else {}

    def number(self, name: str) -> int:
        """An id in the path."""
        if not self.args[name].isdigit():
            raise Refused(400, 50035, "Invalid Form Body")
        return int(self.args[name])


Handler = Callable[["World", Call], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Route:
    """What is served. `free`: without the bot's token, for it is in the path or not needed."""

    method: str
    path: str
    status: int
    free: bool
    handler: Handler


ROUTES: list[Route] = []


def serves(
    method: Method, path: str, *, status: int = 200, free: bool = False
) -> Callable[[Handler], Handler]:
    """Mark a function as what answers this; None is answered as 204."""

    def mark(handler: Handler) -> Handler:
        ROUTES.append(Route(method, path, status, free, handler))
        return handler

    return mark


async def read(request: web.Request, route: Route, now: float) -> Call:
    """The request, from JSON or a form."""
    body, files = None, list[Upload]()
    if request.content_type.startswith("multipart/"):
        body, files = await _form(request)
    elif request.can_read_body:
        body = json.loads(await request.read() or b"null")
    path = request.path.removeprefix(API)
    args, query = dict(request.match_info), dict(request.query)
    return Call(request.method, path, route.path, args, query, body, now, files)


async def _form(request: web.Request) -> tuple[Any, list[Upload]]:
    body: Any = {}
    files: list[Upload] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise Refused(400, 50035, "Invalid Form Body")
        content = bytes(await part.read())
        if part.name == "payload_json":
            body = json.loads(content)
            continue
        found = PART.fullmatch(part.name or "")
        if not found:
            raise Refused(400, 50035, "Invalid Form Body")
        mime = part.headers.get("Content-Type", "application/octet-stream")
        name = part.filename or "file"
        files.append(Upload(int(found[1]), name, mime, len(content), content))
    return body, files
