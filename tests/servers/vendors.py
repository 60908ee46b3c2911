"""All stand-ins on loopback, so that anybody can try the whole bot with invented keys.

    python -m tests.servers.vendors [--seconds 3] [--port 4100] [--env FILE]

prints what to set in another terminal, then one line for each order, until Ctrl-C.
"""

from __future__ import annotations

import argparse
import asyncio
import errno
import importlib
import pkgutil
import shlex
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import aiohttp
from aiohttp import web

import tests.servers as folder
from tests.servers.chat import IDEA
from tests.servers.media import Local
from tests.servers.stand import Asked, Stand

ALWAYS = {"REELROOM_ALLOW_LOOPBACK": "1", "REELROOM_POLL_SECONDS": "0.3"}
KEPT = 20  # requests that a stand-in remembers: there are pictures in them
GIST = 60  # characters of an order's text
TEXTS = ("prompt", "Prompt", "text", "content", "input", "messages", "instances")
MODELS = ("model", "model_name")
CHAT_AT_GOOGLE = "/v1beta/openai"
HELLO = """\
Stand-ins of {count} vendors. In another terminal:

{lines}

  reelroom doctor --probe
  reelroom make "机械狐狸在未来城市奔跑" --style cyberpunk

Orders take {seconds:g} s and cost nothing. Ctrl-C ends it.
"""


def main() -> None:
    """Parse the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers.vendors", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each order takes")
    parser.add_argument("--port", type=int, default=4100, help="of the first; 0: any free ones")
    parser.add_argument("--env", type=Path, metavar="FILE", help="write what to set into a file")
    given = parser.parse_args()
    try:
        asyncio.run(serve(given.seconds, given.port, given.env))
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        sys.exit(f"{error.strerror}: another --port may be free")


async def serve(seconds: float, port: int, env: Path | None) -> None:
    """All stand-ins until somebody interrupts."""
    media = Local()
    async with AsyncExitStack() as stack:
        stack.callback(media.close)
        keys = Path(stack.enter_context(TemporaryDirectory(prefix="invented-keys-")))
        stands = [
            stand(media, seconds=seconds, port=port and port + n) for n, stand in enumerate(found())
        ]
        for stand in stands:
            introduce(stand, stands)
            await stack.enter_async_context(stand)
        text = exports(settings(stands, keys))
        if env:
            await asyncio.to_thread(env.write_text, text, "utf-8")
        say(HELLO.format(count=len(stands), lines=text.rstrip(), seconds=seconds))
        await interrupted()


def found() -> Iterator[type[Stand]]:
    """Every vendor in this folder."""
    for name in sorted(module.name for module in pkgutil.iter_modules(folder.__path__)):
        if name in ("stand", "vendors"):
            continue
        module = importlib.import_module(f"{folder.__name__}.{name}")
        for thing in vars(module).values():
            ours = getattr(thing, "__module__", "") == module.__name__
            if ours and isinstance(thing, type) and issubclass(thing, Stand):
                yield thing


def introduce(stand: Stand, stands: list[Stand]) -> None:
    """Let a stand-in tell of its orders, and Google's send writers to the one of chat."""

    def ordered(asked: Asked, status: int) -> None:
        say(line(stand.name, asked, status))
        del stand.asked[:-KEPT]

    stand.ordered = ordered
    if stand.name == "gemini" and (chat := next((s for s in stands if s.name == "chat"), None)):
        forward(stand.app, chat)


def forward(app: web.Application, chat: Stand) -> None:
    """Google has its chat at the same address as everything else."""

    async def passed_on(request: web.Request) -> web.StreamResponse:
        kept = {n: v for n, v in request.headers.items() if n in ("Authorization", "Content-Type")}
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                request.method,
                chat.url + request.path_qs,
                data=await request.read(),
                headers=kept,
            ) as answer,
        ):
            response = web.StreamResponse(status=answer.status)
            response.content_type = answer.content_type
            await response.prepare(request)
            async for chunk in answer.content.iter_any():
                await response.write(chunk)
            return response

    app.router.add_route("*", CHAT_AT_GOOGLE + "/{rest:.*}", passed_on)


def settings(stands: list[Stand], keys: Path) -> dict[str, str]:
    """What to set for all of them; files go into the folder `keys`."""
    found = dict(ALWAYS)
    for stand in stands:
        found |= stand.settings()
        for name, text in stand.files().items():
            path = keys / f"{name.lower()}.json"
            path.write_text(text, "utf-8")
            found[name] = str(path)
    return found


def exports(env: Mapping[str, str]) -> str:
    """Lines for a shell or an `.env` file."""
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in env.items())


def line(vendor: str, asked: Asked, status: int) -> str:
    """One order: when, at whom, which model, what for; and how it was refused."""
    model = next((str(asked.body[name]) for name in MODELS if asked.body.get(name)), "")
    model = model or asked.headers.get("X-TC-Action", "") or asked.path.rpartition("/")[2]
    text = " ".join(gist(asked.body).split())
    refused = f"  refused: {status}" if status >= 400 else ""
    moment = time.strftime("%H:%M:%S")
    return f"{moment}  {vendor:<10}  {model:<28}  {text[:GIST]}{refused}".rstrip()


def gist(body: Any) -> str:
    """The text that an order is about: the last one of a conversation."""
    if isinstance(body, str):
        idea = IDEA.search(body)
        return idea[2] if idea else "" if body.startswith(("data:", "http")) else body
    if isinstance(body, list):
        texts = [gist(part) for part in cast(list[Any], body)]
        return next((text for text in reversed(texts) if text), "")
    if not isinstance(body, dict):
        return ""
    fields = cast(dict[str, Any], body)
    if "class_type" in fields or all(isinstance(value, dict) for value in fields.values()):
        return gist(list(fields.values()))  # a workflow of ComfyUI
    return next((text for name in TEXTS if (text := gist(fields.get(name)))), "")


async def interrupted() -> None:
    """Return when somebody wants us to end."""
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    await ended.wait()


def say(text: str) -> None:
    """Write a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
