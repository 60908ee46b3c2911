"""What many journeys do on their way."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Callable

from PIL import Image

from tests.journeys.driver import Chat, Seen, film, label

IDEA = "A cat on a windowsill"
SHOTS = "--shots 2"
SHORT = "--shots 1"
PATIENCE_SECONDS = 10.0


def picture(width: int = 640, height: int = 360) -> bytes:
    """A photo as people send them, with what their camera writes into it."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (width, height), "salmon").save(out, "JPEG", exif=exif)
    return out.getvalue()


def number(seen: Seen) -> str:
    """The short id that a message shows."""
    found = re.search(r"#([0-9a-z]{5})", seen.text)
    assert found, seen.text
    return found[1]


def films(chat: Chat) -> list[Seen]:
    """All that can be watched."""
    return [seen for seen in chat.seen() if film(seen)]


def offers(verb: str, n: int = 0) -> Callable[[Seen], bool]:
    """Messages with that button."""
    wanted = label(verb, n=n)
    return lambda seen: wanted in seen.labels


def reads(part: str) -> Callable[[Seen], bool]:
    """Messages that say that."""
    return lambda seen: part in seen.text


def choice(seen: Seen, sign: str) -> str:
    """The first of its buttons that begins so."""
    return next(label for label in seen.labels if label.startswith(sign))


def room(seen: Seen) -> bool:
    """A room's own message, while it takes ideas."""
    return seen.text.startswith("💡") and label("inspire") in seen.labels


async def brainstormed(chat: Chat, topic: str) -> Seen:
    """A room, opened and seen."""
    await chat.say(f"/brainstorm {topic} --shots 2")
    return await chat.until(room)


async def made(chat: Chat, text: str) -> Seen:
    """A film, asked for and waited for."""
    await chat.say(text)
    return await another(chat)


async def another(chat: Chat, count: int = 1, kind: Callable[[Seen], bool] = film) -> Seen:
    """The newest of a kind, when there are `count` of them."""
    return await chat.until(lambda seen: kind(seen) and sum(map(kind, chat.seen())) >= count)


async def answered(chat: Chat, text: str) -> Seen:
    """Something said, and the newest message after it."""
    before = len(chat.seen())
    await chat.say(text)
    await chat.until(lambda _: len(chat.seen()) > before)
    return chat.seen()[-1]


async def sketched(chat: Chat, text: str) -> Seen:
    """A storyboard, asked for and waited for."""
    await chat.say(f"/storyboard {text}")
    return await chat.until(offers("render"))


async def key_of(chat: Chat) -> str:
    """What an operator calls this person."""
    found = re.search(r"here: (\S+)", (await answered(chat, "/me")).text)
    assert found
    return found[1]


async def true(wanted: Callable[[], bool]) -> None:
    """Wait until it is."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not wanted():  # noqa: ASYNC110 (several messages, or none, say when)
            await asyncio.sleep(0.02)
