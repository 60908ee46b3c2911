"""An event loop in which waiting takes no time, and the far end of a bot's line in it."""

from __future__ import annotations

import asyncio
import json
import selectors
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from telegram._utils.defaultvalue import DEFAULT_NONE
from telegram.error import RetryAfter, TelegramError
from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData

from bot.platforms.telegram.limiter import Limiter, Urgency

T = TypeVar("T")
Fault = Callable[[], Exception]


class _Leap(selectors.SelectSelector):
    """Where the loop would wait, the time is later instead."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise AssertionError("everybody waits, and nothing will ever happen")
        self.now += max(timeout, 0)
        return super().select(0)


class Hourglass(asyncio.SelectorEventLoop):
    """Its time passes as fast as the work in it is done; nothing from outside can be awaited."""

    def __init__(self) -> None:
        self._leap = _Leap()
        super().__init__(self._leap)

    def time(self) -> float:
        return self._leap.now


def elapse(story: Coroutine[Any, Any, T]) -> T:
    """What comes of a story that takes as long as it likes."""
    with asyncio.Runner(loop_factory=Hourglass) as runner:
        return runner.run(story)


def now() -> float:
    """Seconds since the story began."""
    return asyncio.get_running_loop().time()


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it arrived."""

    at: float
    method: str
    chat: int
    counts: int = 1
    text: str = ""


@dataclass
class Wire(BaseRequest):
    """Takes every request, after `latency` seconds, unless it has a fault for its method."""

    latency: float = 0.0
    sent: list[Sent] = field(default_factory=list[Sent])
    faults: dict[str, deque[Fault]] = field(default_factory=dict[str, "deque[Fault]"])

    def fail(self, method: str, *faults: Fault) -> None:
        """The next requests of this method fail like that."""
        self.faults.setdefault(method, deque()).extend(faults)

    def times(self, chat: int) -> list[float]:
        """When something arrived in a chat."""
        return [sent.at for sent in self.sent if sent.chat == chat]

    def texts(self, chat: int) -> list[str]:
        """What was said there, in order."""
        return [sent.text for sent in self.sent if sent.chat == chat]

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = DEFAULT_NONE,
        write_timeout: Any = DEFAULT_NONE,
        connect_timeout: Any = DEFAULT_NONE,
        pool_timeout: Any = DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        name = url.rpartition("/")[2]
        values: dict[str, Any] = request_data.parameters if request_data else {}
        chat, group = int(values.get("chat_id", 0)), values.get("media", ())
        await asyncio.sleep(self.latency)
        many = len(group) if name == "sendMediaGroup" else 1
        self.sent.append(Sent(now(), name, chat, many, values.get("text", "")))
        if waiting := self.faults.get(name):
            fault = waiting.popleft()()
            if isinstance(fault, RetryAfter):
                return 429, _flood(fault)
            raise fault
        return 200, json.dumps({"ok": True, "result": _result(name, chat, many)}).encode()


def line(latency: float = 0.0) -> tuple[ExtBot[Urgency], Limiter, Wire]:
    """A bot with our limiter, and what it speaks to."""
    wire = Wire(latency)
    limiter = Limiter(clock=now)
    bot = ExtBot("1:invented", request=wire, get_updates_request=wire, rate_limiter=limiter)
    return bot, limiter, wire


def flood(seconds: int) -> Fault:
    """Too many requests."""
    return lambda: RetryAfter(seconds)


def broken(error: TelegramError, cause: Exception) -> Fault:
    """As the library tells of its client's trouble."""

    def fault() -> Exception:
        error.__cause__ = cause
        return error

    return fault


def _flood(fault: RetryAfter) -> bytes:
    seconds = int(fault._retry_after.total_seconds())  # pyright: ignore[reportPrivateUsage]
    text = f"Too Many Requests: retry after {seconds}"
    answer = {"ok": False, "error_code": 429, "description": text}
    return json.dumps(answer | {"parameters": {"retry_after": seconds}}).encode()


def _result(name: str, chat: int, many: int) -> Any:
    message = {"message_id": 1, "date": 0, "chat": {"id": chat, "type": "private"}}
    if name == "sendMediaGroup":
        return [message] * many
    return message if name in ("sendMessage", "editMessageText") else True
