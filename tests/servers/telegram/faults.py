"""What tests let go wrong."""

from __future__ import annotations

from dataclasses import dataclass

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
class Fault:
    """What goes wrong, `times` times, at a method or at all ("*"), in one chat or in any.

    `cut`: the connection is closed without an answer. `taken`: it is done, and then the answer is
    the fault's, or lost. `hang`: so many seconds pass first; without anything else it is done."""

    method: str
    code: int = 0
    description: str = ""
    retry_after: int = 0
    times: int = 1
    cut: bool = False
    taken: bool = False
    hang: float = 0.0
    chat: int | None = None

    def meets(self, call: Call) -> bool:
        """Whether it is this call's; "*" spares getUpdates."""
        every = self.method == "*" and call.method != "getUpdates"
        return (every or self.method == call.method) and self.chat in (None, call.chat)

    @property
    def cuts(self) -> bool:
        """Whether nothing is answered."""
        return self.cut or (self.taken and not self.code)

    @property
    def refusal(self) -> Refused | None:
        """The answer, where it has one."""
        if self.code == 429:
            return flood(self.retry_after or 1)
        if self.code:
            return Refused(self.code, self.description or REASONS.get(self.code, "planted"))
        return None


def due(faults: list[Fault], call: Call) -> Fault | None:
    """The fault of this call, which is used up by it."""
    fault = next((f for f in faults if f.meets(call)), None)
    if fault:
        fault.times -= 1
        if fault.times <= 0:
            faults.remove(fault)
    return fault
