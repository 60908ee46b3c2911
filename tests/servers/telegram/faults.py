"""What tests let go wrong."""

from __future__ import annotations

from dataclasses import dataclass

from tests.servers.platforms import fault
from tests.servers.telegram.call import Call
from tests.servers.telegram.refusal import Refused, flood

REASONS = {
    400: "Bad Request: planted",
    403: "Forbidden: planted",
    404: "Not Found",
    409: "Conflict: planted",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


@dataclass(slots=True)
class Fault(fault.Fault[Call, Refused]):
    """What goes wrong at a method or at all ("*"), in one chat or in any."""

    method: str
    code: int = 0
    description: str = ""
    retry_after: int = 0
    chat: int | None = None

    def meets(self, call: Call) -> bool:
        """Whether it is this call's; "*" spares getUpdates."""
        every = self.method == "*" and call.method != "getUpdates"
        return (every or self.method == call.method) and self.chat in (None, call.chat)

    @property
    def refusal(self) -> Refused | None:
        """The answer, where it has one."""
        if self.code == 429:
            return flood(self.retry_after or 1)
        if self.code:
            return Refused(self.code, self.description or REASONS.get(self.code, "planted"))
        return None
