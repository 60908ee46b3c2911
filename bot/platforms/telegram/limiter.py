"""Keeps us below Telegram's limits, chat by chat, and brings through what may be sent again."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

from bot.platforms.telegram.lane import Lane, Request, Turn
from bot.platforms.telegram.pace import Pace, Urgency, Window

__all__ = ["Limiter", "Pace", "Urgency"]

Answer = bool | dict[str, Any] | list[dict[str, Any]]
HARMLESS = ("edit", "delete", "answer", "set", "get", "sendChatAction")  # done twice is done once
UNSENT = ("ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError")  # httpx had no connection
MANY = {"sendMediaGroup": "media", "copyMessages": "message_ids", "forwardMessages": "message_ids"}
TICK = 0.001  # no clock is asked more often than that
NEVER = float("inf")
USUAL = Pace()

# Without it the library warns of its own future whenever it reads how long to wait.
os.environ.setdefault("PTB_TIMEDELTA", "true")


class Limiter(BaseRateLimiter[Urgency]):
    """One budget for each chat, and one overall. What is more urgent goes first; `rate_limit_args`
    of a call is its `Urgency`, without one it is an answer. What does not speak in a chat, such as
    the answer to a press, does not wait.

    A chat that was flooded rests for as long as Telegram says, and no other chat with it. Answers
    and results then go again until they are taken; progress raises `RetryAfter`. Where the network
    is away, what does no harm twice is tried again for seconds; a message only if it surely was not
    sent."""

    def __init__(
        self,
        pace: Pace = USUAL,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._pace, self._clock, self._sleep = pace, clock, sleep
        self._lanes: dict[int | str, Lane] = {}
        self._busy: dict[Lane, None] = {}  # those in which something waits, in order
        self._overall = Window(pace.most, pace.window, pace.reserve)
        self._turns = Window(pace.most - pace.reserve, pace.window)
        self._arrivals = count()
        self._alarm: asyncio.Task[None] | None = None
        self._rings = NEVER
        self._swept = clock()

    async def initialize(self) -> None:
        """There is nothing to prepare."""

    async def shutdown(self) -> None:
        """Whatever still waits is cancelled."""
        if self._alarm:
            self._alarm.cancel()
        for lane in self._busy:
            for waiting in (*lane.requests, *lane.turns):
                waiting.go.cancel()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Urgency | None,
    ) -> Answer:
        """Make the request when its chat and its urgency let it, and again where that is safe.

        Raises what the library raises."""
        urgency = rate_limit_args or Urgency.ANSWER
        chat, counts = chat_of(endpoint, data), counted(endpoint, data)
        arrival = next(self._arrivals)
        pauses = iter(self._pace.again)
        while True:
            try:
                if chat is None:
                    return await callback(*args, **kwargs)
                async with self._place(chat, urgency, arrival, counts):
                    return await callback(*args, **kwargs)
            except RetryAfter as error:
                if urgency is Urgency.PROGRESS:
                    raise
                if chat is None:
                    await self._sleep(self._rest(error))
            except NetworkError as error:
                pause = next(pauses, None)
                if pause is None or not repeatable(endpoint, error):
                    raise
                await self._sleep(pause)

    async def slack(self, chat: int, message: int) -> None:
        """Wait until progress of this message can be shown at once without keeping answers and
        results of its chat waiting. Messages take turns, and old ones are shown less often."""
        lane = self._lane(chat)
        turn = lane.ask(message, self._clock())
        try:
            await self._wait(lane, turn)
        finally:
            if turn in lane.turns:
                lane.turns.remove(turn)

    def heard(self, chat: int) -> None:
        """Somebody spoke there: progress leaves the next seconds to the answer."""
        self._lane(chat).expect(self._clock())

    # A place in the budget

    @asynccontextmanager
    async def _place(
        self, chat: int | str, urgency: Urgency, arrival: int, counts: int
    ) -> AsyncGenerator[None]:
        """Wait for it, and hold it while the request is on its way."""
        lane = self._lane(chat)
        request = Request(urgency, arrival, counts)
        lane.requests.append(request)
        try:
            await self._wait(lane, request)
        finally:
            if request in lane.requests:
                lane.requests.remove(request)
        try:
            yield
        except RetryAfter as error:
            lane.close(self._clock() + self._rest(error))
            raise
        finally:
            now = self._clock()
            self._overall.settle(request.began, now, counts)
            lane.settle(request.began, now, counts)
            self._look()

    async def _wait(self, lane: Lane, waiting: Request | Turn) -> None:
        self._busy[lane] = None
        self._look()
        await waiting.go

    def _look(self) -> None:
        """Let go whatever may go now, and look again when the next may."""
        now = self._clock()
        again = min(self._let_speak(now), self._let_show(now))
        self._busy = {lane: None for lane in self._busy if lane.waits}
        self._sweep(now)
        if again < self._rings:
            if self._alarm:
                self._alarm.cancel()
            self._alarm, self._rings = asyncio.create_task(self._ring(again)), again

    async def _ring(self, at: float) -> None:
        await self._sleep(max(at - self._clock(), TICK))
        self._alarm, self._rings = None, NEVER
        self._look()

    def _let_speak(self, now: float) -> float:
        """Let requests go, the most urgent first; when the next one may."""
        while True:
            heads = [
                (lane.opens(now, head.counts, head.urgency), head, lane)
                for lane in self._busy
                if (head := lane.head())
            ]
            later = min((opens for opens, *_ in heads if opens > now), default=NEVER)
            ready = [(head, lane) for opens, head, lane in heads if opens <= now]
            if not ready:
                return later
            head, lane = min(ready, key=lambda each: each[0].order)
            if (opens := self._overall.opens(now, head.counts, head.urgency)) > now:
                return min(opens, later)
            self._overall.spend(now, head.counts)
            lane.let_go(head, now)

    def _let_show(self, now: float) -> float:
        """Give turns to progress, the longest unshown first; when the next one may come."""
        while True:
            turns = [(*turn, lane) for lane in self._busy if (turn := lane.next_turn(now))]
            later = min((opens for opens, *_ in turns if opens > now), default=NEVER)
            ready = [each for each in turns if each[0] <= now]
            if not ready:
                return later
            _, _, turn, lane = min(ready, key=lambda each: each[1])
            opens = max(self._turns.opens(now), self._overall.opens(now, 1, Urgency.PROGRESS))
            if opens > now:
                return min(opens, later)
            self._turns.spend(now)
            lane.take(turn, now)

    def _lane(self, chat: int | str) -> Lane:
        if chat not in self._lanes:
            self._lanes[chat] = Lane(isinstance(chat, str) or chat < 0, self._pace)
        return self._lanes[chat]

    def _sweep(self, now: float) -> None:
        """Forget chats and messages that were silent for long."""
        if self._swept + self._pace.sweep <= now:
            self._swept = now
            self._lanes = {chat: lane for chat, lane in self._lanes.items() if not lane.silent(now)}
            for lane in self._lanes.values():
                lane.forget(now)

    def _rest(self, error: RetryAfter) -> float:
        """Seconds for which we were told to be silent, and a little."""
        told = error.retry_after
        seconds = told.total_seconds() if isinstance(told, timedelta) else told
        return seconds + self._pace.after_flood


def chat_of(endpoint: str, data: dict[str, Any]) -> int | str | None:
    """The chat in which a request speaks; None where it only asks, or answers a press."""
    chat = data.get("chat_id")
    if chat is None or endpoint.startswith("get"):
        return None
    try:
        return int(chat)
    except ValueError:
        return str(chat)


def counted(endpoint: str, data: dict[str, Any]) -> int:
    """As how many messages a request counts."""
    return max(1, len(data.get(MANY.get(endpoint, "")) or ()))


def repeatable(endpoint: str, error: NetworkError) -> bool:
    """Whether a request that failed may be made again, though it may have been taken."""
    if isinstance(error, BadRequest) or "too large" in error.message.casefold():
        return False
    return endpoint.startswith(HARMLESS) or type(error.__cause__).__name__ in UNSENT
