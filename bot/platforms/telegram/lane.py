"""One chat: what was sent there, what waits to be sent, and whose progress is shown next."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.platforms.telegram.pace import Pace, Urgency, Window

NEVER = float("inf")
Go = asyncio.Future[None]


@dataclass(slots=True, eq=False)
class Request:
    """Something to be sent; `arrival` orders those of one urgency, `began` is when it went."""

    urgency: Urgency
    arrival: int
    counts: int = 1
    began: float = NEVER
    go: Go = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    @property
    def order(self) -> tuple[Urgency, int]:
        """The least goes first."""
        return self.urgency, self.arrival


@dataclass(slots=True, eq=False)
class Turn:
    """A message whose progress wants to be shown."""

    message: int
    go: Go = field(default_factory=lambda: asyncio.get_running_loop().create_future())


@dataclass(slots=True)
class Seen:
    """A message with progress: since when we know it, and when it was last brought up to date."""

    since: float
    shown: float = -NEVER


class Lane:
    """The budget and the queue of one chat. Groups have ids below zero, or names."""

    def __init__(self, group: bool, pace: Pace) -> None:
        self._pace = pace
        self._minute = (
            Window(pace.group_most, pace.group_window, pace.group_reserve) if group else None
        )
        self._progress = Window(1, pace.group_progress if group else pace.progress)
        self._free = self._closed = self._went = self._said = self._used = -NEVER
        self._seen: dict[int, Seen] = {}
        self.requests: list[Request] = []
        self.turns: list[Turn] = []

    @property
    def waits(self) -> bool:
        """Whether anything waits here."""
        return bool(self.requests or self.turns)

    def silent(self, now: float) -> bool:
        """Whether the chat may be forgotten."""
        return not self.waits and max(self._used, self._closed) + self._pace.keep <= now

    # Requests

    def head(self) -> Request | None:
        """What goes first."""
        return min(self.requests, key=lambda request: request.order, default=None)

    def opens(self, now: float, n: int, urgency: Urgency) -> float:
        """When so much may go."""
        opens = max(self._closed, self._free)
        return max(opens, self._minute.opens(now, n, urgency)) if self._minute else opens

    def let_go(self, request: Request, now: float) -> None:
        """It is on its way."""
        self.requests.remove(request)
        self._used = self._went = request.began = now
        if request.urgency is not Urgency.PROGRESS:
            self.expect(now)
        self._free = now + max(self._pace.held, self._pace.apart * request.counts)
        if self._minute:
            self._minute.spend(now, request.counts)
        request.go.set_result(None)

    def settle(self, began: float, now: float, n: int) -> None:
        """What began then has arrived."""
        arrived = now + self._pace.apart * n
        self._free = arrived if self._went == began else max(self._free, arrived)
        self._used = now
        if self._minute:
            self._minute.settle(began, now, n)

    def close(self, until: float) -> None:
        """Nothing goes before that."""
        self._closed = max(self._closed, until)

    # Progress

    def expect(self, now: float) -> None:
        """An answer will be sent soon, or has been and is often followed by another."""
        self._used = self._said = now

    def ask(self, message: int, now: float) -> Turn:
        """This message has news."""
        self._used = now
        self._seen.setdefault(message, Seen(now))
        turn = Turn(message)
        self.turns.append(turn)
        return turn

    def next_turn(self, now: float) -> tuple[float, float, Turn] | None:
        """The turn that comes next: when it may be taken, and when its message was last shown.
        Those that may be taken come first, among them what was not shown for longest."""
        if self.requests or not self.turns:
            return None
        opens = max(
            self.opens(now, 1, Urgency.PROGRESS),
            self._progress.opens(now),
            self._said + self._pace.after,
        )
        times = [(max(opens, self._due(t)), self._seen[t.message].shown, t) for t in self.turns]
        return min(times, key=lambda each: (max(each[0], now), each[1]))

    def take(self, turn: Turn, now: float) -> None:
        """It is this message's turn."""
        self.turns.remove(turn)
        self._seen[turn.message].shown = now
        self._progress.spend(now)
        turn.go.set_result(None)

    def forget(self, now: float) -> None:
        """Forget messages that had no news for long."""
        asked = {turn.message for turn in self.turns}
        for message, seen in list(self._seen.items()):
            if message not in asked and max(seen.since, seen.shown) + self._pace.keep <= now:
                del self._seen[message]

    def _due(self, turn: Turn) -> float:
        """When this message may change again, of which less and less often news is wanted."""
        seen = self._seen[turn.message]
        return seen.shown + self._pace.spacing(seen.shown - seen.since)
