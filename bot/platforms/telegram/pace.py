"""How fast one may speak: what Telegram allows, a little less of it, and what goes first."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import IntEnum

from bot.news import GROWTH, RAREST, spacing


class Urgency(IntEnum):
    """What goes first where not everything can go at once. Answers and results are never lost;
    progress may give way to newer progress."""

    ANSWER = 0
    RESULT = 1
    PROGRESS = 2


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds and counts. Telegram allows one a second in a chat, 20 a minute in a group and 30 a
    second overall; we stay below, for clocks and networks are not exact."""

    apart: float = 1.01  # in one chat, from one's arrival to the next one's departure
    held: float = 10.0  # for so long what is still on its way keeps the next of its chat back
    group_most: int = 19
    group_window: float = 60.5
    group_reserve: int = 8  # of these are for answers and results
    most: int = 28  # overall
    window: float = 1.05
    reserve: int = 8
    progress: float = 2.0  # between two edits of progress in a private chat
    group_progress: float = 4.0
    after: float = 2.0  # from an answer or a result to progress: often another answer follows
    growth: float = GROWTH  # a message of age t is edited every t / growth seconds at most …
    rarest: float = RAREST  # … and at least as often as that
    after_flood: float = 0.3  # longer than we were told to wait
    again: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0)  # pauses while the network is away
    keep: float = 900.0  # a chat that was silent for so long is forgotten
    sweep: float = 60.0  # between two looks for such chats

    def spacing(self, age: float) -> float:
        """Seconds between two edits of a message that is so old."""
        return spacing(age, self.growth, self.rarest)


class Window:
    """At most `most` within any `seconds`, of which `reserve` are not for progress. What counts
    more than `most` fits into an empty one."""

    def __init__(self, most: int, seconds: float, reserve: int = 0) -> None:
        self._most, self._seconds, self._reserve = most, seconds, reserve
        self._spent: deque[tuple[float, int]] = deque()

    def opens(self, now: float, n: int = 1, urgency: Urgency = Urgency.ANSWER) -> float:
        """When `n` more fit; `now` or earlier where they fit already."""
        while self._spent and self._spent[0][0] + self._seconds <= now:
            self._spent.popleft()
        most = self._most - (self._reserve if urgency is Urgency.PROGRESS else 0)
        over = sum(n for _, n in self._spent) + min(n, most) - most
        for at, freed in self._spent:
            if over <= 0:
                break
            over, now = over - freed, at + self._seconds
        return now

    def spend(self, at: float, n: int = 1) -> None:
        """`n` went at that time, which is the latest so far."""
        self._spent.append((at, n))

    def settle(self, began: float, ended: float, n: int = 1) -> None:
        """What was spent when it `began` was on its way until now: it may have been counted as late
        as that."""
        if (began, n) in self._spent:
            self._spent.remove((began, n))
        self._spent.append((ended, n))
