"""How much a bot may say: five messages and five edits in five seconds in a channel, fifty requests
a second overall. Interactions and their webhooks are exempt from the latter."""

from __future__ import annotations

from collections import defaultdict, deque

from tests.servers.discord.call import Call
from tests.servers.discord.refusal import flood
from tests.servers.platforms.clock import Clock

EACH, WINDOW = 5, 5.0
OVERALL, SECOND = 50, 1.0
LIMITED = {
    ("POST", "/channels/{channel}/messages"): "say",
    ("PATCH", "/channels/{channel}/messages/{message}"): "edit",
    ("DELETE", "/channels/{channel}/messages/{message}"): "delete",
    ("POST", "/webhooks/{application}/{token}"): "follow",
    ("PATCH", "/webhooks/{application}/{token}/messages/{message}"): "follow-edit",
}
EXEMPT = ("/interactions/", "/webhooks/")


class Limits:
    """What was said where, and whether more may be."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._said: defaultdict[str, deque[float]] = defaultdict(deque)
        self._overall: deque[float] = deque()

    def ask(self, call: Call) -> dict[str, str]:
        """The headers of the answer where it may be done, and it counts; raises where not."""
        now, bucket = self._clock.now(), _bucket(call)
        exempt = call.path.startswith(EXEMPT)
        _forget(self._overall, now - SECOND)
        if not exempt and len(self._overall) >= OVERALL:
            raise flood(round(self._overall[0] + SECOND - now + 0.001, 3), everywhere=True)
        said = self._said[bucket]
        if said and said[0] <= now - WINDOW:
            said.clear()  # a bucket is empty again all at once, when the headers said
        if bucket and len(said) >= EACH:
            raise flood(round(said[0] + WINDOW - now + 0.001, 3), bucket=bucket)
        if not exempt:
            self._overall.append(now)
        if not bucket:
            return {}
        said.append(now)
        reset = said[0] + WINDOW
        return {
            "X-RateLimit-Limit": str(EACH),
            "X-RateLimit-Remaining": str(EACH - len(said)),
            "X-RateLimit-Reset": f"{reset:.3f}",
            "X-RateLimit-Reset-After": f"{reset - now:.3f}",
            "X-RateLimit-Bucket": bucket.partition(" ")[0],
        }


def _bucket(call: Call) -> str:
    """The bucket and what it is of."""
    kind = LIMITED.get((call.method, call.route), "")
    return f"{kind} {call.args.get('channel') or call.args.get('token')}" if kind else ""


def _forget(times: deque[float], before: float) -> None:
    while times and times[0] <= before:
        times.popleft()
