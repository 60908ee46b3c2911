"""How much a bot may say: about once a second in a chat, 20 times a minute in a group, 30 times a
second overall. Sends, edits, deletions and chat actions share this."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.servers.platforms.clock import Clock

EVERY_SECONDS = 1.0
TOLERANCE = 0.05
GROUP_MINUTE = 20
OVERALL_SECOND = 30
HARDER = 2  # times longer for who goes on during a punishment
HARDEST_SECONDS = 60.0


@dataclass(slots=True)
class _Account:
    """One chat: when it is free again, what was said in a minute, and its punishment."""

    free: float = 0.0
    said: deque[float] = field(default_factory=deque[float])
    until: float = 0.0
    penalty: float = 0.0


class Limits:
    """What was said where, and whether more may be."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._accounts: defaultdict[int, _Account] = defaultdict(_Account)
        self._overall: deque[float] = deque()

    def ask(self, chat: int, weight: int = 1) -> int:
        """0 when it may be said, and it counts; else the seconds to wait, and it does not."""
        now, account = self._clock.now(), self._accounts[chat]
        if now < account.until:
            return self._punish(account, now, account.penalty * HARDER)
        if wait := self._wait(account, chat, weight, now):
            return self._punish(account, now, wait)
        _forget(self._overall, now - 1)
        if len(self._overall) + weight > OVERALL_SECOND:
            return 1
        account.penalty = 0.0
        account.free = max(account.free, now) + EVERY_SECONDS * weight
        account.said += [now] * weight
        self._overall += [now] * weight
        return 0

    def _wait(self, account: _Account, chat: int, weight: int, now: float) -> float:
        wait = account.free - EVERY_SECONDS * TOLERANCE - now
        if chat < 0:
            _forget(account.said, now - 60)
            if (over := len(account.said) + weight - GROUP_MINUTE) > 0:
                wait = max(wait, account.said[over - 1] + 60 - now)
        return max(wait, 0.0)

    def _punish(self, account: _Account, now: float, seconds: float) -> int:
        account.penalty = min(max(seconds, 1.0), HARDEST_SECONDS)
        account.until = now + math.ceil(account.penalty)
        return math.ceil(account.penalty)


def _forget(times: deque[float], before: float) -> None:
    while times and times[0] <= before:
        times.popleft()
