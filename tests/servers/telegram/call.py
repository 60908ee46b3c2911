"""A request of the bot, read the way the Bot API reads it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.servers.telegram.refusal import JSON, bad

if TYPE_CHECKING:
    from tests.servers.telegram.world import World

STRUCTURED = (  # what goes over the wire as JSON also in a form
    "allowed_updates",
    "button",
    "caption_entities",
    "commands",
    "entities",
    "explanation_entities",
    "link_preview_options",
    "media",
    "options",
    "prices",
    "question_entities",
    "reaction",
    "reply_markup",
    "reply_parameters",
    "results",
    "scope",
)


@dataclass(slots=True)
class Call:
    """A request as it arrived; `code` is how it was answered, 0 while it was not."""

    method: str
    params: JSON
    files: Mapping[str, int]
    time: float
    code: int = 0
    uploads: Mapping[str, tuple[str, bytes]] = field(default_factory=dict, repr=False)

    @property
    def chat(self) -> int | None:
        """Which chat it is about, where it is about one."""
        given = str(self.params.get("chat_id", ""))
        return int(given) if given.lstrip("-").isdigit() else None

    def has(self, name: str) -> bool:
        return name in self.params or name in self.uploads

    def text(self, name: str, default: str | None = None) -> str:
        """A string; raises where it is required and missing."""
        if name in self.params:
            return str(self.params[name])
        if default is None:
            raise bad(f'parameter "{name}" is required')
        return default

    def number(self, name: str, default: int | None = None) -> int:
        """An integer."""
        given = self.text(name, None if default is None else str(default))
        try:
            return int(given)
        except ValueError:
            raise bad(f'parameter "{name}" must be an integer') from None

    def flag(self, name: str) -> bool:
        """Whether it was asked for."""
        return str(self.params.get(name, False)).lower() == "true"

    def json(self, name: str, default: Any = None) -> Any:
        """A structure; raises where it is required and missing."""
        if name in self.params:
            return self.params[name]
        if default is None:
            raise bad(f'parameter "{name}" is required')
        return default


Method = Callable[["World", Call], Awaitable[Any]]
METHODS: dict[str, Method] = {}


def serves(*names: str) -> Callable[[Method], Method]:
    """Mark a function as what does these methods."""

    def mark(method: Method) -> Method:
        METHODS.update(dict.fromkeys(names, method))
        return method

    return mark


async def read(request: web.Request, method: str, now: float) -> Call:
    """The request, from an address, a form or JSON."""
    params: JSON = dict(request.query)
    uploads: dict[str, tuple[str, bytes]] = {}
    if request.content_type == "application/json" and request.can_read_body:
        params |= await request.json()
    elif request.can_read_body:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[name] = (value.filename, value.file.read())
            else:
                params[name] = value
    sizes = {name: len(content) for name, (_, content) in uploads.items()}
    return Call(method, {k: _plain(k, v) for k, v in params.items()}, sizes, now, uploads=uploads)


def _plain(name: str, value: Any) -> Any:
    if name not in STRUCTURED or not isinstance(value, str) or value[:1] not in ("[", "{"):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad(f"can't parse {name} JSON object") from None
